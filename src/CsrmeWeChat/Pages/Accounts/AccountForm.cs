using CsrmeWeChat.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Staff;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CsrmeWeChat.Pages.Accounts;

/// <summary>What an administrator fills in about an account.</summary>
public sealed class AccountForm
{
    public string? Name { get; set; }

    public List<Role> Roles { get; set; } = [];

    public bool TotpRequired { get; set; }

    public long? BranchId { get; set; }

    public string? Unit { get; set; }

    /// <summary>To choose from.</summary>
    [BindNever]
    public IReadOnlyList<NamedChoice> Branches { get; set; } = [];

    public StaffFields Fields => new(Text.Clean(Name), [.. Roles.Distinct().Order()], TotpRequired, BranchId, Text.Clean(Unit));

    public static AccountForm Of(StaffMember account) =>
        new() { Name = account.Name, Roles = [.. account.Roles], TotpRequired = account.TotpRequired, BranchId = account.BranchId, Unit = account.Unit };
}
