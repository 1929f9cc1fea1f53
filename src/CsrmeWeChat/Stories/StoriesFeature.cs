using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Stories;

/// <summary>人才故事: written and reviewed at the console, sent through the official account, read on the society's site.</summary>
public static class StoriesFeature
{
    public static IHostApplicationBuilder AddStories(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<StoryBody>()
            .AddSingleton<StoryStore>()
            .AddSingleton<StoryList>()
            .AddSingleton<StoryPages>()
            .AddOutputCache()
            .AddSingleton<WeChatMedia>()
            .AddSingleton<Articles>()
            .AddSingleton<SendPlanner>()
            .AddSingleton<ICalendarSource, SendCalendar>()
            .AddSingleton<IMiniPageSource, StoryMiniPages>()
            .AddSingleton<IWorkSource, StoryWork>()
            .AddSingleton<SendStore>()
            .AddSingleton<Recall>()
            .AddDemo<DemoStories>()
            .AddCallbackHandler<MassSendFinished>("masssendjobfinish")
            .AddCallbackHandler<PublicationFinished>("publishjobfinish")
            .AddMenu(MenuGroup.Account, 10, "/staff/stories", "人才故事", Role.Admin, Role.Secretary, Role.Reviewer)
            .AddMenu(MenuGroup.Account, 20, "/staff/planner", "群发日历", Role.Admin, Role.Secretary, Role.Reviewer)
            .AddShortcut(40, "/staff/stories", "公众号", "brand-wechat")
            .AddLanding(Role.Reviewer, "/staff/stories?state=Review")
            .AddHelp(MenuGroup.Account, 10, "/Stories/Pages/_StoriesHelp.cshtml", Role.Admin, Role.Secretary, Role.Reviewer)
            .AddAuditKinds(AuditedStory, AuditedSend)
            .AddRecurringJob<AdvanceSends>("mass-sends");
        return builder;
    }

    public static void MapStories(this IEndpointRouteBuilder app)
    {
        app.MapStoryFeeds();
        app.MapStoryReading();
    }

    private static AuditKind AuditedStory { get; } =
        new("story", "人才故事")
        {
            Actions = new()
            {
                ["story.add"] = "写新故事",
                ["story.edit"] = "修改故事",
                ["story.submit"] = "提交审核",
                ["story.return"] = "退回修改",
                ["story.approve"] = "审核通过",
                ["story.export"] = "导出人才故事",
                ["story.preview"] = "发预览到微信",
                ["story.remove"] = "删除草稿",
            },
            Fields = new()
            {
                ["author"] = "作者",
                ["bodyLength"] = "正文字符数",
                ["cover"] = "封面",
                ["digest"] = "摘要",
                ["person"] = "人物",
                ["portrait"] = "头像",
                ["programmeYear"] = "入选年份",
                ["season"] = "年度",
                ["unit"] = "单位",
            },
        };

    private static AuditKind AuditedSend { get; } =
        new("send", "群发")
        {
            Actions = new()
            {
                ["send.plan"] = "安排发布",
                ["send.move"] = "改发布时间",
                ["send.go"] = "决定发布",
                ["send.cancel"] = "取消安排",
                ["send.recall"] = "撤回群发",
                ["send.settle"] = "核对群发",
            },
            Fields = new()
            {
                ["reached"] = "预计送达人数",
                ["scheduledAt"] = "发布时间",
                ["tag"] = "标签",
                ["way"] = "方式",
            },
        };
}
