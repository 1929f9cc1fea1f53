using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Staff.Pages;

[Allowed(From = Stage.NewPassword)]
public sealed class PasswordModel(SignInDesk desk, OwnAccount own) : ConsolePage
{
    [BindProperty]
    public string? Current { get; set; }

    [BindProperty]
    public string? New { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        var (current, password) = (Current ?? "", New ?? "");
        if (
            (
                current == password ? "新密码不能与现在的相同。"
                : password != Again ? "两次输入的新密码不一致。"
                : Passwords.WhyRefused(password, Me.Login)
            ) is
            { } refusal
        )
        {
            return Refuse(refusal);
        }
        if ((await desk.ConfirmAsync(Me, current, StaffAuthentication.VisitorOf(HttpContext), Now, Ct)).WhyNot("现在的密码") is { } why)
        {
            return Refuse(why);
        }
        await own.SetPasswordAsync(Me, password, Now, Ct);
        await desk.RememberAsync(HttpContext, Me, Now, Ct);
        Done("密码已修改。");
        return Redirect(Me.Stage is Stage.NewPassword ? Menu.Begin : "/staff/account");
    }
}
