using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;

namespace CsrmeWeChat.Videos;

/// <summary>The files of entries, and the owner of what was made of them.</summary>
public sealed class VideoFileStore(Database database) : IFileOwner
{
    public string Prefix => VideoKeys.Prefix;

    public Task<VideoFile?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<VideoFile>($"SELECT {VideoFile.Columns} FROM video_files f WHERE f.id = @id", new { id }, ct);

    /// <summary>The next one at which this step is due and nobody works.</summary>
    internal Task<VideoFile?> FindDueAsync(VideoFileState state, DateTimeOffset now, CancellationToken ct) =>
        database.FindAsync<VideoFile>(
            $"""
            SELECT {VideoFile.Columns} FROM video_files f
             WHERE f.state = @state AND f.due_at <= @now AND (f.lease = '' OR f.lease_until <= @now)
             ORDER BY f.due_at, f.id LIMIT 1
            """,
            new { state = state.Key, now },
            ct
        );

    public async Task<IReadOnlySet<string>> ListOwnedAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var ids = keys.Select(VideoKeys.FileOf).OfType<long>().Distinct().ToList();
        var live = (
            await database.ListAsync<long>("SELECT id FROM video_files WHERE id IN {=ids} AND state <> 'gone'", new { ids }, ct)
        ).ToHashSet();
        return keys.Where(key => VideoKeys.FileOf(key) is { } id && live.Contains(id)).ToHashSet();
    }

    /// <summary>Forgets a file whose bytes are deleted.</summary>
    internal Task ForgetAsync(long id, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM video_files WHERE id = @id AND state = 'gone'", new { id }, ct);
}
