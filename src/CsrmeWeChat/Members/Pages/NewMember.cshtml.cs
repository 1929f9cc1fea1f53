using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Members.Pages;

[Allowed(Role.Admin, Role.Secretary)]
public sealed class NewMemberModel(MemberEdits edits, MemberStore members, MemberChoices choices) : MemberFormPage(members, choices)
{
    public Task OnGetAsync() => LoadChoicesAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadChoicesAsync();
        if (Form.FaultOfNumber() is { } fault)
        {
            Refuse(fault);
        }
        if (Typed(Form.Number ?? "") is not { } row)
        {
            return Page();
        }
        if (await edits.AddAsync(By, row, Now, Ct) is { } id)
        {
            Done($"已新增会员 {row.Fields.Name}。{await OthersWithPhoneAsync(row)}");
            return Redirect($"/staff/members/{id}");
        }
        return Refuse(
            await Store.ListMergedAsync([row.Number], Ct) is [var merged]
                ? $"会员号 {row.Number} 原属{merged.Name}，已并入 {merged.KeptNumber} {merged.KeptName}，不再使用。"
                : $"会员号 {row.Number} 已有会员。"
        );
    }
}
