using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using WeChat;

namespace CsrmeWeChat.Stories;

/// <summary>Uploads each picture to WeChat once, however many sends need it at the same time.</summary>
public sealed class WeChatMedia(Database database, MediaFolder folder, IOfficialAccount account, TimeProvider time)
{
    private static readonly Lease Lease = new("wechat_media", "hash = @Hash AND kind = @Kind AND place = ''", TimeSpan.FromMinutes(1));

    /// <summary>The picture's address at WeChat. Null where another process is uploading it.</summary>
    public Task<string?> FindAddressAsync(string name, CancellationToken ct) =>
        name.EndsWith(".gif", StringComparison.Ordinal)
            ? FindAsync(name, "article", account.AddMovingPictureAsync, ct)
            : FindAsync(name, "article", account.UploadArticlePictureAsync, ct);

    /// <summary>The picture's permanent media id. Null where another process is uploading it.</summary>
    public Task<string?> FindCoverAsync(string name, CancellationToken ct) => FindAsync(name, "cover", account.AddPictureAsync, ct);

    /// <summary>Has a cover uploaded again, because WeChat no longer knows this media id.</summary>
    public Task ForgetCoverAsync(string mediaId, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE wechat_media SET place = '', lease = '', lease_until = NULL WHERE kind = 'cover' AND place = @mediaId",
            new { mediaId },
            ct
        );

    private async Task<string?> FindAsync(
        string name,
        string kind,
        Func<PictureFile, CancellationToken, Task<string>> upload,
        CancellationToken ct
    )
    {
        var key = new MediaKey(MediaFolder.HashOf(name), kind);
        if (await FindPlaceAsync(key, ct) is { } known)
        {
            return known;
        }
        // The file is read before the lease is taken, so that a lost file keeps nobody waiting for its upload.
        var picture = new PictureFile(name, await folder.ReadAsync(name, ct));
        var holder = Lease.NewHolder();
        return await TakeAsync(key, holder, ct) ? await UploadAsync(key, picture, holder, upload, ct) : await FindPlaceAsync(key, ct);
    }

    private async Task<string> UploadAsync(
        MediaKey key,
        PictureFile picture,
        string holder,
        Func<PictureFile, CancellationToken, Task<string>> upload,
        CancellationToken ct
    )
    {
        try
        {
            var place = await upload(picture, ct);
            await Lease.ReleaseAsync(
                database,
                holder,
                new
                {
                    key.Hash,
                    key.Kind,
                    place,
                },
                ct,
                set: "place = @place"
            );
            return place;
        }
        catch (WeChatException)
        {
            await Lease.ReleaseAsync(database, holder, key, ct);
            throw;
        }
    }

    private async Task<string?> FindPlaceAsync(MediaKey key, CancellationToken ct)
    {
        var place = await database.FindAsync<string>("SELECT place FROM wechat_media WHERE hash = @Hash AND kind = @Kind", key, ct);
        return place is { Length: > 0 } ? place : null;
    }

    private async Task<bool> TakeAsync(MediaKey key, string holder, CancellationToken ct)
    {
        await database.TryInsertAsync("INSERT INTO wechat_media (hash, kind, place, lease) VALUES (@Hash, @Kind, '', '')", key, ct);
        return await Lease.TakeAsync(database, holder, key, time.GetUtcNow(), ct);
    }

    private sealed record MediaKey(string Hash, string Kind);
}
