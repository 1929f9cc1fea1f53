using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Contests.Site;

/// <summary>The contests whose result stands in a notice or is out, for everybody.</summary>
[AllowAnonymous, PublicPage]
public sealed class PublicContestsModel(ContestStore contests, TimeProvider time) : PageModel
{
    public IReadOnlyList<Contest> Items { get; private set; } = [];

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public async Task OnGetAsync(CancellationToken ct) =>
        Items = [.. (await contests.ListPublishedAsync(ct)).Where(contest => contest.Result is not ContestResult.None)];
}
