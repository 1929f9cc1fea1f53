using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>One node's turn at a video: the row's lease, renewed for as long as the turn lasts, and a folder to work in.</summary>
internal sealed class VideoTurn : IAsyncDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(8);

    private readonly Database database;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost;
    private readonly Task renewing;
    private readonly CancellationTokenSource over = new();
    private int progress;

    private VideoTurn(Database database, TimeProvider time, VideoFile file, string holder, CancellationToken ct)
    {
        (this.database, this.time, File, Holder) = (database, time, file, holder);
        lost = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Folder = Directory.CreateTempSubdirectory(FolderPrefix).FullName;
        renewing = RenewAsync();
    }

    public const string FolderPrefix = "csrme-video-";

    public VideoFile File { get; }

    public string Holder { get; }

    public string Folder { get; }

    /// <summary>Ends the work: the service stops, or another node has the row.</summary>
    public CancellationToken Lost => lost.Token;

    public static async Task<VideoTurn?> TakeAsync(Database database, TimeProvider time, VideoFile file, CancellationToken ct)
    {
        var holder = Lease.NewHolder();
        var args = new { file.Id, state = file.State.Key };
        return await VideoFileStates.Lease.TakeAsync(database, holder, args, time.GetUtcNow(), ct, and: "state = @state")
            ? new VideoTurn(database, time, file, holder, ct)
            : null;
    }

    public void Report(int percent) => Volatile.Write(ref progress, percent);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await renewing;
        Directory.Delete(Folder, recursive: true);
        // Where the turn ended with a result this finds nothing: the row was given back with it.
        await VideoFileStates.Lease.ReleaseAsync(database, Holder, new { File.Id }, CancellationToken.None);
        lost.Dispose();
        over.Dispose();
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(RenewEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
            {
                var args = new { File.Id, percent = Volatile.Read(ref progress) };
                if (!await TryRenewAsync(args))
                {
                    await lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task<bool> TryRenewAsync(object args)
    {
        try
        {
            return await VideoFileStates.Lease.RenewAsync(
                database,
                Holder,
                args,
                time.GetUtcNow(),
                CancellationToken.None,
                "progress = @percent",
                "state <> 'gone'"
            );
        }
        catch (Exception e) when (database.IsAway(e))
        {
            // The lease runs out if the database stays away; the result then finds no row.
            return true;
        }
    }
}
