using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Foundation.Backups;

/// <summary>Whether backups are made. A script beside the service makes them and says by a command what came of it.</summary>
public static class BackupsFeature
{
    public static IHostApplicationBuilder AddBackups(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton<BackupLog>()
            .AddSingleton<IWorkSource, BackupWork>()
            .AddHelp(MenuGroup.System, 70, "/Foundation/Backups/Pages/_Help.cshtml", Role.Admin)
            .AddAuditKinds(
                new AuditKind("backup", "备份")
                {
                    Actions = new()
                    {
                        ["backup.kept"] = "备份完成",
                        ["backup.doubtful"] = "备份完成，但核对发现问题",
                        ["backup.failed"] = "备份失败",
                    },
                }
            );
        return builder;
    }
}
