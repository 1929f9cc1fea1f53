using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Staff.Pages;

[Allowed(From = Stage.SecondFactor)]
public sealed class SecondFactorModel(SignInDesk desk) : ConsolePage
{
    [BindProperty]
    public string? Code { get; set; }

    public IActionResult OnGet() => Me.Stage is Stage.SecondFactor ? Page() : Redirect(Menu.Begin);

    public async Task<IActionResult> OnPostAsync()
    {
        if (Me.Stage is not Stage.SecondFactor)
        {
            return Redirect(Menu.Begin);
        }
        if (Code is not { Length: > 0 and <= 30 } code)
        {
            return Refuse("请输入验证码。");
        }
        var result = await desk.PassSecondFactorAsync(Me, code, StaffAuthentication.VisitorOf(HttpContext), Now, Ct);
        if (result.WhyNot("验证码") is { } why)
        {
            return Refuse(result.Outcome is SignInOutcome.TooOften ? $"{why}也可以输入一个恢复码。" : why);
        }
        StaffAuthentication.Remember(HttpContext, result.Device!);
        return Redirect(Menu.Begin);
    }
}
