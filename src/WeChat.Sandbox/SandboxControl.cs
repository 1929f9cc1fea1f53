using WeChat.Sandbox.Media;

namespace WeChat.Sandbox;

/// <summary>What a test or a demo may do to this WeChat; the same is offered over HTTP under /sandbox.
/// An app or openid that does not exist is a <see cref="KeyNotFoundException"/>.</summary>
public sealed class SandboxControl
{
    private readonly World world;

    internal SandboxControl(World world) =>
        (this.world, Pushes, Articles, Media) = (world, new PushControl(world), new ArticleControl(world), new MediaControl(world));

    /// <summary>What users do in WeChat that is pushed to us.</summary>
    public PushControl Pushes { get; }

    public ArticleControl Articles { get; }

    public MediaControl Media { get; }

    /// <summary>A user has an openid in every app. The phone is made up where none is given.</summary>
    public SandboxUser MakeUser(string? phone = null, bool unionId = true, bool follows = false) => world.MakeUser(phone, unionId, follows);

    /// <summary>The first users get the phones given, in their order.</summary>
    public IReadOnlyList<SandboxUser> MakeUsers(
        int count,
        IReadOnlyList<string>? phones = null,
        bool unionIds = true,
        bool follows = false
    ) => [.. Enumerable.Range(0, count).Select(index => world.MakeUser(phones?.ElementAtOrDefault(index), unionIds, follows))];

    /// <summary>Those that were made, in order.</summary>
    public IReadOnlyList<SandboxUser> ListUsers(int limit = 100) => world.ListUsers(limit);

    /// <summary>What wx.login would give. The openid is the mini program's. Valid for 5 minutes.</summary>
    public string MintLoginCode(string openId) => world.MintCode(CodeKind.Login, AccountOf(openId));

    /// <summary>What the phone button would give. Valid for 5 minutes.</summary>
    public string MintPhoneCode(string openId) => world.MintCode(CodeKind.Phone, AccountOf(openId));

    /// <summary>Null makes one up: the app was bound to an Open Platform account after the user first came.</summary>
    public string SetUnionId(string openId, string? unionId = null) => AccountOf(openId).Person.UnionId = unionId ?? World.NewUnionId();

    /// <summary>Without telling anybody.</summary>
    /// <param name="at">Since when; null for now.</param>
    public void SetFollows(string openId, bool follows, DateTimeOffset? at = null)
    {
        var person = AccountOf(openId).Person;
        if (follows)
        {
            person.Follow(at ?? world.Now);
        }
        else
        {
            person.Follows = false;
        }
    }

    /// <summary>The official account's own notes on a user; the openid is that account's.</summary>
    public void SetRemark(string openId, string remark) => AccountOf(openId).Remark = remark;

    public void AddTag(string appId, int tagId, string name) => AppOf(appId).Tags[tagId] = name;

    public void RemoveTag(string appId, int tagId) => AppOf(appId).RemoveTag(tagId);

    public void Tag(string openId, int tagId) => AccountOf(openId).Tags[tagId] = true;

    public IReadOnlyCollection<int> TagsOf(string openId) => [.. AccountOf(openId).Tags.Keys];

    /// <summary>The buttons as menu/create got them; null where it never did.</summary>
    public string? MenuOf(string appId) => AppOf(appId).Menu;

    /// <summary>The user opens the mini program now; signing in counts as a visit too.</summary>
    public void Visit(string openId) => AccountOf(openId).LastVisit = world.Now;

    /// <summary>The user accepts one-time messages; the openid is the mini program's. A negative count takes away.</summary>
    public void GiveCredits(string openId, string templateId, int count = 1) => AccountOf(openId).GiveCredits(templateId, count);

    public int CreditsOf(string openId, string templateId) => AccountOf(openId).CreditsFor(templateId);

    /// <param name="values">By key, the only values that a field of the kinds enum and const takes.</param>
    public void RegisterTemplate(
        string appId,
        string templateId,
        IEnumerable<string> keys,
        bool longTerm = false,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? values = null
    ) =>
        AppOf(appId).Templates[templateId] = new SandboxTemplate
        {
            Id = templateId,
            Keys = [.. keys],
            LongTerm = longTerm,
            Values = values?.ToDictionary(value => value.Key, IList<string> (value) => [.. value.Value]) ?? [],
        };

    /// <summary>WeChat bans a template from being sent, or the account where none is named: 43107.</summary>
    public void Ban(string appId, string? templateId = null, bool banned = true)
    {
        if (templateId is null)
        {
            AppOf(appId).IsBanned = banned;
        }
        else
        {
            TemplateOf(appId, templateId).IsBanned = banned;
        }
    }

    /// <summary>Events of messages by this template that have a client_msg_id name no message: MsgID 0.</summary>
    public void HideMessageIds(string appId, string templateId, bool hides = true) => TemplateOf(appId, templateId).HidesMessageId = hides;

    /// <summary>A repeat under the same client_msg_id within a minute is refused (40241) instead of answered.</summary>
    public void RefuseRepeats(string appId, string templateId, bool refuses = true) =>
        TemplateOf(appId, templateId).RefusesRepeats = refuses;

    /// <summary>The user does not want the official account's template messages any more: 43101.</summary>
    public void RefuseTemplates(string openId, bool refuses = true) => AccountOf(openId).RefusesTemplates = refuses;

    /// <summary>Template messages to this user end so: success, failed:user block, failed:freq limit, failed: system failed.</summary>
    public void SetTemplateStatus(string openId, string status) => AccountOf(openId).TemplateStatus = status;

    public void ReleasePage(string appId, string page, bool released = true)
    {
        if (released)
        {
            AppOf(appId).Pages[page] = true;
        }
        else
        {
            AppOf(appId).Pages.TryRemove(page, out _);
        }
    }

    /// <summary>Calls already made today count. What is null stays as it is.</summary>
    public void SetQuota(string appId, string api, long? perDay = null, long? perMinute = null)
    {
        var quota = AppOf(appId).QuotaOf(api);
        quota.PerDay = perDay ?? quota.PerDay;
        quota.PerMinute = perMinute ?? quota.PerMinute;
    }

    /// <summary>
    /// Turns the app's tokens away from now on. With <paramref name="untilForced"/> stable_token keeps answering
    /// the dead token until a new one is forced.
    /// </summary>
    public void InvalidateTokens(string appId, int errCode = 40001, bool untilForced = false) =>
        world.Tokens.Invalidate(AppOf(appId), errCode, untilForced);

    public IReadOnlyList<SandboxFault> Faults => world.Faults.Planned;

    public SandboxFault AddFault(SandboxFault fault) => world.Faults.Add(fault);

    public void RemoveFault(long id) => world.Faults.Remove(id);

    public void ClearFaults() => world.Faults.Remove(null);

    /// <summary>Newest first. Only calls later than the sequence number <paramref name="after"/>.</summary>
    public IReadOnlyList<ReceivedCall> Received(string? api = null, string? openId = null, long after = 0, int limit = 100) =>
        world.Received.List(api, openId, after, limit);

    /// <summary>All calls since the start, by api and errcode.</summary>
    public IReadOnlyList<ReceivedCount> Counts() => world.Received.Counts();

    /// <summary>Messages by a template that reached somebody, in order.</summary>
    public IReadOnlyList<DeliveredMessage> Delivered(string templateId, long after = 0) => world.Mailbox.List(templateId, after);

    public DeliveredSummary DeliveredSummary(string templateId) => world.Mailbox.Sum(templateId);

    /// <summary>The page's button for many phones. False where none are there.</summary>
    public bool TryOrderCrowd() => world.Crowd.TryOrder();

    /// <summary>Whoever plays many phones says what they do. How often they were asked so far.</summary>
    public long TellCrowd(string words) => world.Crowd.Tell(words);

    /// <summary>What they said last; null where none are there.</summary>
    public string? CrowdWords => world.Crowd.Words;

    private SandboxTemplate TemplateOf(string appId, string templateId) =>
        AppOf(appId).Templates.GetValueOrDefault(templateId) ?? throw new KeyNotFoundException("No such template.");

    private Account AccountOf(string openId) => world.FindAccount(openId) ?? throw new KeyNotFoundException("No such openid.");

    private App AppOf(string appId) => world.Apps.GetValueOrDefault(appId) ?? throw new KeyNotFoundException("No such app.");
}
