using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Uploads;

namespace CsrmeWeChat.Videos;

/// <summary>短视频征集: calls, the entries of authors, their videos, the review, and what is shown.</summary>
public static class VideosFeature
{
    /// <summary>What the files are sent for.</summary>
    public const string Purpose = "video";

    /// <summary>What entries are called where their texts and pictures are checked.</summary>
    public const string Subject = "video";

    public static IHostApplicationBuilder AddVideos(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<VideoOptions>(VideoOptions.Section);
        builder
            .Services.AddUploadPurpose(Purpose, new UploadPurpose { MaxBytes = 1L << 30 })
            .AddSingleton<CallStore>()
            .AddSingleton<EntryStates>()
            .AddSingleton<EntryStore>()
            .AddSingleton<EntryNotices>()
            .AddSingleton<EntryScreens>()
            .AddSingleton<EntryDesk>()
            .AddSingleton<VideoTools>()
            .AddSingleton<VideoWorkshop>()
            .AddSingleton<VideoFileStore>()
            .AddSingleton<IFileOwner>(services => services.GetRequiredService<VideoFileStore>())
            .AddSingleton<GalleryStore>()
            .AddSingleton<GalleryScreens>()
            .AddSingleton<LikeStore>()
            .AddSingleton<ComplaintStore>()
            .AddSingleton<ReviewStore>()
            .AddSingleton<ReviewDesk>()
            .AddSingleton<CallFigures>()
            .AddSingleton<VideoPackages>()
            .AddSingleton<IWorkSource, VideoWork>()
            .AddSingleton<IFigureSource, VideoFigure>()
            .AddSingleton<IMiniPageSource, VideoMiniPages>()
            .AddDemo<DemoVideos>()
            .AddHelp(MenuGroup.Contests, 10, "/Videos/Pages/_Help.cshtml", Role.Admin, Role.Secretary, Role.Reviewer)
            .AddMenu(MenuGroup.Contests, 10, "/staff/videos", "短视频征集", Role.Admin, Role.Secretary, Role.Reviewer)
            .AddSingleton<IPersonData, EntriesOfPerson>()
            .AddAuditKinds(AuditedCall, AuditedEntry)
            .AddRecurringJob<ExamineVideos>("examine-videos")
            .AddRecurringJob<ConvertVideos>("convert-videos")
            .AddRecurringJob<RemoveVideos>("remove-videos", Hangfire.Cron.Minutely());
        foreach (var kind in EntryNotices.Kinds)
        {
            builder.Services.AddAutomaticMessage(kind);
        }
        return builder;
    }

    public static void MapVideos(this IEndpointRouteBuilder app)
    {
        app.MapVideoGallery();
        app.MapVideoEntries();
    }

    private static AuditKind AuditedCall { get; } =
        new("call", "短视频征集")
        {
            Actions = new()
            {
                ["call.add"] = "新建征集",
                ["call.edit"] = "修改征集",
                ["call.publish"] = "发布征集",
                ["call.withdraw"] = "撤下征集",
                ["call.cost"] = "记费用",
                ["call.export"] = "导出作品",
            },
            Fields = new()
            {
                ["categories"] = "分类",
                ["channelUser"] = "视频号 ID",
                ["closesAt"] = "截止时间",
                ["cents"] = "金额（分）",
                ["isPublic"] = "在小程序内公开",
                ["maxEntries"] = "每人作品数",
                ["maxSeconds"] = "最长秒数",
                ["minSeconds"] = "最短秒数",
                ["opensAt"] = "开始时间",
                ["theme"] = "征集说明",
            },
        };

    private static AuditKind AuditedEntry { get; } =
        new("entry", "短视频作品")
        {
            Actions = new()
            {
                ["entry.accept"] = "审核通过",
                ["entry.return"] = "退回修改",
                ["entry.show"] = "公开展示",
                ["entry.hide"] = "取消展示",
                ["entry.feed"] = "填视频号",
                ["entry.reveal"] = "查看手机号",
                ["entry.original"] = "下载原件",
                ["entry.export"] = "导出作品",
                ["complaint.settle"] = "处理投诉",
            },
            Fields = new()
            {
                ["answer"] = "处理说明",
                ["feed"] = "视频号视频",
                ["machine"] = "机审",
                ["verdict"] = "处理结果",
            },
        };
}
