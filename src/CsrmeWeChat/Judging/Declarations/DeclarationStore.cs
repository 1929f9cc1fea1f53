using System.Text.Json;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging;

/// <summary>
/// Whom jurors say that they should not judge: students, advisers, co-authors. The room whose things are judged excludes them by name
/// when a round opens.
/// </summary>
public sealed class DeclarationStore(Database database)
{
    public const int MaxNames = 50,
        MaxName = 30;

    /// <summary>Null where the juror has said nothing yet; an empty list is that there is nobody.</summary>
    public Task<Declaration?> FindAsync(Panel panel, long staffId, CancellationToken ct) =>
        database.FindAsync<Declaration>(
            """
            SELECT staff_id, names, declared_at
              FROM judging_declarations WHERE panel = @Kind AND panel_id = @Id AND staff_id = @staffId
            """,
            new
            {
                panel.Kind,
                panel.Id,
                staffId,
            },
            ct
        );

    public Task<IReadOnlyList<Declaration>> ListAsync(Panel panel, CancellationToken ct) =>
        database.ListAsync<Declaration>(
            "SELECT staff_id, names, declared_at FROM judging_declarations WHERE panel = @Kind AND panel_id = @Id ORDER BY staff_id",
            panel,
            ct
        );

    /// <summary>The last word counts; it replaces what was said before.</summary>
    /// <param name="names">Clean.</param>
    public async Task SaveAsync(Panel panel, long staffId, IReadOnlyList<string> names, DateTimeOffset now, CancellationToken ct)
    {
        var row = new
        {
            panel.Kind,
            panel.Id,
            staffId,
            names = JsonSerializer.Serialize(names, JudgingJson.Options),
            now,
        };
        if (await UpdateAsync(row, ct) == 0)
        {
            var isNew = await database.TryInsertAsync(
                """
                INSERT INTO judging_declarations (panel, panel_id, staff_id, names, declared_at)
                VALUES (@Kind, @Id, @staffId, @names, @now)
                """,
                row,
                ct
            );
            if (!isNew)
            {
                await UpdateAsync(row, ct);
            }
        }
    }

    private Task<int> UpdateAsync(object row, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            UPDATE judging_declarations SET names = @names, declared_at = @now
             WHERE panel = @Kind AND panel_id = @Id AND staff_id = @staffId
            """,
            row,
            ct
        );
}

public sealed record Declaration
{
    public required long StaffId { get; init; }
    public required string Names { get; init; }
    public required DateTimeOffset DeclaredAt { get; init; }

    public IReadOnlyList<string> NameList => JsonSerializer.Deserialize<string[]>(Names, JudgingJson.Options)!;
}
