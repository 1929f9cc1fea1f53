using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>The branches, levels and tags there are, for forms and filters to choose from.</summary>
public sealed class MemberChoices(Database database)
{
    private const string Offered = "(retired_at IS NULL OR id = @chosen)";

    public Task<IReadOnlyList<NamedChoice>> BranchesAsync(CancellationToken ct) => ListAsync("branches", "1 = 1", null, ct);

    public Task<IReadOnlyList<NamedChoice>> LevelsAsync(CancellationToken ct) => ListAsync("levels", "1 = 1", null, ct);

    /// <summary>Those that a form offers: not the retired ones, except what is chosen already.</summary>
    public Task<IReadOnlyList<NamedChoice>> OfferedBranchesAsync(CancellationToken ct, long? chosen = null) =>
        ListAsync("branches", Offered, chosen, ct);

    public Task<IReadOnlyList<NamedChoice>> OfferedLevelsAsync(CancellationToken ct, long? chosen = null) =>
        ListAsync("levels", Offered, chosen, ct);

    private Task<IReadOnlyList<NamedChoice>> ListAsync(string table, string which, long? chosen, CancellationToken ct) =>
        database.ListAsync<NamedChoice>($"SELECT id, name FROM {table} WHERE {which} ORDER BY name", new { chosen }, ct);

    /// <summary>The tags that people gave. Those of a rehearsal begin with a control character and are left out.</summary>
    public Task<IReadOnlyList<string>> TagsAsync(CancellationToken ct) =>
        database.ListAsync<string>("SELECT DISTINCT tag FROM member_tags WHERE tag >= ' ' ORDER BY tag", ct: ct);
}

public sealed record NamedChoice
{
    public required long Id { get; init; }
    public required string Name { get; init; }
}
