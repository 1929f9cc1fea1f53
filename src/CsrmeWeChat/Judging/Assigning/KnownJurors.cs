using System.Text.Json;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging.Assigning;

/// <summary>Jurors, with what may keep them from judging something.</summary>
public sealed class KnownJurors(Database database)
{
    public async Task<IReadOnlyList<KnownJuror>> ListAsync(Panel panel, IReadOnlyCollection<long> staff, CancellationToken ct) =>
        staff.Count == 0
            ? []
            : await database.ListAsync<KnownJuror>(
                """
                SELECT f.id, f.name, f.unit, f.branch_id, c.person_id, COALESCE(d.names, '[]') AS declared
                  FROM staff f
                  LEFT JOIN judging_contacts c ON c.staff_id = f.id
                  LEFT JOIN judging_declarations d ON d.panel = @Kind AND d.panel_id = @Id AND d.staff_id = f.id
                 WHERE f.id IN {=staff}
                 ORDER BY f.id
                """,
                new
                {
                    panel.Kind,
                    panel.Id,
                    staff,
                },
                ct
            );
}

public sealed record KnownJuror
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public required string Unit { get; init; }
    public long? BranchId { get; init; }

    /// <summary>The WeChat user whom they linked to hear of their rounds; null where none.</summary>
    public long? PersonId { get; init; }

    /// <summary>A JSON list of whom they said that they should not judge.</summary>
    public string Declared { get; init; } = "[]";

    public IReadOnlyList<string> DeclaredList => JsonSerializer.Deserialize<string[]>(Declared, JudgingJson.Options)!;
}
