using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Moderation;

/// <summary>
/// What WeChat was asked about somebody's texts and files. With the person go the texts; that a check was made stays with what it was
/// about, and names nobody.
/// </summary>
public sealed class ChecksOfPerson(Database database) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [new("moderation_checks.person_id", OnErase.Emptied), new("moderation_checks.content", OnErase.Emptied)];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["checks"] = await database.ListAsync<HeldCheck>(
                """
                SELECT kind, part, medium, content, state, created_at, asked_at, settled_at
                  FROM moderation_checks WHERE person_id = @Id ORDER BY id
                """,
                new { person.Id },
                ct
            ),
        };

    public Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        CheckStates.EraseAsync(tx, person.Id, now, ct);

    public Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE moderation_checks SET person_id = @kept WHERE person_id = @gone",
            new { kept = kept.Id, gone = gone.Id },
            ct
        );

    private sealed record HeldCheck
    {
        public required string Kind { get; init; }
        public required string Part { get; init; }
        public required string Medium { get; init; }
        public required string Content { get; init; }
        public required string State { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? AskedAt { get; init; }
        public DateTimeOffset? SettledAt { get; init; }
    }
}
