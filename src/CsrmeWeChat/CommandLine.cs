using System.CommandLine;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Backups;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Foundation.Notices;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Foundation.WeChatCalls;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Staff;
using CsrmeWeChat.Uploads;

namespace CsrmeWeChat;

/// <summary>The commands of the program, <c>dotnet CsrmeWeChat.dll NAME ...</c>. Without a command it serves.</summary>
public static class CommandLine
{
    private static readonly Command[] Commands =
    [
        DataCommands.Migrate(),
        KeyCommands.Keys(),
        ImportCommands.Roster(),
        MemberCommands.Members(),
        BindCommands.Binds(),
        SeasonCommands.Seasons(),
        BenefitCommands.Benefits(),
        StaffCommands.Staff(),
        AuditCommands.Audit(),
        OutgoingCommands.Outgoing(),
        NoticeCommands.Notices(),
        BackupCommands.Backup(),
        StorageCommands.Storage(),
        UploadCommands.Uploads(),
        DemoCommand.Demo(),
    ];

    /// <summary>
    /// The exit code, or null if there are only settings such as --urls=..., so that it serves. A mistyped command is an error.
    /// </summary>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        var root = new RootCommand("中国岩石力学与工程学会 科技工作者日与科普周服务");
        foreach (var command in Commands)
        {
            root.Add(command);
        }
        return args is [var first, ..] && (first is "--help" or "-h" or "-?" || !first.StartsWith('-'))
            ? await root.Parse(args).InvokeAsync()
            : null;
    }

    /// <summary>What the command does, with the stores of the service, on a database with this build's schema.</summary>
    /// <param name="with">What is otherwise than in the service.</param>
    public static void Does(
        this Command command,
        Func<IServiceProvider, ParseResult, CancellationToken, Task<int>> action,
        bool needsSchema = true,
        Action<WebApplicationBuilder>? with = null
    ) =>
        command.SetAction(
            async (parsed, ct) =>
            {
                var builder = AppHost.NewBuilder([]);
                // A command waits its turn: nobody is kept waiting by it.
                builder.Services.PostConfigure<DataOptions>(options => options.CommandTimeout = 60);
                // What a command prints is read by people and by scripts; the running service logs the trail's new head within seconds.
                builder.Logging.AddFilter(typeof(AuditTrail).FullName, LogLevel.Warning);
                with?.Invoke(builder);
                await using var app = builder.Build();
                try
                {
                    var migrator = app.Services.GetRequiredService<Migrator>();
                    await migrator.RefuseUnreleasedAsync(ct);
                    if (needsSchema && await migrator.VersionAsync(ct) != Migrator.Latest)
                    {
                        throw new UnusableSchemaException("数据库结构与本程序版本不符，请先运行 migrate。");
                    }
                }
                catch (UnusableSchemaException e)
                {
                    Console.Error.WriteLine(e.Message);
                    return 2;
                }
                return await action(app.Services, parsed, ct);
            }
        );

    /// <summary>A refusal: said on standard error, exit code 1.</summary>
    public static int Refuse(string reason)
    {
        Console.Error.WriteLine(reason);
        return 1;
    }
}
