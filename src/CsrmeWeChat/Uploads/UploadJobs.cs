using Amazon.Runtime;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.Storage;

namespace CsrmeWeChat.Uploads;

/// <summary>Job: computes hashes that take long, and those that whoever was to compute them did not live to.</summary>
public sealed class CheckUploads(UploadStore store, UploadWriter writer, TimeProvider time) : IJob
{
    private const int Slice = 100;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var upload in await store.ListUncheckedAsync(time.GetUtcNow(), Slice, ct))
        {
            await writer.CheckAsync(upload, ct);
        }
    }
}

/// <summary>
/// Job: what rooms have taken goes from the folder to the bucket, where there is one. A kill between two of its steps leaves a copy that
/// the next run writes again, or a file that the folder's sweep deletes; the row names one whole file at any time.
/// </summary>
public sealed class MoveUploads(UploadStore store, UploadFolder folder, IFileStore files, DirectIntake intake, ILogger<MoveUploads> log)
    : IJob
{
    private const int Slice = 100;

    public async Task RunAsync(CancellationToken ct)
    {
        if (!intake.IsOpen)
        {
            return;
        }
        IReadOnlyList<Upload> due;
        for (var after = 0L; (due = await store.ListToMoveAsync(after, Slice, ct)).Count > 0; after = due[^1].Id)
        {
            foreach (var upload in due)
            {
                try
                {
                    await MoveAsync(upload, ct);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or AmazonServiceException && !S3Bucket.IsAway(e))
                {
                    // This one file cannot be read or is not taken: the others go on, and it is tried again at the next run.
                    log.LogError(e, "Upload {Upload} could not be moved to the store", upload.Id);
                }
            }
        }
    }

    private async Task MoveAsync(Upload upload, CancellationToken ct)
    {
        if (folder.FindPath(upload.Code, upload.Part) is not { } path)
        {
            // Another node has moved it since, or somebody took the file away.
            log.LogWarning("The folder of the uploads has no file of upload {Upload}", upload.Id);
            return;
        }
        if (new FileInfo(path).Length != upload.Size)
        {
            log.LogCritical("The folder of the uploads has lost bytes of upload {Upload}", upload.Id);
            return;
        }
        await files.AddAsync(upload.Key, path, ct);
        if (await store.MoveAsync(upload, ct))
        {
            folder.Delete(upload.Code, upload.Part);
        }
    }
}

/// <summary>Job: ends what has expired, and forgets what ended some time ago.</summary>
public sealed class ExpireUploads(UploadStore store, TimeProvider time) : IJob
{
    private const int Slice = 100;

    public async Task RunAsync(CancellationToken ct)
    {
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

/// <summary>
/// Job: deletes files that are no upload's any more, which a crash or an erasure may leave, and ends what the store was begun to be sent in
/// parts and no upload has. Files in the store are swept with those of the other rooms.
/// </summary>
public sealed class SweepUploads(UploadStore store, UploadFolder folder, DirectIntake intake, TimeProvider time) : IJob
{
    private const int Slice = 500;

    /// <summary>A file that came whole has no row until it is all there.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow() - Young;
        foreach (var files in folder.FilesBefore(before.UtcDateTime).Chunk(Slice))
        {
            var live = await store.ListLiveAsync([.. files.Select(file => file.Code).Distinct()], ct);
            var own = live.Where(upload => upload.Place is UploadPlace.Folder).Select(upload => (upload.Code, upload.Part)).ToHashSet();
            foreach (var (code, part) in files.Where(file => !own.Contains(file)))
            {
                folder.Delete(code, part);
            }
        }
        if (!intake.IsOpen)
        {
            return;
        }
        await foreach (
            var sessions in intake
                .ListSessionsAsync(Upload.KeyPrefix, time.GetUtcNow() - SweepFiles.Young, ct)
                .Chunk(Slice)
                .WithCancellation(ct)
        )
        {
            var live = await store.ListLiveAsync([.. sessions.Select(one => CodeOf(one.Key)).Distinct()], ct);
            var own = live.Select(upload => upload.StoreSession).ToHashSet();
            foreach (var (key, session) in sessions.Where(one => !own.Contains(one.Session)))
            {
                await intake.AbortAsync(key, session, ct);
            }
        }
    }

    private static string CodeOf(string key) => key[(key.LastIndexOf('/') + 1)..].Split('.')[0];
}
