using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// The rows of the uploads: begun, taken by rooms, ended. What changes while somebody writes stands in <see cref="UploadTurn"/>.
/// </summary>
public sealed class UploadStore(Database database, UploadFolder folder, IOptions<UploadOptions> options)
{
    private const int CodeLength = 20;

    /// <summary>How long an upload that has ended is remembered: so long its bytes count, and its address says that it is gone.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(2);

    private const string Columns = """
        u.id, u.code, u.person_id, u.purpose, u.file_name, u.metadata, u.size, u.wanted_sha256, u.state, u.received, u.sha256, u.part,
        u.turn, u.lease, u.lease_until, u.begun_at, u.received_at, u.taken_at, u.expires_at,
        (SELECT MIN(e.code) FROM uploads e
          WHERE e.person_id = u.person_id AND e.sha256 = u.sha256 AND e.purpose = u.purpose AND e.state = 'complete'
            AND e.id < u.id) AS same_as
        """;

    public static string NewCode() => PlainText.NewCode(CodeLength);

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
    /// Begins an upload, within the person's limits. Where the hash is known, what is complete already is that one, and an unfinished one
    /// goes on: so a repeated request begins nothing new.
    /// </summary>
    public Task<(BeginOutcome Outcome, Upload? Upload)> BeginAsync(
        long personId,
        NewUpload wanted,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        AddAsync(
            personId,
            wanted,
            new
            {
                code = NewCode(),
                state = UploadState.Open.Key,
                received = 0L,
                hash = "",
                expiresAt = now + options.Value.OpenFor,
            },
            now,
            ct
        );

    /// <summary>Enters a file that came whole and lies in the folder under this code.</summary>
    public Task<(BeginOutcome Outcome, Upload? Upload)> AddWholeAsync(
        long personId,
        string code,
        NewUpload whole,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        AddAsync(
            personId,
            whole,
            new
            {
                code,
                state = UploadState.Complete.Key,
                received = whole.Size,
                hash = whole.Sha256,
                expiresAt = now + options.Value.KeepFor,
            },
            now,
            ct
        );

    private Task<(BeginOutcome Outcome, Upload? Upload)> AddAsync(
        long personId,
        NewUpload wanted,
        object row,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync<(BeginOutcome, Upload?)>(
            async tx =>
            {
                // The person's row makes their requests come one after the other: limits are counted, not guessed.
                if (!await tx.LockAsync("people", personId, ct))
                {
                    return (false, (BeginOutcome.NoSuchPerson, null));
                }
                if (await FindSameAsync(tx, personId, wanted, now, ct) is { } same)
                {
                    return (false, (same.State is UploadState.Complete ? BeginOutcome.Known : BeginOutcome.Resumed, same));
                }
                if (await FindLimitAsync(tx, personId, wanted, now, ct) is { } limit)
                {
                    return (false, (limit, null));
                }
                var values = new Dapper.DynamicParameters(row);
                values.AddDynamicParams(wanted);
                values.AddDynamicParams(new { personId, now });
                var id = await tx.InsertAsync(
                    """
                    INSERT INTO uploads (code, person_id, purpose, file_name, metadata, size, wanted_sha256, state, received, sha256, part,
                                         turn, lease, begun_at, received_at, expires_at)
                    VALUES (@code, @personId, @Purpose, @FileName, @Metadata, @Size, @Sha256, @state, @received, @hash, 0,
                            0, '', @now, @now, @expiresAt)
                    """,
                    values,
                    ct
                );
                var added = await tx.FindAsync<Upload>($"SELECT {Columns} FROM uploads u WHERE u.id = @id", new { id }, ct);
                return (true, (BeginOutcome.Begun, added));
            },
            ct
        );

    private static async Task<Upload?> FindSameAsync(Sql tx, long personId, NewUpload wanted, DateTimeOffset now, CancellationToken ct)
    {
        if (wanted.Sha256 is "")
        {
            return null;
        }
        var args = new
        {
            personId,
            wanted.Purpose,
            wanted.Sha256,
            wanted.Size,
            now,
        };
        return await tx.FindAsync<Upload>(
            $"""
            SELECT {Columns} FROM uploads u
             WHERE u.person_id = @personId AND u.sha256 = @Sha256 AND u.purpose = @Purpose AND u.size = @Size AND u.state = 'complete'
               AND (u.expires_at IS NULL OR u.expires_at > @now)
             ORDER BY u.id LIMIT 1
            """,
            args,
            ct
        )
            ?? await tx.FindAsync<Upload>(
                $"""
                SELECT {Columns} FROM uploads u
                 WHERE u.person_id = @personId AND u.state = 'open' AND u.wanted_sha256 = @Sha256 AND u.purpose = @Purpose
                   AND u.size = @Size AND u.expires_at > @now
                 ORDER BY u.id LIMIT 1
                """,
                args,
                ct
            );
    }

    /// <summary>Which limit one more would exceed. What was broken off counts with the bytes that came.</summary>
    private async Task<BeginOutcome?> FindLimitAsync(Sql tx, long personId, NewUpload wanted, DateTimeOffset now, CancellationToken ct)
    {
        var purpose = options.Value.Purposes[wanted.Purpose];
        var args = new
        {
            personId,
            wanted.Purpose,
            now,
            since = now.AddDays(-1),
        };
        var open = await tx.FindAsync<int>(
            """
            SELECT COUNT(*) FROM uploads
             WHERE person_id = @personId AND state IN ('open', 'checking') AND purpose = @Purpose AND expires_at > @now
            """,
            args,
            ct
        );
        var begun = await tx.FindAsync<int>("SELECT COUNT(*) FROM uploads WHERE person_id = @personId AND begun_at > @since", args, ct);
        var bytes = await tx.FindAsync<long>(
            """
            SELECT COALESCE(SUM(CASE WHEN state IN ('open', 'checking', 'complete') THEN size ELSE received END), 0) FROM uploads
             WHERE person_id = @personId AND begun_at > @since AND purpose = @Purpose
            """,
            args,
            ct
        );
        return open >= purpose.MaxOpen ? BeginOutcome.TooManyOpen
            : begun >= options.Value.MaxPerDay || bytes + wanted.Size > purpose.MaxBytesPerDay ? BeginOutcome.TooMuchToday
            : null;
    }

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

    /// <summary>The bytes of a taken upload.</summary>
    public async Task<FileStream?> OpenAsync(long id, CancellationToken ct) =>
        await database.FindAsync<Upload>($"SELECT {Columns} FROM uploads u WHERE u.id = @id AND u.state = 'complete'", new { id }, ct)
            is { } upload
            ? new FileStream(folder.OpenToRead(upload.Code, upload.Part), FileAccess.Read)
            : null;

    /// <summary>The person wants it no longer.</summary>
    public async Task<RemoveOutcome> RemoveAsync(Upload upload, DateTimeOffset now, CancellationToken ct)
    {
        if (upload.TakenAt is not null)
        {
            return RemoveOutcome.Taken;
        }
        return await EndAsync(upload, UploadState.Removed, now, ct) ? RemoveOutcome.Removed : RemoveOutcome.Busy;
    }

    /// <summary>Ends what nobody is writing, and deletes its file. A file that outlives a crash here is swept.</summary>
    public async Task<bool> EndAsync(Upload upload, UploadState to, DateTimeOffset now, CancellationToken ct, string lease = "")
    {
        var ended = await database.ExecuteAsync(
            """
            UPDATE uploads SET state = @state, lease = '', lease_until = NULL, expires_at = @until
             WHERE id = @Id AND state IN ('open', 'checking', 'complete') AND taken_at IS NULL AND turn = @Turn
               AND (lease = '' OR lease = @lease OR lease_until <= @now)
            """,
            new
            {
                upload.Id,
                upload.Turn,
                state = to.Key,
                lease,
                now,
                until = now + Remembered,
            },
            ct
        );
        if (ended == 1)
        {
            folder.Delete(upload.Code, upload.Part);
        }
        return ended == 1;
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
    public async Task<IReadOnlySet<(string Code, int Part)>> ListLiveAsync(IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        var live = await database.ListAsync<Live>(
            "SELECT code, part FROM uploads WHERE code IN @codes AND state IN ('open', 'checking', 'complete')",
            new { codes },
            ct
        );
        return live.Select(one => (one.Code, one.Part)).ToHashSet();
    }

    private sealed record Live
    {
        public required string Code { get; init; }
        public required int Part { get; init; }
    }
}

public enum BeginOutcome
{
    Begun,

    /// <summary>An unfinished one of the same content goes on.</summary>
    Resumed,

    /// <summary>It is here already.</summary>
    Known,
    TooManyOpen,
    TooMuchToday,
    NoSuchPerson,
}

public enum RemoveOutcome
{
    Removed,
    Taken,
    Busy,
}
