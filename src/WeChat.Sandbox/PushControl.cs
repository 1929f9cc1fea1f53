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

    public Task<IReadOnlyList<PushAnswer>> SendTextAsync(string openId, string content, int times = 1)
    {
        AccountOf(openId).Wrote = (world.Now, 0);
        return SendAsync(AccountOf(openId), Text(content), times);
    }

    public Task<IReadOnlyList<PushAnswer>> ScanAsync(string openId, string key, int times = 1) =>
        SendAsync(AccountOf(openId), Event("SCAN", ("EventKey", key), ("Ticket", RandomText.Of(24))), times);

    public Task<IReadOnlyList<PushAnswer>> ClickAsync(string openId, string key, int times = 1) =>
        SendAsync(AccountOf(openId), Event("CLICK", ("EventKey", key)), times);

    public Task<IReadOnlyList<PushAnswer>> ViewAsync(string openId, string url, int times = 1) =>
        SendAsync(AccountOf(openId), Event("VIEW", ("EventKey", url), ("MenuId", "1")), times);

    /// <summary>
    /// The user is asked about one message of a template; the openid is that of the account that will send it. With
    /// <paramref name="always"/> they tick 总是保持以上选择: from then on they are not asked, each call answers the same, and nothing is
    /// pushed. Source: requestSubscribeMessage, and WeChat's staff on when the event is pushed.
    /// </summary>
    public Task<IReadOnlyList<PushAnswer>> ChooseAsync(string openId, string templateId, bool accepts, int times = 1, bool always = false)
    {
        var account = AccountOf(openId);
        var isAsked = !account.KeptChoices.TryGetValue(templateId, out var kept);
        var isAccepted = isAsked ? accepts : kept;
        account.GiveCredits(templateId, isAccepted ? 1 : -account.CreditsFor(templateId));
        if (!isAsked)
        {
            return Task.FromResult<IReadOnlyList<PushAnswer>>([]);
        }

        if (always)
        {
            account.KeptChoices[templateId] = accepts;
        }

        return SendAsync(account, SubscriptionEvent("Popup", Choice(templateId, accepts, ("PopupScene", "0"))), times);
    }

    /// <summary>The user takes a kept choice back in WeChat's settings; only a refusal is pushed.</summary>
    /// <param name="olderForm">The list stands in the element of another event, as in an older sample of WeChat's.</param>
    public Task<IReadOnlyList<PushAnswer>> TakeBackAsync(string openId, string templateId, int times = 1, bool olderForm = false)
    {
        var account = AccountOf(openId);
        account.KeptChoices[templateId] = false;
        account.GiveCredits(templateId, -account.CreditsFor(templateId));
        var list = new JsonObject { ["List"] = Choice(templateId, accepts: false) };
        return SendAsync(
            account,
            Event("subscribe_msg_change_event", ($"SubscribeMsg{(olderForm ? "Popup" : "Change")}Event", list)),
            times
        );
    }

    /// <summary>The user takes back what they allowed the account; the numbers are WeChat's, such as 8 for the phone's.</summary>
    public Task<IReadOnlyList<PushAnswer>> RevokeAsync(string openId, string what, int times = 1) =>
        PushOfHelperAsync(openId, "user_authorization_revoke", what, times);

    /// <summary>The user closes their account.</summary>
    public Task<IReadOnlyList<PushAnswer>> CancelAsync(string openId, int times = 1) =>
        PushOfHelperAsync(openId, "user_authorization_cancellation", "", times);

    /// <summary>WeChat itself is the sender, and names whom it is about.</summary>
    private Task<IReadOnlyList<PushAnswer>> PushOfHelperAsync(string openId, string name, string what, int times)
    {
        var account = AccountOf(openId);
        var message = Event(
            name,
            ("OpenID", openId),
            ("AppID", account.App.AppId),
            ("RevokeInfo", what),
            ("PluginID", ""),
            ("OpenPID", "")
        );
        return world.Pushes.PushAsync(account.App, ArticleEvents.Helper, message, times);
    }

    private static JsonObject Choice(string templateId, bool accepts, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var choice = new JsonObject { ["TemplateId"] = templateId, ["SubscribeStatusString"] = accepts ? "accept" : "reject" };
        foreach (var (name, value) in more)
        {
            choice[name] = value;
        }

        return choice;
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
