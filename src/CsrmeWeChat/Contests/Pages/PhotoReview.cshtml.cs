using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Contests.Pages;

/// <summary>Leads to the entry that waits longest, or to the next after one that was left for later.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class PhotoReviewModel(PhotoReviewStore reviews) : ConsolePage
{
    [BindProperty(SupportsGet = true, Name = "contest")]
    public long? Contest { get; set; }

    [BindProperty(SupportsGet = true, Name = "after")]
    public long? After { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await reviews.FindNextAsync(Contest, After, Ct) is { } next)
        {
            return Redirect(PhotoEntryModel.AddressOf(next, inQueue: true, Contest));
        }
        Done(After is null ? "没有待审核的作品了。" : "后面没有待审核的作品了，留下的还在列表里。");
        return Contest is null ? RedirectToPage("Contests") : RedirectToPage("Contest", new { id = Contest });
    }
}
