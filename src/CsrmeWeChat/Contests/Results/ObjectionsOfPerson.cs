using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>What a person objected to. The objection and its decision stay with the result that they were about, and name nobody.</summary>
public sealed class ObjectionsOfPerson(Database database) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("contest_objections.person_id", OnErase.Emptied),
        new("contest_objections.name", OnErase.Emptied),
        new("contest_objections.contact", OnErase.Emptied),
    ];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["contestObjections"] = await database.ListAsync<HeldObjection>(
                "SELECT name, contact, words, decision, made_at FROM contest_objections WHERE person_id = @Id ORDER BY id",
                new { person.Id },
                ct
            ),
        };

    public Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        ObjectionStates.ForgetAsync(tx, person.Id, ct);

    public Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct) =>
        ObjectionStates.MergeAsync(tx, kept.Id, gone.Id, ct);

    private sealed record HeldObjection
    {
        public required string Name { get; init; }
        public required string Contact { get; init; }
        public required string Words { get; init; }
        public required string Decision { get; init; }
        public required DateTimeOffset MadeAt { get; init; }
    }
}
