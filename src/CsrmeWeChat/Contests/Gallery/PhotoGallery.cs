using System.Collections.Concurrent;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>The accepted entries of a contest, for whoever looks at them in the mini program.</summary>
public sealed class PhotoGallery(Database database, TimeProvider time)
{
    public const int PageSize = 20;

    /// <summary>How late a new entry may come to the gallery. One that is withdrawn is gone at once.</summary>
    internal static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, Fresh<IReadOnlyList<Shelved>>> shelves = [];

    /// <summary>A page of them, in the person's own order.</summary>
    /// <param name="contestId">Of a contest that there is.</param>
    /// <param name="group">Null for all.</param>
    /// <param name="behind">The entry with which the last page ended. It need not be there any more.</param>
    /// <returns>At most one more than a page.</returns>
    public async Task<IReadOnlyList<long>> ListIdsAsync(long contestId, long personId, string? group, long? behind, CancellationToken ct)
    {
        var all = await shelves.GetOrAdd(contestId, _ => new(Age, time)).GetAsync(fresh => ShelveAsync(contestId, fresh), ct);
        var after = behind is { } entryId ? PersonalOrder.PlaceOf(contestId, personId, entryId) : (ulong?)null;
        return
        [
            .. all.Where(entry => group is null || entry.GroupKey == group)
                .Select(entry => (Place: PersonalOrder.PlaceOf(contestId, personId, entry.Id), entry.Id))
                .Where(entry => after is null || entry.Place > after)
                .Order()
                .Take(PageSize + 1)
                .Select(entry => entry.Id),
        ];
    }

    /// <summary>Of these, in their order, those that are accepted, with their photos.</summary>
    public async Task<IReadOnlyList<ShownPhotoEntry>> ListAsync(IReadOnlyList<long> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
        {
            return [];
        }
        return await database.ReadAsync(
            $$"""
            SELECT {{PhotoEntry.Columns}} FROM contest_entries e WHERE e.id IN {=ids} AND e.state = 'accepted';
            SELECT {{EntryPhoto.Columns}} FROM contest_photos p WHERE p.entry_id IN {=ids} AND p.state = 'ready'
             ORDER BY p.entry_id, p.place;
            """,
            new { ids },
            async grid =>
            {
                var entries = (await grid.ReadAsync<PhotoEntry>()).ToDictionary(entry => entry.Id);
                var photos = (await grid.ReadAsync<EntryPhoto>()).ToLookup(photo => photo.EntryId);
                return (IReadOnlyList<ShownPhotoEntry>)
                    [.. ids.Where(entries.ContainsKey).Select(id => new ShownPhotoEntry(entries[id], [.. photos[id]]))];
            },
            ct
        );
    }

    private Task<IReadOnlyList<Shelved>> ShelveAsync(long contestId, CancellationToken ct) =>
        database.ListAsync<Shelved>(
            "SELECT id, group_key FROM contest_entries WHERE contest_id = @contestId AND state = 'accepted'",
            new { contestId },
            ct
        );

    private sealed record Shelved
    {
        public required long Id { get; init; }
        public required string GroupKey { get; init; }
    }
}

public sealed record ShownPhotoEntry(PhotoEntry Entry, IReadOnlyList<EntryPhoto> Photos)
{
    /// <summary>Null where no photo is ready.</summary>
    public EntryPhoto? Cover => Photos.FirstOrDefault(photo => photo.Id == Entry.CoverId) ?? Photos.FirstOrDefault();
}
