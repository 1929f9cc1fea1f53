using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>Entries as their authors see them.</summary>
public sealed class EntryStore(Database database)
{
    /// <summary>What the author has entered, the latest first. What was taken back stays for them to see.</summary>
    public async Task<IReadOnlyList<OwnEntry>> ListAsync(long personId, CancellationToken ct)
    {
        var entries = await database.ListAsync<Entry>(
            $"SELECT {Entry.Columns} FROM video_entries e WHERE e.person_id = @personId ORDER BY e.id DESC LIMIT 200",
            new { personId },
            ct
        );
        return await WithAllAsync(entries, ct);
    }

    public async Task<OwnEntry?> FindAsync(long personId, long id, CancellationToken ct)
    {
        var entry = await database.FindAsync<Entry>(
            $"SELECT {Entry.Columns} FROM video_entries e WHERE e.id = @id AND e.person_id = @personId",
            new { id, personId },
            ct
        );
        return entry is null ? null : (await WithAllAsync([entry], ct))[0];
    }

    /// <summary>How many count against the call's limit.</summary>
    public Task<int> CountAsync(long personId, long callId, CancellationToken ct) => EntryMoves.CountAsync(database, callId, personId, ct);

    private async Task<IReadOnlyList<OwnEntry>> WithAllAsync(IReadOnlyList<Entry> entries, CancellationToken ct)
    {
        if (entries.Count == 0)
        {
            return [];
        }
        var videos = await database.ListAsync<VideoFile>(
            $"SELECT {VideoFile.Columns} FROM video_files f WHERE f.id IN {{=ids}}",
            new { ids = entries.Select(entry => entry.VideoId ?? 0) },
            ct
        );
        var calls = await database.ListAsync<VideoCall>(
            $"SELECT {CallStore.Columns} FROM video_calls c JOIN seasons s ON s.id = c.season_id WHERE c.id IN {{=ids}}",
            new { ids = entries.Select(entry => entry.CallId).Distinct() },
            ct
        );
        return
        [
            .. entries.Select(entry => new OwnEntry(
                entry,
                calls.First(call => call.Id == entry.CallId),
                videos.FirstOrDefault(video => video.Id == entry.VideoId)
            )),
        ];
    }
}

/// <summary>An entry with its call and its video.</summary>
public sealed record OwnEntry(Entry Entry, VideoCall Call, VideoFile? Video);
