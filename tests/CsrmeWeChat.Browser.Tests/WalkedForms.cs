using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>Walks the console's pages by their links and sends each form once, as it stands or with nothing filled in.</summary>
internal sealed partial class WalkedForms(Venue venue, Width width) : IAsyncDisposable
{
    private const string Links = """
        () => [...document.querySelectorAll('a[href^="/staff"]:not([download])')].map(link => link.getAttribute('href'))
        """;

    private const string Forms = """
        () => [...document.querySelectorAll('main form')]
            .filter(form => form.method === 'post' && form.querySelector('[type=submit]')?.checkVisibility())
            .map(form => new URL(form.action).pathname + new URL(form.action).search)
        """;

    /// <summary>
    /// Where what was said about the form stands: the box that has the focus of those who cannot see it, the counter's verdict, or the
    /// words in the corner. Nothing while nothing was said.
    /// </summary>
    private const string Answer = """
        () => {
            const said = [...document.querySelectorAll('main [data-focus], main [data-answer], .toast-item')]
                .filter(one => one.checkVisibility());
            const bottom = window.innerHeight - (document.querySelector('.shortcuts')?.getBoundingClientRect().height ?? 0);
            return said.map(one => one.getBoundingClientRect()).map(box =>
                box.top >= 0 && (box.bottom <= bottom || box.height > bottom && box.top < bottom)
                    ? 'seen' : `hidden: from ${Math.round(box.top)} to ${Math.round(box.bottom)} of ${Math.round(bottom)}`)[0];
        }
        """;

    private readonly HashSet<string> walked = [];
    private readonly SortedDictionary<string, string> answers = [];
    private Visit visit = null!;

    /// <summary>Each form with "seen", or with what was wrong about its answer.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SendAllAsync()
    {
        await SignInAsync();
        var pages = new Queue<string>([Menu.Home]);
        while (pages.TryDequeue(out var page))
        {
            if (!walked.Add(KindOf(page)) || !await ShowAsync(page))
            {
                continue;
            }
            foreach (var link in await visit.Page.EvaluateAsync<string[]>(Links))
            {
                pages.Enqueue(link);
            }
            var forms = await visit.Page.EvaluateAsync<string[]>(Forms);
            foreach (var kind in forms.Select(KindOf).Distinct().Where(kind => !answers.ContainsKey(kind)))
            {
                answers[kind] = await SendAsync(page, kind);
            }
        }
        return answers;
    }

    public ValueTask DisposeAsync() => visit.DisposeAsync();

    private async Task SignInAsync()
    {
        if (visit is not null)
        {
            await visit.DisposeAsync();
        }
        visit = await venue.OpenAsync(width);
        // An answer may have a status of refusal, and what a form removed is not there for the next look.
        visit.Expects("Failed to load resource");
        visit.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await visit.SignInAsync(venue, Role.Admin);
    }

    /// <summary>False where it is no page of ours: a file, the dashboard of the jobs, something that is gone.</summary>
    private async Task<bool> ShowAsync(string page)
    {
        var shown = await visit.Page.GotoAsync(page);
        if (new Uri(visit.Page.Url).AbsolutePath.StartsWith("/staff/sign-in", StringComparison.Ordinal))
        {
            // A form ended this session, as it should.
            await SignInAsync();
            shown = await visit.Page.GotoAsync(page);
        }
        return shown is { Ok: true } && await visit.Page.Locator(".console").CountAsync() == 1;
    }

    /// <summary>Sends the form from where its button stands at the lower edge of the window.</summary>
    private async Task<string> SendAsync(string page, string kind)
    {
        if (!await ShowAsync(page))
        {
            return "the page is gone";
        }
        var form = (await visit.Page.EvaluateAsync<string[]>(Forms)).FirstOrDefault(form => KindOf(form) == kind);
        if (form is null)
        {
            return "the form is gone";
        }
        await visit.Page.EvaluateAsync(
            """
            action => {
                const form = [...document.querySelectorAll('main form')]
                    .find(form => form.method === 'post' && new URL(form.action).pathname + new URL(form.action).search === action);
                form.noValidate = true;
                const button = form.querySelector('[type=submit]');
                button.scrollIntoView({ block: 'end', behavior: 'instant' });
                setTimeout(() => button.click());
            }
            """,
            form
        );
        try
        {
            await visit.Page.WaitForFunctionAsync($"() => ({Answer})() === 'seen'", null, new() { Timeout = 10_000 });
            return "seen";
        }
        catch (TimeoutException)
        {
            return await visit.Page.EvaluateAsync<string?>(Answer) ?? "nothing was said";
        }
    }

    /// <summary>Pages and forms of one kind differ in numbers only.</summary>
    private static string KindOf(string address)
    {
        var parts = address.Split('?', 2);
        var handler = HandlerOf().Match(parts.ElementAtOrDefault(1) ?? "");
        return NumberOf().Replace(parts[0], "/N") + (handler.Success ? $"?{handler.Value}" : "");
    }

    [GeneratedRegex(@"/\d+(?=/|$)")]
    private static partial Regex NumberOf();

    [GeneratedRegex("handler=[A-Za-z]+")]
    private static partial Regex HandlerOf();
}
