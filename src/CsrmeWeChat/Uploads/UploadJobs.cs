using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// Job: ends what has expired, forgets what ended some time ago, and computes hashes that whoever was to compute them did not live to.
/// </summary>
public sealed class ExpireUploads(UploadStore store, UploadWriter writer, TimeProvider time) : IJob
{
    private const int Slice = 100;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var upload in await store.ListUncheckedAsync(time.GetUtcNow(), Slice, ct))
        {
            await writer.CheckAsync(upload, ct);
        }
        for (var more = true; more; )
        {
            var now = time.GetUtcNow();
            var due = await store.ListDueAsync(now, Slice, ct);
            var done = 0;
            foreach (var upload in due)
            {
                done += await EndAsync(upload, now, ct) ? 1 : 0;
            }
            more = due.Count == Slice && done > 0;
        }
    }

    private async Task<bool> EndAsync(Upload upload, DateTimeOffset now, CancellationToken ct)
    {
        if (!upload.State.HasEnded)
        {
            return await store.EndAsync(upload, UploadState.Expired, now, ct);
        }
        await store.ForgetAsync(upload.Id, ct);
        return true;
    }
}

/// <summary>Job: deletes files that are no upload's any more, which a crash or an erasure may leave.</summary>
public sealed class SweepUploads(UploadStore store, UploadFolder folder, TimeProvider time) : IJob
{
    private const int Slice = 500;

    /// <summary>A file that came whole has no row until it is all there.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var files in folder.FilesBefore((time.GetUtcNow() - Young).UtcDateTime).Chunk(Slice))
        {
            var live = await store.ListLiveAsync([.. files.Select(file => file.Code).Distinct()], ct);
            foreach (var (code, part) in files.Where(file => !live.Contains(file)))
            {
                folder.Delete(code, part);
            }
        }
    }
}
