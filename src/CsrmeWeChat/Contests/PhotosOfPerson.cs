using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>
/// What a person entered. Who is forgotten takes their entries back, also from the jury: the photos go, and what was handed in keeps its
/// line, without the person, for the society's report.
/// </summary>
public sealed class PhotosOfPerson(Database database) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("contest_entries.person_id", OnErase.Emptied),
        new("contest_entries.author", OnErase.Emptied),
        new("contest_entries.coauthors", OnErase.Emptied),
        new("contest_entries.avoid", OnErase.Emptied),
        new("contest_photos.name", OnErase.Deleted),
    ];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["photoEntries"] = await database.ListAsync<HeldEntry>(
                """
                SELECT title, caption, place, taken_on, author, unit, coauthors, avoid, state, reason, submitted_at
                  FROM contest_entries WHERE person_id = @Id ORDER BY id
                """,
                new { person.Id },
                ct
            ),
            ["photos"] = await database.ListAsync<HeldPhoto>(
                """
                SELECT e.title AS entry, p.name, p.size, p.facts
                  FROM contest_entries e JOIN contest_photos p ON p.entry_id = e.id AND p.state <> 'gone'
                 WHERE e.person_id = @Id ORDER BY e.id, p.place
                """,
                new { person.Id },
                ct
            ),
        };

    public async Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct)
    {
        foreach (
            var id in await tx.ListAsync<long>("SELECT id FROM contest_entries WHERE person_id = @Id ORDER BY id", new { person.Id }, ct)
        )
        {
            await PhotoEntryStates.WithdrawAsync(tx, (await PhotoEntryMoves.LockAsync(tx, id, ct))!, now, ct);
        }
        await tx.ExecuteAsync(
            """
            UPDATE contest_entries SET person_id = NULL, author = '', coauthors = '[]', avoid = '[]', revision = revision + 1
             WHERE person_id = @Id
            """,
            new { person.Id },
            ct
        );
    }

    /// <summary>Both may have a draft of one contest: the gone one's is kept under its own number then.</summary>
    public async Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct)
    {
        foreach (
            var entry in await tx.ListAsync<PhotoEntry>(
                $"SELECT {PhotoEntry.Columns} FROM contest_entries e WHERE e.person_id = @Id",
                new { gone.Id },
                ct
            )
        )
        {
            var slot = PhotoEntryMoves.DraftSlot(entry.ContestId, kept.Id);
            var isFree = entry.State is PhotoEntryState.Draft && await PhotoEntryMoves.FindBySlotAsync(tx, slot, ct) is null;
            await tx.ExecuteAsync(
                "UPDATE contest_entries SET person_id = @kept, slot = @slot WHERE id = @Id",
                new
                {
                    entry.Id,
                    kept = kept.Id,
                    slot = isFree ? slot : PhotoEntryMoves.SlotOf(entry.Id),
                },
                ct
            );
        }
    }

    private sealed record HeldEntry
    {
        public required string Title { get; init; }
        public required string Caption { get; init; }
        public required string Place { get; init; }
        public required string TakenOn { get; init; }
        public required string Author { get; init; }
        public required string Unit { get; init; }
        public required string Coauthors { get; init; }
        public required string Avoid { get; init; }
        public required string State { get; init; }
        public required string Reason { get; init; }
        public DateTimeOffset? SubmittedAt { get; init; }
    }

    private sealed record HeldPhoto
    {
        public required string Entry { get; init; }
        public required string Name { get; init; }
        public required long Size { get; init; }

        /// <summary>What the file says of itself, with the place where it notes one.</summary>
        public required string Facts { get; init; }
    }
}
