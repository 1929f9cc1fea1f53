using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>
/// What a person entered, liked and complained of. Who is forgotten takes their entries back: the videos go, and what was accepted keeps
/// its line, without the person, for the society's report.
/// </summary>
public sealed class EntriesOfPerson(Database database) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("video_entries.person_id", OnErase.Emptied),
        new("video_entries.author", OnErase.Emptied),
        new("video_entries.collaborators", OnErase.Emptied),
        new("video_files.name", OnErase.Deleted),
        new("video_likes.person_id", OnErase.Deleted),
        new("video_complaints.person_id", OnErase.Emptied),
    ];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["videoEntries"] = await database.ListAsync<HeldEntry>(
                """
                SELECT title, statement, author, unit, collaborators, category, state, reason, submitted_at
                  FROM video_entries WHERE person_id = @Id ORDER BY id
                """,
                new { person.Id },
                ct
            ),
            ["likedVideos"] = await database.ListAsync<string>(
                """
                SELECT e.title FROM video_likes l JOIN video_entries e ON e.id = l.entry_id WHERE l.person_id = @Id ORDER BY l.entry_id
                """,
                new { person.Id },
                ct
            ),
            ["videoComplaints"] = await database.ListAsync<HeldComplaint>(
                "SELECT words, answer, made_at FROM video_complaints WHERE person_id = @Id ORDER BY id",
                new { person.Id },
                ct
            ),
        };

    public async Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct)
    {
        foreach (
            var id in await tx.ListAsync<long>("SELECT id FROM video_entries WHERE person_id = @Id ORDER BY id", new { person.Id }, ct)
        )
        {
            await EntryStates.WithdrawAsync(tx, (await EntryMoves.LockAsync(tx, id, ct))!, now, ct);
        }
        await ForgetAuthorAsync(tx, person.Id, ct);
        await LikeStore.ForgetAsync(tx, person.Id, ct);
        await ComplaintStore.ForgetAsync(tx, person.Id, ct);
    }

    public async Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct)
    {
        await MergeEntriesAsync(tx, kept.Id, gone.Id, ct);
        await LikeStore.MergeAsync(tx, kept.Id, gone.Id, ct);
        await ComplaintStore.MergeAsync(tx, kept.Id, gone.Id, ct);
    }

    /// <summary>What is left of the entries of somebody who is forgotten names nobody.</summary>
    private static Task ForgetAuthorAsync(Transaction tx, long personId, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE video_entries SET person_id = NULL, author = '', collaborators = '[]', revision = revision + 1
             WHERE person_id = @personId
            """,
            new { personId },
            ct
        );

    /// <summary>Both may have a draft of one call: the gone one's is kept under its own number then.</summary>
    private static async Task MergeEntriesAsync(Transaction tx, long kept, long gone, CancellationToken ct)
    {
        foreach (
            var entry in await tx.ListAsync<Entry>(
                $"SELECT {Entry.Columns} FROM video_entries e WHERE e.person_id = @gone",
                new { gone },
                ct
            )
        )
        {
            var slot = EntryMoves.DraftSlot(entry.CallId, kept);
            var isFree = entry.State is EntryState.Draft && await EntryMoves.FindBySlotAsync(tx, slot, ct) is null;
            await tx.ExecuteAsync(
                "UPDATE video_entries SET person_id = @kept, slot = @slot WHERE id = @Id",
                new
                {
                    entry.Id,
                    kept,
                    slot = isFree ? slot : EntryMoves.SlotOf(entry.Id),
                },
                ct
            );
        }
    }

    private sealed record HeldEntry
    {
        public required string Title { get; init; }
        public required string Statement { get; init; }
        public required string Author { get; init; }
        public required string Unit { get; init; }
        public required string Collaborators { get; init; }
        public required string Category { get; init; }
        public required string State { get; init; }
        public required string Reason { get; init; }
        public DateTimeOffset? SubmittedAt { get; init; }
    }

    private sealed record HeldComplaint
    {
        public required string Words { get; init; }
        public required string Answer { get; init; }
        public required DateTimeOffset MadeAt { get; init; }
    }
}
