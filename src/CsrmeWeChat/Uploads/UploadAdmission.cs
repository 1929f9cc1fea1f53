using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Uploads;

/// <summary>Lets uploads in: what is here already is found again, and what is new begins within the person's limits.</summary>
public sealed class UploadAdmission(Database database, IOptions<UploadOptions> options)
{
    private const int CodeLength = 20;

    public static string NewCode() => PlainText.NewCode(CodeLength);

    /// <summary>
    /// Begins an upload, within the person's limits. Where the hash is known, what is complete already is that one, and an unfinished one
    /// goes on: so a repeated request begins nothing new.
    /// </summary>
    public Task<(BeginOutcome Outcome, Upload? Upload)> BeginAsync(
        long personId,
        NewUpload wanted,
        DateTimeOffset now,
        CancellationToken ct,
        UploadPlace place = UploadPlace.Folder
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
            place,
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
            UploadPlace.Folder,
            now,
            ct
        );

    private Task<(BeginOutcome Outcome, Upload? Upload)> AddAsync(
        long personId,
        NewUpload wanted,
        object row,
        UploadPlace place,
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
                if (await FindSameAsync(tx, personId, wanted, place, now, ct) is { } same)
                {
                    return (false, (same.State is UploadState.Complete ? BeginOutcome.Known : BeginOutcome.Resumed, same));
                }
                if (await FindLimitAsync(tx, personId, wanted, now, ct) is { } limit)
                {
                    return (false, (limit, null));
                }
                var values = new Dapper.DynamicParameters(row);
                values.AddDynamicParams(wanted);
                values.AddDynamicParams(
                    new
                    {
                        personId,
                        place = place.Key,
                        now,
                    }
                );
                var id = await tx.InsertAsync(
                    """
                    INSERT INTO uploads (code, person_id, purpose, file_name, metadata, size, wanted_sha256, state, received, sha256, place,
                                         part, store_session, turn, lease, begun_at, received_at, expires_at)
                    VALUES (@code, @personId, @Purpose, @FileName, @Metadata, @Size, @Sha256, @state, @received, @hash, @place,
                            0, '', 0, '', @now, @now, @expiresAt)
                    """,
                    values,
                    ct
                );
                var added = await tx.FindAsync<Upload>($"SELECT {UploadStore.Columns} FROM uploads u WHERE u.id = @id", new { id }, ct);
                return (true, (BeginOutcome.Begun, added));
            },
            ct
        );

    private static async Task<Upload?> FindSameAsync(
        Sql tx,
        long personId,
        NewUpload wanted,
        UploadPlace place,
        DateTimeOffset now,
        CancellationToken ct
    )
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
            place = place.Key,
            now,
        };
        return await tx.FindAsync<Upload>(
            $"""
            SELECT {UploadStore.Columns} FROM uploads u
             WHERE u.person_id = @personId AND u.sha256 = @Sha256 AND u.purpose = @Purpose AND u.size = @Size AND u.state = 'complete'
               AND (u.expires_at IS NULL OR u.expires_at > @now)
             ORDER BY u.id LIMIT 1
            """,
            args,
            ct
        )
            ?? await tx.FindAsync<Upload>(
                $"""
                SELECT {UploadStore.Columns} FROM uploads u
                 WHERE u.person_id = @personId AND u.state = 'open' AND u.wanted_sha256 = @Sha256 AND u.purpose = @Purpose
                   AND u.size = @Size AND u.place = @place AND u.expires_at > @now
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
        var used = await tx.FindAsync<Used>(
            """
            SELECT COUNT(CASE WHEN state IN ('open', 'checking') AND purpose = @Purpose AND expires_at > @now THEN 1 END) AS open_now,
                   COUNT(CASE WHEN begun_at > @since THEN 1 END) AS begun,
                   COALESCE(SUM(CASE WHEN begun_at <= @since OR purpose <> @Purpose THEN 0
                                     WHEN state IN ('open', 'checking', 'complete') THEN size
                                     ELSE received END), 0) AS bytes
              FROM uploads
             WHERE person_id = @personId AND (begun_at > @since OR state IN ('open', 'checking'))
            """,
            new
            {
                personId,
                wanted.Purpose,
                now,
                since = now.AddDays(-1),
            },
            ct
        );
        return used!.OpenNow >= purpose.MaxOpen ? BeginOutcome.TooManyOpen
            : used.Begun >= options.Value.MaxPerDay || used.Bytes + wanted.Size > purpose.MaxBytesPerDay ? BeginOutcome.TooMuchToday
            : null;
    }

    /// <summary>What a person has used of the limits.</summary>
    private sealed record Used
    {
        public required int OpenNow { get; init; }
        public required int Begun { get; init; }
        public required long Bytes { get; init; }
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
