using Microsoft.AspNetCore.HttpOverrides;

namespace CsrmeWeChat.Foundation.Http;

public static class Proxies
{
    /// <summary>
    /// The client's address and scheme are taken from a proxy only if its address or network stands in <c>Proxies</c>
    /// (separated by commas, such as <c>127.0.0.1, 10.1.0.0/16</c>): limits go by address.
    /// </summary>
    public static void AddForwardedHeaders(this WebApplicationBuilder builder) =>
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.None;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (
                var proxy in (builder.Configuration["Proxies"] ?? "").Split(
                    ',',
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
            )
            {
                options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                options.KnownIPNetworks.Add(
                    System.Net.IPNetwork.Parse(
                        proxy.Contains('/') ? proxy
                        : proxy.Contains(':') ? $"{proxy}/128"
                        : $"{proxy}/32"
                    )
                );
            }
        });
}
