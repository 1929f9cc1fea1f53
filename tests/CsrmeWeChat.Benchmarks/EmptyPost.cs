using CsrmeWeChat.Benchmarks;
using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(EmptyPost))]

namespace CsrmeWeChat.Benchmarks;

/// <summary>
/// Gives the service one more route, which signs in as a claim does and then does nothing. The service itself knows nothing of it:
/// its process is told to load this assembly too. The request passes the service's whole pipeline, save that no route is looked up.
/// </summary>
internal sealed class EmptyPost : IHostingStartup, IStartupFilter
{
    public const string Path = "/api/empty";

    private readonly Endpoint endpoint = new(
        _ => Task.CompletedTask,
        new EndpointMetadataCollection(new AuthorizeAttribute(Policies.Member)),
        "an empty POST"
    );

    /// <summary>What to start the service with.</summary>
    public static IReadOnlyDictionary<string, string?> Configuration { get; } =
        new Dictionary<string, string?>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(EmptyPost).Assembly.Location,
            ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(EmptyPost).Assembly.GetName().Name,
        };

    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, EmptyPost>());

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (context, pipeline) =>
                {
                    if (context.Request.Path == Path)
                    {
                        context.SetEndpoint(endpoint);
                    }
                    return pipeline(context);
                }
            );
            next(app);
        };
}
