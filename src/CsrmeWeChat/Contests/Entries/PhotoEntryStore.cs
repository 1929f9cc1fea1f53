using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>Entries as their authors see them.</summary>
public sealed class PhotoEntryStore(Database database, ContestStore contests)
{
    /// <summary>What the author has entered, the latest first. What was taken back stays for them to see.</summary>
    public async Task<IReadOnlyList<OwnPhotoEntry>> ListAsync(long personId, CancellationToken ct)
    {
        var entries = await database.ListAsync<PhotoEntry>(
            $"SELECT {PhotoEntry.Columns} FROM contest_entries e WHERE e.person_id = @personId ORDER BY e.id DESC LIMIT 200",
            new { personId },
            ct
        );
        return await WithAllAsync(entries, ct);
    }

    public async Task<OwnPhotoEntry?> FindAsync(long personId, long id, CancellationToken ct)
    {
        var entry = await database.FindAsync<PhotoEntry>(
            $"SELECT {PhotoEntry.Columns} FROM contest_entries e WHERE e.id = @id AND e.person_id = @personId",
            new { id, personId },
            ct
        );
        return entry is null ? null : (await WithAllAsync([entry], ct))[0];
    }

    private async Task<IReadOnlyList<OwnPhotoEntry>> WithAllAsync(IReadOnlyList<PhotoEntry> entries, CancellationToken ct)
    {
        if (entries.Count == 0)
        {
            return [];
        }
        var photos = (await EntryPhotoStates.ListAsync(database, [.. entries.Select(entry => entry.Id)], ct)).ToLookup(photo =>
            photo.EntryId
        );
        var named = (await contests.ListAsync(entries.Select(entry => entry.ContestId).Distinct(), ct)).ToDictionary(contest => contest.Id);
        return [.. entries.Select(entry => new OwnPhotoEntry(entry, named[entry.ContestId], [.. photos[entry.Id]]))];
    }
}

/// <summary>An entry with its contest and its photos in their order.</summary>
public sealed record OwnPhotoEntry(PhotoEntry Entry, Contest Contest, IReadOnlyList<EntryPhoto> Photos)
{
    /// <summary>The photo that stands for the entry: the chosen one, or the first. Null where there is none.</summary>
    public EntryPhoto? Cover => Photos.FirstOrDefault(photo => photo.Id == Entry.CoverId) ?? Photos.FirstOrDefault();
}
