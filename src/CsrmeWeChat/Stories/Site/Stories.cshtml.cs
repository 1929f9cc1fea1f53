using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Stories.Site;

/// <summary>The stories that are out, for everybody.</summary>
[AllowAnonymous, PublicPage, StoryPage]
public sealed class StoriesModel(StoryList stories, StoryPages pages) : PageModel
{
    public int P { get; private set; } = 1;

    public IReadOnlyList<PublicStory> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        P = await pages.NumberAsync(Request.Query["p"].FirstOrDefault(), ct);
        var found = await stories.ListOutAsync((P - 1) * StoryPages.Size, StoryPages.Size + 1, ct);
        Items = [.. found.Take(StoryPages.Size)];
        HasMore = found.Count > StoryPages.Size;
    }
}
