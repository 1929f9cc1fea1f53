namespace CsrmeWeChat.Foundation.Console;

/// <summary>What a staff member is at the console for. One account can hold several.</summary>
public enum Role
{
    /// <summary>管理员: accounts, audit trail, rehearsal, jobs, and all that a secretary does.</summary>
    Admin,

    /// <summary>秘书: members and activities.</summary>
    Secretary,

    /// <summary>审核: reviews what people send in.</summary>
    Reviewer,

    /// <summary>评委: scores entries.</summary>
    Juror,

    /// <summary>核销: redeems at a counter.</summary>
    Redeemer,

    /// <summary>单位: a branch or member unit, for its own reports.</summary>
    Unit,

    /// <summary>咨询师: private counselling.</summary>
    Counsellor,
}

public static class RoleLabels
{
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    extension(Role role)
    {
        public string Key => role.ToString().ToLowerInvariant();

        public string Label =>
            role switch
            {
                Role.Admin => "管理员",
                Role.Secretary => "秘书",
                Role.Reviewer => "审核",
                Role.Juror => "评委",
                Role.Redeemer => "核销",
                Role.Unit => "单位",
                Role.Counsellor => "咨询师",
            };

        public static IReadOnlyList<Role> Parse(string? keys) =>
            [
                .. (keys ?? "")
                    .Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(key => Enum.Parse<Role>(key, ignoreCase: true))
                    .Order(),
            ];
    }
}
