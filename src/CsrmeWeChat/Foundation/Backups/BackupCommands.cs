using System.CommandLine;
using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Foundation.Backups;

public static class BackupCommands
{
    public static Command Backup() =>
        new("backup", "登记备份的结果（deploy/backup.sh 自己会登记）：管理台会提示过期和失败的备份")
        {
            Make("done", "备份已留下，核对无误", BackupState.Kept),
            Make("doubtful", "备份已留下，但核对发现问题", BackupState.Doubtful),
            Make("failed", "备份失败", BackupState.Failed),
        };

    private static Command Make(string name, string what, BackupState state)
    {
        var command = new Command(name, what);
        command.Does(
            async (services, _, ct) =>
            {
                var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
                await services.GetRequiredService<BackupLog>().AddAsync(Actor.Command, state, now, ct);
                System.Console.WriteLine($"已登记：{what}。");
                return 0;
            }
        );
        return command;
    }
}
