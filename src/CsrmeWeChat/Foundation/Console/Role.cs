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

        /// <summary>What it is for, in a line beside the place where it is given.</summary>
        public string About =>
            role switch
            {
                Role.Admin => "管理账号、操作记录、演练和系统维护，也能做秘书和审核的全部工作。",
                Role.Secretary => "管理会员、福利、核销、消息、关注者和公众号；写人才故事，安排群发。",
                Role.Reviewer => "审核别人写的人才故事，查看群发日历。",
                Role.Juror => "匿名评审参评作品：只看到自己要评的作品和编号，给每项打分。",
                Role.Redeemer => "只用核销页面：扫码或输入福利码，给到场的会员核销。",
                Role.Unit => "分支机构或会员单位，填报自己的活动。页面随“总结上报”提供，目前登录后还没有可用的页面。",
                Role.Counsellor => "接待心理咨询：只有这个角色看得到谁预约了咨询。",
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
