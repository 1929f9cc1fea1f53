using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace WeChat;

public static class WeChatServices
{
    /// <summary>
    /// Registers <see cref="IMiniProgram"/> and <see cref="IOfficialAccount"/> as singletons.
    /// The caller says where the options come from and whether to check them at start-up:
    /// <c>services.AddWeChat().BindConfiguration("WeChat").ValidateOnStart()</c>.
    /// With several nodes, also register an <see cref="IForcedRefreshLedger"/> over shared storage.
    /// </summary>
    public static OptionsBuilder<WeChatOptions> AddWeChat(this IServiceCollection services)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IForcedRefreshLedger, InMemoryForcedRefreshLedger>();
        services.AddSingleton<WeChatHttp>();
        services.AddSingleton<IMiniProgram, MiniProgram>();
        services.AddSingleton<IOfficialAccount, OfficialAccount>();
        services.AddSingleton<IValidateOptions<WeChatOptions>, WeChatOptionsMembers>();
        services.AddSingleton<IValidateOptions<WeChatOptions>, WeChatBaseUrlCheck>();

        // The factory's own loggers write addresses, and a switch is all that keeps them from writing the query:
        // it holds secrets, sign-in codes and access tokens.
        services
            .AddHttpClient(WeChatHttp.ClientName)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    ConnectTimeout = TimeSpan.FromSeconds(2),
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    AutomaticDecompression = DecompressionMethods.None,
                }
            )
            .ConfigureHttpClient(client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = 4 * 1024 * 1024;
            });

        return services.AddOptions<WeChatOptions>();
    }
}
