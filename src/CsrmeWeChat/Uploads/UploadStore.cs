using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// The rows of the uploads: found, taken by rooms, ended. They begin in <see cref="UploadAdmission"/>, and what changes while somebody
/// writes stands in <see cref="UploadTurn"/>.
/// </summary>
public sealed class UploadStore(Database database, UploadFiles files)
{
    /// <summary>How long an upload that has ended is remembered: so long its bytes count, and its address says that it is gone.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(2);

    internal const string Columns = """
        u.id, u.code, u.person_id, u.purpose, u.file_name, u.metadata, u.size, u.wanted_sha256, u.state, u.received, u.sha256, u.place,
        u.part, u.store_session, u.turn, u.lease, u.lease_until, u.begun_at, u.received_at, u.taken_at, u.expires_at,
        (SELECT MIN(e.code) FROM uploads e
          WHERE e.person_id = u.person_id AND e.sha256 = u.sha256 AND e.purpose = u.purpose AND e.state = 'complete'
            AND e.id < u.id) AS same_as
        """;

    public Task<Upload?> FindAsync(long personId, string code, CancellationToken ct) =>
        database.FindAsync<Upload>(
            $"SELECT {Columns} FROM uploads u WHERE u.code = @code AND u.person_id = @personId",
            new { personId, code },
            ct
        );

    /// <summary>What the person has not finished, and what is complete and not yet used; new ones first.</summary>
    public Task<IReadOnlyList<Upload>> ListAsync(long personId, DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<Upload>(
            $"""
            SELECT {Columns} FROM uploads u
             WHERE u.person_id = @personId AND u.state IN ('open', 'checking', 'complete') AND u.expires_at > @now
             ORDER BY u.id DESC LIMIT 100
            """,
            new { personId, now },
            ct
        );

    /// <summary>
    /// Takes a complete upload for a room, in the room's transaction: from then on it does not expire. Null where the person has none such,
    /// or it was taken before.
    /// </summary>
    public static async Task<TakenUpload?> TakeAsync(
        Transaction tx,
        long personId,
        string code,
        string purpose,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var args = new
        {
            personId,
            code,
            purpose,
            now,
        };
        var taken = await tx.ExecuteAsync(
            """
            UPDATE uploads SET taken_at = @now, expires_at = NULL
             WHERE code = @code AND person_id = @personId AND purpose = @purpose AND state = 'complete' AND taken_at IS NULL
               AND expires_at > @now
            """,
            args,
            ct
        );
        if (taken == 0)
        {
            return null;
        }
        var upload = (await tx.FindAsync<Upload>($"SELECT {Columns} FROM uploads u WHERE u.code = @code", args, ct))!;
        return new TakenUpload(
            upload.Id,
            upload.Code,
            upload.FileName,
            upload.Size,
            upload.Sha256,
            upload.BegunAt,
            CompletedAt: upload.ReceivedAt
        );
    }

    /// <summary>A room needs a taken file no longer: the job deletes it.</summary>
    public static Task GiveBackAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE uploads SET taken_at = NULL, expires_at = @now WHERE id = @id AND taken_at IS NOT NULL",
            new { id, now },
            ct
        );

    /// <summary>The bytes of a complete upload. Null where there is none.</summary>
    public Task<Stream?> OpenAsync(long id, CancellationToken ct) => ReadAsync(id, files.OpenAsync, ct);

    /// <summary>A complete upload's file on this machine, for programs that read paths. Null where there is none.</summary>
    public Task<LocalFile?> FetchAsync(long id, CancellationToken ct) => ReadAsync(id, files.FetchAsync, ct);

    /// <summary>
    /// An address at which the original may be saved for a while, under the name that it was sent by. For staff: it is what somebody sent.
    /// Null where there is none.
    /// </summary>
    public async Task<string?> AddressOfAsync(long id, TimeSpan lasts, DateTimeOffset now, CancellationToken ct) =>
        await FindCompleteAsync(id, ct) is { } upload ? files.AddressOf(upload, lasts, now) : null;

    private async Task<T?> ReadAsync<T>(long id, Func<Upload, CancellationToken, Task<T?>> read, CancellationToken ct)
        where T : class
    {
        if (await FindCompleteAsync(id, ct) is not { } upload)
        {
            return null;
        }
        // It may move to the store between the question where it is and the reading.
        return await read(upload, ct)
            ?? (await FindCompleteAsync(id, ct) is { } moved && moved.Place != upload.Place ? await read(moved, ct) : null);
    }

    private Task<Upload?> FindCompleteAsync(long id, CancellationToken ct) =>
        database.FindAsync<Upload>($"SELECT {Columns} FROM uploads u WHERE u.id = @id AND u.state = 'complete'", new { id }, ct);

    /// <summary>What rooms have taken and still lies in the folder, behind an id.</summary>
    public Task<IReadOnlyList<Upload>> ListToMoveAsync(long after, int limit, CancellationToken ct) =>
        database.ListAsync<Upload>(
            $"""
            SELECT {Columns} FROM uploads u
             WHERE u.place = 'folder' AND u.taken_at IS NOT NULL AND u.state = 'complete' AND u.id > @after
             ORDER BY u.id LIMIT @limit
            """,
            new { after, limit },
            ct
        );

    /// <summary>It lies in the store from now on. False where it has ended, was given back or moved meanwhile.</summary>
    public async Task<bool> MoveAsync(Upload upload, CancellationToken ct) =>
        await database.ExecuteAsync(
            """
            UPDATE uploads SET place = 'store'
             WHERE id = @Id AND place = 'folder' AND part = @Part AND taken_at IS NOT NULL AND state = 'complete'
            """,
            upload,
            ct
        ) == 1;

    /// <summary>The person wants it no longer.</summary>
    public async Task<RemoveOutcome> RemoveAsync(Upload upload, DateTimeOffset now, CancellationToken ct)
    {
        if (upload.TakenAt is not null)
        {
            return RemoveOutcome.Taken;
        }
        return await EndAsync(upload, UploadState.Removed, now, ct) ? RemoveOutcome.Removed : RemoveOutcome.Busy;
    }

    /// <summary>Ends what nobody is writing, and deletes its file. What outlives a crash here, or a store that is away, is swept.</summary>
    public async Task<bool> EndAsync(Upload upload, UploadState to, DateTimeOffset now, CancellationToken ct, string lease = "")
    {
        var ended = await database.ExecuteAsync(
            """
            UPDATE uploads SET state = @state, lease = '', lease_until = NULL, expires_at = @until
             WHERE id = @Id AND state IN ('open', 'checking', 'complete') AND taken_at IS NULL AND turn = @Turn
               AND place = @place AND (lease = '' OR lease = @lease OR lease_until <= @now)
            """,
            new
            {
                upload.Id,
                upload.Turn,
                place = upload.Place.Key,
                state = to.Key,
                lease,
                now,
                until = now + Remembered,
            },
            ct
        );
        if (ended == 0)
        {
            return false;
        }
        try
        {
            await files.DeleteAsync(upload, ct);
        }
        catch (Exception e) when (S3Bucket.IsAway(e))
        {
            // It has ended all the same, and what lies there is swept.
        }
        return true;
    }

    /// <summary>What has expired, or is to be forgotten; and what waits for its hash, where whoever was to compute it is gone.</summary>
    public Task<IReadOnlyList<Upload>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        database.ListAsync<Upload>(
            $"""
            SELECT {Columns} FROM uploads u
             WHERE u.state IN ('open', 'complete', 'refused', 'removed', 'expired') AND u.expires_at <= @now
               AND (u.lease = '' OR u.lease_until <= @now)
             ORDER BY u.expires_at LIMIT @limit
            """,
            new { now, limit },
            ct
        );

    public Task<IReadOnlyList<Upload>> ListUncheckedAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        database.ListAsync<Upload>(
            $"""
            SELECT {Columns} FROM uploads u
             WHERE u.state = 'checking' AND (u.lease = '' OR u.lease_until <= @now)
             ORDER BY u.expires_at LIMIT @limit
            """,
            new { now, limit },
            ct
        );

    /// <summary>Forgets what has ended.</summary>
    public Task ForgetAsync(long id, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM uploads WHERE id = @id AND state IN ('refused', 'removed', 'expired')", new { id }, ct);

    /// <summary>Of these, the uploads whose file is theirs still.</summary>
    public Task<IReadOnlyList<Upload>> ListLiveAsync(IReadOnlyCollection<string> codes, CancellationToken ct) =>
        database.ListAsync<Upload>(
            $"SELECT {Columns} FROM uploads u WHERE u.code IN @codes AND u.state IN ('open', 'checking', 'complete')",
            new { codes },
            ct
        );
}

public enum RemoveOutcome
{
    Removed,
    Taken,
    Busy,
}
