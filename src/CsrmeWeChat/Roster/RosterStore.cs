using System.Data.Common;
using CsrmeWeChat.Data;


namespace CsrmeWeChat.Roster;

/// <summary>Imports and their lines. One import at a time is applied or undone, by one process, which says every few moments that it lives.</summary>
public sealed class RosterStore(Database database)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    internal const string Batches = """
        SELECT id, file_name, about, notes, state, holder, lease_until, created_at, applied_at, undone_at
          FROM roster_batches
        """;

    internal const string Rows = """
        SELECT batch_id, line, number, name, verdict, reason, before_sealed, after_sealed, outcome, outcome_reason
          FROM roster_rows
        """;

    public Task<RosterBatch?> FindAsync(long batchId, CancellationToken ct) =>
        database.FindAsync<RosterBatch>($"{Batches} WHERE id = @batchId", new { batchId }, ct);

    public Task<IReadOnlyList<RosterBatch>> ListAsync(int limit, CancellationToken ct) =>
        database.ListAsync<RosterBatch>($"{Batches} ORDER BY id DESC LIMIT @limit", new { limit }, ct);

    public Task<IReadOnlyList<RosterTally>> TallyAsync(long batchId, CancellationToken ct) =>
        database.ListAsync<RosterTally>("SELECT verdict, outcome, COUNT(*) AS amount FROM roster_rows WHERE batch_id = @batchId GROUP BY verdict, outcome",
            new { batchId }, ct);

    /// <summary>Lines of this verdict after that line.</summary>
    public Task<IReadOnlyList<RosterRow>> ListAsync(long batchId, RosterVerdict verdict, int after, int limit, CancellationToken ct) =>
        database.ListAsync<RosterRow>($"{Rows} WHERE batch_id = @batchId AND verdict = @verdict AND line > @after ORDER BY line LIMIT @limit",
            new { batchId, verdict = verdict.Word, after, limit }, ct);

    public Task<IReadOnlyList<RosterRow>> ListAsync(long batchId, RosterOutcome outcome, int after, int limit, CancellationToken ct) =>
        database.ListAsync<RosterRow>($"{Rows} WHERE batch_id = @batchId AND outcome = @outcome AND line > @after ORDER BY line LIMIT @limit",
            new { batchId, outcome = outcome.Word, after, limit }, ct);

    public async Task<long> BeginAsync(string fileName, string about, DateTimeOffset now, CancellationToken ct) =>
        await database.InsertAsync("""
            INSERT INTO roster_batches (file_name, about, notes, state, slot, holder, created_at)
            VALUES (@fileName, @about, '', 'staging', @slot, '', @now)
            """, new { fileName, about, slot = $"own:{Guid.CreateVersion7():N}", now }, ct);

    public Task StageAsync(IReadOnlyList<RosterRow> rows, CancellationToken ct) =>
        database.TransactAsync(async tx =>
        {
            await tx.InsertManyAsync(
                "INSERT INTO roster_rows (batch_id, line, number, name, verdict, reason, before_sealed, after_sealed, outcome, outcome_reason)",
                [.. rows.Select(row => (object?[])[
                    row.BatchId, row.Line, row.Number, row.Name, row.Verdict.Word, row.Reason, row.BeforeSealed, row.AfterSealed, row.Outcome.Word, row.OutcomeReason])], ct);
            return (true, true);
        }, ct);

    public Task<int> FinishStagingAsync(long batchId, string notes, CancellationToken ct) =>
        database.ExecuteAsync("UPDATE roster_batches SET state = 'staged', notes = @notes WHERE id = @batchId AND state = 'staging'", new { batchId, notes }, ct);

    /// <summary>What was never applied is given up. False where it is not, or no longer, merely staged.</summary>
    public async Task<bool> DiscardAsync(long batchId, CancellationToken ct) =>
        await database.ExecuteAsync("UPDATE roster_batches SET state = 'discarded' WHERE id = @batchId AND state IN ('staging', 'staged')", new { batchId }, ct) == 1;

    /// <summary>Removes lines of a discarded import; the number removed, 0 when none are left.</summary>
    public Task<int> SweepAsync(long batchId, int limit, CancellationToken ct) =>
        database.ExecuteAsync("""
            DELETE FROM roster_rows
             WHERE batch_id = @batchId
               AND line IN (SELECT line FROM (SELECT line FROM roster_rows WHERE batch_id = @batchId ORDER BY line LIMIT @limit) AS some)
               AND EXISTS (SELECT 1 FROM roster_batches WHERE id = @batchId AND state = 'discarded')
            """, new { batchId, limit }, ct);

    /// <summary>Takes the import to apply or to undo it, from the start or from where it was interrupted.</summary>
    /// <param name="work"><see cref="RosterState.Applying"/> or <see cref="RosterState.Undoing"/>.</param>
    public async Task<TakeOutcome> TakeAsync(long batchId, RosterState work, string holder, DateTimeOffset now, CancellationToken ct)
    {
        // An interrupted import may be undone as well as gone on with.
        string[] from = work is RosterState.Applying ? ["staged", "applying"] : ["applied", "applying", "undoing"];
        try
        {
            if (await database.ExecuteAsync("""
                UPDATE roster_batches SET state = @state, slot = 'busy', holder = @holder, lease_until = @until
                 WHERE id = @batchId AND state IN @from AND (holder = '' OR lease_until < @now)
                """, new { batchId, state = work.Word, from, holder, now, until = now + Lease }, ct) == 1)
            {
                return TakeOutcome.Taken;
            }
        }
        catch (DbException e) when (database.IsDuplicate(e))
        {
            return TakeOutcome.OtherBusy;
        }
        return await FindAsync(batchId, ct) switch
        {
            null => TakeOutcome.NoSuchBatch,
            var batch when from.Contains(batch.State.Word) => TakeOutcome.Held,
            _ => TakeOutcome.WrongState,
        };
    }

    /// <summary>First statement of each chunk: locks the import and prolongs the lease. False where another process has it.</summary>
    public async Task<bool> RenewAsync(Transaction tx, long batchId, RosterState work, string holder, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync("UPDATE roster_batches SET lease_until = @until WHERE id = @batchId AND state = @state AND holder = @holder",
            new { batchId, state = work.Word, holder, until = now + Lease }, ct) == 1;

    /// <summary>Gives an import back unfinished, for the same command to go on with.</summary>
    public Task<int> ReleaseAsync(long batchId, string holder, CancellationToken ct) =>
        database.ExecuteAsync("UPDATE roster_batches SET holder = '', lease_until = NULL WHERE id = @batchId AND holder = @holder", new { batchId, holder }, ct);

    /// <summary>False where lines are left to do, or another process has it.</summary>
    public async Task<bool> FinishAsync(long batchId, RosterState work, string holder, DateTimeOffset now, CancellationToken ct)
    {
        var (done, stamp, todo) = work is RosterState.Applying ? (RosterState.Applied, "applied_at", RosterOutcome.Pending) : (RosterState.Undone, "undone_at", RosterOutcome.Applied);
        return await database.ExecuteAsync($"""
            UPDATE roster_batches SET state = @done, slot = @slot, holder = '', lease_until = NULL, {stamp} = @now
             WHERE id = @batchId AND state = @state AND holder = @holder
               AND NOT EXISTS (SELECT 1 FROM roster_rows WHERE batch_id = @batchId AND outcome = @todo)
            """, new { batchId, done = done.Word, slot = $"own:{batchId}", state = work.Word, holder, now, todo = todo.Word }, ct) == 1;
    }

    /// <summary>How many of these lines went from one outcome to the other.</summary>
    public Task<int> MarkAsync(Transaction tx, long batchId, IReadOnlyCollection<int> lines, RosterOutcome from, RosterOutcome to, string reason, CancellationToken ct) =>
        tx.ExecuteAsync("""
            UPDATE roster_rows SET outcome = @to, outcome_reason = @reason
             WHERE batch_id = @batchId AND line IN @lines AND outcome = @from
            """, new { batchId, lines, from = from.Word, to = to.Word, reason }, ct);
}

public enum TakeOutcome
{
    Taken,
    NoSuchBatch,
    WrongState,

    /// <summary>Another process works on it, or did until a moment ago: its lease still runs.</summary>
    Held,

    /// <summary>Another import is being applied or undone, or was interrupted at it.</summary>
    OtherBusy,
}

public static class RosterWords
{
    extension(RosterVerdict verdict)
    {
        public string Word => verdict.ToString().ToLowerInvariant();
    }

    extension(RosterOutcome outcome)
    {
        public string Word => outcome.ToString().ToLowerInvariant();
    }

    extension(RosterState state)
    {
        public string Word => state.ToString().ToLowerInvariant();
    }
}
