using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Uploads;

namespace CsrmeWeChat.Contests;

/// <summary>Which photos an entry has and in which order: each wish of its author in one transaction under the entry's lock.</summary>
public sealed class EntryPhotoDesk(Database database)
{
    /// <summary>Puts an uploaded photo at the end. The same upload once more adds nothing.</summary>
    public Task<PhotoEntryOutcome> AddAsync(long personId, long entryId, string uploadCode, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            personId,
            entryId,
            async (tx, entry, photos) =>
            {
                if (await HasUploadAsync(tx, entryId, uploadCode, ct))
                {
                    return (false, PhotoEntryOutcome.Done);
                }
                var contest = (await ContestStore.FindAsync(tx, entry.ContestId, ct))!;
                if (photos.Count >= contest.MaxPhotosOf(entry.GroupKey))
                {
                    return (false, PhotoEntryOutcome.TooManyPhotos);
                }
                if (await UploadStore.TakeAsync(tx, personId, uploadCode, ContestsFeature.Purpose, now, ct) is not { } upload)
                {
                    return (false, PhotoEntryOutcome.UploadGone);
                }
                if (photos.Any(photo => photo.Sha256 == upload.Sha256))
                {
                    return (false, PhotoEntryOutcome.SamePhoto);
                }
                await EntryPhotoStates.AddAsync(tx, entryId, photos.Count + 1, upload, now, ct);
                await PhotoEntryMoves.SetCoverAsync(tx, entryId, entry.CoverId, now, ct);
                return (true, PhotoEntryOutcome.Done);
            },
            ct
        );

    /// <summary>
    /// Takes a photo out. Where it stood for the entry, the first of the rest does. One that is not in the entry is out of it already.
    /// </summary>
    public Task<PhotoEntryOutcome> RemoveAsync(long personId, long entryId, long photoId, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            personId,
            entryId,
            async (tx, entry, photos) =>
            {
                if (photos.FirstOrDefault(photo => photo.Id == photoId) is not { } photo)
                {
                    return (false, PhotoEntryOutcome.Done);
                }
                await EntryPhotoStates.DropAsync(tx, photo, now, ct);
                await EntryPhotoStates.CloseUpAsync(tx, entryId, photo.Place, ct);
                await PhotoEntryMoves.SetCoverAsync(tx, entryId, entry.CoverId == photoId ? null : entry.CoverId, now, ct);
                return (true, PhotoEntryOutcome.Done);
            },
            ct
        );

    /// <param name="order">All photos of the entry.</param>
    /// <param name="cover">Null: the first one.</param>
    public Task<PhotoEntryOutcome> OrderAsync(
        long personId,
        long entryId,
        IReadOnlyList<long> order,
        long? cover,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        ChangeAsync(
            personId,
            entryId,
            async (tx, _, photos) =>
            {
                var isOrder = order.Count == photos.Count && order.ToHashSet().SetEquals(photos.Select(photo => photo.Id));
                if (!isOrder || (cover is { } id && !order.Contains(id)))
                {
                    return (false, PhotoEntryOutcome.WrongOrder);
                }
                for (var at = 0; at < order.Count; at++)
                {
                    await EntryPhotoStates.PlaceAsync(tx, order[at], at + 1, ct);
                }
                await PhotoEntryMoves.SetCoverAsync(tx, entryId, cover, now, ct);
                return (true, PhotoEntryOutcome.Done);
            },
            ct
        );

    private Task<PhotoEntryOutcome> ChangeAsync(
        long personId,
        long entryId,
        Func<Transaction, PhotoEntry, IReadOnlyList<EntryPhoto>, Task<(bool, PhotoEntryOutcome)>> change,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
                await PhotoEntryMoves.LockAsync(tx, personId, entryId, ct) switch
                {
                    null => (false, PhotoEntryOutcome.NotFound),
                    { IsEditable: true } entry => await change(tx, entry, await EntryPhotoStates.ListAsync(tx, entryId, ct)),
                    _ => (false, PhotoEntryOutcome.NotEditable),
                },
            ct
        );

    private static async Task<bool> HasUploadAsync(Transaction tx, long entryId, string code, CancellationToken ct) =>
        await tx.FindAsync<int>(
            """
            SELECT 1 FROM contest_photos p JOIN uploads u ON u.id = p.upload_id
             WHERE p.entry_id = @entryId AND p.state <> 'gone' AND u.code = @code
            """,
            new { entryId, code },
            ct
        ) == 1;
}
