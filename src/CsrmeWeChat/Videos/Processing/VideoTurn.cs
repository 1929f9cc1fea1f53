using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Videos;

/// <summary>One node's turn at a video.</summary>
internal sealed class VideoTurn : WorkTurn
{
    public const string FolderPrefix = "csrme-video-";

    private readonly Database database;
    private int progress;

    private VideoTurn(Database database, TimeProvider time, VideoFile file, string holder, CancellationToken ct)
        : base(database, time, holder, FolderPrefix, ct)
    {
        (this.database, File) = (database, file);
        Begin();
    }

    public VideoFile File { get; }

    public static async Task<VideoTurn?> TakeAsync(Database database, TimeProvider time, VideoFile file, CancellationToken ct)
    {
        var holder = Lease.NewHolder();
        var args = new { file.Id, state = file.State.Key };
        return await VideoFileStates.Lease.TakeAsync(database, holder, args, time.GetUtcNow(), ct, and: "state = @state")
            ? new VideoTurn(database, time, file, holder, ct)
            : null;
    }

    public void Report(int percent) => Volatile.Write(ref progress, percent);

    protected override Task<bool> RenewAsync(DateTimeOffset now) =>
        VideoFileStates.Lease.RenewAsync(
            database,
            Holder,
            new { File.Id, percent = Volatile.Read(ref progress) },
            now,
            CancellationToken.None,
            "progress = @percent",
            "state <> 'gone'"
        );

    protected override Task GiveBackAsync() =>
        VideoFileStates.Lease.ReleaseAsync(database, Holder, new { File.Id }, CancellationToken.None);
}
