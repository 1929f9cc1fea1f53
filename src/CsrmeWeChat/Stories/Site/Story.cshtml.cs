using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Stories.Site;

/// <summary>A story that is out. Its body may be written into the page as it is, because it was cleaned when it was saved.</summary>
[AllowAnonymous, PublicPage, StoryPage]
public sealed class StoryModel(StoryList stories) : PageModel
{
    public PublicStory Story { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (await stories.FindOutAsync(id, ct) is not { } story)
        {
            return NotFound();
        }
        Story = story;
        return Page();
    }
}
