using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using WeChat.Sandbox.Apis;

namespace WeChat.Sandbox;

/// <summary>A stand-in for WeChat's servers. Serves this machine only.</summary>
public static class SandboxServer
{
    public static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Configuration["urls"] ??= "http://127.0.0.1:5180";
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var options = builder.Configuration.GetSection("Sandbox").Get<SandboxOptions>() ?? new SandboxOptions();
        var (app, _) = Build(builder, options, TimeProvider.System);
        await app.RunAsync();
    }

    /// <summary>Starts one in this process, on a free port.</summary>
    public static async Task<RunningSandbox> StartAsync(SandboxOptions? options = null, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();

        // The settings around belong to the program it runs in.
        builder.Configuration.Sources.Clear();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var (app, control) = Build(builder, options ?? new SandboxOptions(), time ?? TimeProvider.System);
        await app.StartAsync();
        return new RunningSandbox(app, app.Urls.Single(), control);
    }

    private static (WebApplication App, SandboxControl Control) Build(
        WebApplicationBuilder builder,
        SandboxOptions options,
        TimeProvider time
    )
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 16 * 1024 * 1024);

        var world = new World(options, time);
        var control = new SandboxControl(world);
        var app = builder.Build();
        app.Use(
            (context, next) =>
            {
                if (context.Connection.RemoteIpAddress is { } caller && !IPAddress.IsLoopback(caller))
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                }

                return next(context);
            }
        );
        app.MapWeChat(world);
        app.MapControl(control);
        app.MapSeenPage(world);
        return (app, control);
    }
}

/// <summary>A sandbox in this process; disposing closes it.</summary>
public sealed class RunningSandbox : IAsyncDisposable
{
    private readonly WebApplication app;

    internal RunningSandbox(WebApplication app, string baseUrl, SandboxControl control) =>
        (this.app, BaseUrl, Control) = (app, baseUrl, control);

    /// <summary>Without trailing slash: http://127.0.0.1:41234.</summary>
    public string BaseUrl { get; }

    public SandboxControl Control { get; }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
