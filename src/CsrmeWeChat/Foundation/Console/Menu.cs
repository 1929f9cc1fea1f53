namespace CsrmeWeChat.Foundation.Console;

/// <summary>The console's table of contents.</summary>
public sealed record MenuItem(string Path, string Text, params Role[] Roles)
{
    public static IReadOnlyList<MenuItem> All { get; } =
    [
        new("/staff", "首页"),
        new("/staff/benefits", "福利", Role.Admin, Role.Secretary),
        new("/staff/redeem", "核销", Role.Admin, Role.Secretary, Role.Redeemer),
        new("/staff/messages", "消息", Role.Admin, Role.Secretary),
        new("/staff/stories", "人才故事", Role.Admin, Role.Secretary, Role.Reviewer),
        new("/staff/planner", "群发日历", Role.Admin, Role.Secretary, Role.Reviewer),
        new("/staff/abilities", "账号能力", Role.Admin, Role.Secretary),
        new("/staff/members", "会员", Role.Admin, Role.Secretary),
        new("/staff/bind-requests", "绑定申请", Role.Admin, Role.Secretary),
        new("/staff/roster", "名册导入", Role.Admin, Role.Secretary),
        new("/staff/followers", "关注者", Role.Admin, Role.Secretary),
        new("/staff/replies", "自动回复", Role.Admin, Role.Secretary),
        new("/staff/account-menu", "公众号菜单", Role.Admin, Role.Secretary),
        new("/staff/callbacks", "收到的消息", Role.Admin, Role.Secretary),
        new("/staff/accounts", "账号", Role.Admin),
        new("/staff/audit", "操作记录", Role.Admin),
        new("/staff/rehearsal", "演练", Role.Admin),
        new("/staff/jobs", "后台任务", Role.Admin),
    ];

    public static IEnumerable<MenuItem> For(CurrentStaff staff) => All.Where(item => item.Roles.Length == 0 || staff.Is(item.Roles));

    /// <summary>Whether this is where the path is: itself or something below it.</summary>
    public bool Holds(PathString path) => Path == "/staff" ? path == "/staff" : path.StartsWithSegments(Path);
}
