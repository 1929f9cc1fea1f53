using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Stories.Site;

/// <summary>One story that is out. Its body was cleaned when it was kept.</summary>
[AllowAnonymous]
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
