using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>
/// Applies and undoes an import in chunks. Each is a transaction that changes members and marks their lines, so that whatever is
/// interrupted resumes where it stopped and no line is done twice.
/// </summary>
public sealed class Applying(Database database, MemberStore members, ImportStore store, LineSeal seal, TimeProvider time)
{
    private const int ChunkLines = 100,
        MaxAttempts = 5;

    /// <param name="progress">Called after each chunk, with the number of lines done so far.</param>
    public Task<TakeOutcome> ApplyAsync(Actor by, long importId, Action<int> progress, CancellationToken ct) =>
        RunAsync(by, importId, ImportState.Applying, progress, ct);

    /// <param name="progress">Called after each chunk, with the number of lines done so far.</param>
    public Task<TakeOutcome> UndoAsync(Actor by, long importId, Action<int> progress, CancellationToken ct) =>
        RunAsync(by, importId, ImportState.Undoing, progress, ct);

    /// <summary>Applies or undoes, if the console still wants that, in the name of whoever asked.</summary>
    public Task<TakeOutcome> RunWantedAsync(long importId, ImportState work, CancellationToken ct) =>
        RunAsync(null, importId, work, _ => { }, ct);

    private async Task<TakeOutcome> RunAsync(Actor? by, long importId, ImportState work, Action<int> progress, CancellationToken ct)
    {
        var holder = Lease.NewHolder();
        var outcome = await store.TakeAsync(importId, work, isWanted: by is null, holder, time.GetUtcNow(), ct);
        if (outcome is not TakeOutcome.Taken)
        {
            return outcome;
        }
        try
        {
            by ??= (await store.FindAsync(importId, ct))!.Asker;
            var todo = work is ImportState.Applying ? LineOutcome.Pending : LineOutcome.Applied;
            var done = 0;
            while (await store.ListAsync(importId, todo, after: 0, ChunkLines, ct) is { Count: > 0 } lines)
            {
                await Pace.RunAsync(() => RunChunkAsync(importId, work, holder, lines, ct), ct);
                progress(done += lines.Count);
            }
            return await store.FinishAsync(by, importId, work, holder, time.GetUtcNow(), ct) ? TakeOutcome.Taken : TakeOutcome.Held;
        }
        catch (ImportTakenOverException)
        {
            return TakeOutcome.Held;
        }
        finally
        {
            await store.ReleaseAsync(importId, holder, CancellationToken.None);
        }
    }

    private async Task RunChunkAsync(long importId, ImportState work, string holder, IReadOnlyList<ImportLine> lines, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Read, opened and sealed before the transaction: the versions in its conditions say whether that still holds.
            var steps = await (work is ImportState.Applying ? PlanApplyAsync(lines, ct) : PlanUndoAsync(lines, ct));
            try
            {
                var areTaken = await database.TransactAsync(
                    async tx =>
                    {
                        var now = time.GetUtcNow();
                        await store.RenewAsync(tx, importId, work, holder, now, ct);
                        await MarkAsync(tx, importId, work, await TakeStepsAsync(tx, steps, now, ct), ct);
                        // Asked once the rows hold their numbers: a merging since the plan may have freed one. Then all is planned anew.
                        var areFree = (await MergedAsync(tx, Added(steps), ct)).Count == 0;
                        return (areFree, areFree);
                    },
                    ct
                );
                if (areTaken)
                {
                    return;
                }
            }
            catch (DbException e) when (attempt < MaxAttempts && database.IsDuplicate(e))
            {
                // Somebody added the member after the step was planned, so it is planned anew.
            }
        }
    }

    /// <returns>For each line why its step could not be taken; null once taken.</returns>
    private async Task<List<(int Line, string? Refusal)>> TakeStepsAsync(
        Transaction tx,
        List<Step> steps,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await members.AddAsync(tx, steps.Where(step => step.Kind is StepKind.Add).Select(step => step.Row!), now, ct);
        var results = new List<(int Line, string? Refusal)>();
        foreach (var step in steps)
        {
            results.Add((step.Line, await TakeStepAsync(tx, step, now, ct)));
        }
        return results;
    }

    private async Task<string?> TakeStepAsync(Transaction tx, Step step, DateTimeOffset now, CancellationToken ct)
    {
        const string ChangedJustNow = "该会员刚刚又有改动";
        switch (step.Kind)
        {
            case StepKind.Replace:
                return await members.ReplaceAsync(tx, step.MemberId, step.Revision, step.Row!, now, ct) ? null : ChangedJustNow;
            case StepKind.Delete:
                try
                {
                    return await members.DeleteAsync(tx, step.MemberId, step.Revision, ct) ? null : ChangedJustNow;
                }
                catch (DbException e) when (database.IsReferenced(e))
                {
                    // On both engines a statement that a foreign key refuses is undone alone, and the transaction goes on.
                    return "该会员绑定过微信，或已有福利、权限、标签等记录，予以保留";
                }
            case StepKind.Tag:
                await MarkStore.TagAsync(tx, step.MemberId, Import.AbsentTag, ct);
                return null;
            case StepKind.Untag:
                await MarkStore.UntagAsync(tx, step.MemberId, Import.AbsentTag, ct);
                return null;
            default:
                return step.Refusal;
        }
    }

    private async Task MarkAsync(
        Transaction tx,
        long importId,
        ImportState work,
        List<(int Line, string? Refusal)> results,
        CancellationToken ct
    )
    {
        var isApplying = work is ImportState.Applying;
        var todo = isApplying ? LineOutcome.Pending : LineOutcome.Applied;
        var done = isApplying ? LineOutcome.Applied : LineOutcome.Undone;
        var left = isApplying ? LineOutcome.Changed : LineOutcome.Kept;
        foreach (var group in results.GroupBy(result => result.Refusal))
        {
            int[] lines = [.. group.Select(result => result.Line)];
            await store.MarkAsync(tx, importId, lines, todo, group.Key is null ? done : left, group.Key ?? "", ct);
        }
    }

    private async Task<List<Step>> PlanApplyAsync(IReadOnlyList<ImportLine> lines, CancellationToken ct)
    {
        var known = await MembersAsync(lines, ct);
        var ids = await NameIds.EnsureAsync(database, Fields(lines, seal.OpenAfter), ct);
        var merged = await MergedAsync(database, [.. lines.Select(line => line.Number)], ct);
        return [.. lines.Select(line => PlanApply(line, known.GetValueOrDefault(line.Number), merged, ids))];
    }

    /// <summary>Which of the numbers belonged to somebody who was merged into another member.</summary>
    private static async Task<HashSet<string>> MergedAsync(Sql sql, IReadOnlyCollection<string> numbers, CancellationToken ct) =>
        numbers.Count == 0 ? [] : [.. (await MemberStore.ListMergedAsync(sql, numbers, ct)).Select(member => member.Number)];

    private static string[] Added(List<Step> steps) => [.. steps.Where(step => step.Kind is StepKind.Add).Select(step => step.Row!.Number)];

    private Step PlanApply(ImportLine line, Member? member, HashSet<string> merged, NameIds ids) =>
        (line.Verdict, member) switch
        {
            (LineVerdict.New, null) when merged.Contains(line.Number) => Step.Refuse(line.Line, "预览之后，此会员号已并入其他会员"),
            (LineVerdict.New, null) => Step.Add(line.Line, ids.Row(line, seal.OpenAfter(line))),
            (LineVerdict.New, _) => Step.Refuse(line.Line, "预览之后，名册中已有此会员号"),
            (_, null) => Step.Refuse(line.Line, "预览之后，名册中已无此会员号"),
            (LineVerdict.Absent, _) => Step.Of(StepKind.Tag, line.Line, member),
            (LineVerdict.Returned, _) => Step.Of(StepKind.Untag, line.Line, member),
            _ => members.Fields(member) == seal.OpenBefore(line)
                ? Step.Of(StepKind.Replace, line.Line, member, After(line, member, ids))
                : Step.Refuse(line.Line, "预览之后，该会员又有改动"),
        };

    /// <summary>What the import changes was not edited by hand since.</summary>
    private MemberRow After(ImportLine line, Member member, NameIds ids)
    {
        var after = seal.OpenAfter(line);
        return ids.Row(line, after) with { ByHand = ByHand.Without(member.ByHand, after.DifferingFrom(members.Fields(member))) };
    }

    private async Task<List<Step>> PlanUndoAsync(IReadOnlyList<ImportLine> lines, CancellationToken ct)
    {
        var known = await MembersAsync(lines, ct);
        var ids = await NameIds.EnsureAsync(
            database,
            Fields(lines, line => line.BeforeSealed is "" ? seal.OpenAfter(line) : seal.OpenBefore(line)),
            ct
        );
        return [.. lines.Select(line => PlanUndo(line, known.GetValueOrDefault(line.Number), ids))];
    }

    private Step PlanUndo(ImportLine line, Member? member, NameIds ids) =>
        (line.Verdict, member) switch
        {
            (_, null) => Step.Refuse(line.Line, "名册中已无此会员号"),
            (LineVerdict.Absent, _) => Step.Of(StepKind.Untag, line.Line, member),
            (LineVerdict.Returned, _) => Step.Of(StepKind.Tag, line.Line, member),
            _ when members.Fields(member) != seal.OpenAfter(line) => Step.Refuse(line.Line, "导入之后，该会员又有改动，予以保留"),
            (LineVerdict.New, _) => Step.Of(StepKind.Delete, line.Line, member),
            // What the import had changed of it is as edited by hand again.
            _ => Step.Of(
                StepKind.Replace,
                line.Line,
                member,
                ids.Row(line, seal.OpenBefore(line)) with
                {
                    ByHand = ByHand.With(member.ByHand, ByHand.Split(line.ByHand)),
                }
            ),
        };

    private async Task<Dictionary<string, Member>> MembersAsync(IReadOnlyList<ImportLine> lines, CancellationToken ct) =>
        (await members.ListByNumbersAsync([.. lines.Select(line => line.Number).Distinct()], ct)).ToDictionary(member => member.Number);

    private static List<MemberFields> Fields(IReadOnlyList<ImportLine> lines, Func<ImportLine, MemberFields> open) =>
        [.. lines.Where(line => line.AfterSealed is not "").Select(open)];
}

internal enum StepKind
{
    Add,
    Replace,
    Delete,
    Tag,
    Untag,
    None,
}

/// <summary>What is to be done about a line, or why nothing can be.</summary>
internal sealed record Step(StepKind Kind, int Line, long MemberId, long Revision, MemberRow? Row, string? Refusal)
{
    public static Step Add(int line, MemberRow row) => new(StepKind.Add, line, 0, 0, row, null);

    public static Step Of(StepKind kind, int line, Member member, MemberRow? row = null) =>
        new(kind, line, member.Id, member.Revision, row, null);

    public static Step Refuse(int line, string reason) => new(StepKind.None, line, 0, 0, null, reason);
}

/// <summary>The ids of levels and branches by their names. Those that are missing are created.</summary>
internal sealed class NameIds
{
    private readonly Dictionary<string, long> levels;
    private readonly Dictionary<string, long> branches;

    private NameIds(Dictionary<string, long> levels, Dictionary<string, long> branches)
    {
        this.levels = levels;
        this.branches = branches;
    }

    public static async Task<NameIds> EnsureAsync(Database database, IReadOnlyCollection<MemberFields> fields, CancellationToken ct) =>
        new(
            await EnsureAsync(database, "levels", fields.Select(field => field.Level), ct),
            await EnsureAsync(database, "branches", fields.Select(field => field.Branch), ct)
        );

    public MemberRow Row(ImportLine line, MemberFields fields) =>
        new(line.Number, fields, fields.Branch is { } branch ? branches[branch] : null, fields.Level is { } level ? levels[level] : null);

    private static async Task<Dictionary<string, long>> EnsureAsync(
        Database database,
        string table,
        IEnumerable<string?> names,
        CancellationToken ct
    )
    {
        var wanted = names.OfType<string>().Distinct().ToList();
        if (wanted.Count == 0)
        {
            return [];
        }
        var known = await ReadAsync();
        foreach (var name in wanted.Where(name => !known.ContainsKey(name)))
        {
            await database.TryInsertAsync($"INSERT INTO {table} (name) VALUES (@name)", new { name }, ct);
        }
        return known.Count == wanted.Count ? known : await ReadAsync();

        async Task<Dictionary<string, long>> ReadAsync() =>
            (await database.ListAsync<NamedChoice>($"SELECT id, name FROM {table} WHERE name IN @wanted", new { wanted }, ct)).ToDictionary(
                row => row.Name,
                row => row.Id
            );
    }
}
