namespace WeChat.Sandbox;

/// <summary>What may be done to an official account's articles.</summary>
public sealed class ArticleControl
{
    private readonly World world;

    internal ArticleControl(World world) => this.world = world;

    /// <summary>All mass sends there ever were, oldest first.</summary>
    public IReadOnlyList<SandboxMassSend> MassSends(string appId) => Of(appId).List(world.Now);

    public IReadOnlyList<SandboxPublication> Publications(string appId)
    {
        lock (Of(appId))
        {
            return [.. Of(appId).Publications.Values];
        }
    }

    public int CountDrafts(string appId)
    {
        lock (Of(appId))
        {
            return Of(appId).Drafts.Count;
        }
    }

    /// <summary>API 群发保护: a send to all waits 30 minutes for the administrator, and fails then.</summary>
    public void Protect(string appId, bool isProtected = true) => Of(appId).IsProtected = isProtected;

    /// <summary>The administrator confirms a send that waits.</summary>
    public void Confirm(string appId, long messageId) => Change(appId, messageId, "SEND_SUCCESS");

    /// <summary>A send ends so: SEND_SUCCESS, SEND_FAIL, DELETE; SENDING keeps it open.</summary>
    public void End(string appId, long messageId, string status) => Change(appId, messageId, status);

    /// <summary>The account loses an api's permission: 48001; or gets it back.</summary>
    public void Deny(string appId, string api, bool denied = true) => AppOf(appId).Deny(api, denied);

    private void Change(string appId, long messageId, string status)
    {
        if (!Of(appId).Change(messageId, send => send.Verdict = status))
        {
            throw new KeyNotFoundException("No such mass send.");
        }

        ArticleEvents.TellEnd(world, AppOf(appId), Of(appId).Find(messageId, world.Now)!);
    }

    private Articles Of(string appId) => AppOf(appId).Articles;

    private App AppOf(string appId) => world.Apps.GetValueOrDefault(appId) ?? throw new KeyNotFoundException("No such app.");
}
