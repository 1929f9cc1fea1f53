using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

/// <summary>What is asked for at the console and done by a job: it stands on the import, so that any node may do it and nobody does it twice.</summary>
public sealed class RosterOrders(Database database, RosterStore store, RosterFiles files, AuditTrail audit)
{
    private static readonly TimeSpan UploadsEnd = TimeSpan.FromHours(1);

    /// <summary>Keeps a file until somebody has said how it is to be read.</summary>
    /// <param name="open">Opens the file anew each time.</param>
    /// <exception cref="RosterFileException">It cannot be read as a sheet; nothing is kept.</exception>
    public async Task<long> UploadAsync(Actor by, string fileName, Func<Stream> open, DateTimeOffset now, CancellationToken ct)
    {
        using (var book = RosterBook.Open(open()))
        {
            RosterPreview.Of(book);
        }
        var batchId = await store.BeginAsync(by, RosterState.Uploading, fileName, "", "", now, ct);
        try
        {
            using var file = open();
            await files.AddAsync(batchId, file, ct);
            await FinishUploadAsync(by, batchId, file.Length, now, ct);
            return batchId;
        }
        catch
        {
            await store.AbandonAsync(batchId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Has an uploaded file staged, as the plan says. False where that was asked already, or it is no longer there to be asked.</summary>
    public Task<bool> StageAsync(Actor by, long batchId, RosterPlan plan, DateTimeOffset now, CancellationToken ct) =>
        AskAsync(by, batchId, RosterState.Staging, ["uploaded"], plan.Write(), now, ct);

    /// <summary>Has a staged import applied, or one gone on with that was interrupted.</summary>
    public Task<bool> ApplyAsync(Actor by, long batchId, DateTimeOffset now, CancellationToken ct) =>
        AskAsync(by, batchId, RosterState.Applying, ["staged", "applying"], null, now, ct);

    public Task<bool> UndoAsync(Actor by, long batchId, DateTimeOffset now, CancellationToken ct) =>
        AskAsync(by, batchId, RosterState.Undoing, ["applied", "applying", "undoing"], null, now, ct);

    /// <summary>Takes back what is asked for and not begun.</summary>
    public async Task<bool> WithdrawAsync(long batchId, CancellationToken ct) =>
        await database.ExecuteAsync(
            "UPDATE roster_batches SET wanted = NULL WHERE id = @batchId AND wanted IS NOT NULL AND state IN ('uploaded', 'staged', 'applied')",
            new { batchId },
            ct
        ) == 1;

    public Task<IReadOnlyList<RosterBatch>> ListWantedAsync(CancellationToken ct) =>
        database.ListAsync<RosterBatch>($"{RosterStore.Batches} WHERE wanted IS NOT NULL ORDER BY id", ct: ct);

    /// <summary>The import that is being applied or undone, or was interrupted at it: others wait for it.</summary>
    public Task<RosterBatch?> FindBusyAsync(CancellationToken ct) =>
        database.FindAsync<RosterBatch>($"{RosterStore.Batches} WHERE slot = 'busy'", ct: ct);

    /// <summary>No job goes on with it: whoever asked may ask again, read what is wrong, or discard it.</summary>
    /// <param name="holder">Who holds it; empty for one that nobody holds. What another has taken meanwhile goes on.</param>
    public Task<int> StopAsync(long batchId, RosterState work, string holder, string reason, CancellationToken ct) =>
        database.ExecuteAsync(
            $"""
            UPDATE roster_batches SET wanted = NULL, holder = '', lease_until = NULL{(
                work is RosterState.Staging ? ", state = 'uploaded', notes = @reason" : ""
            )}
             WHERE id = @batchId AND wanted = @work AND holder = @holder
            """,
            new
            {
                batchId,
                work = work.Word,
                holder,
                reason,
            },
            ct
        );

    /// <summary>Imports of which something is left that is no longer needed: discarded lines, a file that was staged, an upload that broke off.</summary>
    public async Task<IReadOnlyList<long>> ListUntidyAsync(DateTimeOffset now, CancellationToken ct)
    {
        await database.ExecuteAsync(
            "UPDATE roster_batches SET state = 'discarded' WHERE state = 'uploading' AND created_at < @until",
            new { until = now - UploadsEnd },
            ct
        );
        return await database.ListAsync<long>(
            """
            SELECT b.id FROM roster_batches b
             WHERE (b.state = 'discarded' AND EXISTS (SELECT 1 FROM roster_rows r WHERE r.batch_id = b.id))
                OR (b.state NOT IN ('uploading', 'uploaded', 'staging') AND EXISTS (SELECT 1 FROM roster_files f WHERE f.batch_id = b.id))
            """,
            ct: ct
        );
    }

    private async Task<bool> AskAsync(
        Actor by,
        long batchId,
        RosterState work,
        string[] from,
        string? plan,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await database.ExecuteAsync(
            """
            UPDATE roster_batches SET wanted = @work, asked_id = @StaffId, asked_by = @Name, plan = COALESCE(@plan, plan)
             WHERE id = @batchId AND state IN @from AND wanted IS NULL AND (holder = '' OR lease_until < @now)
            """,
            new
            {
                batchId,
                work = work.Word,
                from,
                plan,
                by.StaffId,
                by.Name,
                now,
            },
            ct
        ) == 1;

    private Task FinishUploadAsync(Actor by, long batchId, long bytes, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (
                    await tx.ExecuteAsync(
                        "UPDATE roster_batches SET state = 'uploaded' WHERE id = @batchId AND state = 'uploading'",
                        new { batchId },
                        ct
                    ) != 1
                )
                {
                    throw new RosterFileException("上传期间，这次导入已被放弃。请重新上传。");
                }
                var name = await tx.FindAsync<string>("SELECT file_name FROM roster_batches WHERE id = @batchId", new { batchId }, ct);
                await audit.AddAsync(tx, by, new Change("roster.upload", "roster", batchId, name!, After: new { bytes }), now, ct);
                return (true, true);
            },
            ct
        );
}
