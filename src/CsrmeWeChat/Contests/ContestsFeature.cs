using CsrmeWeChat.Certificates;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Uploads;
using Hangfire;

namespace CsrmeWeChat.Contests;

/// <summary>摄影大赛: contests, entries of photos, the jury's work on them, the votes of the public, and the result.</summary>
public static class ContestsFeature
{
    /// <summary>What the files are sent for.</summary>
    public const string Purpose = "photo";

    /// <summary>What contests are called where the rounds and certificates of several rooms stand together.</summary>
    public const string Subject = "contest";

    /// <summary>What entries are called where their texts and pictures are checked.</summary>
    public const string EntrySubject = "photo";

    /// <summary>What a contest may allow at most for one photo.</summary>
    public const int MaxMegabytes = 100;

    public static IHostApplicationBuilder AddContests(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<ContestOptions>(ContestOptions.Section);
        builder.AddOptions<VoteOptions>(VoteOptions.Section);
        builder
            .Services.AddSingleton<ContestStore>()
            .AddSingleton<ContestFigures>()
            .AddSingleton<IPanelSource, ContestPanel>()
            .AddSingleton<IWorkSource, ContestWork>()
            .AddSingleton<IFigureSource, ContestFigure>()
            .AddSingleton<IMiniPageSource, ContestMiniPages>()
            .AddHelp(MenuGroup.Contests, 20, "/Contests/Pages/_Help.cshtml", Role.Admin, Role.Secretary, Role.Reviewer)
            .AddMenu(MenuGroup.Contests, 20, "/staff/contests", "摄影大赛", Role.Admin, Role.Secretary, Role.Reviewer)
            .AddAuditKinds(AuditedContest, AuditedEntry)
            .AddDemo<DemoContests>();
        builder.Services.AddEntries();
        builder.Services.AddVotes();
        builder.Services.AddResults();
        return builder;
    }

    private static void AddEntries(this IServiceCollection services)
    {
        services
            .AddUploadPurpose(Purpose, new UploadPurpose { MaxBytes = MaxMegabytes << 20, MaxOpen = 20 })
            .AddSingleton<PhotoEntryStates>()
            .AddSingleton<PhotoEntryChecks>()
            .AddSingleton<PhotoEntryNotices>()
            .AddSingleton<PhotoEntryStore>()
            .AddSingleton<EntryPictures>()
            .AddSingleton<PhotoEntryScreens>()
            .AddSingleton<PhotoEntryAnswers>()
            .AddSingleton<EntryPhotoDesk>()
            .AddSingleton<PhotoWorkshop>()
            .AddSingleton<EntryPhotoStore>()
            .AddSingleton<IFileOwner>(provider => provider.GetRequiredService<EntryPhotoStore>())
            .AddSingleton<NearCopies>()
            .AddSingleton<PhotoReviewStore>()
            .AddSingleton<PhotoReviewDesk>()
            .AddSingleton<PhotoPackages>()
            .AddSingleton<IPersonData, PhotosOfPerson>()
            .AddRecurringJob<DevelopPhotos>("develop-photos")
            .AddRecurringJob<RemovePhotos>("remove-photos", Cron.Minutely());
        foreach (var kind in PhotoEntryNotices.Kinds)
        {
            services.AddAutomaticMessage(kind);
        }
    }

    private static void AddVotes(this IServiceCollection services) =>
        services
            .AddSingleton<PhotoGallery>()
            .AddSingleton<PhotoGalleryScreens>()
            .AddSingleton<VoteQueue>()
            .AddSingleton<VoteStore>()
            .AddSingleton<VoteScreen>()
            .AddSingleton<VoteStates>()
            .AddSingleton<VoteDesk>()
            .AddSingleton<IWorkSource, VoteWork>()
            .AddSingleton<IPersonData, VotesOfPerson>()
            .AddRecurringJob<ScreenVotes>("screen-votes", Cron.Minutely());

    private static void AddResults(this IServiceCollection services)
    {
        services
            .AddSingleton<AwardStore>()
            .AddSingleton<AwardDesk>()
            .AddSingleton<AwardProposals>()
            .AddSingleton<ResultStates>()
            .AddSingleton<ResultNotices>()
            .AddSingleton<ResultScreens>()
            .AddSingleton<ObjectionStates>()
            .AddSingleton<WinnersStory>()
            .AddSingleton<IPersonData, ObjectionsOfPerson>()
            .AddCertificatePanel(Subject, "摄影大赛");
        services.AddAutomaticMessage(ResultNotices.Awarded);
    }

    public static void MapContests(this IEndpointRouteBuilder app)
    {
        app.MapContestCalls();
        app.MapPhotoEntries();
        app.MapContestResults();
        app.MapPhotoGallery();
        app.MapVotes();
    }

    private static AuditKind AuditedEntry { get; } =
        new("photo", "摄影作品")
        {
            Actions = new()
            {
                ["photo.accept"] = "审核通过",
                ["photo.return"] = "退回修改",
                ["photo.reveal"] = "查看手机号",
                ["photo.original"] = "下载原件",
                ["photo.export"] = "导出作品",
            },
            Fields = new() { ["machine"] = "机审" },
        };

    private static AuditKind AuditedContest { get; } =
        new("contest", "摄影大赛")
        {
            Actions = new()
            {
                ["contest.add"] = "新建大赛",
                ["contest.edit"] = "修改大赛",
                ["contest.publish"] = "发布大赛",
                ["contest.withdraw"] = "撤下大赛",
                ["contest.cost"] = "记费用",
                ["contest.propose"] = "拟定名单",
                ["contest.award"] = "更改奖项",
                ["contest.notice"] = "开始公示",
                ["contest.extend"] = "延长公示",
                ["contest.note_objection"] = "登记异议",
                ["contest.objection"] = "处理异议",
                ["contest.announce"] = "公布结果",
                ["contest.count"] = "计票",
                ["contest.votes"] = "判定可疑选票",
            },
            Fields = new()
            {
                ["awards"] = "获奖作品数",
                ["cents"] = "金额（分）",
                ["closesAt"] = "截止时间",
                ["counted"] = "计入的票",
                ["criteria"] = "评分项",
                ["decision"] = "处理意见",
                ["entrants"] = "谁可参赛",
                ["granted"] = "微信批准的类目",
                ["groups"] = "组别",
                ["held"] = "未判定的票",
                ["isShown"] = "公开展示",
                ["maxCaption"] = "说明最多字数",
                ["maxEntries"] = "每人作品数",
                ["maxMegabytes"] = "每张最大 MB",
                ["minMegapixels"] = "最低像素（百万）",
                ["needsCamera"] = "须为原图",
                ["noticeUntil"] = "公示截止",
                ["number"] = "编号",
                ["opensAt"] = "开始时间",
                ["prize"] = "奖项",
                ["prizes"] = "奖项",
                ["rules"] = "征集说明",
                ["subjects"] = "主题",
                ["takenBack"] = "投票人取消的票",
                ["takenSince"] = "拍摄时间不早于",
                ["thrownOut"] = "不计的票",
                ["verdict"] = "处理结果",
                ["voteClosesAt"] = "投票截止",
                ["voteOpensAt"] = "投票开始",
                ["voters"] = "谁可投票",
                ["votes"] = "选票",
                ["votesEach"] = "每人票数",
            },
        };
}
