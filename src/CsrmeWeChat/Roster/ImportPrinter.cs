using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Roster;

/// <summary>What the commands print of imports.</summary>
internal static class ImportPrinter
{
    private const int FirstRefused = 10,
        ProgressEvery = 2_000;

    public static void Listed(Import import, DateTimeOffset now) =>
        Console.WriteLine($"{import.Id, 5}  {Show.Beijing(import.CreatedAt)}  {StateAndAdvice(import, now)}  {import.FileName}");

    public static void Progress(int count)
    {
        if (count % ProgressEvery == 0)
        {
            Console.WriteLine($"  已处理 {count} 行…");
        }
    }

    public static async Task<int> DoneAsync(
        IServiceProvider services,
        long importId,
        string verb,
        LineOutcome done,
        LineOutcome left,
        CancellationToken ct
    )
    {
        var store = services.GetRequiredService<ImportStore>();
        var tallies = await store.TallyAsync(importId, ct);
        Console.WriteLine($"已{verb} {CountOf(done)} 行。");
        if (CountOf(left) > 0)
        {
            Console.WriteLine($"未{verb} {CountOf(left)} 行：");
            Lines(await store.ListAsync(importId, left, after: 0, FirstRefused, ct));
        }
        return 0;

        long CountOf(LineOutcome outcome) => tallies.Where(tally => tally.Outcome == outcome).Sum(tally => tally.Amount);
    }

    public static async Task ImportAsync(IServiceProvider services, long importId, CancellationToken ct)
    {
        var store = services.GetRequiredService<ImportStore>();
        var import = (await store.FindAsync(importId, ct))!;
        var state = StateAndAdvice(import, services.GetRequiredService<TimeProvider>().GetUtcNow());
        Console.WriteLine($"第 {import.Id} 次导入：{import.FileName}（{import.About}），{state}");
        Tallies(await store.TallyAsync(importId, ct));
        if (import.Notes is not "")
        {
            Console.WriteLine(import.Notes);
        }
        Lines(await store.ListAsync(importId, LineVerdict.Conflicting, after: 0, FirstRefused, ct));
        Lines(await store.ListAsync(importId, LineVerdict.Invalid, after: 0, FirstRefused, ct));
        Lines(await store.ListRemarkedAsync(importId, FirstRefused, ct));
    }

    private static void Tallies(IReadOnlyList<LineTally> tallies)
    {
        foreach (var group in tallies.GroupBy(tally => tally.Verdict).OrderBy(group => group.Key))
        {
            var done = group
                .Where(tally => tally.Outcome is not (LineOutcome.None or LineOutcome.Pending))
                .OrderBy(tally => tally.Outcome)
                .Select(tally => $"{tally.Outcome.Label} {tally.Amount}");
            var parts = string.Join("，", done);
            Console.WriteLine($"  {group.Key.Label} {group.Sum(tally => tally.Amount)} 行{(parts is "" ? "" : $"（{parts}）")}");
        }
    }

    public static void Lines(IReadOnlyList<ImportLine> lines)
    {
        foreach (var line in lines)
        {
            var reason = ImportLabels.AfterColon(line.Reason);
            var outcome = line.OutcomeReason is "" ? "" : $"；{line.OutcomeReason}";
            Console.WriteLine($"  第 {line.Line} 行 {line.Number} {line.Name} {line.Verdict.Label}{reason}{outcome}");
        }
    }

    /// <summary>Where an import stands, and what to run next where it was interrupted.</summary>
    private static string StateAndAdvice(Import import, DateTimeOffset now)
    {
        var advice = import.State switch
        {
            _ when import.IsGoingOn(now) => "",
            ImportState.Staging => "，请 discard 后重新导入",
            ImportState.Applying => "，请再运行 apply，或 undo",
            ImportState.Undoing => "，请再运行 undo",
            _ => "",
        };
        return ImportLabels.StateOf(import, now) + advice;
    }
}
