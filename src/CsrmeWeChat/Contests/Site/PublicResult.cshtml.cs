using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Contests.Site;

/// <summary>The public notice of a contest, and later its result, with the photos.</summary>
[AllowAnonymous, PublicPage]
public sealed class PublicResultModel(ContestStore contests, ResultScreens screens, TimeProvider time) : PageModel
{
    /// <summary>Null where nothing of it is public.</summary>
    public ResultScreen? Result { get; private set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (await contests.FindAsync(id, ct) is { State: ContestState.Published, Result: not ContestResult.None } contest)
        {
            // WeChat's categories bind the mini program alone: the society's own site shows what was awarded.
            Result = await screens.OfAsync(contest, isShown: true, time.GetUtcNow(), ct);
            return Page();
        }
        if (!Request.WantsPage)
        {
            return NotFound();
        }
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
