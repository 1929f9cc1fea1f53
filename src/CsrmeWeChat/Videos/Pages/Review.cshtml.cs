using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Videos.Pages;

/// <summary>Leads to the entry that waits longest, or to the next after one that was left for later.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class ReviewModel(ReviewStore reviews) : ConsolePage
{
    [BindProperty(SupportsGet = true, Name = "call")]
    public long? Call { get; set; }

    [BindProperty(SupportsGet = true, Name = "after")]
    public long? After { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await reviews.FindNextAsync(Call, After, Ct) is { } next)
        {
            return Redirect(EntryModel.AddressOf(next, inQueue: true, Call));
        }
        Done(After is null ? "没有待审核的作品了。" : "后面没有待审核的作品了，留下的还在列表里。");
        return Call is null ? RedirectToPage("Videos") : RedirectToPage("Call", new { id = Call });
    }
}
