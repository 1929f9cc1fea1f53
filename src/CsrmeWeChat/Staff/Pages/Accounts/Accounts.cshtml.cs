using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Staff.Pages;

[Allowed(Role.Admin)]
public sealed class AccountsModel(StaffStore staff) : ListPage
{
    private static readonly Dictionary<string, string> Columns = new() { ["name"] = "f.name, f.id", ["login"] = "f.login" };

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "role")]
    public Role? Holding { get; set; }

    public IReadOnlyList<StaffMember> Items { get; private set; } = [];

    public bool HasMore { get; private set; }

    public async Task OnGetAsync()
    {
        var found = await staff.ListAsync(PlainText.Clean(Q), Holding, OrderBy(Columns, "name"), Skip, PageSize + 1, Ct);
        (Items, HasMore) = ([.. found.Take(PageSize)], found.Count > PageSize);
    }

    public Task<IActionResult> OnGetExportAsync() =>
        ExportAsync(
            new Change("staff.export", "staff", 0, "账号"),
            "账号",
            ["姓名", "账号", "角色", "分支机构", "单位", "两步验证", "状态", "建立时间"],
            RowsAsync()
        );

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        foreach (var account in await staff.ListAsync(PlainText.Clean(Q), Holding, OrderBy(Columns, "name"), 0, int.MaxValue, Ct))
        {
            yield return
            [
                account.Name,
                account.Login,
                string.Join("、", account.Roles.Select(role => role.Label)),
                account.Branch,
                account.Unit,
                account.HasTotp ? "已启用" : "未启用",
                account.DisabledAt is null ? "正常" : "已停用",
                Show.Beijing(account.CreatedAt),
            ];
        }
    }
}
