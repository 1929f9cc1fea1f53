using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Staff.Pages;

[Allowed(From = Stage.SecondFactor)]
public sealed class SecondFactorModel(SignInDesk desk) : ConsolePage
{
    [BindProperty]
    public string? Code { get; set; }

    public IActionResult OnGet() => Me.Stage is Stage.SecondFactor ? Page() : Redirect("/staff");

    public async Task<IActionResult> OnPostAsync()
    {
        if (Me.Stage is not Stage.SecondFactor)
        {
            return Redirect("/staff");
        }
        if (Code is not { Length: > 0 and <= 30 } code)
        {
            return Refuse("请输入验证码。");
        }
        return (await desk.PassSecondFactorAsync(Me, code, HttpContext.Connection.RemoteIpAddress, Now, Ct)).WhyNot("验证码") is { } why
            ? Refuse(why)
            : Redirect("/staff");
    }
}
