using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using Hangfire;

namespace CsrmeWeChat.Followers;

/// <summary>关注者: who follows the official account, by WeChat's events and by reading its list.</summary>
public static class FollowersFeature
{
    public static IHostApplicationBuilder AddFollowers(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<FollowerOptions>(FollowerOptions.Section);
        builder
            .Services.AddSingleton<FollowerStore>()
            .AddSingleton<FollowerSyncStore>()
            .AddSingleton<FollowerList>()
            .AddCallbackHandler<FollowOrLeave>("subscribe", "unsubscribe")
            .AddSingleton<IPersonData, FollowingOfPerson>()
            .AddSingleton<IFigureSource, FollowerFigure>()
            .AddSingleton<IFirstStep, SyncFollowersStep>()
            .AddHelp(MenuGroup.Account, 30, "/Followers/Pages/_FollowersHelp.cshtml", Role.Admin, Role.Secretary)
            .AddDemo<DemoFollowers>()
            .AddMenu(MenuGroup.Account, 40, "/staff/followers", "关注者", Role.Admin, Role.Secretary)
            .AddAuditKinds(
                new AuditKind("follower", "关注者")
                {
                    Actions = new()
                    {
                        ["follower.sync"] = "同步关注者",
                        ["follower.stop_sync"] = "停止同步关注者",
                        ["follower.export"] = "导出关注者",
                    },
                    Fields = new() { ["follows"] = "关注中", ["tag"] = "标签" },
                }
            )
            .AddRecurringJob<SyncFollowers>("sync-followers")
            .AddRecurringJob<AskForFollowers>("ask-for-followers", Cron.Daily(2, 30));
        return builder;
    }
}
