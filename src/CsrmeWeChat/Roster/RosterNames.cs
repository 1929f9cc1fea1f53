using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>Levels and branches by name; those that are missing are made.</summary>
public sealed class RosterNames
{
    private readonly Dictionary<string, long> levels,
        branches;

    private RosterNames(Dictionary<string, long> levels, Dictionary<string, long> branches) =>
        (this.levels, this.branches) = (levels, branches);

    public static async Task<RosterNames> EnsureAsync(Database database, IReadOnlyCollection<MemberFields> fields, CancellationToken ct) =>
        new(
            await EnsureAsync(database, "levels", fields.Select(field => field.Level), ct),
            await EnsureAsync(database, "branches", fields.Select(field => field.Branch), ct)
        );

    public MemberRow Row(RosterRow row, MemberFields fields) =>
        new(row.Number, fields, fields.Branch is { } branch ? branches[branch] : null, fields.Level is { } level ? levels[level] : null);

    private static async Task<Dictionary<string, long>> EnsureAsync(
        Database database,
        string table,
        IEnumerable<string?> names,
        CancellationToken ct
    )
    {
        var wanted = names.OfType<string>().Distinct().ToList();
        if (wanted.Count == 0)
        {
            return [];
        }
        var known = await ReadAsync();
        foreach (var name in wanted.Where(name => !known.ContainsKey(name)))
        {
            await database.TryInsertAsync($"INSERT INTO {table} (name) VALUES (@name)", new { name }, ct);
        }
        return known.Count == wanted.Count ? known : await ReadAsync();

        async Task<Dictionary<string, long>> ReadAsync() =>
            (await database.ListAsync<NamedRow>($"SELECT id, name FROM {table} WHERE name IN @wanted", new { wanted }, ct)).ToDictionary(
                row => row.Name,
                row => row.Id
            );
    }

    private sealed record NamedRow
    {
        public required long Id { get; init; }
        public required string Name { get; init; }
    }
}
