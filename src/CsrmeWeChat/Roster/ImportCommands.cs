using System.CommandLine;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Roster;

public static class ImportCommands
{
    private static readonly TimeSpan LeasePolling = TimeSpan.FromMilliseconds(500);

    public static Command Roster() =>
        new("roster", "导入会员名册：先预览，再应用，可撤销") { Import(), List(), Show(), Refused(), Apply(), Undo(), Discard() };

    private static Command Import()
    {
        var file = new Argument<FileInfo>("FILE") { Description = ".xlsx，或 UTF-8、GB18030 编码的 .csv" };
        var absent = new Option<string?>("--absent");
        absent.Description = $"tag：给文件中没有的会员加标签“{CsrmeWeChat.Roster.Import.AbsentTag}”；不写则不动他们";
        absent.AcceptOnlyFromAmong("tag");
        var apply = new Option<bool>("--apply") { Description = "预览后直接应用" };
        var command = new Command("import", "读取名册文件并预览，不改动任何会员") { file, absent, apply };
        command.Does(
            (services, parsed, ct) =>
                ImportAsync(services, parsed.GetRequiredValue(file), parsed.GetValue(absent) is not null, parsed.GetValue(apply), ct)
        );
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "最近的导入");
        command.Does(
            async (services, _, ct) =>
            {
                var now = Now(services);
                foreach (var import in await services.GetRequiredService<ImportStore>().ListAsync(50, ct))
                {
                    ImportPrinter.Listed(import, now);
                }
                return 0;
            }
        );
        return command;
    }

    private static Command Show()
    {
        var import = ImportArgument();
        var verdict = new Option<LineVerdict?>("--verdict");
        verdict.Description = "只看这一类：new updated same conflicting invalid absent returned";
        var limit = new Option<int>("--limit") { Description = "最多列出多少行", DefaultValueFactory = _ => 50 };
        var command = new Command("show", "一次导入的汇总，或其中一类的各行") { import, verdict, limit };
        command.Does(
            (services, parsed, ct) => ShowAsync(services, parsed.GetValue(import), parsed.GetValue(verdict), parsed.GetValue(limit), ct)
        );
        return command;
    }

    private static Command Refused()
    {
        var import = ImportArgument();
        var file = new Argument<FileInfo>("FILE") { Description = "要写的 .xlsx，不能已存在" };
        var command = new Command("refused", "把未采用的行连同原因写成 .xlsx，改好后可再导入") { import, file };
        command.Does((services, parsed, ct) => WriteRefusedAsync(services, parsed.GetValue(import), parsed.GetRequiredValue(file), ct));
        return command;
    }

    private static Command Apply()
    {
        var import = ImportArgument();
        var command = new Command("apply", "把预览应用到名册；中断后再运行一次即可继续") { import };
        command.Does((services, parsed, ct) => ApplyAsync(services, parsed.GetValue(import), ct));
        return command;
    }

    private static Command Undo()
    {
        var import = ImportArgument();
        var command = new Command("undo", "撤销一次导入；之后又有改动的会员保留不动") { import };
        command.Does((services, parsed, ct) => UndoAsync(services, parsed.GetValue(import), ct));
        return command;
    }

    private static Command Discard()
    {
        var import = ImportArgument();
        var command = new Command("discard", "放弃一次尚未应用的导入，并删除其中的内容") { import };
        command.Does((services, parsed, ct) => DiscardAsync(services, parsed.GetValue(import), ct));
        return command;
    }

    private static async Task<int> ImportAsync(IServiceProvider services, FileInfo file, bool tagAbsent, bool apply, CancellationToken ct)
    {
        var staging = services.GetRequiredService<Staging>();
        long importId;
        try
        {
            using var sheet = MemberSheet.Open(file.FullName);
            importId = await staging.StageAsync(Actor.Command, sheet, file.Name, tagAbsent, Now(services), ct);
        }
        catch (UnreadableFileException e)
        {
            return CommandLine.Refuse(e.Reason);
        }
        await ImportPrinter.ImportAsync(services, importId, ct);
        if (apply)
        {
            return await ApplyAsync(services, importId, ct);
        }
        Console.WriteLine(
            $"""

            尚未改动名册。接下来：
              roster refused {importId} 退回.xlsx  导出未采用的行，改好后再导入
              roster apply {importId}             应用到名册（可用 roster undo {importId} 撤销）
              roster discard {importId}           放弃这次导入
            """
        );
        return 0;
    }

    private static async Task<int> ShowAsync(
        IServiceProvider services,
        long importId,
        LineVerdict? verdict,
        int limit,
        CancellationToken ct
    )
    {
        var store = services.GetRequiredService<ImportStore>();
        if (await store.FindAsync(importId, ct) is null)
        {
            return NoSuchImport(importId);
        }
        if (verdict is null)
        {
            await ImportPrinter.ImportAsync(services, importId, ct);
            return 0;
        }
        ImportPrinter.Lines(await store.ListAsync(importId, verdict.Value, after: 0, Math.Clamp(limit, 1, MemberSheet.MaxLines), ct));
        return 0;
    }

    private static async Task<int> WriteRefusedAsync(IServiceProvider services, long importId, FileInfo file, CancellationToken ct)
    {
        if (await services.GetRequiredService<ImportStore>().FindAsync(importId, ct) is not { } import)
        {
            return NoSuchImport(importId);
        }
        if (file.Exists)
        {
            return CommandLine.Refuse("该文件已存在，请换一个文件名。");
        }
        if (!file.Name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase))
        {
            return CommandLine.Refuse("请把文件名写成以 .xlsx 结尾。");
        }
        await using var stream = RefusedLines.CreateFile(file.FullName);
        var (lines, count) = await services.GetRequiredService<RefusedLines>().WriteAsync(Actor.Command, import, Now(services), ct);
        await using (lines)
        {
            await lines.CopyToAsync(stream, ct);
        }
        Console.WriteLine($"已写出 {count} 行。文件里有个人信息，用后请删除。");
        return 0;
    }

    private static async Task<int> ApplyAsync(IServiceProvider services, long importId, CancellationToken ct)
    {
        var applying = services.GetRequiredService<Applying>();
        var outcome = await RunAsync(
            services,
            importId,
            () => applying.ApplyAsync(Actor.Command, importId, ImportPrinter.Progress, ct),
            ct
        );
        return outcome is TakeOutcome.Taken
            ? await ImportPrinter.DoneAsync(services, importId, "应用", LineOutcome.Applied, LineOutcome.Changed, ct)
            : Refuse(outcome, importId, wrongState: "这次导入已应用、已撤销或已放弃，不能再应用。");
    }

    private static async Task<int> UndoAsync(IServiceProvider services, long importId, CancellationToken ct)
    {
        var applying = services.GetRequiredService<Applying>();
        var outcome = await RunAsync(services, importId, () => applying.UndoAsync(Actor.Command, importId, ImportPrinter.Progress, ct), ct);
        return outcome is TakeOutcome.Taken
            ? await ImportPrinter.DoneAsync(services, importId, "撤销", LineOutcome.Undone, LineOutcome.Kept, ct)
            : Refuse(outcome, importId, wrongState: "只有已应用的导入才能撤销。");
    }

    private static async Task<int> DiscardAsync(IServiceProvider services, long importId, CancellationToken ct)
    {
        if (!await services.GetRequiredService<Staging>().DiscardAsync(Actor.Command, importId, Now(services), ct))
        {
            return CommandLine.Refuse($"没有这次导入，或它已应用过（可用 roster undo {importId} 撤销）。");
        }
        Console.WriteLine($"已放弃第 {importId} 次导入。");
        return 0;
    }

    private static async Task<TakeOutcome> RunAsync(
        IServiceProvider services,
        long importId,
        Func<Task<TakeOutcome>> run,
        CancellationToken ct
    ) =>
        await run() switch
        {
            TakeOutcome.Held when await IsAbandonedAsync(services, importId, ct) => await run(),
            var outcome => outcome,
        };

    /// <summary>
    /// Waits until the lease ends or is renewed, for a dead process no longer renews it. False where the process that holds it is alive.
    /// </summary>
    private static async Task<bool> IsAbandonedAsync(IServiceProvider services, long importId, CancellationToken ct)
    {
        var store = services.GetRequiredService<ImportStore>();
        var first = (await store.FindAsync(importId, ct))?.LeaseUntil;
        Console.WriteLine("这次导入像是中断了，确认中，请稍候…");
        while (true)
        {
            var lease = (await store.FindAsync(importId, ct))?.LeaseUntil;
            if (lease != first)
            {
                return lease is null;
            }
            if (lease is null || lease <= Now(services))
            {
                return true;
            }
            await Task.Delay(LeasePolling, ct);
        }
    }

    private static int Refuse(TakeOutcome outcome, long importId, string wrongState) =>
        outcome switch
        {
            TakeOutcome.NoSuchImport => NoSuchImport(importId),
            TakeOutcome.WrongState => CommandLine.Refuse(wrongState),
            TakeOutcome.Held => CommandLine.Refuse("另一个命令正在处理这次导入，请等它结束。"),
            TakeOutcome.OtherBusy => CommandLine.Refuse("另一次导入正在应用或撤销，或中断了尚未完成。请用 roster list 查看，先把它做完。"),
            TakeOutcome.Taken => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };

    private static Argument<long> ImportArgument() => new("BATCH") { Description = "导入的编号，见 roster list" };

    private static int NoSuchImport(long importId) => CommandLine.Refuse($"没有第 {importId} 次导入。可用 roster list 查看。");

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();
}
