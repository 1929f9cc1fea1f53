using System.CommandLine;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Foundation.Demo;

/// <summary>Fills an empty database with a made-up society, beside a stand-in for WeChat.</summary>
public static class DemoCommand
{
    public static Command Demo()
    {
        var service = new Option<Uri?>("--service")
        {
            Description = "服务将要使用的地址，微信沙箱把消息推到那里",
            CustomParser = parsed => new Uri(parsed.Tokens[0].Value),
        };
        var command = new Command("demo", "在空库中做一套演示数据（只用于本机试用，须连着微信沙箱）") { service };
        command.Does((services, parsed, ct) => MakeAsync(services, parsed.GetValue(service), ct), with: Prepare);
        return command;
    }

    private static void Prepare(WebApplicationBuilder builder)
    {
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new DemoClock()));
        // Nobody is overrun by messages to people who do not exist.
        builder.Configuration["Messages:PerSecond"] = "5000";
        // What the stores say of each step is for the log of a service.
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
    }

    private static async Task<int> MakeAsync(IServiceProvider services, Uri? service, CancellationToken ct)
    {
        if (WhyRefused(services) is { } refusal)
        {
            return CommandLine.Refuse(refusal);
        }
        var parts = services.GetServices<IDemoPart>().OrderBy(part => part.Place).ToList();
        foreach (var part in parts)
        {
            if (await part.WhyRefusedAsync(ct) is { } why)
            {
                return CommandLine.Refuse(why);
            }
        }
        var options = services.GetRequiredService<IOptions<WeChatOptions>>();
        using var http = new HttpClient();
        http.BaseAddress = options.Value.BaseUrl;
        var clock = (DemoClock)services.GetRequiredService<TimeProvider>();
        var demo = new DemoRun(clock, new DemoWeChat(http, options), System.Console.Out) { Service = service };
        foreach (var part in parts)
        {
            await part.MakeAsync(demo, ct);
            clock.ComeBack();
        }
        return 0;
    }

    /// <summary>Made-up people must get neither among real ones nor to the real WeChat.</summary>
    private static string? WhyRefused(IServiceProvider services)
    {
        if (!services.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            return "演示数据只用于试用：请在开发环境（ASPNETCORE_ENVIRONMENT=Development）下运行。";
        }
        var isStandIn =
            services.GetRequiredService<IConfiguration>().GetValue<Uri>("WeChat:BaseUrl") is { IsAbsoluteUri: true, IsLoopback: true };
        return isStandIn ? null : "演示数据不能连着真正的微信：WeChat:BaseUrl 须是本机的微信沙箱，如 http://127.0.0.1:5180。";
    }
}
