using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

/// <summary>The lines of imports that name a member: how the society's record came to be. They stay with that record.</summary>
public sealed class ImportsOfPerson(Database database) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("roster_lines.number", OnErase.Kept),
        new("roster_lines.name", OnErase.Kept),
        new("roster_lines.before_sealed", OnErase.Kept),
        new("roster_lines.after_sealed", OnErase.Kept),
        new("roster_files.content_sealed", OnErase.Kept),
    ];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["imports"] = person.MemberId is not { } memberId
                ? []
                : await database.ListAsync<ImportedLine>(
                    """
                    SELECT b.file_name, b.created_at, r.outcome
                      FROM members m JOIN roster_lines r ON r.number = m.number JOIN roster_imports b ON b.id = r.import_id
                     WHERE m.id = @memberId
                     ORDER BY b.id, r.line
                    """,
                    new { memberId },
                    ct
                ),
        };

    private sealed record ImportedLine
    {
        public required string FileName { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public required string Outcome { get; init; }
    }
}
