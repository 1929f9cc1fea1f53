using CsrmeWeChat.Testing;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>
/// A phone with the mini program: what its owner does, and a watch on what must not happen. Whatever a page throws, the framework warns
/// of or the stage does not know fails the test at its end.
/// </summary>
public sealed class Phone : IAsyncDisposable
{
    /// <summary>The scanner that the counter's page has, which is not of the family that draws the code.</summary>
    private static readonly string Scanner = File.ReadAllText(
        Path.Combine(Repository.Root, "src", "CsrmeWeChat", "wwwroot", "lib", "html5-qrcode.min.js")
    );

    private readonly Visit visit;
    private readonly string? number;
    private readonly List<string> requests = [];

    internal Phone(Visit visit, string? number)
    {
        (this.visit, this.number) = (visit, number);
        // A refusal and a dead network are what these tests are about, and the browser says so on its console.
        visit.Expects("Failed to load resource");
        visit.Page.Request += (_, request) =>
        {
            if (new Uri(request.Url).AbsolutePath is var path && path.StartsWith("/api/", StringComparison.Ordinal))
            {
                lock (requests)
                {
                    requests.Add($"{request.Method} {path}");
                }
            }
        };
    }

    public IPage Page => visit.Page;

    public string? Number => number;

    /// <summary>Whose it is, where that is a member.</summary>
    public RosterMember? Member { get; set; }

    /// <summary>What was asked of the service since the last look at it.</summary>
    public IReadOnlyList<string> TakeRequests()
    {
        lock (requests)
        {
            var taken = requests.ToList();
            requests.Clear();
            return taken;
        }
    }

    /// <summary>Opens the mini program anew; what it keeps on the phone is there still.</summary>
    /// <param name="launch">The page, as a message or a printed code asks for it; null for the first one.</param>
    /// <param name="how">What is odd about the phone: `text=1.4`, `network=none`, `login=fails`, `sdk=2.20.0`.</param>
    public async Task OpenAsync(string? launch = null, params string[] how)
    {
        var query = new List<string>(how);
        if (number is not null)
        {
            query.Add($"phone={number}");
        }
        if (launch is not null)
        {
            query.Add($"launch={Uri.EscapeDataString(launch)}");
        }
        await Page.GotoAsync($"/phone?{string.Join('&', query)}");
        await Page.Locator("html[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Makes it the phone of a certain WeChat user, before it opens the mini program.</summary>
    public Task BecomeAsync(string openId) => Page.AddInitScriptAsync($"sessionStorage.setItem('stage:openid', '{openId}')");

    public ILocator Button(string name) => visit.Button(name).Filter(new() { Visible = true });

    public Task TapAsync(string button) => Button(button).First.ClickAsync();

    /// <summary>One of the lines or cards that lead somewhere.</summary>
    public Task TapCardAsync(string text) => Page.Locator(".page.shown [role=button]").Filter(new() { HasText = text }).First.ClickAsync();

    /// <summary>Soon: a screen may look again by itself every few seconds, and a repeat after silence takes its time too.</summary>
    public Task SeesAsync(string text) =>
        Assertions.Expect(Page.GetByText(text).Filter(new() { Visible = true }).First).ToBeVisibleAsync(new() { Timeout = 20_000 });

    public Task DoesNotSeeAsync(string text) =>
        Assertions.Expect(Page.GetByText(text).Filter(new() { Visible = true })).ToHaveCountAsync(0);

    public Task FillAsync(string label, string text) =>
        Page.Locator(".page.shown").GetByLabel(label, new() { Exact = true }).FillAsync(text);

    public Task BackAsync() => TapAsync("返回");

    /// <summary>Consents to what WeChat asks before it gives the number, fills in the name and gives the number.</summary>
    public async Task BindAsync(string name)
    {
        await FillAsync("姓名", name);
        await TapAsync("用微信手机号验证");
        await TapAsync("同意");
        await SeesAsync("请再点一次验证");
        await TapAsync("用微信手机号验证");
        await TapAsync("允许");
    }

    /// <summary>Scans what a code holds.</summary>
    public async Task ScanAsync(string content)
    {
        await TapAsync("扫码核销");
        await Page.GetByLabel("码的内容").FillAsync(content);
        await TapAsync("扫到了");
    }

    /// <summary>What a scanner reads from the picture that is shown.</summary>
    public async Task<string> ScannedAsync()
    {
        await Page.EvaluateAsync(Scanner);
        return await Page.EvaluateAsync<string>(
            """
            async () => {
                const picture = document.querySelector('.page.shown wx-image img');
                await picture.decode();
                const place = document.body.appendChild(Object.assign(document.createElement('div'), { id: 'scanner', hidden: true }));
                // As a camera sees it: several times, from not quite the same distance.
                for (const size of [420, 380, 460, 520]) {
                    const seen = Object.assign(document.createElement('canvas'), { width: size + 60, height: size + 60 });
                    const pen = seen.getContext('2d');
                    pen.fillStyle = 'white';
                    pen.fillRect(0, 0, size + 60, size + 60);
                    pen.drawImage(picture, 30, 30, size, size);
                    const file = new File([await new Promise((done) => seen.toBlob(done))], 'seen.png', { type: 'image/png' });
                    const text = await new Html5Qrcode('scanner').scanFile(file, false).catch(() => null);
                    if (text !== null) {
                        place.remove();
                        return text;
                    }
                }
                return 'nothing was read';
            }
            """
        );
    }

    /// <summary>Runs a script on the stage: `stage.phone.setNetwork('none')`.</summary>
    public Task DoAsync(string script) => Page.EvaluateAsync(script);

    /// <summary>Starts the mini program anew on a stage that stands; in how many milliseconds a text was there.</summary>
    public Task<double> OpenedInAsync(string text) =>
        Page.EvaluateAsync<double>(
            """
            async text => {
                const began = performance.now();
                stage.router.launch('pages/benefits/index', {});
                while (!document.querySelector('.page.shown').innerText.includes(text)) {
                    await new Promise((drawn) => requestAnimationFrame(drawn));
                }
                return performance.now() - began;
            }
            """,
            text
        );

    /// <summary>Keeps a picture of the whole screen, with what is fixed at its end, and looks it over.</summary>
    public async Task LookAsync(string name)
    {
        var (width, height) = (Page.ViewportSize!.Width, Page.ViewportSize.Height);
        var whole = await Page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        await Page.SetViewportSizeAsync(width, Math.Max(height, whole));
        await visit.LookAsync($"mini-{name}");
        await Page.SetViewportSizeAsync(width, height);
    }

    public async ValueTask DisposeAsync()
    {
        var errors = await Page.EvaluateAsync<string[]>("window.stageErrors");
        await visit.DisposeAsync();
        Assert.True(errors.Length == 0, string.Join('\n', errors));
    }
}
