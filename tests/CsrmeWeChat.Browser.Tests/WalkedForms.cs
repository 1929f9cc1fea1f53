using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>Walks the console's pages by their links and sends each form once, as it stands or with nothing filled in.</summary>
internal sealed partial class WalkedForms(Venue venue, Width width) : IAsyncDisposable
{
    private const string Links = """
        () => [...document.querySelectorAll('a[href^="/staff"]:not([download])')].map(link => link.getAttribute('href'))
        """;

    /// <summary>A search is not among them: it is answered by its list.</summary>
    private const string Forms = """
        () => [...document.querySelectorAll('main form:not([role=search])')]
            .filter(form => form.method === 'post' && form.querySelector('[type=submit]:not(:disabled)')?.checkVisibility())
            .map(form => new URL(form.action).pathname + new URL(form.action).search)
        """;

    private const string ShutMenu = "() => [...document.querySelectorAll('.menu details:not([open]) a[aria-current]')].length > 0";

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

    /// <summary>The pages of each kind that links lead to. The first is walked.</summary>
    private readonly Dictionary<string, List<string>> pagesOfKind = [];
    private readonly SortedDictionary<string, string> answers = [];
    private Visit visit = null!;

    /// <summary>Each form with "seen", or with what was wrong about its answer.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SendAllAsync()
    {
        await SignInAsync();
        var pages = new Queue<string>([Menu.Home]);
        pagesOfKind[Menu.Home] = [Menu.Home];
        while (pages.TryDequeue(out var page))
        {
            if (!await ShowAsync(page) || LedToOther(page))
            {
                continue;
            }
            foreach (var link in await visit.Page.EvaluateAsync<string[]>(Links))
            {
                if (IsFirstOfKind(link))
                {
                    pages.Enqueue(link);
                }
            }
            foreach (var kind in (await FormsAsync()).Where(kind => !answers.ContainsKey(kind)))
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

    /// <summary>
    /// Whether the page has led on to one that is walked by itself, as the form of a message does that is no draft any more.
    /// </summary>
    private bool LedToOther(string page)
    {
        var shown = KindOf(new Uri(visit.Page.Url).AbsolutePath);
        return shown != KindOf(page) && pagesOfKind.ContainsKey(shown);
    }

    private bool IsFirstOfKind(string page)
    {
        if (pagesOfKind.TryGetValue(KindOf(page), out var others))
        {
            others.Add(page);
            return false;
        }
        pagesOfKind[KindOf(page)] = [page];
        return true;
    }

    /// <summary>The kinds of the forms on the page that is shown.</summary>
    private async Task<IReadOnlyList<string>> FormsAsync() =>
        [.. (await visit.Page.EvaluateAsync<string[]>(Forms)).Select(KindOf).Distinct()];

    /// <summary>Shows a page with such a form: this one, or where another form has done away with it, another of its kind.</summary>
    private async Task<bool> ShowFormAsync(string page, string kind)
    {
        foreach (var one in pagesOfKind[KindOf(page)].Prepend(page).Distinct().Take(8).ToList())
        {
            if (await ShowAsync(one) && (await FormsAsync()).Contains(kind))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Sends the form from where its button stands at the lower edge of the window.</summary>
    private async Task<string> SendAsync(string page, string kind)
    {
        if (!await ShowFormAsync(page, kind))
        {
            return "the form is gone";
        }
        var form = (await visit.Page.EvaluateAsync<string[]>(Forms)).First(form => KindOf(form) == kind);
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
            return await visit.Page.EvaluateAsync<bool>(ShutMenu) ? "the part of the menu that leads here is shut" : "seen";
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
