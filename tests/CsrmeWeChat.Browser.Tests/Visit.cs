using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Staff;
using CsrmeWeChat.Testing;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>One window: what a person does in it, and a watch on what should not happen meanwhile.</summary>
public sealed class Visit : IAsyncDisposable
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "axe.min.js"));
    private static readonly string Screens = Path.Combine(Repository.Root, ".artifacts", "screens");

    private readonly IBrowserContext context;
    private readonly Width width;
    private readonly ConcurrentQueue<string> faults = [],
        loaded = [];
    private readonly List<string> expected = [];
    private volatile int refreshes,
        unasked;

    private Visit(IBrowserContext context, IPage page, string baseUrl, Width width)
    {
        (this.context, this.width, Page) = (context, width, page);
        context.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(baseUrl, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal)
            )
            {
                faults.Enqueue($"A request went to {request.Url}");
            }
        };
        context.Response += (_, response) =>
        {
            var isRefresh = response.Headers.ContainsKey("hx-refresh");
            refreshes += isRefresh ? 1 : 0;
            if (isRefresh || response.Request.IsNavigationRequest)
            {
                loaded.Enqueue(
                    $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {response.Request.Method} {response.Url} {response.Status}"
                );
            }
        };
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !expected.Any(message.Text.Contains))
            {
                faults.Enqueue($"{message.Type} at {page.Url}: {message.Text}");
            }
        };
        context.WebError += (_, error) => faults.Enqueue($"script error at {page.Url}: {error.Error}");
    }

    public IPage Page { get; }

    public bool IsPhone => width is not Width.Desk;

    internal static async Task<Visit> OfAsync(IBrowserContext context, string baseUrl, Width width) =>
        new(context, await context.NewPageAsync(), baseUrl, width);

    /// <summary>As somebody signs in who was given an account.</summary>
    public async Task SignInAsync(string login, string password = StaffArrange.Password)
    {
        await Page.GotoAsync("/staff");
        await Page.GetByLabel("账号").FillAsync(login);
        await Page.GetByLabel("密码").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync();
    }

    /// <summary>As a new account of these roles; at the page with which they begin.</summary>
    public async Task<StaffMember> SignInAsync(Venue venue, params Role[] roles)
    {
        var account = await venue.Services.NewAccountAsync($"s{Guid.NewGuid().ToString("N")[..8]}", roles, "王秘书");
        await SignInAsync(account.Login);
        await Assertions.Expect(Page.Locator(".console")).ToBeVisibleAsync();
        return account;
    }

    /// <summary>Goes where the menu says.</summary>
    public async Task ChooseAsync(string menuItem)
    {
        if (IsPhone)
        {
            await Page.Locator(".shortcuts").GetByText("更多").ClickAsync();
        }
        // Beside what waits stands its number, and the item may be in a group that is closed.
        var menu = Page.GetByRole(AriaRole.Navigation, new() { Name = "主菜单" });
        var item = Page.Locator("a").Filter(new() { HasTextRegex = new Regex($@"^\s*{Regex.Escape(menuItem)}\s*(，|$)") });
        var closed = menu.Locator("details:not([open])").Filter(new() { Has = item });
        if (await closed.CountAsync() > 0)
        {
            await closed.Locator("summary").ClickAsync();
        }
        await menu.Locator(item).ClickAsync();
        await Page.WaitForLoadStateAsync();
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public Task SeesAsync(string text) => Assertions.Expect(Page.GetByText(text).Filter(new() { Visible = true }).First).ToBeVisibleAsync();

    /// <summary>A message on the browser's console that the test provokes.</summary>
    public void Expects(string consoleText) => expected.Add(consoleText);

    /// <summary>Confirms the next question that the page asks; one that is not asked is a fault.</summary>
    public void WillConfirm()
    {
        unasked++;
        Page.Dialog += Accept;
    }

    /// <summary>Keeps a picture of the whole page, and looks it over: nothing wider than the window, and what axe finds.</summary>
    public async Task LookAsync(string name)
    {
        var before = refreshes;
        try
        {
            await LookOverAsync(name);
        }
        catch (PlaywrightException lost)
            when (refreshes > before && lost.Message.Contains("Execution context was destroyed", StringComparison.Ordinal))
        {
            // One that shows work under way had itself loaded anew, because its state changed, in the middle of the look.
            await LookOverAsync(name);
        }
    }

    /// <summary>Keeps a picture of a page that is not ours to look over.</summary>
    public async Task PictureAsync(string name)
    {
        await Page.WaitForLoadStateAsync(LoadState.Load);
        var folder = Directory.CreateDirectory(Path.Combine(Screens, width.ToString().ToLowerInvariant()));
        await Page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(folder.FullName, $"{name}.png"),
                FullPage = true,
                Caret = ScreenshotCaret.Initial,
                // A picture promises nothing about time, and a busy machine draws a long page slowly.
                Timeout = 60_000,
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        // Why a page went from under a test that failed.
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', loaded));
        Assert.True(faults.IsEmpty, string.Join('\n', faults));
        Assert.True(unasked == 0, $"{unasked} questions were not asked.");
    }

    private async Task LookOverAsync(string name)
    {
        await PictureAsync(name);
        var tooWide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(tooWide <= 0, $"{name} is {tooWide} pixels wider than the window.");
        await CheckWithAxeAsync(name);
    }

    private async Task CheckWithAxeAsync(string name)
    {
        // Into the page's world without a script element, which the page's policy would refuse.
        await Page.EvaluateAsync(Axe);
        var findings = await Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .filter(violation => violation.impact === 'serious' || violation.impact === 'critical')
                .map(violation => violation.id + ': ' + violation.help + ' '
                    + violation.nodes.map(node => node.html.slice(0, 200)).join(' | '))
            """
        );
        Assert.True(findings.Length == 0, $"{name}: {string.Join('\n', findings)}");
    }

    private void Accept(object? sender, IDialog dialog)
    {
        Page.Dialog -= Accept;
        unasked--;
        _ = dialog.AcceptAsync();
    }
}
