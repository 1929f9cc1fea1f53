using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Stories.Site;

/// <summary>The stories that are out, for everybody.</summary>
[AllowAnonymous]
public sealed class StoriesModel(StoryList stories) : PageModel
{
    private const int LastPage = 1_000;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int P { get; set; } = 1;

    public IReadOnlyList<PublicStory> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        P = Math.Clamp(P, 1, LastPage);
        var found = await stories.ListOutAsync((P - 1) * StoryFeeds.PageSize, StoryFeeds.PageSize + 1, ct);
        Items = [.. found.Take(StoryFeeds.PageSize)];
        HasMore = found.Count > StoryFeeds.PageSize;
    }
}
