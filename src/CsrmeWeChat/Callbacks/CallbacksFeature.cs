using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Jobs;
using Hangfire;
using OpenTelemetry.Metrics;

namespace CsrmeWeChat.Callbacks;

/// <summary>What WeChat sends us: stored before it is answered, then handled by the rooms that it concerns.</summary>
public static class CallbacksFeature
{
    public static IHostApplicationBuilder AddCallbacks(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<CallbackStore>()
            .ConfigureOpenTelemetryMeterProvider(meters => meters.AddMeter(CallbackRefusals.Meter))
            .AddSingleton<CallbackList>()
            .AddSingleton<Inbox>()
            .AddSingleton<CallbackRefusals>()
            .AddSingleton<IWorkSource, CallbackWork>()
            .AddSingleton<AutoReplyStore>()
            .AddSingleton<AutoReplyBook>()
            .AddSingleton<AccountHits>()
            .AddCallbackHandler<CountHits>("click", "view", "view_miniprogram", "scan", "subscribe")
            .AddCallbackHandler<Authorizations>("user_authorization_revoke", "user_authorization_cancellation")
            .AddSingleton<IPersonData, CallbacksOfPerson>()
            .AddSingleton<IFirstStep, AutoReplyStep>()
            .AddDemo<DemoReplies>()
            .AddDemo<DemoPushes>()
            .AddDemo<DemoAddress>()
            .AddMenu(MenuGroup.Account, 50, "/staff/replies", "自动回复", Role.Admin, Role.Secretary)
            .AddMenu(MenuGroup.System, 50, "/staff/callbacks", "接口推送统计", Role.Admin, Role.Secretary)
            .AddHelp(MenuGroup.Account, 50, "/Callbacks/Pages/_RepliesHelp.cshtml", Role.Admin, Role.Secretary)
            .AddHelp(MenuGroup.System, 50, "/Callbacks/Pages/_Help.cshtml", Role.Admin, Role.Secretary)
            .AddAuditKinds(
                new AuditKind("callback", "接口推送") { Actions = new() { ["callback.retry"] = "重新处理微信推送" } },
                new AuditKind("authorization", "微信授权")
                {
                    Actions = new()
                    {
                        ["authorization.cancel"] = "用户在微信注销，已删除其微信信息",
                        ["authorization.revoke"] = "用户在微信撤回授权",
                    },
                    Fields = new() { ["account"] = "账号", ["revoked"] = "撤回的授权" },
                },
                new AuditKind("reply", "自动回复")
                {
                    Actions = new()
                    {
                        ["reply.add"] = "新建自动回复",
                        ["reply.edit"] = "修改自动回复",
                        ["reply.remove"] = "删除自动回复",
                    },
                    Fields = new()
                    {
                        ["keyword"] = "关键词",
                        ["matching"] = "匹配方式",
                        ["reply"] = "回复内容",
                        ["enabled"] = "启用",
                    },
                }
            )
            .AddRecurringJob<HandleCallbacks>("handle-callbacks")
            .AddRecurringJob<RemoveCallbacks>("remove-callbacks", Cron.Daily(3, 40));
        return builder;
    }
}
