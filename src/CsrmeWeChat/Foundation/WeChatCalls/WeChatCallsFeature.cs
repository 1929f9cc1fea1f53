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
        builder.Services.AddSingleton<IForcedRefreshLedger, ForcedRefreshStore>().AddSingleton<ApiLedger>().AddSingleton<SendingHours>();
        return builder;
    }
}
