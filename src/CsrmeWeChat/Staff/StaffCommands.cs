using System.CommandLine;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Staff;

public static class StaffCommands
{
    public static Command Staff() => new("staff", "管理台账号") { Add(), List(), Reset(), Disable() };

    private static Command Add()
    {
        var login = LoginArgument();
        var (name, role) = (
            new Option<string?>("--name") { Description = "姓名" },
            new Option<Role[]>("--role")
            {
                Description = "admin secretary reviewer juror redeemer unit counsellor，可多个",
                AllowMultipleArgumentsPerToken = true,
                DefaultValueFactory = _ => [Role.Admin],
            }
        );
        var unit = new Option<string>("--unit") { Description = "unit 角色所属的单位", DefaultValueFactory = _ => "" };
        var command = new Command("add", "新建账号（不写 --role 即管理员），打印初始密码，首次登录须修改") { login, name, role, unit };
        command.Does(
            async (services, args, ct) =>
            {
                var loginName = StaffStore.LoginOf(args.GetRequiredValue(login));
                var fields = new StaffFields(
                    PlainText.Clean(args.GetValue(name) ?? loginName),
                    args.GetValue(role)!,
                    TotpRequired: false,
                    BranchId: null,
                    PlainText.Clean(args.GetValue(unit))
                );
                if ((StaffFields.WhyLoginRefused(loginName) ?? fields.WhyRefused) is { } refusal)
                {
                    return CommandLine.Refuse(refusal);
                }
                var password = Passwords.New();
                if (
                    await services.GetRequiredService<StaffStore>().AddAsync(Actor.Command, loginName, fields, password, Now(services), ct)
                    is null
                )
                {
                    return CommandLine.Refuse("已有这个账号。忘记密码可用 staff reset。");
                }
                Print(loginName, password);
                return 0;
            }
        );
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "所有账号");
        command.Does(
            async (services, _, ct) =>
            {
                foreach (var account in await services.GetRequiredService<StaffStore>().ListAsync("", role: null, "f.login", 0, 1000, ct))
                {
                    var roles = string.Join("、", account.Roles.Select(role => role.Label));
                    var twoStep = account.HasTotp ? "，两步验证" : "";
                    var disabled = account.DisabledAt is null ? "" : "，已停用";
                    Console.WriteLine($"{account.Login, -20} {account.Name}  {roles}{twoStep}{disabled}");
                }
                return 0;
            }
        );
        return command;
    }

    private static Command Reset()
    {
        var login = LoginArgument();
        var totp = new Option<bool>("--totp") { Description = "同时关闭两步验证（手机丢失时）" };
        var command = new Command("reset", "换一个初始密码，结束其所有登录") { login, totp };
        command.Does(
            (services, args, ct) =>
                OfAccountAsync(
                    services,
                    args.GetRequiredValue(login),
                    async (store, account) =>
                    {
                        var password = Passwords.New();
                        await store.ResetAsync(Actor.Command, account.Id, password, args.GetValue(totp), Now(services), ct);
                        Print(account.Login, password);
                        return 0;
                    },
                    ct
                )
        );
        return command;
    }

    private static Command Disable()
    {
        var login = LoginArgument();
        var command = new Command("disable", "停用账号，结束其所有登录") { login };
        command.Does(
            (services, args, ct) =>
                OfAccountAsync(
                    services,
                    args.GetRequiredValue(login),
                    async (store, account) =>
                    {
                        if (
                            await store.SetDisabledAsync(Actor.Command, account.Id, disabled: true, Now(services), ct)
                            is StaffOutcome.LastAdmin
                        )
                        {
                            return CommandLine.Refuse("这是最后一个管理员，不能停用。");
                        }
                        Console.WriteLine("已停用。");
                        return 0;
                    },
                    ct
                )
        );
        return command;
    }

    private static async Task<int> OfAccountAsync(
        IServiceProvider services,
        string login,
        Func<StaffStore, StaffMember, Task<int>> action,
        CancellationToken ct
    )
    {
        var store = services.GetRequiredService<StaffStore>();
        return await store.FindByLoginAsync(StaffStore.LoginOf(login), ct) is { } account
            ? await action(store, account)
            : CommandLine.Refuse("没有这个账号。可用 staff list 查看。");
    }

    private static void Print(string login, string password)
    {
        Console.WriteLine($"{login} {password}");
        Console.Error.WriteLine("以上是账号和初始密码，请当面或分开告知本人。首次登录须修改。");
    }

    private static Argument<string> LoginArgument() => new("LOGIN") { Description = "账号名，如 zhang.san" };

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();
}
