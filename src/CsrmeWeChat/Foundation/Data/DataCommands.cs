using System.CommandLine;

namespace CsrmeWeChat.Foundation.Data;

public static class DataCommands
{
    public static Command Migrate()
    {
        var command = new Command("migrate", "建立数据库或升级其结构");
        command.Does(
            async (services, _, ct) =>
            {
                var migrator = services.GetRequiredService<Migrator>();
                await migrator.MigrateAsync(ct);
                System.Console.WriteLine($"数据库结构版本：{await migrator.VersionAsync(ct)}");
                return 0;
            },
            needsSchema: false
        );
        return command;
    }
}
