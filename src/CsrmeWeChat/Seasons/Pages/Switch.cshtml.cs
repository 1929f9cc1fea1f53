using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Seasons.Pages;

/// <summary>Where the switch at the head of the pages posts to.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class SwitchModel : ConsolePage
{
    [BindProperty]
    public int Year { get; set; }

    /// <summary>The page on which it was chosen, without its filters: they may be about another season.</summary>
    [BindProperty]
    public string? Back { get; set; }

    public RedirectResult OnGet() => Redirect(Menu.Home);

    public IActionResult OnPost()
    {
        SeasonChoice.Choose(HttpContext, Year);
        return LocalRedirect(Url.IsLocalUrl(Back) && Back.StartsWith(Menu.Home, StringComparison.Ordinal) ? Back : Menu.Home);
    }
}
