using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Roster;

/// <summary>
/// Imports. This part has every change of an import's state, in the order of an import's life; the other part has its contents. One import
/// at a time is applied or undone, by one process at a time, which holds a lease that it keeps renewing.
/// </summary>
public sealed partial class ImportStore(Database database, AuditTrail audit, Keyring keyring)
{
    /// <summary>How long an import waits for a process that died.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(15);

    /// <summary>How often a job begins a work that ends the process, or never ends for another reason.</summary>
    public const int MaxBegun = 2;

    private static readonly Lease Work = new("roster_imports", "id = @importId", LeaseLength);

    /// <summary>Begins an import: uploading, which nobody holds, or staging by a command, which holds it.</summary>
    public Task<long> BeginAsync(
        Actor by,
        ImportState state,
        string fileName,
        string about,
        string holder,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.InsertAsync(
            """
            INSERT INTO roster_imports (file_name, about, notes, state, asked_id, asked_by, slot, lease, lease_until, created_at)
            VALUES (@fileName, @about, '', @state, @StaffId, @Name, @slot, @holder, @until, @now)
            """,
            new
            {
                fileName = PlainText.Clean(fileName) is { Length: > 0 and <= 200 } name ? name : "（文件名过长）",
                about,
                state = state.Key,
                by.StaffId,
                by.Name,
                slot = $"own:{Guid.CreateVersion7():N}",
                holder,
                until = holder is "" ? (DateTimeOffset?)null : now + LeaseLength,
                now,
            },
            ct
        );

    /// <summary>Records that all of the file is there. False where the import was discarded meanwhile.</summary>
    public Task<bool> FinishUploadAsync(Actor by, long importId, long bytes, DateTimeOffset now, CancellationToken ct)
    {
        const string Uploaded = "UPDATE roster_imports SET state = 'uploaded' WHERE id = @importId AND state = 'uploading'";
        return AuditedAsync(
            by,
            "roster.upload",
            importId,
            async tx => await tx.ExecuteAsync(Uploaded, new { importId }, ct) == 1,
            _ => Task.FromResult<object?>(new { bytes }),
            now,
            ct
        );
    }

    /// <summary>Gives up uploads that broke off: those that have taken more than an hour.</summary>
    public Task<int> ExpireUploadsAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE roster_imports SET state = 'discarded' WHERE state = 'uploading' AND created_at < @until",
            new { until = now.AddHours(-1) },
            ct
        );

    /// <summary>Requests that an uploaded file be staged as the plan says. False where somebody was faster.</summary>
    public Task<bool> RequestStagingAsync(Actor by, long importId, ReadingPlan plan, DateTimeOffset now, CancellationToken ct) =>
        RequestAsync(by, importId, ImportState.Staging, ["uploaded"], plan.Write(), now, ct);

    /// <summary>Requests that a staged import be applied, or an interrupted one resumed. False where somebody was faster.</summary>
    public Task<bool> RequestApplyingAsync(Actor by, long importId, DateTimeOffset now, CancellationToken ct) =>
        RequestAsync(by, importId, ImportState.Applying, ["staged", "applying"], null, now, ct);

    /// <summary>Requests that an import be undone, or an interrupted undoing resumed. False where somebody was faster.</summary>
    public Task<bool> RequestUndoingAsync(Actor by, long importId, DateTimeOffset now, CancellationToken ct) =>
        RequestAsync(by, importId, ImportState.Undoing, ["applied", "applying", "undoing"], null, now, ct);

    private async Task<bool> RequestAsync(
        Actor by,
        long importId,
        ImportState work,
        string[] from,
        string? plan,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await database.ExecuteAsync(
            """
            UPDATE roster_imports
               SET wanted = @work, begun = 0, asked_id = @StaffId, asked_by = @Name, plan = COALESCE(@plan, plan)
             WHERE id = @importId AND state IN @from AND wanted IS NULL AND (lease = '' OR lease_until <= @now)
            """,
            new
            {
                importId,
                work = work.Key,
                from,
                plan,
                by.StaffId,
                by.Name,
                now,
            },
            ct
        ) == 1;

    /// <summary>Withdraws a request whose work has not begun. False where it has, or there is none.</summary>
    public async Task<bool> WithdrawAsync(long importId, CancellationToken ct) =>
        await database.ExecuteAsync(
            """
            UPDATE roster_imports SET wanted = NULL
             WHERE id = @importId AND wanted IS NOT NULL AND state IN ('uploaded', 'staged', 'applied')
            """,
            new { importId },
            ct
        ) == 1;

    /// <summary>Takes an import to stage, apply or undo it, from the start or from where it was interrupted.</summary>
    /// <param name="work">Staging, applying or undoing.</param>
    /// <param name="isWanted">Only if the console still wants it. A command takes what it is given, and cancels what was wanted.</param>
    public async Task<TakeOutcome> TakeAsync(
        long importId,
        ImportState work,
        bool isWanted,
        string holder,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        // An interrupted import may be undone instead of resumed.
        string[] from =
            work is ImportState.Staging ? ["uploaded", "staging"]
            : work is ImportState.Applying ? ["staged", "applying"]
            : ["applied", "applying", "undoing"];
        // The slot is unique, so the database refuses a second import that is busy.
        var set = work is ImportState.Staging ? "state = @work" : "state = @work, slot = 'busy'";
        // Counted before anything of the file is looked at, for what follows may be the end of this process.
        var counted = $"{set}, begun = begun + 1";
        var values = new
        {
            importId,
            work = work.Key,
            from,
            max = MaxBegun,
        };
        try
        {
            var isTaken = isWanted
                ? await Work.TakeAsync(database, holder, values, now, ct, counted, "state IN @from AND wanted = @work AND begun < @max")
                : await Work.TakeAsync(database, holder, values, now, ct, $"{set}, wanted = NULL", "state IN @from");
            if (isTaken)
            {
                return TakeOutcome.Taken;
            }
        }
        catch (DbException e) when (database.IsDuplicate(e))
        {
            return TakeOutcome.OtherBusy;
        }
        return await FindAsync(importId, ct) switch
        {
            null => TakeOutcome.NoSuchImport,
            var import when from.Contains(import.State.Key) => TakeOutcome.Held,
            _ => TakeOutcome.WrongState,
        };
    }

    /// <summary>Locks the import and renews the lease. The first statement of each chunk's transaction.</summary>
    /// <exception cref="ImportTakenOverException">Somebody else has it, or it was discarded.</exception>
    public async Task RenewAsync(Transaction tx, long importId, ImportState work, string holder, DateTimeOffset now, CancellationToken ct)
    {
        // Applying and undoing are gone on with where they stopped, so they have come further; staging would begin anew.
        var set = work is ImportState.Staging ? "" : "begun = 0";
        if (!await Work.RenewAsync(tx, holder, new { importId, state = work.Key }, now, ct, set, "state = @state"))
        {
            throw new ImportTakenOverException();
        }
    }

    /// <summary>Gives an import back unfinished, for whoever resumes it.</summary>
    public Task ReleaseAsync(long importId, string holder, CancellationToken ct) =>
        Work.ReleaseAsync(database, holder, new { importId }, ct, "begun = 0");

    /// <summary>
    /// Cancels a request whose work was begun as often as it may be, each time by a process that then died. False where it was not, or
    /// somebody is still at it.
    /// </summary>
    public async Task<bool> GiveUpAsync(long importId, ImportState work, string reason, DateTimeOffset now, CancellationToken ct) =>
        await database.ExecuteAsync(
            $"""
            UPDATE roster_imports
               SET wanted = NULL, begun = 0, lease = '', lease_until = NULL, notes = @reason
                   {(work is ImportState.Staging ? ", state = 'uploaded'" : "")}
             WHERE id = @importId AND wanted = @work AND begun >= @max AND (lease = '' OR lease_until <= @now)
            """,
            new
            {
                importId,
                work = work.Key,
                max = MaxBegun,
                reason,
                now,
            },
            ct
        ) == 1;

    /// <summary>False where somebody else has it, or it was discarded.</summary>
    public Task<bool> FinishStagingAsync(
        Actor by,
        long importId,
        string about,
        string notes,
        string holder,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        const string Staged = "state = 'staged', wanted = NULL, begun = 0, about = @about, notes = @notes";
        var values = new
        {
            importId,
            about,
            notes,
        };
        return AuditedAsync(
            by,
            "roster.stage",
            importId,
            tx => Work.ReleaseAsync(tx, holder, values, ct, Staged, "state = 'staging'"),
            tx => CountAsync(tx, importId, tally => tally.Verdict.Key, ct),
            now,
            ct
        );
    }

    /// <summary>Ends an applying or undoing. False where lines are left to do, or somebody else has it.</summary>
    public Task<bool> FinishAsync(Actor by, long importId, ImportState work, string holder, DateTimeOffset now, CancellationToken ct)
    {
        var isApplying = work is ImportState.Applying;
        var done = isApplying ? "state = 'applied', applied_at = @at" : "state = 'undone', undone_at = @at";
        const string NothingLeft = "NOT EXISTS (SELECT 1 FROM roster_lines WHERE import_id = @importId AND outcome = @todo)";
        var values = new
        {
            importId,
            state = work.Key,
            todo = (isApplying ? LineOutcome.Pending : LineOutcome.Applied).Key,
            slot = $"own:{importId}",
            at = now,
        };
        return AuditedAsync(
            by,
            isApplying ? "roster.apply" : "roster.undo",
            importId,
            tx =>
                Work.ReleaseAsync(
                    tx,
                    holder,
                    values,
                    ct,
                    $"{done}, wanted = NULL, begun = 0, slot = @slot",
                    $"state = @state AND {NothingLeft}"
                ),
            tx => CountAsync(tx, importId, tally => tally.Outcome is LineOutcome.None ? null : tally.Outcome.Key, ct),
            now,
            ct
        );
    }

    /// <summary>
    /// Cancels a request that cannot be fulfilled, so that no job tries again. A file that cannot be staged goes back to being uploaded,
    /// with the reason for whoever asked.
    /// </summary>
    /// <param name="holder">Who holds the import, empty for nobody. What somebody else has taken meanwhile goes on.</param>
    public Task StopAsync(long importId, ImportState work, string holder, string reason, CancellationToken ct) =>
        Work.ReleaseAsync(
            database,
            holder,
            new
            {
                importId,
                work = work.Key,
                reason,
            },
            ct,
            work is ImportState.Staging ? "wanted = NULL, begun = 0, state = 'uploaded', notes = @reason" : "wanted = NULL, begun = 0",
            "wanted = @work"
        );

    /// <summary>Gives up an import that was never applied. False where it was, or is given up already.</summary>
    public Task<bool> DiscardAsync(Actor by, long importId, DateTimeOffset now, CancellationToken ct) =>
        AuditedAsync(by, "roster.discard", importId, tx => AbandonAsync(tx, importId, ct), after: null, now, ct);

    /// <summary>Gives up an import that could not be begun properly. The audit trail does not know of it, and need not.</summary>
    public static async Task<bool> AbandonAsync(Sql sql, long importId, CancellationToken ct) =>
        await sql.ExecuteAsync(
            """
            UPDATE roster_imports
               SET state = 'discarded', wanted = NULL, lease = '', lease_until = NULL
             WHERE id = @importId AND state IN ('uploading', 'uploaded', 'staging', 'staged')
            """,
            new { importId },
            ct
        ) == 1;

    /// <summary>Makes a change and adds it to the audit trail, in one transaction.</summary>
    /// <param name="change">Returns false where there is nothing to change; then nothing is added.</param>
    /// <param name="after">What the trail says of the import after the change.</param>
    private Task<bool> AuditedAsync(
        Actor by,
        string action,
        long importId,
        Func<Transaction, Task<bool>> change,
        Func<Transaction, Task<object?>>? after,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await change(tx))
                {
                    return (false, false);
                }
                var name = await tx.FindAsync<string>("SELECT file_name FROM roster_imports WHERE id = @importId", new { importId }, ct);
                var values = after is null ? null : await after(tx);
                await audit.AddAsync(tx, by, new Change(action, "roster", importId, name!, After: values), now, ct);
                return (true, true);
            },
            ct
        );
}
