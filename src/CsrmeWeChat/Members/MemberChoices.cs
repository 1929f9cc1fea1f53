using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>The branches, levels and tags there are, for forms and filters to choose from.</summary>
public sealed class MemberChoices(Database database)
{
    public Task<IReadOnlyList<NamedChoice>> BranchesAsync(CancellationToken ct) =>
        database.ListAsync<NamedChoice>("SELECT id, name FROM branches ORDER BY name", ct: ct);

    public Task<IReadOnlyList<NamedChoice>> LevelsAsync(CancellationToken ct) =>
        database.ListAsync<NamedChoice>("SELECT id, name FROM levels ORDER BY name", ct: ct);

    /// <summary>The tags that people gave. Those of a rehearsal begin with a control character and are left out.</summary>
    public Task<IReadOnlyList<string>> TagsAsync(CancellationToken ct) =>
        database.ListAsync<string>("SELECT DISTINCT tag FROM member_tags WHERE tag >= ' ' ORDER BY tag", ct: ct);
}

public sealed record NamedChoice
{
    public required long Id { get; init; }
    public required string Name { get; init; }
}
