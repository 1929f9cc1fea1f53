using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using WeChat;

namespace CsrmeWeChat.Stories;

/// <summary>Each picture goes to WeChat once, by its hash, whoever needs it and however many at once.</summary>
public sealed class WeChatMedia(Database database, MediaFolder folder, IOfficialAccount account, TimeProvider time)
{
    private const string Article = "article",
        Cover = "cover";

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Its address at WeChat; null where another is uploading it just now.</summary>
    public Task<string?> FindAddressAsync(string name, CancellationToken ct) =>
        FindAsync(name, Article, account.UploadArticlePictureAsync, ct);

    /// <summary>Its permanent media id; null where another is uploading it just now.</summary>
    public Task<string?> FindCoverAsync(string name, CancellationToken ct) => FindAsync(name, Cover, account.AddPictureAsync, ct);

    public Task ForgetCoverAsync(string place, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE wechat_media SET place = '', leased_until = @now WHERE kind = 'cover' AND place = @place",
            new { place, now = time.GetUtcNow() },
            ct
        );

    private async Task<string?> FindAsync(
        string name,
        string kind,
        Func<PictureFile, CancellationToken, Task<string>> upload,
        CancellationToken ct
    )
    {
        var (hash, now) = (MediaFolder.HashOf(name), time.GetUtcNow());
        var key = new
        {
            hash,
            kind,
            now,
            until = now + Lease,
        };
        if (
            await database.FindAsync<string>("SELECT place FROM wechat_media WHERE hash = @hash AND kind = @kind", key, ct) is
            { Length: > 0 } known
        )
        {
            return known;
        }
        // Before the lease: a file that is lost keeps nobody waiting for its upload.
        var picture = new PictureFile(name, await folder.ReadAsync(name, ct));
        if (
            !await database.TryInsertAsync(
                "INSERT INTO wechat_media (hash, kind, place, leased_until) VALUES (@hash, @kind, '', @until)",
                key,
                ct
            )
            && await database.ExecuteAsync(
                "UPDATE wechat_media SET leased_until = @until WHERE hash = @hash AND kind = @kind AND place = '' AND leased_until <= @now",
                key,
                ct
            ) == 0
        )
        {
            return
                await database.FindAsync<string>("SELECT place FROM wechat_media WHERE hash = @hash AND kind = @kind", key, ct)
                    is { Length: > 0 } place
                ? place
                : null;
        }
        try
        {
            var place = await upload(picture, ct);
            await database.ExecuteAsync(
                "UPDATE wechat_media SET place = @place WHERE hash = @hash AND kind = @kind",
                new
                {
                    hash,
                    kind,
                    place,
                },
                ct
            );
            return place;
        }
        catch (WeChatException)
        {
            await database.ExecuteAsync(
                "UPDATE wechat_media SET leased_until = @now WHERE hash = @hash AND kind = @kind AND place = ''",
                key,
                ct
            );
            throw;
        }
    }
}
