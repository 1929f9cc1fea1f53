using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Stories.Site;

/// <summary>A story that is out. Its body may be written into the page as it is, because it was cleaned when it was saved.</summary>
[AllowAnonymous, PublicPage, StoryPage]
public sealed class StoryModel(StoryList stories) : PageModel
{
    /// <summary>Null where there is none to read.</summary>
    public PublicStory? Story { get; private set; }

    /// <summary>Whether it could be read once. Of one that never could be, nothing is told.</summary>
    public bool WasTakenBack { get; private set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (await stories.FindOutAsync(id, ct) is { } story)
        {
            Story = story;
            return Page();
        }
        if (!Request.WantsPage)
        {
            return NotFound();
        }
        WasTakenBack = await stories.WasTakenBackAsync(id, ct);
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
