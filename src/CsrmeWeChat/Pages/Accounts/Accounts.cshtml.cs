using CsrmeWeChat.Data;
using CsrmeWeChat.Staff;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Pages.Accounts;

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
        var found = await staff.ListAsync(Text.Clean(Q), Holding, OrderBy(Columns, "name"), Skip, PageSize + 1, Ct);
        (Items, HasMore) = ([.. found.Take(PageSize)], found.Count > PageSize);
    }
}
