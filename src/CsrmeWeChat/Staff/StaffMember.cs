using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Staff;

/// <summary>An account of the console.</summary>
public sealed record StaffMember
{
    public required long Id { get; init; }
    public required string Login { get; init; }
    public required string Name { get; init; }
    public required string PasswordHash { get; init; }
    public required bool MustChangePassword { get; init; }
    public required bool HasTotp { get; init; }
    public required bool TotpRequired { get; init; }
    public long? BranchId { get; init; }
    public string? Branch { get; init; }
    public required string Unit { get; init; }
    public DateTimeOffset? DisabledAt { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string? RoleKeys { get; init; }

    public IReadOnlyList<Role> Roles => Role.Parse(RoleKeys);

    public Actor Actor => new(Id, Name);
}

/// <summary>The values of an account that an administrator sets.</summary>
/// <param name="BranchId">The branch, or <paramref name="Unit"/> the member unit, that an account of role unit or juror belongs to.</param>
public sealed partial record StaffFields(string Name, IReadOnlyList<Role> Roles, bool TotpRequired, long? BranchId, string Unit)
{
    /// <summary>Why the values are refused, in Chinese, or null.</summary>
    public string? WhyRefused =>
        this switch
        {
            { Name: "" or { Length: > 100 } } => "姓名须为 1 至 100 字。",
            { Roles: [] } => "请至少选择一个角色。",
            { Unit.Length: > 200 } => "单位名称最长 200 字。",
            _ when Roles.Contains(Role.Unit) && BranchId is null && Unit is "" => "“单位”角色须选择分支机构，或填写单位名称。",
            _ => null,
        };

    public static string? WhyLoginRefused(string login) =>
        LoginForm().IsMatch(login) ? null : "账号名须为 3 至 50 位小写字母、数字、点、横线或下划线，以字母开头。";

    /// <summary>The values as the audit trail shows them.</summary>
    /// <param name="branch">The name of the branch.</param>
    public object AuditedAs(string? branch) =>
        new
        {
            Name,
            Roles = Roles.Select(role => role.Label),
            TotpRequired,
            Branch = branch,
            Unit,
        };

    [GeneratedRegex("^[a-z][a-z0-9._-]{2,49}$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex LoginForm();
}

public enum StaffOutcome
{
    Done,
    NoSuchAccount,

    /// <summary>Somebody else edited the account meanwhile.</summary>
    EditedMeanwhile,

    /// <summary>No administrator would be left who can sign in.</summary>
    LastAdmin,
}
