using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>Branches, levels and tags as members have them, to choose from.</summary>
public sealed class RosterChoices(Database database)
{
    public Task<IReadOnlyList<NamedChoice>> BranchesAsync(CancellationToken ct) =>
        database.ListAsync<NamedChoice>("SELECT id, name FROM branches ORDER BY name", ct: ct);

    public Task<IReadOnlyList<NamedChoice>> LevelsAsync(CancellationToken ct) =>
        database.ListAsync<NamedChoice>("SELECT id, name FROM levels ORDER BY name", ct: ct);

    /// <summary>Those that people gave: a rehearsal's begin with a control character.</summary>
    public Task<IReadOnlyList<string>> TagsAsync(CancellationToken ct) =>
        database.ListAsync<string>("SELECT DISTINCT tag FROM member_tags WHERE tag >= ' ' ORDER BY tag", ct: ct);
}

public sealed record NamedChoice
{
    public required long Id { get; init; }
    public required string Name { get; init; }
}
