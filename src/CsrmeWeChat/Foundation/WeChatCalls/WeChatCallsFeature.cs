using CsrmeWeChat.Foundation.Audit;
using WeChat;

namespace CsrmeWeChat.Foundation.WeChatCalls;

/// <summary>The client that asks WeChat, and what its calls share over all nodes: forced tokens and the quotas of a day.</summary>
public static class WeChatCallsFeature
{
    public static IHostApplicationBuilder AddWeChatCalls(this IHostApplicationBuilder builder)
    {
        var options = builder.Services.AddWeChat().BindConfiguration("WeChat");
        if (!AppHost.IsDocumenting)
        {
            options.ValidateOnStart();
        }
        builder.AddOptions<SendingOptions>(SendingOptions.Section);
        builder
            .Services.AddSingleton<IForcedRefreshLedger, ForcedRefreshStore>()
            .AddSingleton<ApiLedger>()
            .AddSingleton<SendingHours>()
            .AddSingleton<OutgoingHold>();
        builder.Services.AddAuditKinds(
            new AuditKind("outgoing", "对外发送")
            {
                Actions = new() { ["outgoing.hold"] = "暂停对外发送", ["outgoing.release"] = "放行对外发送" },
            }
        );
        return builder;
    }
}
