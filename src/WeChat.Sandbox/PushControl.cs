using System.Text.Json.Nodes;
using WeChat.Sandbox.Pushes;

namespace WeChat.Sandbox;

/// <summary>Has WeChat push messages and events, as if a user had done something in WeChat.</summary>
public sealed class PushControl
{
    private readonly World world;

    internal PushControl(World world) => this.world = world;

    /// <summary>Null: nothing is pushed to it any more.</summary>
    public void SetCallback(string appId, SandboxCallback? callback) => world.Pushes.Set(AppOf(appId), callback);

    /// <summary>The user follows the account now. Nothing is pushed where the account has no address.</summary>
    public Task<IReadOnlyList<PushAnswer>> FollowAsync(string openId, int times = 1)
    {
        var account = AccountOf(openId);
        account.Person.Follow(world.Now);
        return SendAsync(account, Event("subscribe", ("EventKey", "")), times);
    }

    public Task<IReadOnlyList<PushAnswer>> UnfollowAsync(string openId, int times = 1)
    {
        var account = AccountOf(openId);
        account.Person.Follows = false;
        return SendAsync(account, Event("unsubscribe", ("EventKey", "")), times);
    }

    public Task<IReadOnlyList<PushAnswer>> SendTextAsync(string openId, string content, int times = 1) =>
        SendAsync(AccountOf(openId), Text(content), times);

    public Task<IReadOnlyList<PushAnswer>> ScanAsync(string openId, string key, int times = 1) =>
        SendAsync(AccountOf(openId), Event("SCAN", ("EventKey", key), ("Ticket", RandomText.Of(24))), times);

    public Task<IReadOnlyList<PushAnswer>> ClickAsync(string openId, string key, int times = 1) =>
        SendAsync(AccountOf(openId), Event("CLICK", ("EventKey", key)), times);

    public Task<IReadOnlyList<PushAnswer>> ViewAsync(string openId, string url, int times = 1) =>
        SendAsync(AccountOf(openId), Event("VIEW", ("EventKey", url), ("MenuId", "1")), times);

    /// <summary>The user accepts or rejects one message of a template; the openid is that of the account that will send it.</summary>
    public Task<IReadOnlyList<PushAnswer>> ChooseAsync(string openId, string templateId, bool accepts, int times = 1)
    {
        var account = AccountOf(openId);
        account.GiveCredits(templateId, accepts ? 1 : -account.CreditsFor(templateId));
        return SendAsync(
            account,
            SubscriptionEvent(
                "Popup",
                new JsonObject
                {
                    ["TemplateId"] = templateId,
                    ["SubscribeStatusString"] = accepts ? "accept" : "reject",
                    ["PopupScene"] = "0",
                }
            ),
            times
        );
    }

    /// <summary>Popup, Change or Sent, of one template. In XML its list stands within an element that JSON does not have.</summary>
    internal static JsonObject SubscriptionEvent(string what, JsonObject item) =>
        Event($"subscribe_msg_{what.ToLowerInvariant()}_event", ($"SubscribeMsg{what}Event", new JsonObject { ["List"] = item }));

    /// <summary>Anything: what stands in <paramref name="fields"/> is pushed, over the sender, the receiver and the time.</summary>
    public Task<IReadOnlyList<PushAnswer>> PushAsync(string appId, string openId, JsonObject fields, int times = 1) =>
        world.Pushes.PushAsync(AppOf(appId), openId, fields, times);

    /// <summary>The message that would be pushed, for one who delivers it otherwise.</summary>
    /// <param name="now">Null for this WeChat's own time.</param>
    public SignedPush Sign(string appId, SandboxCallback callback, string openId, JsonObject fields, DateTimeOffset? now = null) =>
        PushDesk.Sign(AppOf(appId), callback, PushDesk.Message(AppOf(appId), openId, fields, now ?? world.Now), now ?? world.Now);

    /// <summary>What a reply to it says; null for none.</summary>
    public string? ReadReply(string appId, SandboxCallback callback, string body) =>
        PushWriter.ReadReply(callback, AppOf(appId).AppId, body);

    /// <summary>The fields of a text message, with an id of its own.</summary>
    public JsonObject Text(string content) =>
        new()
        {
            ["MsgType"] = "text",
            ["Content"] = content,
            ["MsgId"] = world.Pushes.NextMessageId(),
        };

    public static JsonObject Event(string name, params ReadOnlySpan<(string Name, JsonNode Value)> fields)
    {
        var message = new JsonObject { ["MsgType"] = "event", ["Event"] = name };
        foreach (var (field, value) in fields)
        {
            message[field] = value;
        }

        return message;
    }

    private Task<IReadOnlyList<PushAnswer>> SendAsync(Account account, JsonObject fields, int times) =>
        world.Pushes.PushAsync(account.App, account.OpenId, fields, times);

    private Account AccountOf(string openId) => world.FindAccount(openId) ?? throw new KeyNotFoundException("No such openid.");

    private App AppOf(string appId) => world.Apps.GetValueOrDefault(appId) ?? throw new KeyNotFoundException("No such app.");
}
