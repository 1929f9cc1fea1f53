using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CsrmeWeChat.Staff.Pages;

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

    /// <summary>An account of a unit belongs to one, and a juror judges nothing of their own. Others need none.</summary>
    public StaffFields Fields =>
        Roles.Contains(Role.Unit) || Roles.Contains(Role.Juror)
            ? new(PlainText.Clean(Name), [.. Roles.Distinct().Order()], TotpRequired, BranchId, PlainText.Clean(Unit))
            : new(PlainText.Clean(Name), [.. Roles.Distinct().Order()], TotpRequired, BranchId: null, Unit: "");

    public static AccountForm Of(StaffMember account) =>
        new()
        {
            Name = account.Name,
            Roles = [.. account.Roles],
            TotpRequired = account.TotpRequired,
            BranchId = account.BranchId,
            Unit = account.Unit,
        };
}
