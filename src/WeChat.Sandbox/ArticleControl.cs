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
            return
            [
                .. Of(appId)
                    .Publications.Values.Select(found => new SandboxPublication(found.Id, found.Draft.Title, found.StatusAt(world.Now))),
            ];
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
    /// <param name="words">What the event says of it, such as err(30003); null for success or failure as they are.</param>
    /// <param name="original">The article that it was found to be copied from.</param>
    public void End(string appId, long messageId, string status, string? words = null, string? original = null) =>
        Change(appId, messageId, status, words, original);

    /// <summary>A publication ends so: 0 published, 2 found to be copied, 4 not approved; told to the account's address.</summary>
    public void EndPublication(string appId, string publishId, int status)
    {
        lock (Of(appId))
        {
            (Of(appId).Publications.GetValueOrDefault(publishId) ?? throw new KeyNotFoundException("No such publication.")).Verdict =
                status;
        }

        ArticleEvents.TellPublished(world, AppOf(appId), publishId);
    }

    /// <summary>Sends and publications are under way for so long, as WeChat's are for minutes. Without it they end at once.</summary>
    public void Take(string appId, TimeSpan takes) => Of(appId).Takes = takes;

    /// <summary>The next mass sends are answered 268488001 or 42010, which mean: later, under the same id.</summary>
    public void BeBusy(string appId, int errCode = 268488001, int times = 1) => Of(appId).BeBusy(errCode, times);

    /// <summary>A send to all has to name a tag, be it an empty one; otherwise it is 40152, as some accounts report.</summary>
    public void WantTagId(string appId, bool wants = true) => Of(appId).WantsTagId = wants;

    /// <summary>The account loses an api's permission: 48001; or gets it back.</summary>
    public void Deny(string appId, string api, bool denied = true) => AppOf(appId).Deny(api, denied);

    private void Change(string appId, long messageId, string status, string? words = null, string? original = null)
    {
        if (!Of(appId).Change(messageId, send => send.Verdict = status))
        {
            throw new KeyNotFoundException("No such mass send.");
        }

        ArticleEvents.TellEnd(world, AppOf(appId), messageId, words, original);
    }

    private Articles Of(string appId) => AppOf(appId).Articles;

    private App AppOf(string appId) => world.Apps.GetValueOrDefault(appId) ?? throw new KeyNotFoundException("No such app.");
}
