using System.Text.Json;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>All changes of a video file's state, each in one statement whose row count says whether the change applied.</summary>
internal static class VideoFileStates
{
    /// <summary>A node works on a row for as long as it says so. Longer than two renewals of a turn.</summary>
    public static readonly Lease Lease = new("video_files", "id = @Id", TimeSpan.FromSeconds(30));

    public static Task<long> AddAsync(Transaction tx, long entryId, Uploads.TakenUpload upload, DateTimeOffset now, CancellationToken ct) =>
        tx.InsertAsync(
            """
            INSERT INTO video_files (entry_id, upload_id, name, size, sha256, begun_at, completed_at, state, fault, facts, milliseconds,
                                     width, height, play_width, play_height, play_size, frames, has_sound, progress, attempts, due_at,
                                     lease)
            VALUES (@entryId, @Id, @FileName, @Size, @Sha256, @BegunAt, @CompletedAt, 'waiting', '', '', 0,
                    0, 0, 0, 0, 0, '', 0, 0, 0, @now, '')
            """,
            new
            {
                entryId,
                upload.Id,
                upload.FileName,
                upload.Size,
                upload.Sha256,
                upload.BegunAt,
                upload.CompletedAt,
                now,
            },
            ct
        );

    /// <param name="isWanted">Whether its entry is handed in, so that the copy is made next.</param>
    public static Task<bool> ExaminedAsync(
        Transaction tx,
        string holder,
        long id,
        Examined found,
        bool isWanted,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        Lease.ReleaseAsync(
            tx,
            holder,
            new
            {
                Id = id,
                facts = JsonSerializer.Serialize(found.Facts),
                found.Facts.Milliseconds,
                found.Facts.Width,
                found.Facts.Height,
                frames = JsonSerializer.Serialize(found.CutAt),
                sound = found.HasSound ? 1 : 0,
                due = isWanted ? now : (DateTimeOffset?)null,
            },
            ct,
            """
            state = 'examined', facts = @facts, milliseconds = @Milliseconds, width = @Width, height = @Height, frames = @frames,
            has_sound = @sound, attempts = 0, progress = 0, due_at = @due
            """,
            "state = 'waiting'"
        );

    /// <summary>The entry is handed in: its copy may be made. Does nothing where that is not the next step.</summary>
    public static Task WantAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE video_files SET due_at = @now WHERE id = @id AND state = 'examined' AND due_at IS NULL",
            new { id, now },
            ct
        );

    public static Task<bool> ReadyAsync(
        Transaction tx,
        string holder,
        long id,
        (int Width, int Height) play,
        long size,
        CancellationToken ct
    ) =>
        Lease.ReleaseAsync(
            tx,
            holder,
            new
            {
                Id = id,
                play.Width,
                play.Height,
                size,
            },
            ct,
            "state = 'ready', play_width = @Width, play_height = @Height, play_size = @size, progress = 100, due_at = NULL",
            "state = 'examined'"
        );

    public static Task<bool> UnfitAsync(Transaction tx, string holder, long id, VideoFault fault, CancellationToken ct) =>
        Lease.ReleaseAsync(
            tx,
            holder,
            new { Id = id, fault = fault.Key },
            ct,
            "state = 'unfit', fault = @fault, due_at = NULL",
            "state IN ('waiting', 'examined')"
        );

    /// <summary>A step did not succeed and is tried again later.</summary>
    public static Task<bool> PostponeAsync(Sql sql, string holder, long id, bool counts, DateTimeOffset until, CancellationToken ct) =>
        Lease.ReleaseAsync(
            sql,
            holder,
            new
            {
                Id = id,
                until,
                more = counts ? 1 : 0,
            },
            ct,
            "attempts = attempts + @more, progress = 0, due_at = @until"
        );

    /// <summary>No entry needs it any more. Whoever works on it notices when its result finds no row.</summary>
    public static Task DropAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE video_files SET state = 'gone', due_at = @now WHERE id = @id AND state <> 'gone'", new { id, now }, ct);
}

/// <summary>What was found in a video.</summary>
internal sealed record Examined(VideoFacts Facts, IReadOnlyList<long> CutAt, bool HasSound);
