using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Storage;

namespace CsrmeWeChat.Contests;

/// <summary>
/// Job: makes the copies of photos that came, one at a time on each node, as soon as they are there: their author reads what is wrong with
/// one while they can still change it.
/// </summary>
public sealed class DevelopPhotos(PhotoWorkshop workshop) : IJob
{
    private readonly JobTurn turn = new();

    public Task RunAsync(CancellationToken ct) =>
        turn.TakeAsync(() => JobTurn.WhileDueAsync(workshop.DevelopNextAsync, TimeSpan.MaxValue, ct));
}

/// <summary>
/// Job: drops drafts that were left long ago, and deletes what no entry needs any more, files first and row last, so that a crash leaves it
/// to the next run.
/// </summary>
public sealed class RemovePhotos(PhotoEntryStates entries, EntryPhotoStore photos, IFileStore store, TimeProvider time) : IJob
{
    private const int Slice = 100;

    public async Task RunAsync(CancellationToken ct)
    {
        WorkTurn.DeleteLeft(PhotoTurn.FolderPrefix, time.GetUtcNow());
        await entries.DropOldDraftsAsync(time.GetUtcNow(), Slice, ct);
        for (var done = 0; done < Slice; done++)
        {
            if (await photos.FindDueAsync(EntryPhotoState.Gone, time.GetUtcNow(), ct) is not { } photo)
            {
                return;
            }
            await foreach (var key in store.ListAsync(EntryPhotoKeys.FolderOf(photo.Code), DateTimeOffset.MaxValue, ct))
            {
                await store.DeleteAsync(key, ct);
            }
            await photos.ForgetAsync(photo.Id, ct);
        }
    }
}
