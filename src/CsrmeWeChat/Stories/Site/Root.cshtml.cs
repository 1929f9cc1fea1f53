using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Stories.Site;

/// <summary>Where people come who type the site's name: the stories, or as long as there are none, what this is.</summary>
[AllowAnonymous, PublicPage]
public sealed class RootModel(StoryPages pages) : PageModel
{
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await pages.AnyAsync(ct) ? Redirect("/stories") : Page();
}
