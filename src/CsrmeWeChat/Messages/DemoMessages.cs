using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Messages;

/// <summary>Three templates; messages that went out over a year, of which the last has failures to send again; and a draft.</summary>
public sealed class DemoMessages(
    TemplateStore templates,
    CampaignStore campaigns,
    CampaignStates states,
    SendMessages sending,
    MemberChoices choices
) : IDemoPart
{
    private const string SendApi = "/cgi-bin/message/template/send";

    private const string Branch = "青年工作委员会";

    private const int Failures = 3;

    private static readonly TemplateField[] OfActivity = [new("thing1", "活动名称"), new("time2", "时间"), new("thing3", "备注")];

    private static readonly TemplateField[] OfMembership =
    [
        new("thing1", "提醒事项"),
        new("character_string2", "会员号"),
        new("date3", "日期"),
    ];

    public int Place => 80;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        var activity = await AddTemplateAsync(demo, MessageChannel.Template, "demo-activity", "活动通知", OfActivity, ct);
        var membership = await AddTemplateAsync(demo, MessageChannel.Template, "demo-membership", "会员事务提醒", OfMembership, ct);
        var reminder = await AddTemplateAsync(demo, MessageChannel.Mini, "demo-opening", "福利开抢提醒", OfActivity, ct);
        var young = (await choices.BranchesAsync(ct)).First(branch => branch.Name == Branch).Id;

        await SendAsync(demo, Opening(activity, demo.Year - 1, demo.LastSeason), demo.LastSeason.AddHours(-20), ct);
        await SendAsync(demo, Dues(membership, demo.Year), demo.DaysAgo(170).AddHours(10), ct);
        await SendAsync(demo, Opening(activity, demo.Year, demo.ThisSeason), demo.ThisSeason.AddHours(-19), ct);
        // WeChat refuses three of the last one's; once only, so that sending them again succeeds.
        foreach (var member in demo.Bound.Where(member => member.Branch == Branch && demo.Followers.Contains(member.User)).Take(Failures))
        {
            await FailAsync(demo, member.User!, ct);
        }
        await SendAsync(demo, Forum(activity, young, demo), demo.Now.AddHours(-3), ct);
        var tomorrow = Opening(reminder, demo.Year, demo.DaysAgo(-1).AddHours(10)) with { Name = "定制笔记本开抢提醒（待确认）" };
        await AddAsync(demo, tomorrow, demo.Now, ct);
    }

    private static CampaignDraft Opening(long template, int year, DateTimeOffset at) =>
        Draft(
            $"{year} 年 530 福利开抢提醒",
            Topic.Benefits,
            template,
            Audience.All,
            $"{year}年530会员福利",
            at,
            "打开小程序即可领取，领完为止"
        );

    private static CampaignDraft Forum(long template, long branch, DemoRun demo) =>
        Draft(
            "青年论坛通知",
            Topic.Events,
            template,
            new Audience([branch], [], [], [], null),
            "岩石力学青年论坛",
            demo.DaysAgo(-9).AddHours(9),
            "请凭会员码签到入场"
        );

    private static CampaignDraft Draft(string name, Topic topic, long template, Audience to, string what, DateTimeOffset at, string note) =>
        new(
            name,
            topic,
            template,
            new Dictionary<string, string>
            {
                ["thing1"] = what,
                ["time2"] = $"{China.Local(at):yyyy年M月d日 HH:mm}",
                ["thing3"] = note,
            },
            "",
            to
        );

    private static CampaignDraft Dues(long template, int year) =>
        new(
            $"{year} 年会费缴纳提醒",
            Topic.Membership,
            template,
            new Dictionary<string, string>
            {
                ["thing1"] = "请及时缴纳会费",
                ["character_string2"] = MessageText.Number,
                ["date3"] = $"{year}年12月31日",
            },
            "",
            Audience.All
        );

    private async Task<long> AddTemplateAsync(
        DemoRun demo,
        MessageChannel channel,
        string wechatId,
        string name,
        IReadOnlyList<TemplateField> fields,
        CancellationToken ct
    )
    {
        var appId = channel is MessageChannel.Mini ? demo.WeChat.Mini : demo.WeChat.Official;
        await demo.WeChat.PostAsync(
            "templates",
            new
            {
                appId,
                templateId = wechatId,
                keys = fields.Select(field => field.Key),
            },
            ct
        );
        var id = await templates.TryAddAsync(demo.Secretary, channel, wechatId, name, fields, longTerm: false, demo.LastSeason, ct);
        return id ?? throw new InvalidOperationException("The template is there already.");
    }

    private static Task FailAsync(DemoRun demo, DemoUser user, CancellationToken ct) =>
        demo.WeChat.PostAsync(
            "faults",
            new
            {
                api = SendApi,
                openId = user.FollowerId,
                errCode = 43019,
            },
            ct
        );

    private async Task<Campaign> AddAsync(DemoRun demo, CampaignDraft draft, DateTimeOffset at, CancellationToken ct)
    {
        var id = await campaigns.TryAddAsync(demo.Secretary, $"demo {draft.Name}", draft, at, ct);
        return (await campaigns.FindAsync(id!.Value, ct))!;
    }

    /// <summary>Writes the recipients down and sends, by the job that does so in the service.</summary>
    private async Task SendAsync(DemoRun demo, CampaignDraft draft, DateTimeOffset at, CancellationToken ct)
    {
        demo.Clock.GoTo(at);
        var campaign = await AddAsync(demo, draft, at, ct);
        await states.FreezeAsync(demo.Secretary, campaign, at, ct);
        await sending.TidyAsync(ct);
        campaign = (await campaigns.FindAsync(campaign.Id, ct))!;
        DemoRun.Expect(
            await states.StartAsync(demo.Secretary, campaign, at: null, at, ct) ? null : $"The message {draft.Name} cannot be started."
        );
        await sending.JoinAsync(ct);
    }
}
