using System.CommandLine;
using System.Globalization;
using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Roster;

public static class RosterCommands
{
    private const int FirstRefused = 10,
        ProgressEvery = 2_000;

    public static Command Roster() =>
        new("roster", "导入会员名册：先预览，再应用，可撤销") { Import(), List(), Show(), Refused(), Apply(), Undo(), Discard() };

    private static Command Import()
    {
        var file = new Argument<FileInfo>("FILE") { Description = ".xlsx，或 UTF-8、GB18030 编码的 .csv" };
        var absent = new Option<string?>("--absent")
        {
            Description = $"tag：给文件中没有的会员加标签「{RosterTags.Absent}」；不写则不动他们",
        };
        absent.AcceptOnlyFromAmong("tag");
        var apply = new Option<bool>("--apply") { Description = "预览后直接应用" };
        var command = new Command("import", "读取名册文件并预览，不改动任何会员") { file, absent, apply };
        command.Does(
            async (services, parsed, ct) =>
            {
                var path = parsed.GetRequiredValue(file);
                long batchId;
                try
                {
                    using var sheet = RosterSheet.Open(path.FullName);
                    batchId = await services
                        .GetRequiredService<RosterImport>()
                        .StageAsync(Actor.Command, sheet, path.Name, parsed.GetValue(absent) is not null, Now(services), ct);
                }
                catch (RosterFileException e)
                {
                    return CommandLine.Refuse(e.Reason);
                }
                await PrintAsync(services, batchId, ct);
                if (parsed.GetValue(apply))
                {
                    return await ApplyAsync(services, batchId, ct);
                }
                Console.WriteLine(
                    $"""

                    尚未改动名册。接下来：
                      roster refused {batchId} 退回.csv   导出未采用的行，改好后再导入
                      roster apply {batchId}             应用到名册（可用 roster undo {batchId} 撤销）
                      roster discard {batchId}           放弃这次导入
                    """
                );
                return 0;
            }
        );
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "最近的导入");
        command.Does(
            async (services, _, ct) =>
            {
                foreach (var batch in await services.GetRequiredService<RosterStore>().ListAsync(50, ct))
                {
                    Console.WriteLine(
                        $"{batch.Id, 5}  {Beijing(batch.CreatedAt)}  {RosterText.Say(batch, Now(services))}{RosterText.Advice(batch, Now(services))}  {batch.FileName}"
                    );
                }
                return 0;
            }
        );
        return command;
    }

    private static Command Show()
    {
        var batch = BatchArgument();
        var verdict = new Option<RosterVerdict?>("--verdict")
        {
            Description = "只看这一类：new updated same conflicting invalid absent returned",
        };
        var limit = new Option<int>("--limit") { Description = "最多列出多少行", DefaultValueFactory = _ => 50 };
        var command = new Command("show", "一次导入的汇总，或其中一类的各行") { batch, verdict, limit };
        command.Does(
            async (services, parsed, ct) =>
            {
                var batchId = parsed.GetValue(batch);
                var store = services.GetRequiredService<RosterStore>();
                if (await store.FindAsync(batchId, ct) is null)
                {
                    return NoSuchBatch(batchId);
                }
                if (parsed.GetValue(verdict) is not { } one)
                {
                    await PrintAsync(services, batchId, ct);
                    return 0;
                }
                foreach (var row in await store.ListAsync(batchId, one, 0, Math.Clamp(parsed.GetValue(limit), 1, RosterSheet.MaxLines), ct))
                {
                    Console.WriteLine(RosterText.Say(row));
                }
                return 0;
            }
        );
        return command;
    }

    private static Command Refused()
    {
        var batch = BatchArgument();
        var file = new Argument<FileInfo>("FILE") { Description = "要写的 .csv，不能已存在" };
        var command = new Command("refused", "把未采用的行连同原因写成 CSV，改好后可再导入") { batch, file };
        command.Does(
            async (services, parsed, ct) =>
            {
                var (batchId, path) = (parsed.GetValue(batch), parsed.GetRequiredValue(file));
                if (await services.GetRequiredService<RosterStore>().FindAsync(batchId, ct) is not { } found)
                {
                    return NoSuchBatch(batchId);
                }
                if (path.Exists)
                {
                    return CommandLine.Refuse("该文件已存在，请换一个文件名。");
                }
                await using var stream = RosterRefused.CreateFile(path.FullName);
                var count = await services.GetRequiredService<RosterRefused>().WriteAsync(Actor.Command, found, stream, Now(services), ct);
                Console.WriteLine($"已写出 {count} 行。文件里有个人信息，用后请删除。");
                return 0;
            }
        );
        return command;
    }

    private static Command Apply()
    {
        var batch = BatchArgument();
        var command = new Command("apply", "把预览应用到名册；中断后再运行一次即可继续") { batch };
        command.Does((services, parsed, ct) => ApplyAsync(services, parsed.GetValue(batch), ct));
        return command;
    }

    private static Command Undo()
    {
        var batch = BatchArgument();
        var command = new Command("undo", "撤销一次导入；之后又有改动的会员保留不动") { batch };
        command.Does(
            (services, parsed, ct) =>
                RunAsync(
                    services,
                    parsed.GetValue(batch),
                    services.GetRequiredService<RosterDesk>().UndoAsync,
                    "撤销",
                    "只有已应用的导入才能撤销。",
                    RosterOutcome.Undone,
                    RosterOutcome.Kept,
                    ct
                )
        );
        return command;
    }

    private static Command Discard()
    {
        var batch = BatchArgument();
        var command = new Command("discard", "放弃一次尚未应用的导入，并删除其中的内容") { batch };
        command.Does(
            async (services, parsed, ct) =>
            {
                var batchId = parsed.GetValue(batch);
                if (!await services.GetRequiredService<RosterImport>().DiscardAsync(Actor.Command, batchId, Now(services), ct))
                {
                    return CommandLine.Refuse($"没有这次导入，或它已应用过（可用 roster undo {batchId} 撤销）。");
                }
                Console.WriteLine($"已放弃第 {batchId} 次导入。");
                return 0;
            }
        );
        return command;
    }

    private static Task<int> ApplyAsync(IServiceProvider services, long batchId, CancellationToken ct) =>
        RunAsync(
            services,
            batchId,
            services.GetRequiredService<RosterDesk>().ApplyAsync,
            "应用",
            "这次导入已应用、已撤销或已放弃，不能再应用。",
            RosterOutcome.Applied,
            RosterOutcome.Changed,
            ct
        );

    private static async Task<int> RunAsync(
        IServiceProvider services,
        long batchId,
        Func<Actor, long, Action<int>, CancellationToken, Task<TakeOutcome>> run,
        string verb,
        string wrongState,
        RosterOutcome done,
        RosterOutcome left,
        CancellationToken ct
    )
    {
        var store = services.GetRequiredService<RosterStore>();
        var outcome = await run(Actor.Command, batchId, Progress, ct);
        if (outcome is TakeOutcome.Held && await IsOrphanedAsync(services, batchId, ct))
        {
            outcome = await run(Actor.Command, batchId, Progress, ct);
        }
        switch (outcome)
        {
            case TakeOutcome.NoSuchBatch:
                return NoSuchBatch(batchId);
            case TakeOutcome.WrongState:
                return CommandLine.Refuse(wrongState);
            case TakeOutcome.Held:
                return CommandLine.Refuse("另一个命令正在处理这次导入，请等它结束。");
            case TakeOutcome.OtherBusy:
                return CommandLine.Refuse("另一次导入正在应用或撤销，或中断了尚未完成。请用 roster list 查看，先把它做完。");
        }
        var tallies = await store.TallyAsync(batchId, ct);
        var kept = tallies.Where(tally => tally.Outcome == left).Sum(tally => tally.Amount);
        Console.WriteLine($"已{verb} {tallies.Where(tally => tally.Outcome == done).Sum(tally => tally.Amount)} 行。");
        if (kept > 0)
        {
            Console.WriteLine($"未{verb} {kept} 行：");
            foreach (var row in await store.ListAsync(batchId, left, 0, FirstRefused, ct))
            {
                Console.WriteLine(RosterText.Say(row));
            }
        }
        return 0;

        void Progress(int count)
        {
            if (count % ProgressEvery == 0)
            {
                Console.WriteLine($"  已处理 {count} 行…");
            }
        }
    }

    /// <summary>Waits until the lease ends or is prolonged: whoever died prolongs it no more.</summary>
    private static async Task<bool> IsOrphanedAsync(IServiceProvider services, long batchId, CancellationToken ct)
    {
        var store = services.GetRequiredService<RosterStore>();
        var first = (await store.FindAsync(batchId, ct))?.LeaseUntil;
        Console.WriteLine("这次导入像是中断了，确认中，请稍候…");
        while (true)
        {
            var lease = (await store.FindAsync(batchId, ct))?.LeaseUntil;
            if (lease != first)
            {
                return lease is null;
            }
            if (lease is null || lease < Now(services))
            {
                return true;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
        }
    }

    private static async Task PrintAsync(IServiceProvider services, long batchId, CancellationToken ct)
    {
        var store = services.GetRequiredService<RosterStore>();
        var batch = (await store.FindAsync(batchId, ct))!;
        Console.WriteLine(
            $"第 {batch.Id} 次导入：{batch.FileName}（{batch.About}），{RosterText.Say(batch, Now(services))}{RosterText.Advice(batch, Now(services))}"
        );
        foreach (var line in RosterText.Say(await store.TallyAsync(batchId, ct)))
        {
            Console.WriteLine(line);
        }
        if (batch.Notes is not "")
        {
            Console.WriteLine(batch.Notes);
        }
        foreach (var verdict in (RosterVerdict[])[RosterVerdict.Conflicting, RosterVerdict.Invalid])
        {
            foreach (var row in await store.ListAsync(batchId, verdict, 0, FirstRefused, ct))
            {
                Console.WriteLine(RosterText.Say(row));
            }
        }
    }

    private static Argument<long> BatchArgument() => new("BATCH") { Description = "导入的编号，见 roster list" };

    private static int NoSuchBatch(long batchId) => CommandLine.Refuse($"没有第 {batchId} 次导入。可用 roster list 查看。");

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static string Beijing(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
