using System.Globalization;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>
/// All changes of an entry's row, each in one statement whose row count says whether it applied. Every change but a like counts in
/// <c>revision</c>.
/// </summary>
internal static class EntryMoves
{
    /// <summary>A person has one draft of a call: this keeps its place.</summary>
    public static string DraftSlot(long callId, long personId) => string.Create(CultureInfo.InvariantCulture, $"draft:{callId}:{personId}");

    /// <summary>The place of an entry that is no draft any more, or a second one after two persons became one.</summary>
    public static string SlotOf(long entryId) => string.Create(CultureInfo.InvariantCulture, $"entry:{entryId}");

    public static Task<Entry?> FindBySlotAsync(Transaction tx, string slot, CancellationToken ct) =>
        tx.FindAsync<Entry>($"SELECT {Entry.Columns} FROM video_entries e WHERE e.slot = @slot", new { slot }, ct);

    /// <summary>What counts against the limit: all but what was taken back.</summary>
    public static Task<int> CountAsync(Sql sql, long callId, long personId, CancellationToken ct) =>
        sql.FindAsync<int>(
            "SELECT COUNT(*) FROM video_entries WHERE person_id = @personId AND call_id = @callId AND state <> 'withdrawn'",
            new { callId, personId },
            ct
        );

    public static Task AddDraftAsync(Transaction tx, string slot, long callId, long personId, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            INSERT INTO video_entries (slot, call_id, person_id, state, title, statement, author, unit, collaborators, category, ai_use,
                                       ai_note, version, revision, reason, likes, feed_id, created_at, changed_at, decided_by)
            VALUES (@slot, @callId, @personId, 'draft', '', '', '', '', '[]', '', 'none',
                    '', 0, 1, '', 0, '', @now, @now, '')
            """,
            new
            {
                slot,
                callId,
                personId,
                now,
            },
            ct
        );

    /// <summary>The author's entry, held to the end of the transaction.</summary>
    public static async Task<Entry?> LockAsync(Transaction tx, long personId, long entryId, CancellationToken ct) =>
        await LockAsync(tx, entryId, ct) is { } entry && entry.PersonId == personId ? entry : null;

    public static async Task<Entry?> LockAsync(Transaction tx, long entryId, CancellationToken ct) =>
        await tx.LockAsync("video_entries", entryId, ct) ? await FindAsync(tx, entryId, ct) : null;

    public static Task<Entry?> FindAsync(Sql sql, long entryId, CancellationToken ct) =>
        sql.FindAsync<Entry>($"SELECT {Entry.Columns} FROM video_entries e WHERE e.id = @entryId", new { entryId }, ct);

    public static async Task<bool> IsTheirsAsync(Sql sql, long personId, long entryId, CancellationToken ct) =>
        await sql.FindAsync<int>("SELECT 1 FROM video_entries WHERE id = @entryId AND person_id = @personId", new { entryId, personId }, ct)
        == 1;

    public static async Task<VideoFile?> FindVideoAsync(Sql sql, Entry entry, CancellationToken ct) =>
        entry.VideoId is { } id
            ? await sql.FindAsync<VideoFile>($"SELECT {VideoFile.Columns} FROM video_files f WHERE f.id = @id", new { id }, ct)
            : null;

    public static async Task<bool> HasUploadAsync(Transaction tx, long videoId, string code, CancellationToken ct) =>
        await tx.FindAsync<int>(
            "SELECT 1 FROM video_files f JOIN uploads u ON u.id = f.upload_id WHERE f.id = @videoId AND u.code = @code",
            new { videoId, code },
            ct
        ) == 1;

    public static async Task<bool> WriteAsync(
        Sql sql,
        long personId,
        long entryId,
        EntryText text,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await sql.ExecuteAsync(
            """
            UPDATE video_entries
               SET title = @Title, statement = @Statement, author = @Author, unit = @Unit, collaborators = @collaborators,
                   category = @Category, ai_use = @aiUse, ai_note = @AiNote, revision = revision + 1, changed_at = @now
             WHERE id = @entryId AND person_id = @personId AND state IN ('draft', 'returned')
            """,
            new
            {
                entryId,
                personId,
                text.Title,
                text.Statement,
                text.Author,
                text.Unit,
                collaborators = JsonSerializer.Serialize(text.Collaborators, EntryText.Json),
                text.Category,
                aiUse = text.AiUse.Key,
                text.AiNote,
                now,
            },
            ct
        ) == 1;

    public static Task SetVideoAsync(Transaction tx, long entryId, long videoId, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE video_entries SET video_id = @videoId, revision = revision + 1, changed_at = @now WHERE id = @entryId",
            new
            {
                entryId,
                videoId,
                now,
            },
            ct
        );

    public static async Task<bool> SubmitAsync(Transaction tx, Entry entry, EntryState to, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            """
            UPDATE video_entries
               SET state = @to, slot = @slot, version = version + 1, revision = revision + 1, reason = '', agreed_at = @now,
                   submitted_at = @now, changed_at = @now
             WHERE id = @Id AND state IN ('draft', 'returned')
            """,
            new
            {
                entry.Id,
                to = to.Key,
                slot = SlotOf(entry.Id),
                now,
            },
            ct
        ) == 1;

    /// <summary>Its video is ready; nothing happens to one that is not handed in, or was taken back meanwhile.</summary>
    public static Task BringToReviewAsync(Transaction tx, long entryId, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE video_entries SET state = 'reviewing', revision = revision + 1, changed_at = @now
             WHERE id = @entryId AND state = 'submitted'
            """,
            new { entryId, now },
            ct
        );

    /// <param name="by">Empty where no human decided.</param>
    public static async Task<bool> ReturnAsync(
        Transaction tx,
        Entry entry,
        string reason,
        string by,
        DateTimeOffset fixUntil,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            """
            UPDATE video_entries
               SET state = 'returned', reason = @reason, fix_until = @fixUntil, decided_at = @now, decided_by = @by, shown_at = NULL,
                   shelf = NULL, revision = revision + 1, changed_at = @now
             WHERE id = @Id AND revision = @Revision AND state IN ('submitted', 'reviewing', 'accepted', 'shown')
            """,
            new
            {
                entry.Id,
                entry.Revision,
                reason,
                fixUntil,
                by,
                now,
            },
            ct
        ) == 1;

    public static async Task<bool> AcceptAsync(Transaction tx, Entry entry, string by, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            """
            UPDATE video_entries
               SET state = 'accepted', reason = '', fix_until = NULL, decided_at = @now, decided_by = @by,
                   revision = revision + 1, changed_at = @now
             WHERE id = @Id AND revision = @Revision AND state = 'reviewing'
            """,
            new
            {
                entry.Id,
                entry.Revision,
                by,
                now,
            },
            ct
        ) == 1;

    /// <summary>Of an entry's row, whether the mini program can play it: its call shows videos, or it plays from 视频号.</summary>
    private const string CanPlay = """
        EXISTS (SELECT 1 FROM video_calls c
                 WHERE c.id = video_entries.call_id
                   AND (c.is_public = 1 OR (video_entries.feed_id <> '' AND c.channel_user <> '')))
        """;

    /// <summary>Shows what is accepted and can be played; under the call's lock, so that it can still be played when it is shown.</summary>
    public static async Task<bool> ShowAsync(Transaction tx, Entry entry, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            $"""
            UPDATE video_entries
               SET state = 'shown', reason = '', shown_at = @now, shelf = @shelf, revision = revision + 1, changed_at = @now
             WHERE id = @Id AND revision = @Revision AND state = 'accepted' AND {CanPlay}
            """,
            new
            {
                entry.Id,
                entry.Revision,
                shelf = new GalleryPlace(now, entry.Id).On(entry.CallId),
                now,
            },
            ct
        ) == 1;

    /// <summary>
    /// Under the call's lock, after its settings or an entry's feed have changed: what can no longer be played is no longer shown. How
    /// many these are.
    /// </summary>
    public static Task<int> HideUnplayableAsync(Transaction tx, long callId, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            $"""
            UPDATE video_entries
               {Hidden}
             WHERE call_id = @callId AND state = 'shown' AND NOT {CanPlay}
            """,
            new
            {
                callId,
                reason = "小程序里暂时不能播放。",
                now,
            },
            ct
        );

    private const string Hidden =
        "SET state = 'accepted', reason = @reason, shown_at = NULL, shelf = NULL, revision = revision + 1, changed_at = @now";

    public static async Task<bool> HideAsync(Transaction tx, Entry entry, string reason, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            $"""
            UPDATE video_entries
               {Hidden}
             WHERE id = @Id AND revision = @Revision AND state = 'shown'
            """,
            new
            {
                entry.Id,
                entry.Revision,
                reason,
                now,
            },
            ct
        ) == 1;

    public static async Task<bool> SetFeedAsync(Transaction tx, Entry entry, string feedId, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            """
            UPDATE video_entries
               SET feed_id = @feedId, revision = revision + 1, changed_at = @now
             WHERE id = @Id AND revision = @Revision AND state IN ('accepted', 'shown')
            """,
            new
            {
                entry.Id,
                entry.Revision,
                feedId,
                now,
            },
            ct
        ) == 1;

    /// <summary>Under the entry's lock, with its file dropped.</summary>
    public static async Task WithdrawAsync(Transaction tx, Entry entry, DateTimeOffset now, CancellationToken ct)
    {
        if (entry.Version == 0)
        {
            await tx.ExecuteAsync("DELETE FROM video_entries WHERE id = @Id", new { entry.Id }, ct);
            return;
        }
        await tx.ExecuteAsync(
            """
            UPDATE video_entries
               SET state = 'withdrawn', video_id = NULL, shown_at = NULL, shelf = NULL, revision = revision + 1, changed_at = @now
             WHERE id = @Id AND state <> 'withdrawn'
            """,
            new { entry.Id, now },
            ct
        );
    }
}
