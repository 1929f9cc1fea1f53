using Amazon.Runtime;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Uploads;

namespace CsrmeWeChat.Contests;

/// <summary>
/// The work on a photo: its copies are made and stored, and the row comes last. A crash between them costs the work, which is done again
/// over the same files.
/// </summary>
public sealed class PhotoWorkshop(
    Database database,
    EntryPhotoStore photos,
    PhotoEntryStates entries,
    Photos darkroom,
    UploadStore uploads,
    IFileStore store,
    TimeProvider time,
    ILogger<PhotoWorkshop> log
)
{
    private const int MaxAttempts = 3;

    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private static readonly PhotoRefusal Stubborn = new(
        "photo.stubborn",
        "这张照片处理不了。请用看图软件另存为 JPG，或从原图重新导出后再上传。"
    );

    /// <summary>Whether there was one to work on.</summary>
    public async Task<bool> DevelopNextAsync(CancellationToken ct)
    {
        if (await photos.FindDueAsync(EntryPhotoState.Waiting, time.GetUtcNow(), ct) is not { } photo)
        {
            return false;
        }
        await using var turn = await PhotoTurn.TakeAsync(database, time, photo, ct);
        if (turn is null)
        {
            return true;
        }
        try
        {
            await DevelopAsync(turn);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("The work on photo {Photo} was given up: another node has it, or nobody needs it", photo.Id);
        }
        catch (Exception e) when (IsOfSurroundings(e))
        {
            log.LogError(e, "The work on photo {Photo} broke off", photo.Id);
            await EntryPhotoStates.PostponeAsync(database, turn.Holder, photo.Id, counts: false, time.GetUtcNow() + Again, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever this file does to us, it does not do it for ever.
            log.LogError(e, "Photo {Photo} is more than we can take", photo.Id);
            await FailAsync(turn, Stubborn);
        }
        return true;
    }

    /// <summary>The database, the store, the disk, or the photo before, which say nothing of this one.</summary>
    private bool IsOfSurroundings(Exception e) =>
        e is IOException or UnauthorizedAccessException or TimeoutException or AmazonServiceException
        || S3Bucket.IsAway(e)
        || database.IsAway(e);

    private async Task DevelopAsync(PhotoTurn turn)
    {
        var photo = turn.Photo;
        if (photo.Attempts >= MaxAttempts)
        {
            // Each time the process ended before it could say so.
            await entries.UnfitAsync(photo, turn.Holder, Stubborn, time.GetUtcNow(), turn.Lost);
            return;
        }
        using var original = await uploads.FetchAsync(photo.UploadId, turn.Lost)
            ?? throw new FileNotFoundException($"The upload of photo {photo.Id} has no file.");
        var (made, why) = await darkroom.DevelopAsync(original.Path, turn.Folder, time.GetUtcNow(), turn.Lost, withLarge: true);
        if (why is not null)
        {
            await RefuseAsync(turn, original, why);
            return;
        }
        await store.AddAsync(EntryPhotoKeys.Large(photo.Code), made!.LargeJpeg!.Path, turn.Lost);
        await store.AddAsync(EntryPhotoKeys.Preview(photo.Code), made.PreviewJpeg.Path, turn.Lost);
        await store.AddAsync(EntryPhotoKeys.Thumbnail(photo.Code), made.ThumbnailJpeg.Path, turn.Lost);
        await entries.ReadyAsync(photo, turn.Holder, made, time.GetUtcNow(), turn.Lost);
    }

    private Task RefuseAsync(PhotoTurn turn, LocalFile original, PhotoRefusal why)
    {
        var (id, now) = (turn.Photo.Id, time.GetUtcNow());
        // An upload moves to the store as soon as it may, also while somebody looks at it: that says nothing of the photo.
        return !File.Exists(original.Path) ? EntryPhotoStates.PostponeAsync(database, turn.Holder, id, counts: false, now, turn.Lost)
            // That may be the machine's fault.
            : why == PhotoRefusal.TooSlow ? FailAsync(turn, why)
            : entries.UnfitAsync(turn.Photo, turn.Holder, why, now, turn.Lost);
    }

    private Task FailAsync(PhotoTurn turn, PhotoRefusal why)
    {
        var (photo, now) = (turn.Photo, time.GetUtcNow());
        log.LogWarning("The work on photo {Photo} failed, attempt {Attempt}", photo.Id, photo.Attempts + 1);
        return photo.Attempts + 1 < MaxAttempts
            ? EntryPhotoStates.PostponeAsync(database, turn.Holder, photo.Id, counts: true, now + Again * (1 << photo.Attempts), turn.Lost)
            : entries.UnfitAsync(photo, turn.Holder, why, now, turn.Lost);
    }
}
