using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Staff.Pages;

[Allowed(Role.Admin)]
public sealed class NewAccountModel(StaffStore staff, MemberChoices choices) : ConsolePage
{
    [BindProperty]
    public string? Login { get; set; }

    [BindProperty]
    public AccountForm Form { get; set; } = new();

    public string? Password { get; private set; }

    public async Task OnGetAsync() => Form.Branches = await choices.OfferedBranchesAsync(Ct);

    public async Task<IActionResult> OnPostAsync()
    {
        Form.Branches = await choices.OfferedBranchesAsync(Ct);
        if (!ModelState.IsValid)
        {
            return Page();
        }
        Login = StaffStore.LoginOf(Login ?? "");
        if ((StaffFields.WhyLoginRefused(Login) ?? Form.Fields.WhyRefused) is { } refusal)
        {
            return Refuse(refusal);
        }
        var password = Passwords.New();
        if (await staff.AddAsync(By, Login, Form.Fields, password, Now, Ct) is null)
        {
            return Refuse($"账号名 {Login} 已有人使用，请换一个。");
        }
        Password = password;
        return Page();
    }
}
