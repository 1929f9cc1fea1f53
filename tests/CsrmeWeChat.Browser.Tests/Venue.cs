using CsrmeWeChat.Testing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(CsrmeWeChat.Browser.Tests.Venue))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace CsrmeWeChat.Browser.Tests;

/// <summary>
/// The real service in its own process, with its jobs running, and a real Chromium to visit it.
/// All tests share it, and each makes its own people and things.
/// </summary>
public sealed class Venue : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // No name is looked up: whatever is not this machine fails, and the test with it.
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ];

    private readonly TestEngine engine = new();
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private ServiceProcess service = null!;

    public Backstage Backstage { get; private set; } = null!;

    public IServiceProvider Services => Backstage.Services;

    public WeChat.Sandbox.SandboxControl WeChat => engine.WeChat.Control;

    public string BaseUrl => service.BaseUrl;

    /// <summary>The address of the stand-in for WeChat, which has a page too.</summary>
    public string WeChatUrl => engine.WeChat.BaseUrl;

    public async ValueTask InitializeAsync()
    {
        await engine.InitializeAsync();
        Backstage = await Backstage.NewAsync(engine);
        service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(Patient(Backstage.Configuration)) { ["Jobs:Run"] = "true" }
        );
        playwright = await Playwright.CreateAsync();
        playwright.Selectors.SetTestIdAttribute("data-test");
        browser = await LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await service.DisposeAsync();
        await Backstage.DisposeAsync();
        await engine.DisposeAsync();
    }

    /// <summary>Another database, for a service of its own.</summary>
    public Task<Backstage> NewBackstageAsync() => Backstage.NewAsync(engine);

    /// <summary>Two cores carry browser, service and database: a slow answer is not what is tested here.</summary>
    internal static Dictionary<string, string?> Patient(IReadOnlyDictionary<string, string?> configuration) =>
        new(configuration) { ["Limits:RequestSeconds"] = "20", ["Data:CommandTimeout"] = "20" };

    /// <summary>The service is killed and starts again, at the same address.</summary>
    public async Task RestartAsync()
    {
        await service.KillAsync();
        await service.UpAsync();
    }

    /// <summary>A browser with flags of its own; the caller closes it.</summary>
    public Task<IBrowser> LaunchAsync(params string[] more) =>
        playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = "/usr/bin/chromium",
                Headless = true,
                Args = [.. Flags, .. more],
            }
        );

    /// <summary>A window of this width, signed out.</summary>
    /// <param name="at">Whose pages are looked at; null for the service's.</param>
    public async Task<Visit> OpenAsync(Width width, IBrowser? other = null, string? at = null, string zone = "Asia/Shanghai")
    {
        var address = at ?? BaseUrl;
        var context = await (other ?? browser).NewContextAsync(
            new()
            {
                BaseURL = address,
                Locale = "zh-CN",
                TimezoneId = zone,
                ViewportSize = width switch
                {
                    Width.Desk => new() { Width = 1280, Height = 800 },
                    Width.Phone => new() { Width = 390, Height = 844 },
                    Width.Small => new() { Width = 320, Height = 568 },
                },
                IsMobile = width is not Width.Desk,
                HasTouch = width is not Width.Desk,
                Permissions = other is null ? [] : ["camera"],
                AcceptDownloads = true,
            }
        );
        context.SetDefaultTimeout(15_000);
        return await Visit.OfAsync(context, address, width);
    }
}

public enum Width
{
    Desk,
    Phone,

    /// <summary>The smallest phone that is still about.</summary>
    Small,
}
