using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Staff.Pages;

[Allowed]
public sealed class AccountModel(StaffStore staff, OwnAccount own, StaffSessions sessions, SignInDesk desk, TwoStep twoStep) : ConsolePage
{
    [BindProperty]
    public string? Password { get; set; }

    public StaffMember Account { get; private set; } = null!;

    public IReadOnlyList<StaffSession> Sessions { get; private set; } = [];

    public int RecoveryCodesLeft { get; private set; }

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostEndAsync(long session)
    {
        await staff.EndSessionAsync(By, Me.Id, session, Now, Ct);
        Done("已结束那次登录。");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        await staff.EndSessionsAsync(By, Me.Id, Me.SessionId, Now, Ct);
        Done("已结束您在其他设备上的全部登录。");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRecoveryAsync()
    {
        if (await ConfirmAsync() is { } refused)
        {
            return refused;
        }
        RecoveryCodes = await own.RenewRecoveryCodesAsync(Me, Now, Ct);
        await LoadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        if (await ConfirmAsync() is { } refused)
        {
            return refused;
        }
        if ((await staff.FindAsync(Me.Id, Ct))!.TotpRequired)
        {
            await LoadAsync();
            return Refuse("管理员要求此账号使用两步验证，不能关闭。");
        }
        await own.RemoveTotpAsync(Me, Now, Ct);
        Done("两步验证已关闭。");
        return RedirectToPage();
    }

    private async Task<PageResult?> ConfirmAsync()
    {
        if (
            (await desk.ConfirmAsync(Me, Password ?? "", StaffAuthentication.VisitorOf(HttpContext), Now, Ct)).WhyNot("现在的密码")
            is not { } why
        )
        {
            return null;
        }
        await LoadAsync();
        return Refuse(why);
    }

    private async Task LoadAsync()
    {
        Account = (await staff.FindAsync(Me.Id, Ct))!;
        Sessions = await sessions.ListAsync(Me.Id, Now, Ct);
        RecoveryCodesLeft = await twoStep.CountRecoveryCodesAsync(Me.Id, Ct);
    }
}
