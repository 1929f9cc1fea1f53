using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Staff;

/// <summary>
/// Four accounts whose passwords work at once: each is made with a password that must be changed, as every account is, and then changes
/// it.
/// </summary>
public sealed class DemoAccounts(StaffStore accounts, OwnAccount own) : IDemoPart
{
    private static readonly (Role Role, string Login, string Name)[] All =
    [
        (Role.Admin, "admin", "管理员"),
        (Role.Secretary, "mishu", "周秘书"),
        (Role.Reviewer, "shenhe", "林审核"),
        (Role.Redeemer, "hexiao", "陈核销"),
    ];

    public int Place => 20;

    public async Task<string?> WhyRefusedAsync(CancellationToken ct)
    {
        foreach (var (_, login, _) in All)
        {
            if (await accounts.FindByLoginAsync(login, ct) is not null)
            {
                return $"演示数据须从空库开始：库中已有账号 {login}。";
            }
        }
        return null;
    }

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        foreach (var (role, login, name) in All)
        {
            var made = demo.LastSeason.AddDays(-45);
            var fields = new StaffFields(name, [role], TotpRequired: false, BranchId: null, Unit: "");
            var id = (await accounts.AddAsync(Actor.Command, login, fields, Passwords.New(), made, ct))!.Value;
            var password = Passwords.New();
            await own.SetPasswordAsync(new CurrentStaff(id, login, name, [role], SessionId: 0, Stage.NewPassword), password, made, ct);
            demo.Staff[role] = new Actor(id, name);
            demo.Say($"account {login} {password} {role.Label}");
        }
    }
}
