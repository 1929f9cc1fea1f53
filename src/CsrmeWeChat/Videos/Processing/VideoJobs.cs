using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Storage;

namespace CsrmeWeChat.Videos;

/// <summary>
/// Job: looks at videos that came, at once, so that their pictures reach WeChat's check while the author is still there. It does not wait
/// behind a conversion.
/// </summary>
public sealed class ExamineVideos(VideoWorkshop workshop) : IJob
{
    private readonly JobTurn turn = new();

    public Task RunAsync(CancellationToken ct) =>
        turn.TakeAsync(() => JobTurn.WhileDueAsync(workshop.ExamineNextAsync, TimeSpan.MaxValue, ct));
}

/// <summary>Job: makes the copies for the phone, one at a time on each node.</summary>
public sealed class ConvertVideos(VideoWorkshop workshop) : IJob
{
    private readonly JobTurn turn = new();

    public Task RunAsync(CancellationToken ct) =>
        turn.TakeAsync(() => JobTurn.WhileDueAsync(workshop.ConvertNextAsync, TimeSpan.MaxValue, ct));
}

/// <summary>
/// Job: drops drafts that were left long ago, and deletes what no entry needs any more, file first and row last, so that a crash leaves it
/// to the next run.
/// </summary>
public sealed class RemoveVideos(EntryStates entries, VideoFileStore files, IFileStore store, TimeProvider time) : IJob
{
    private const int Slice = 100;

    public async Task RunAsync(CancellationToken ct)
    {
        WorkTurn.DeleteLeft(VideoTurn.FolderPrefix, time.GetUtcNow());
        await entries.DropOldDraftsAsync(time.GetUtcNow(), Slice, ct);
        for (var done = 0; done < Slice; done++)
        {
            if (await files.FindDueAsync(VideoFileState.Gone, time.GetUtcNow(), ct) is not { } file)
            {
                return;
            }
            // What was made is found by where it lies: a turn that died may have left what no row tells of.
            await foreach (var key in store.ListAsync(VideoKeys.FolderOf(file.Id), DateTimeOffset.MaxValue, ct))
            {
                await store.DeleteAsync(key, ct);
            }
            await files.ForgetAsync(file.Id, ct);
        }
    }
}
