using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Foundation.Keys;

public static class KeyCommands
{
    public static Command Keys() => new("keys", "个人信息的加密密钥") { New(), Rotate() };

    private static Command New()
    {
        var id = new Option<string?>("--id") { Description = "密钥编号，1 到 16 位字母或数字；不写则按日期取名" };
        var command = new Command("new", "生成一把密钥，以环境变量的形式打印") { id };
        // Works without any configuration: this is how the first key is made.
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(id) ?? $"k{TimeProvider.System.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";
            if (name.Length is 0 or > 16 || !name.All(char.IsAsciiLetterOrDigit))
            {
                return CommandLine.Refuse("密钥编号只能是 1 到 16 位字母或数字。");
            }
            System.Console.WriteLine($"Keys__Ring__{name}={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}");
            System.Console.Error.WriteLine(
                $"请把上面这行存入服务的环境变量，另行备份，并设置 Keys__Current={name}。丢失密钥，手机号和邮箱将无法找回。"
            );
            return 0;
        });
        return command;
    }

    private static Command Rotate()
    {
        var command = new Command("rotate", "把旧密钥加密的内容改用当前密钥；可中断，再次运行即继续");
        command.Does(
            async (services, _, ct) =>
            {
                if (await services.GetRequiredService<KeyRings>().ListWithoutCurrentAsync(ct) is { Count: > 0 } behind)
                {
                    return CommandLine.Refuse(
                        $"有 {behind.Count} 个正在运行的服务还不认识当前密钥（{string.Join("、", behind.Distinct())}），未换密钥。"
                            + "顺序：一、在所有服务器的环境变量中加入新密钥（Keys__Ring__…）并重启；二、在所有服务器改 Keys__Current 并重启；"
                            + "三、再运行 keys rotate。刚停掉的服务两分钟后不再计入。"
                    );
                }
                var (keyring, rotation) = (services.GetRequiredService<Keyring>(), services.GetRequiredService<KeyRotation>());
                if (await services.GetRequiredService<AuditCheck>().SignAnewAsync(ct) is not { } signed)
                {
                    return CommandLine.Refuse("操作记录与签名不符，未换密钥。请先用 audit verify 查看。");
                }
                var moved = await rotation.RunAsync(ct);
                System.Console.WriteLine($"已改用当前密钥 {keyring.Current}：{moved.Rows} 行，操作记录 {signed} 条。");
                if (moved.Unreadable > 0)
                {
                    return CommandLine.Refuse(
                        $"有 {moved.Unreadable} 行无法解开：它们的密钥不在 Keys:Ring 里，或内容已损坏。请勿移除任何密钥。"
                    );
                }
                var left = await rotation.CountOlderAsync(ct);
                if (left > 0)
                {
                    return CommandLine.Refuse(
                        $"还有 {left} 行由其他密钥加密：仍有服务或命令在用旧的 Keys:Current。请在各处改好并重启后，再运行一次。"
                    );
                }
                if (moved.Rows + signed > 0)
                {
                    await services
                        .GetRequiredService<AuditTrail>()
                        .AddAsync(
                            Actor.Command,
                            new Change("keys.rotate", "keys", 0, keyring.Current, After: new { count = moved.Rows }),
                            services.GetRequiredService<TimeProvider>().GetUtcNow(),
                            ct
                        );
                }
                await services.GetRequiredService<AuditHeads>().SignAnewAsync(ct);
                System.Console.WriteLine(
                    "没有由旧密钥加密的内容了。请确认所有服务都已改用当前密钥并重启；之后旧密钥可从 Keys:Ring 移除（早先的备份仍需要它，请与备份一同保存）。"
                );
                return 0;
            }
        );
        return command;
    }
}
