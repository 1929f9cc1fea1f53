using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>
/// All changes of an entry's row, each in one statement whose row count says whether it applied. Every change counts in <c>revision</c>.
/// </summary>
internal static class PhotoEntryMoves
{
    /// <summary>What is handed in and not decided against: of these, nobody else may enter a photo.</summary>
    private const string Stands = "state IN ('submitted', 'reviewing', 'accepted')";

    /// <summary>A person has one draft of a contest: this keeps its place.</summary>
    public static string DraftSlot(long contestId, long personId) =>
        string.Create(CultureInfo.InvariantCulture, $"draft:{contestId}:{personId}");

    /// <summary>The place of an entry that is no draft any more, or a second one after two persons became one.</summary>
    public static string SlotOf(long entryId) => string.Create(CultureInfo.InvariantCulture, $"entry:{entryId}");

    public static Task<PhotoEntry?> FindBySlotAsync(Sql sql, string slot, CancellationToken ct) =>
        sql.FindAsync<PhotoEntry>($"SELECT {PhotoEntry.Columns} FROM contest_entries e WHERE e.slot = @slot", new { slot }, ct);

    /// <summary>What counts against the limit: all but what was taken back.</summary>
    public static Task<int> CountAsync(Sql sql, long contestId, long personId, CancellationToken ct) =>
        sql.FindAsync<int>(
            "SELECT COUNT(*) FROM contest_entries WHERE person_id = @personId AND contest_id = @contestId AND state <> 'withdrawn'",
            new { contestId, personId },
            ct
        );

    public static Task AddDraftAsync(
        Transaction tx,
        string slot,
        long contestId,
        long personId,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO contest_entries (slot, contest_id, person_id, state, group_key, subject, title, caption, place, taken_on, author,
                                         unit, coauthors, avoid, edit, edit_note, ai_use, ai_note, version, revision, reason, votes,
                                         created_at, changed_at, decided_by)
            VALUES (@slot, @contestId, @personId, 'draft', '', '', '', '', '', '', '',
                    '', '[]', '[]', 'none', '', 'none', '', 0, 1, '', 0, @now, @now, '')
            """,
            new
            {
                slot,
                contestId,
                personId,
                now,
            },
            ct
        );

    /// <summary>The author's entry, held to the end of the transaction.</summary>
    public static async Task<PhotoEntry?> LockAsync(Transaction tx, long personId, long entryId, CancellationToken ct) =>
        await LockAsync(tx, entryId, ct) is { } entry && entry.PersonId == personId ? entry : null;

    public static async Task<PhotoEntry?> LockAsync(Transaction tx, long entryId, CancellationToken ct) =>
        await tx.LockAsync("contest_entries", entryId, ct) ? await FindAsync(tx, entryId, ct) : null;

    public static Task<PhotoEntry?> FindAsync(Sql sql, long entryId, CancellationToken ct) =>
        sql.FindAsync<PhotoEntry>($"SELECT {PhotoEntry.Columns} FROM contest_entries e WHERE e.id = @entryId", new { entryId }, ct);

    /// <summary>In which contest it is, which never changes. Null where it is not the person's.</summary>
    public static Task<long?> FindContestAsync(Sql sql, long personId, long entryId, CancellationToken ct) =>
        sql.FindAsync<long?>(
            "SELECT contest_id FROM contest_entries WHERE id = @entryId AND person_id = @personId",
            new { entryId, personId },
            ct
        );

    /// <summary>Of these, those that may be judged.</summary>
    public static async Task<IReadOnlySet<long>> ListStandingAsync(Sql sql, IReadOnlyCollection<long> ids, CancellationToken ct) =>
        (
            await sql.ListAsync<long>("SELECT id FROM contest_entries WHERE id IN {=ids} AND state = 'accepted'", new { ids }, ct)
        ).ToHashSet();

    /// <summary>Whose entries of the contest that stand have one of these files, apart from this entry.</summary>
    public static Task<IReadOnlyList<long?>> ListHoldersAsync(
        Transaction tx,
        PhotoEntry entry,
        IEnumerable<string> hashes,
        CancellationToken ct
    ) =>
        tx.ListAsync<long?>(
            $"""
            SELECT e.person_id FROM contest_photos p JOIN contest_entries e ON e.id = p.entry_id
             WHERE p.sha256 IN @hashes AND p.state <> 'gone' AND e.contest_id = @ContestId AND e.id <> @Id AND e.{Stands}
            """,
            new
            {
                entry.ContestId,
                entry.Id,
                hashes,
            },
            ct
        );

    public static async Task<bool> WriteAsync(
        Sql sql,
        long personId,
        long entryId,
        PhotoEntryText text,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await sql.ExecuteAsync(
            """
            UPDATE contest_entries
               SET group_key = @Group, subject = @Subject, title = @Title, caption = @Caption, place = @Place, taken_on = @TakenOn,
                   author = @Author, unit = @Unit, coauthors = @coauthors, avoid = @avoid, edit = @edit, edit_note = @EditNote,
                   ai_use = @aiUse, ai_note = @AiNote, revision = revision + 1, changed_at = @now
             WHERE id = @entryId AND person_id = @personId AND state IN ('draft', 'returned')
            """,
            new
            {
                entryId,
                personId,
                text.Group,
                text.Subject,
                text.Title,
                text.Caption,
                text.Place,
                text.TakenOn,
                text.Author,
                text.Unit,
                coauthors = ContestJson.Write(text.Coauthors),
                avoid = ContestJson.Write(text.Avoid),
                edit = text.Edit.Key,
                text.EditNote,
                aiUse = text.AiUse.Key,
                text.AiNote,
                now,
            },
            ct
        ) == 1;

    /// <summary>Its photos have changed, or their order, or which one stands for it.</summary>
    public static Task SetCoverAsync(Transaction tx, long entryId, long? coverId, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE contest_entries SET cover_id = @coverId, revision = revision + 1, changed_at = @now WHERE id = @entryId",
            new
            {
                entryId,
                coverId,
                now,
            },
            ct
        );

    public static async Task<bool> SubmitAsync(
        Transaction tx,
        PhotoEntry entry,
        PhotoEntryState to,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            """
            UPDATE contest_entries
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

    /// <summary>Its photos are ready; nothing happens to one that is not handed in, or was taken back meanwhile.</summary>
    public static Task BringToReviewAsync(Transaction tx, long entryId, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE contest_entries SET state = 'reviewing', revision = revision + 1, changed_at = @now
             WHERE id = @entryId AND state = 'submitted'
            """,
            new { entryId, now },
            ct
        );

    /// <param name="by">Empty where no human decided.</param>
    public static async Task<bool> ReturnAsync(
        Transaction tx,
        PhotoEntry entry,
        string reason,
        string by,
        DateTimeOffset fixUntil,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            $"""
            UPDATE contest_entries
               SET state = 'returned', reason = @reason, fix_until = @fixUntil, decided_at = @now, decided_by = @by,
                   revision = revision + 1, changed_at = @now
             WHERE id = @Id AND revision = @Revision AND {Stands}
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

    public static async Task<bool> AcceptAsync(Transaction tx, PhotoEntry entry, string by, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            """
            UPDATE contest_entries
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

    /// <summary>Under the entry's lock, with its photos dropped. What was never handed in goes without a trace.</summary>
    public static async Task WithdrawAsync(Transaction tx, PhotoEntry entry, DateTimeOffset now, CancellationToken ct)
    {
        if (entry.Version == 0)
        {
            await tx.ExecuteAsync("DELETE FROM contest_entries WHERE id = @Id", new { entry.Id }, ct);
            return;
        }
        await tx.ExecuteAsync(
            """
            UPDATE contest_entries SET state = 'withdrawn', cover_id = NULL, revision = revision + 1, changed_at = @now
             WHERE id = @Id AND state <> 'withdrawn'
            """,
            new { entry.Id, now },
            ct
        );
    }
}
