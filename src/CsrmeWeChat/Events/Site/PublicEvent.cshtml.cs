using CsrmeWeChat.Foundation.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Events.Site;

/// <summary>An event for everybody: what, when, where, which places are left, and how to register.</summary>
[AllowAnonymous, PublicPage]
public sealed class PublicEventModel(
    EventStore events,
    EventScreens screens,
    EventCodes codes,
    IOptions<SiteOptions> site,
    TimeProvider time
) : PageModel
{
    /// <summary>Null where nothing of it is public.</summary>
    public EventScreen? Event { get; private set; }

    /// <summary>The page's own, whole.</summary>
    public string Address { get; private set; } = "";

    public bool MayRegister { get; private set; }

    /// <summary>Whether the code opens the mini program. Else it leads to this page, from a desk to a phone.</summary>
    public bool HasMiniCode { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await events.FindPublicAsync(slug, ct) is { } one)
        {
            (Event, Address) = (await screens.OfAnybodyAsync(one, time.GetUtcNow(), ct), EventSite.AddressOf(one, site.Value, Request));
            MayRegister = Event.Sessions.Any(PublicWords.MayRegister);
            HasMiniCode = MayRegister && (await codes.FindAsync(one, Address, ct)).IsOfMiniProgram;
            return Page();
        }
        if (!Request.WantsPage)
        {
            return NotFound();
        }
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    public string Digest => PublicWords.Digest(Event!.Summary);
}
