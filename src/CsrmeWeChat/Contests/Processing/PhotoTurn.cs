using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Contests;

/// <summary>
/// One node's turn at a photo. The attempt is counted as it begins: a file that ends the whole process must not do so after each start.
/// </summary>
internal sealed class PhotoTurn : WorkTurn
{
    public const string FolderPrefix = "csrme-photo-";

    private readonly Database database;

    private PhotoTurn(Database database, TimeProvider time, EntryPhoto photo, string holder, CancellationToken ct)
        : base(database, time, holder, FolderPrefix, ct)
    {
        (this.database, Photo) = (database, photo);
        Begin();
    }

    /// <summary>As it was before the turn.</summary>
    public EntryPhoto Photo { get; }

    public static async Task<PhotoTurn?> TakeAsync(Database database, TimeProvider time, EntryPhoto photo, CancellationToken ct)
    {
        var holder = Lease.NewHolder();
        var isTaken = await EntryPhotoStates.Lease.TakeAsync(
            database,
            holder,
            new { photo.Id, photo.Attempts },
            time.GetUtcNow(),
            ct,
            "attempts = attempts + 1",
            "state = 'waiting' AND attempts = @Attempts"
        );
        return isTaken ? new PhotoTurn(database, time, photo, holder, ct) : null;
    }

    protected override Task<bool> RenewAsync(DateTimeOffset now) =>
        EntryPhotoStates.Lease.RenewAsync(database, Holder, new { Photo.Id }, now, CancellationToken.None, and: "state <> 'gone'");

    /// <summary>It ended without a result because the service stops, which says nothing of the photo.</summary>
    protected override Task GiveBackAsync() =>
        EntryPhotoStates.Lease.ReleaseAsync(database, Holder, new { Photo.Id }, CancellationToken.None, "attempts = attempts - 1");
}
