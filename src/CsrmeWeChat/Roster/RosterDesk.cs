using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>
/// Applies and undoes an import in chunks, each a transaction that changes members and says so on their lines: whatever is interrupted
/// goes on where it stopped, and no line is done twice.
/// </summary>
public sealed class RosterDesk(Database database, MemberStore members, RosterStore store, RosterSeal seal, TimeProvider time)
{
    private const int ChunkLines = 100;

    public Task<TakeOutcome> ApplyAsync(Actor by, long batchId, Action<int> progress, CancellationToken ct) =>
        RunAsync(by, batchId, RosterState.Applying, progress, ct);

    public Task<TakeOutcome> UndoAsync(Actor by, long batchId, Action<int> progress, CancellationToken ct) =>
        RunAsync(by, batchId, RosterState.Undoing, progress, ct);

    /// <summary>Applies or undoes, if that is still asked for at the console, in the name of whoever asked.</summary>
    public Task<TakeOutcome> RunAskedAsync(long batchId, RosterState work, CancellationToken ct) =>
        RunAsync(null, batchId, work, _ => { }, ct);

    private async Task<TakeOutcome> RunAsync(Actor? by, long batchId, RosterState work, Action<int> progress, CancellationToken ct)
    {
        var holder = Guid.CreateVersion7().ToString("N");
        if (
            await store.TakeAsync(batchId, work, isAsked: by is null, holder, time.GetUtcNow(), ct) is not TakeOutcome.Taken and var refused
        )
        {
            return refused;
        }
        try
        {
            by ??= (await store.FindAsync(batchId, ct))!.Asker;
            var (todo, done) = (work is RosterState.Applying ? RosterOutcome.Pending : RosterOutcome.Applied, 0);
            while (await store.ListAsync(batchId, todo, 0, ChunkLines, ct) is { Count: > 0 } rows)
            {
                await Pace.RunAsync(() => RunChunkAsync(batchId, work, todo, holder, rows, ct), ct);
                progress(done += rows.Count);
            }
            return await store.FinishAsync(by, batchId, work, holder, time.GetUtcNow(), ct) ? TakeOutcome.Taken : TakeOutcome.Held;
        }
        catch (RosterLeaseLostException)
        {
            return TakeOutcome.Held;
        }
        finally
        {
            await store.ReleaseAsync(batchId, holder, CancellationToken.None);
        }
    }

    private async Task RunChunkAsync(
        long batchId,
        RosterState work,
        RosterOutcome todo,
        string holder,
        IReadOnlyList<RosterRow> rows,
        CancellationToken ct
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            // Read, opened and sealed before the transaction: the versions in its conditions say if that still holds.
            var steps = await (work is RosterState.Applying ? PlanApplyAsync(rows, ct) : PlanUndoAsync(rows, ct));
            try
            {
                await database.TransactAsync(
                    async tx =>
                    {
                        var now = time.GetUtcNow();
                        await store.RenewAsync(tx, batchId, work, holder, now, ct);
                        var ends = new List<(int Line, RosterOutcome Outcome, string Reason)>();
                        await members.AddAsync(tx, steps.Where(step => step.Kind is StepKind.Add).Select(step => step.Row!), now, ct);
                        foreach (var step in steps)
                        {
                            ends.Add(
                                await TakeStepAsync(tx, step, now, ct) is { } reason
                                    ? (step.Line, work is RosterState.Applying ? RosterOutcome.Changed : RosterOutcome.Kept, reason)
                                    : (step.Line, work is RosterState.Applying ? RosterOutcome.Applied : RosterOutcome.Undone, "")
                            );
                        }
                        foreach (var end in ends.GroupBy(end => (end.Outcome, end.Reason)))
                        {
                            await store.MarkAsync(
                                tx,
                                batchId,
                                [.. end.Select(line => line.Line)],
                                todo,
                                end.Key.Outcome,
                                end.Key.Reason,
                                ct
                            );
                        }
                        return (true, true);
                    },
                    ct
                );
                return;
            }
            catch (DbException e) when (attempt < 5 && database.IsDuplicate(e))
            {
                // Somebody added the member after it was planned: it is planned anew.
            }
        }
    }

    /// <returns>Why the step cannot be taken; null once taken.</returns>
    private async Task<string?> TakeStepAsync(Transaction tx, RosterStep step, DateTimeOffset now, CancellationToken ct)
    {
        const string ChangedJustNow = "该会员刚刚又有改动";
        switch (step.Kind)
        {
            case StepKind.Replace:
                return await members.ReplaceAsync(tx, step.MemberId, step.Version, step.Row!, now, ct) ? null : ChangedJustNow;
            case StepKind.Delete:
                try
                {
                    return await members.DeleteAsync(tx, step.MemberId, step.Version, ct) ? null : ChangedJustNow;
                }
                catch (DbException e) when (database.IsReferenced(e))
                {
                    // A statement that a foreign key refuses is undone alone; the transaction goes on, on both engines.
                    return "该会员绑定过微信，或已有福利、权限、标签等记录，予以保留";
                }
            case StepKind.Tag:
                await members.TagAsync(tx, step.MemberId, RosterTags.Absent, ct);
                return null;
            case StepKind.Untag:
                await members.UntagAsync(tx, step.MemberId, RosterTags.Absent, ct);
                return null;
            default:
                return step.Refusal;
        }
    }

    private async Task<List<RosterStep>> PlanApplyAsync(IReadOnlyList<RosterRow> rows, CancellationToken ct)
    {
        var (standing, names) = await ReadAsync(rows, seal.OpenAfter, ct);
        return
        [
            .. rows.Select(row =>
                (row.Verdict, standing.GetValueOrDefault(row.Number)) switch
                {
                    (RosterVerdict.New, null) => RosterStep.Add(row.Line, names.Row(row, seal.OpenAfter(row))),
                    (RosterVerdict.New, _) => RosterStep.Refuse(row.Line, "预览之后，名册中已有此会员号"),
                    (_, null) => RosterStep.Refuse(row.Line, "预览之后，名册中已无此会员号"),
                    (RosterVerdict.Absent, var member) => RosterStep.Of(StepKind.Tag, row.Line, member),
                    (RosterVerdict.Returned, var member) => RosterStep.Of(StepKind.Untag, row.Line, member),
                    (_, var member) when members.Fields(member) == seal.OpenBefore(row) => RosterStep.Of(
                        StepKind.Replace,
                        row.Line,
                        member,
                        names.Row(row, seal.OpenAfter(row))
                    ),
                    _ => RosterStep.Refuse(row.Line, "预览之后，该会员又有改动"),
                }
            ),
        ];
    }

    private async Task<List<RosterStep>> PlanUndoAsync(IReadOnlyList<RosterRow> rows, CancellationToken ct)
    {
        var (standing, names) = await ReadAsync(rows, row => row.BeforeSealed is "" ? seal.OpenAfter(row) : seal.OpenBefore(row), ct);
        return
        [
            .. rows.Select(row =>
                (row.Verdict, standing.GetValueOrDefault(row.Number)) switch
                {
                    (_, null) => RosterStep.Refuse(row.Line, "名册中已无此会员号"),
                    (RosterVerdict.Absent, var member) => RosterStep.Of(StepKind.Untag, row.Line, member),
                    (RosterVerdict.Returned, var member) => RosterStep.Of(StepKind.Tag, row.Line, member),
                    (_, var member) when members.Fields(member) != seal.OpenAfter(row) => RosterStep.Refuse(
                        row.Line,
                        "导入之后，该会员又有改动，予以保留"
                    ),
                    (RosterVerdict.New, var member) => RosterStep.Of(StepKind.Delete, row.Line, member),
                    (_, var member) => RosterStep.Of(StepKind.Replace, row.Line, member, names.Row(row, seal.OpenBefore(row))),
                }
            ),
        ];
    }

    private async Task<(Dictionary<string, Member> Standing, RosterNames Names)> ReadAsync(
        IReadOnlyList<RosterRow> rows,
        Func<RosterRow, MemberFields> written,
        CancellationToken ct
    )
    {
        var standing = await members.ListByNumbersAsync([.. rows.Select(row => row.Number).Distinct()], ct);
        var fields = rows.Where(row => row.AfterSealed is not "").Select(written);
        return (standing.ToDictionary(member => member.Number), await RosterNames.EnsureAsync(database, [.. fields], ct));
    }
}

public enum StepKind
{
    Add,
    Replace,
    Delete,
    Tag,
    Untag,
    None,
}

/// <summary>What is to be done about a line.</summary>
public sealed record RosterStep(StepKind Kind, int Line, long MemberId, long Version, MemberRow? Row, string? Refusal)
{
    public static RosterStep Add(int line, MemberRow row) => new(StepKind.Add, line, 0, 0, row, null);

    public static RosterStep Of(StepKind kind, int line, Member member, MemberRow? row = null) =>
        new(kind, line, member.Id, member.Version, row, null);

    public static RosterStep Refuse(int line, string reason) => new(StepKind.None, line, 0, 0, null, reason);
}
