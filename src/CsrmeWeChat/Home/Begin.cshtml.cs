using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Home;

/// <summary>Where signing in ends: whoever has one role only begins with its work.</summary>
[Allowed]
public sealed class BeginModel(Menu menu) : ConsolePage
{
    public RedirectResult OnGet() => Redirect(menu.LandingOf(Me));
}
