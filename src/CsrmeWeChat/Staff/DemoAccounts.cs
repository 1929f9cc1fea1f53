using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Staff;

/// <summary>
/// Accounts whose passwords work at once: each is made with a password that must be changed, as every account is, and then changes it.
/// Of the jurors there are several, for a jury of one shows nothing.
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

    private static readonly (string Login, string Name, string Unit)[] Jurors =
    [
        ("pingwei", "徐评委", "中国摄影家协会"),
        ("pingwei2", "郭评委", "科普杂志社"),
        ("pingwei3", "何评委", "同济大学"),
        ("pingwei4", "高评委", "美术学院"),
    ];

    public int Place => 20;

    public async Task<string?> WhyRefusedAsync(CancellationToken ct)
    {
        foreach (var login in All.Select(one => one.Login).Concat(Jurors.Select(one => one.Login)))
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
            demo.Staff[role] = await AddAsync(demo, role, login, name, unit: "", ct);
        }
        var jurors = new List<Actor>();
        foreach (var (login, name, unit) in Jurors)
        {
            jurors.Add(await AddAsync(demo, Role.Juror, login, name, unit, ct));
        }
        demo.Jurors = jurors;
        demo.Staff[Role.Juror] = jurors[0];
    }

    private async Task<Actor> AddAsync(DemoRun demo, Role role, string login, string name, string unit, CancellationToken ct)
    {
        var made = demo.LastSeason.AddDays(-45);
        var fields = new StaffFields(name, [role], TotpRequired: false, BranchId: null, unit);
        var id = (await accounts.AddAsync(Actor.Command, login, fields, Passwords.New(), made, ct))!.Value;
        var password = Passwords.New();
        await own.SetPasswordAsync(new CurrentStaff(id, login, name, [role], SessionId: 0, Stage.NewPassword), password, made, ct);
        demo.Say($"account {login} {password} {role.Label}");
        return new Actor(id, name);
    }
}
