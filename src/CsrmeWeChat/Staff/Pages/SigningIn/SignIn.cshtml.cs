using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Staff.Pages;

[AllowAnonymous]
public sealed class SignInModel(SignInDesk desk, StaffSessions sessions) : ConsolePage
{
    [BindProperty]
    public string? Login { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Where the visitor wanted to go, on this site only.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    /// <summary>Why the last session here was ended by somebody.</summary>
    public string? Ended { get; private set; }

    public async Task OnGetAsync() =>
        Ended = StaffAuthentication.Token(HttpContext) is { Length: > 0 } token ? (await sessions.FindEndAsync(token, Ct))?.Words : null;

    public async Task<IActionResult> OnPostAsync()
    {
        if (Login is not { Length: > 0 and <= 50 } login || Password is not { Length: > 0 and <= Passwords.Longest } password)
        {
            return Refuse("请输入账号和密码。");
        }
        var result = await desk.SignInAsync(login, password, StaffAuthentication.VisitorOf(HttpContext), Now, Ct);
        if (result.WhyNot("账号或密码") is { } why)
        {
            Response.StatusCode = result.Outcome is SignInOutcome.TooOften ? StatusCodes.Status429TooManyRequests : StatusCodes.Status200OK;
            Response.Headers.RetryAfter = result.Outcome is SignInOutcome.TooOften ? $"{Math.Ceiling(result.Wait.TotalSeconds)}" : default;
            return Refuse(why);
        }
        StaffAuthentication.Give(HttpContext, result.Token!);
        if (result.Device is { } device)
        {
            StaffAuthentication.Remember(HttpContext, device);
        }
        return LocalRedirect(Url.IsLocalUrl(Back) && Back.StartsWith("/staff", StringComparison.Ordinal) ? Back : Menu.Begin);
    }
}
