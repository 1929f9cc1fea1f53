using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Judging.Assigning;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.Judging;

/// <summary>Rounds of judging: who judges what, what they give, and what it comes to. What is judged is another room's.</summary>
public static class JudgingFeature
{
    public static IHostApplicationBuilder AddJudging(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<RoundStore>()
            .AddSingleton<RoundStates>()
            .AddSingleton<RoundDesk>()
            .AddSingleton<OpenRounds>()
            .AddSingleton<KnownJurors>()
            .AddSingleton<BallotStore>()
            .AddSingleton<DeclarationStore>()
            .AddSingleton<RankingStore>()
            .AddSingleton<IWorkSource, RoundWork>()
            .AddHelp(MenuGroup.Contests, 30, "/Judging/Pages/_RoundHelp.cshtml", Role.Admin, Role.Secretary)
            .AddMenu(MenuGroup.Contests, 30, RoundWork.Address, "评审轮次", Role.Admin, Role.Secretary)
            .AddAuditKinds(AuditedRound);
        AddJurors(builder.Services);
        return builder;
    }

    public static void MapJudging(this IEndpointRouteBuilder app) => app.MapJudgingContacts();

    /// <summary>The jurors' own pages, and how they are told.</summary>
    private static void AddJurors(IServiceCollection services)
    {
        services
            .AddSingleton<Panels>()
            .AddSingleton<JurorStore>()
            .AddSingleton<ContactStore>()
            .AddSingleton<JurorNotices>()
            .AddSingleton<JurorReminders>()
            .AddSingleton<IWorkSource, JurorWork>()
            .AddSingleton<IPersonData, ContactsOfPerson>()
            .AddMenu(MenuGroup.Contests, 40, JurorPages.Home, "我的评审", Role.Juror)
            .AddShortcut(50, JurorPages.Home, "评审", "clipboard-check")
            .AddLanding(Role.Juror, JurorPages.Home)
            .AddHelp(MenuGroup.Contests, 40, "/Judging/Pages/_JurorHelp.cshtml", Role.Juror)
            .AddRecurringJob<RemindJurors>("remind-jurors", RemindJurors.Cron);
        foreach (var kind in JurorNotices.Kinds)
        {
            services.AddAutomaticMessage(kind);
        }
    }

    private static AuditKind AuditedRound { get; } =
        new("round", "评审轮次")
        {
            Actions = new()
            {
                ["round.add"] = "新建轮次",
                ["round.edit"] = "修改轮次",
                ["round.open"] = "开始评审",
                ["round.remove"] = "删除草稿",
                ["round.extend"] = "延长截止时间",
                ["round.juror"] = "增加评委",
                ["round.close"] = "截止评审",
                ["round.freeze"] = "定榜",
                ["round.export"] = "导出榜单",
                ["round.remind"] = "提醒未完成的评委",
            },
            Fields = new()
            {
                ["criteria"] = "评分项",
                ["closesAt"] = "截止时间",
                ["goesOn"] = "晋级件数",
                ["items"] = "作品数",
                ["juror"] = "评委",
                ["jurors"] = "评委数",
                ["late"] = "未完成的评委数",
                ["linked"] = "其中绑定微信的",
                ["missing"] = "未评份数",
                ["perItem"] = "每件评委数",
                ["rankRule"] = "排名依据",
                ["seed"] = "随机种子",
                ["sha256"] = "榜单的 SHA-256",
                ["tieRule"] = "同分处理",
            },
        };
}
