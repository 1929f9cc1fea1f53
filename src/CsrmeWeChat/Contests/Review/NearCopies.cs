using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;

namespace CsrmeWeChat.Contests;

/// <summary>
/// Photos of other entries, of any contest, that look like those of an entry: hints for staff, who look at the two side by side, and never
/// a verdict.
/// </summary>
public sealed class NearCopies(Database database, ContestStore contests)
{
    private const int MaxShown = 20;

    /// <summary>The nearest first. Of every photo that there is only the looks are read.</summary>
    public async Task<IReadOnlyList<NearCopy>> FindAsync(long entryId, IReadOnlyList<EntryPhoto> photos, CancellationToken ct)
    {
        if (photos.Count == 0)
        {
            return [];
        }
        var seen = photos.Where(photo => photo.State is EntryPhotoState.Ready).ToList();
        var others = seen.Count == 0 ? [] : await ListLooksAsync(entryId, ct);
        var same = await ListSameAsync(entryId, photos, ct);
        var pairs = same.Select(other => (Own: photos.First(photo => photo.Sha256 == other.Sha256), other.Id, Distance: 0))
            .Concat(
                from other in others
                from own in seen
                let distance = other.Hash.DistanceTo(own.Hash)
                where distance <= PhotoHash.Near
                select (Own: own, other.Id, Distance: distance)
            )
            .DistinctBy(pair => (pair.Own.Id, pair.Id))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Id)
            .Take(MaxShown)
            .ToList();
        return pairs.Count == 0 ? [] : await WithAllAsync(pairs, ct);
    }

    private Task<IReadOnlyList<Looking>> ListLooksAsync(long entryId, CancellationToken ct) =>
        database.ListAsync<Looking>(
            """
            SELECT p.id, p.looks FROM contest_photos p JOIN contest_entries e ON e.id = p.entry_id
             WHERE p.state = 'ready' AND p.entry_id <> @entryId AND e.state <> 'draft'
            """,
            new { entryId },
            ct
        );

    /// <summary>The very same files, also where nobody has looked at them yet.</summary>
    private Task<IReadOnlyList<Same>> ListSameAsync(long entryId, IReadOnlyList<EntryPhoto> photos, CancellationToken ct) =>
        database.ListAsync<Same>(
            """
            SELECT p.id, p.sha256 FROM contest_photos p JOIN contest_entries e ON e.id = p.entry_id
             WHERE p.sha256 IN @hashes AND p.state <> 'gone' AND p.entry_id <> @entryId AND e.state <> 'draft'
            """,
            new { entryId, hashes = photos.Select(photo => photo.Sha256) },
            ct
        );

    private async Task<IReadOnlyList<NearCopy>> WithAllAsync(
        IReadOnlyList<(EntryPhoto Own, long Id, int Distance)> pairs,
        CancellationToken ct
    )
    {
        var photos = (
            await database.ListAsync<EntryPhoto>(
                $"SELECT {EntryPhoto.Columns} FROM contest_photos p WHERE p.id IN {{=ids}}",
                new { ids = pairs.Select(pair => pair.Id).Distinct() },
                ct
            )
        ).ToDictionary(photo => photo.Id);
        var entries = (
            await database.ListAsync<PhotoEntry>(
                $"SELECT {PhotoEntry.Columns} FROM contest_entries e WHERE e.id IN {{=ids}}",
                new { ids = photos.Values.Select(photo => photo.EntryId).Distinct().DefaultIfEmpty() },
                ct
            )
        ).ToDictionary(entry => entry.Id);
        var titles = (
            await contests.ListAsync(entries.Values.Select(entry => entry.ContestId).Distinct().DefaultIfEmpty(), ct)
        ).ToDictionary(contest => contest.Id);
        // What was taken back between the two questions is left out.
        return
        [
            .. from pair in pairs
            where photos.ContainsKey(pair.Id) && entries.ContainsKey(photos[pair.Id].EntryId)
            let other = photos[pair.Id]
            let entry = entries[other.EntryId]
            select new NearCopy(pair.Own, other, entry, titles[entry.ContestId], pair.Distance, other.Sha256 == pair.Own.Sha256),
        ];
    }

    private sealed record Looking
    {
        public required long Id { get; init; }
        public required long Looks { get; init; }

        public PhotoHash Hash => new(Looks);
    }

    private sealed record Same
    {
        public required long Id { get; init; }
        public required string Sha256 { get; init; }
    }
}

/// <param name="Own">The photo of the entry that is looked at.</param>
/// <param name="Distance">Of how they look, from 0 to <see cref="PhotoHash.Near"/>.</param>
/// <param name="IsSame">They are the same file, to the last byte.</param>
public sealed record NearCopy(EntryPhoto Own, EntryPhoto Other, PhotoEntry Entry, Contest Contest, int Distance, bool IsSame);
