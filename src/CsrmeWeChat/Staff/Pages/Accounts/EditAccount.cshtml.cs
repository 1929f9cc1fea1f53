using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsrmeWeChat.Staff.Pages;

[Allowed(Role.Admin)]
public sealed class EditAccountModel(StaffStore staff, StaffSessions sessions, MemberChoices choices) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public AccountForm Form { get; set; } = new();

    /// <summary>The one the form was filled from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    public StaffMember Account { get; private set; } = null!;

    public IReadOnlyList<StaffSession> Sessions { get; private set; } = [];

    public string? NewPassword { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        (Form, Revision) = (await WithBranchesAsync(AccountForm.Of(Account)), Account.Revision);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }
        await WithBranchesAsync(Form);
        if (!ModelState.IsValid)
        {
            return Page();
        }
        if (Form.Fields.WhyRefused is { } refusal)
        {
            return Refuse(refusal);
        }
        switch (await staff.EditAsync(By, Id, Revision, Form.Fields, Now, Ct))
        {
            case StaffOutcome.EditedMeanwhile:
                // The next save is over what stands now.
                Revision = Account.Revision;
                ModelState.Remove(nameof(Revision));
                return Refuse(
                    $"保存前，这个账号已被别人改为：{Account.Name}，{string.Join("、", Account.Roles.Select(role => role.Label))}。您填写的内容还在下面，请核对后再保存一次。"
                );
            case StaffOutcome.LastAdmin:
                return Refuse("这是最后一个管理员，不能取消其管理员角色。");
            default:
                Done("已保存。");
                return RedirectToPage(new { Id });
        }
    }

    public async Task<IActionResult> OnPostResetAsync(bool totpOff = false)
    {
        NewPassword = Passwords.New();
        return await staff.ResetAsync(By, Id, NewPassword, totpOff, Now, Ct) is StaffOutcome.NoSuchAccount
            ? NotFound()
            : await OnGetAsync();
    }

    public Task<IActionResult> OnPostDisableAsync() => SetDisabledAsync(true, "账号已停用。");

    public Task<IActionResult> OnPostEnableAsync() => SetDisabledAsync(false, "账号已恢复。");

    public async Task<IActionResult> OnPostEndAsync(long session)
    {
        await staff.EndSessionAsync(By, Id, session, Now, Ct);
        Done("已结束那次登录。");
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostEndAllAsync()
    {
        await staff.EndSessionsAsync(By, Id, but: Id == Me.Id ? Me.SessionId : 0, Now, Ct);
        Done(Id == Me.Id ? "已结束您在其他设备上的全部登录。" : "已结束此人的全部登录。");
        return RedirectToPage(new { Id });
    }

    private async Task<IActionResult> SetDisabledAsync(bool disabled, string done)
    {
        if (await staff.SetDisabledAsync(By, Id, disabled, Now, Ct) is StaffOutcome.LastAdmin)
        {
            return await OnGetAsync() is PageResult ? Refuse("这是最后一个管理员，不能停用。") : NotFound();
        }
        Done(done);
        return RedirectToPage(new { Id });
    }

    private async Task<bool> LoadAsync()
    {
        if (await staff.FindAsync(Id, Ct) is not { } account)
        {
            return false;
        }
        (Account, Sessions) = (account, await sessions.ListAsync(Id, Now, Ct));
        return true;
    }

    private async Task<AccountForm> WithBranchesAsync(AccountForm form)
    {
        form.Branches = await choices.OfferedBranchesAsync(Ct, Account.BranchId);
        return form;
    }
}
