using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

/// <summary>Imports and their lines. One import at a time is applied or undone, by one process, which says every few moments that it lives.</summary>
public sealed class RosterStore(Database database, AuditTrail audit)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    internal const string Batches = """
        SELECT id, file_name, about, notes, state, wanted, asked_id, asked_by, plan, holder, lease_until, created_at, applied_at, undone_at
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

    public Task<IReadOnlyList<RosterTally>> TallyAsync(long batchId, CancellationToken ct) => TallyAsync(database, batchId, ct);

    private static Task<IReadOnlyList<RosterTally>> TallyAsync(Sql sql, long batchId, CancellationToken ct) =>
        sql.ListAsync<RosterTally>(
            "SELECT verdict, outcome, COUNT(*) AS amount FROM roster_rows WHERE batch_id = @batchId GROUP BY verdict, outcome",
            new { batchId },
            ct
        );

    /// <summary>Lines of this verdict after that line.</summary>
    public Task<IReadOnlyList<RosterRow>> ListAsync(long batchId, RosterVerdict verdict, int after, int limit, CancellationToken ct) =>
        database.ListAsync<RosterRow>(
            $"{Rows} WHERE batch_id = @batchId AND verdict = @verdict AND line > @after ORDER BY line LIMIT @limit",
            new
            {
                batchId,
                verdict = verdict.Word,
                after,
                limit,
            },
            ct
        );

    public Task<IReadOnlyList<RosterRow>> ListAsync(long batchId, RosterOutcome outcome, int after, int limit, CancellationToken ct) =>
        database.ListAsync<RosterRow>(
            $"{Rows} WHERE batch_id = @batchId AND outcome = @outcome AND line > @after ORDER BY line LIMIT @limit",
            new
            {
                batchId,
                outcome = outcome.Word,
                after,
                limit,
            },
            ct
        );

    /// <summary>A new import, which <paramref name="holder"/> stages (a command) or which is being uploaded (nobody holds it).</summary>
    public Task<long> BeginAsync(
        Actor by,
        RosterState state,
        string fileName,
        string about,
        string holder,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.InsertAsync(
            """
            INSERT INTO roster_batches (file_name, about, notes, state, asked_id, asked_by, slot, holder, lease_until, created_at)
            VALUES (@fileName, @about, '', @state, @StaffId, @Name, @slot, @holder, @until, @now)
            """,
            new
            {
                fileName = PlainText.Clean(fileName) is { Length: > 0 and <= 200 } name ? name : "（文件名过长）",
                about,
                state = state.Word,
                by.StaffId,
                by.Name,
                slot = $"own:{Guid.CreateVersion7():N}",
                holder,
                until = holder is "" ? (DateTimeOffset?)null : now + Lease,
                now,
            },
            ct
        );

    /// <exception cref="RosterLeaseLostException">Another has it, or it was discarded.</exception>
    public Task StageAsync(long batchId, string holder, IReadOnlyList<RosterRow> rows, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await RenewAsync(tx, batchId, RosterState.Staging, holder, now, ct);
                await tx.InsertManyAsync(
                    "INSERT INTO roster_rows (batch_id, line, number, name, verdict, reason, before_sealed, after_sealed, outcome, outcome_reason)",
                    [
                        .. rows.Select(row =>
                            (object?[])
                                [
                                    row.BatchId,
                                    row.Line,
                                    row.Number,
                                    row.Name,
                                    row.Verdict.Word,
                                    row.Reason,
                                    row.BeforeSealed,
                                    row.AfterSealed,
                                    row.Outcome.Word,
                                    row.OutcomeReason,
                                ]
                        ),
                    ],
                    ct
                );
                return (true, true);
            },
            ct
        );

    /// <summary>Removes lines that an interrupted staging left; the number removed, 0 when none are left.</summary>
    /// <exception cref="RosterLeaseLostException">Another has it, or it was discarded.</exception>
    public Task<int> ClearAsync(long batchId, string holder, int limit, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await RenewAsync(tx, batchId, RosterState.Staging, holder, now, ct);
                return (
                    true,
                    await tx.ExecuteAsync(
                        """
                        DELETE FROM roster_rows
                         WHERE batch_id = @batchId AND line IN (SELECT line FROM (SELECT line FROM roster_rows WHERE batch_id = @batchId ORDER BY line LIMIT @limit) AS some)
                        """,
                        new { batchId, limit },
                        ct
                    )
                );
            },
            ct
        );

    /// <summary>False where another has it, or it was discarded.</summary>
    public Task<bool> FinishStagingAsync(
        Actor by,
        long batchId,
        string about,
        string notes,
        string holder,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                var isDone =
                    await tx.ExecuteAsync(
                        """
                        UPDATE roster_batches SET state = 'staged', wanted = NULL, about = @about, notes = @notes, holder = '', lease_until = NULL
                         WHERE id = @batchId AND state = 'staging' AND holder = @holder
                        """,
                        new
                        {
                            batchId,
                            about,
                            notes,
                            holder,
                        },
                        ct
                    ) == 1;
                if (isDone)
                {
                    await TellAsync(tx, by, "roster.stage", batchId, tally => tally.Verdict.Word, now, ct);
                }
                return (isDone, isDone);
            },
            ct
        );

    /// <summary>What was never applied is given up. False where it is not, or no longer, merely staged.</summary>
    public Task<bool> DiscardAsync(Actor by, long batchId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var isDone = await AbandonAsync(tx, batchId, ct);
                if (isDone)
                {
                    await TellAsync(tx, by, "roster.discard", batchId, null, now, ct);
                }
                return (isDone, isDone);
            },
            ct
        );

    /// <summary>Gives up what its own maker could not finish: nobody was told of it.</summary>
    public Task<bool> AbandonAsync(long batchId, CancellationToken ct) => AbandonAsync(database, batchId, ct);

    /// <summary>Removes lines of a discarded import; the number removed, 0 when none are left.</summary>
    public Task<int> SweepAsync(long batchId, int limit, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            DELETE FROM roster_rows
             WHERE batch_id = @batchId
               AND line IN (SELECT line FROM (SELECT line FROM roster_rows WHERE batch_id = @batchId ORDER BY line LIMIT @limit) AS some)
               AND EXISTS (SELECT 1 FROM roster_batches WHERE id = @batchId AND state = 'discarded')
            """,
            new { batchId, limit },
            ct
        );

    /// <summary>Takes the import to stage, apply or undo it, from the start or from where it was interrupted.</summary>
    /// <param name="work"><see cref="RosterState.Staging"/>, <see cref="RosterState.Applying"/> or <see cref="RosterState.Undoing"/>.</param>
    /// <param name="isAsked">Only if somebody at the console asks for it still. A command takes what it is given, and what was asked is no longer.</param>
    public async Task<TakeOutcome> TakeAsync(
        long batchId,
        RosterState work,
        bool isAsked,
        string holder,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        string[] from = work switch
        {
            RosterState.Staging => ["uploaded", "staging"],
            RosterState.Applying => ["staged", "applying"],
            // An interrupted import may be undone as well as gone on with.
            _ => ["applied", "applying", "undoing"],
        };
        try
        {
            if (
                await database.ExecuteAsync(
                    $"""
                    UPDATE roster_batches
                       SET state = @state, holder = @holder, lease_until = @until{(work is RosterState.Staging ? "" : ", slot = 'busy'")}{(
                        isAsked ? "" : ", wanted = NULL"
                    )}
                     WHERE id = @batchId AND state IN @from AND (holder = '' OR lease_until < @now){(isAsked ? " AND wanted = @state" : "")}
                    """,
                    new
                    {
                        batchId,
                        state = work.Word,
                        from,
                        holder,
                        now,
                        until = now + Lease,
                    },
                    ct
                ) == 1
            )
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

    /// <summary>First statement of each chunk: locks the import and prolongs the lease.</summary>
    /// <exception cref="RosterLeaseLostException">Another has it.</exception>
    public async Task RenewAsync(Transaction tx, long batchId, RosterState work, string holder, DateTimeOffset now, CancellationToken ct)
    {
        if (
            await tx.ExecuteAsync(
                "UPDATE roster_batches SET lease_until = @until WHERE id = @batchId AND state = @state AND holder = @holder",
                new
                {
                    batchId,
                    state = work.Word,
                    holder,
                    until = now + Lease,
                },
                ct
            ) != 1
        )
        {
            throw new RosterLeaseLostException();
        }
    }

    /// <summary>Gives an import back unfinished, for whoever goes on with it.</summary>
    public Task<int> ReleaseAsync(long batchId, string holder, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE roster_batches SET holder = '', lease_until = NULL WHERE id = @batchId AND holder = @holder",
            new { batchId, holder },
            ct
        );

    /// <summary>False where lines are left to do, or another has it.</summary>
    public Task<bool> FinishAsync(Actor by, long batchId, RosterState work, string holder, DateTimeOffset now, CancellationToken ct)
    {
        var (done, stamp, todo, action) =
            work is RosterState.Applying
                ? (RosterState.Applied, "applied_at", RosterOutcome.Pending, "roster.apply")
                : (RosterState.Undone, "undone_at", RosterOutcome.Applied, "roster.undo");
        return database.TransactAsync(
            async tx =>
            {
                var isDone =
                    await tx.ExecuteAsync(
                        $"""
                        UPDATE roster_batches SET state = @done, wanted = NULL, slot = @slot, holder = '', lease_until = NULL, {stamp} = @now
                         WHERE id = @batchId AND state = @state AND holder = @holder
                           AND NOT EXISTS (SELECT 1 FROM roster_rows WHERE batch_id = @batchId AND outcome = @todo)
                        """,
                        new
                        {
                            batchId,
                            done = done.Word,
                            slot = $"own:{batchId}",
                            state = work.Word,
                            holder,
                            now,
                            todo = todo.Word,
                        },
                        ct
                    ) == 1;
                if (isDone)
                {
                    await TellAsync(
                        tx,
                        by,
                        action,
                        batchId,
                        tally => tally.Outcome is RosterOutcome.None ? null : tally.Outcome.Word,
                        now,
                        ct
                    );
                }
                return (isDone, isDone);
            },
            ct
        );
    }

    /// <summary>How many of these lines went from one outcome to the other.</summary>
    public Task<int> MarkAsync(
        Transaction tx,
        long batchId,
        IReadOnlyCollection<int> lines,
        RosterOutcome from,
        RosterOutcome to,
        string reason,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            UPDATE roster_rows SET outcome = @to, outcome_reason = @reason
             WHERE batch_id = @batchId AND line IN @lines AND outcome = @from
            """,
            new
            {
                batchId,
                lines,
                from = from.Word,
                to = to.Word,
                reason,
            },
            ct
        );

    private static async Task<bool> AbandonAsync(Sql sql, long batchId, CancellationToken ct) =>
        await sql.ExecuteAsync(
            """
            UPDATE roster_batches SET state = 'discarded', wanted = NULL, holder = '', lease_until = NULL
             WHERE id = @batchId AND state IN ('uploading', 'uploaded', 'staging', 'staged')
            """,
            new { batchId },
            ct
        ) == 1;

    /// <summary>Tells the trail, with how many lines went which way.</summary>
    private async Task TellAsync(
        Transaction tx,
        Actor by,
        string action,
        long batchId,
        Func<RosterTally, string?>? way,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var name = await tx.FindAsync<string>("SELECT file_name FROM roster_batches WHERE id = @batchId", new { batchId }, ct);
        var lines = way is null
            ? null
            : (await TallyAsync(tx, batchId, ct))
                .GroupBy(way)
                .Where(group => group.Key is not null)
                .ToDictionary(group => group.Key!, group => group.Sum(tally => tally.Amount));
        await audit.AddAsync(tx, by, new Change(action, "roster", batchId, name!, After: lines), now, ct);
    }
}
