using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Uploads;

namespace CsrmeWeChat.Contests;

/// <summary>
/// All changes of a photo's row, each in one statement whose row count says whether it applied. What changes which photos an entry has is
/// made under the entry's lock.
/// </summary>
internal static class EntryPhotoStates
{
    /// <summary>A node works on a row for as long as it says so. Longer than two renewals of a turn.</summary>
    public static readonly Lease Lease = new("contest_photos", "id = @Id", TimeSpan.FromSeconds(30));

    public static Task<IReadOnlyList<EntryPhoto>> ListAsync(Sql sql, long entryId, CancellationToken ct) => ListAsync(sql, [entryId], ct);

    /// <summary>Of these entries, those that are theirs still, in their order.</summary>
    public static Task<IReadOnlyList<EntryPhoto>> ListAsync(Sql sql, IReadOnlyCollection<long> entries, CancellationToken ct) =>
        sql.ListAsync<EntryPhoto>(
            $$"""
            SELECT {{EntryPhoto.Columns}} FROM contest_photos p
             WHERE p.entry_id IN {=entries} AND p.state <> 'gone'
             ORDER BY p.entry_id, p.place
            """,
            new { entries },
            ct
        );

    public static Task AddAsync(Transaction tx, long entryId, int place, TakenUpload upload, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            INSERT INTO contest_photos (code, entry_id, place, upload_id, name, size, sha256, begun_at, completed_at, state, fault, why,
                                        facts, width, height, copy_width, copy_height, looks, attempts, due_at, lease)
            VALUES (@code, @entryId, @place, @Id, @FileName, @Size, @Sha256, @BegunAt, @CompletedAt, 'waiting', '', '', '',
                    0, 0, 0, 0, 0, 0, @now, '')
            """,
            new
            {
                code = EntryPhotoKeys.NewCode(),
                entryId,
                place,
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

    public static Task PlaceAsync(Transaction tx, long id, int place, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE contest_photos SET place = @place WHERE id = @id AND state <> 'gone'", new { id, place }, ct);

    /// <summary>Those behind a place that has become free move up.</summary>
    public static Task CloseUpAsync(Transaction tx, long entryId, int place, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE contest_photos SET place = place - 1 WHERE entry_id = @entryId AND place > @place AND state <> 'gone'",
            new { entryId, place },
            ct
        );

    public static Task<bool> ReadyAsync(Transaction tx, string holder, long id, DevelopedPhoto made, CancellationToken ct) =>
        Lease.ReleaseAsync(
            tx,
            holder,
            new
            {
                Id = id,
                facts = JsonSerializer.Serialize(made.Facts),
                made.Facts.Width,
                made.Facts.Height,
                copyWidth = made.LargeJpeg!.Width,
                copyHeight = made.LargeJpeg.Height,
                looks = made.Hash.Bits,
            },
            ct,
            """
            state = 'ready', facts = @facts, width = @Width, height = @Height, copy_width = @copyWidth, copy_height = @copyHeight,
            looks = @looks, due_at = NULL
            """,
            "state = 'waiting'"
        );

    public static Task<bool> UnfitAsync(Transaction tx, string holder, long id, PhotoRefusal fault, CancellationToken ct) =>
        Lease.ReleaseAsync(
            tx,
            holder,
            new
            {
                Id = id,
                fault.Code,
                fault.Why,
            },
            ct,
            "state = 'unfit', fault = @Code, why = @Why, due_at = NULL",
            "state = 'waiting'"
        );

    /// <summary>The work did not succeed and is tried again later.</summary>
    /// <param name="counts">Whether the attempt, which was counted when it began, says anything of the photo.</param>
    public static Task<bool> PostponeAsync(Sql sql, string holder, long id, bool counts, DateTimeOffset until, CancellationToken ct) =>
        Lease.ReleaseAsync(
            sql,
            holder,
            new
            {
                Id = id,
                until,
                less = counts ? 0 : 1,
            },
            ct,
            "attempts = attempts - @less, due_at = @until",
            "state = 'waiting'"
        );

    /// <summary>No entry needs it any more, and its original is given back. Whoever works on it finds no row for the result.</summary>
    public static async Task DropAsync(Transaction tx, EntryPhoto photo, DateTimeOffset now, CancellationToken ct)
    {
        await tx.ExecuteAsync(
            "UPDATE contest_photos SET state = 'gone', due_at = @now WHERE id = @Id AND state <> 'gone'",
            new { photo.Id, now },
            ct
        );
        await UploadStore.GiveBackAsync(tx, photo.UploadId, now, ct);
    }
}
