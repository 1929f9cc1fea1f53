using System.Runtime.CompilerServices;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Followers;

/// <summary>Followers as staff look through them. The unionid says which member a follower is. Openids are never shown.</summary>
public sealed class FollowerList(Database database)
{
    private const string WithMember = """
         LEFT JOIN unionids u ON u.union_id = f.union_id
         LEFT JOIN bindings b ON b.person_id = u.person_id
         LEFT JOIN members m ON m.id = b.member_id
        """;

    private const int ExportBatch = 500;

    /// <summary>The columns that staff can sort by.</summary>
    public static IReadOnlyDictionary<string, string> Columns { get; } =
        new Dictionary<string, string>
        {
            ["since"] = "f.followed_at, f.id",
            ["remark"] = "f.remark, f.id",
            ["id"] = "f.id",
        };

    public async Task<IReadOnlyList<ListedFollower>> FindAsync(
        FollowerFilter filter,
        string orderBy,
        int skip,
        int take,
        CancellationToken ct
    ) => await RowsAsync(await IdsAsync(filter, orderBy, skip, take, ct), ct);

    /// <summary>All followers that pass the filter, in order.</summary>
    public async IAsyncEnumerable<ListedFollower> AllAsync(
        FollowerFilter filter,
        string orderBy,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        foreach (var batch in (await IdsAsync(filter, orderBy, skip: 0, int.MaxValue, ct)).Chunk(ExportBatch))
        {
            foreach (var follower in await RowsAsync(batch, ct))
            {
                yield return follower;
            }
        }
    }

    public async Task<FollowerFigures> CountAsync(CancellationToken ct) =>
        (
            await database.FindAsync<FollowerFigures>(
                """
                SELECT (SELECT COUNT(*) FROM followers WHERE follows = 1) AS following,
                       (SELECT COUNT(*) FROM followers WHERE follows = 0) AS gone,
                       (SELECT COUNT(*)
                          FROM bindings b
                          JOIN unionids u ON u.person_id = b.person_id
                          JOIN followers f ON f.union_id = u.union_id
                         WHERE f.follows = 1) AS members
                """,
                ct: ct
            )
        )!;

    public Task<IReadOnlyList<TagChoice>> TagsAsync(CancellationToken ct) =>
        database.ListAsync<TagChoice>("SELECT id, name FROM account_tags ORDER BY name, id", ct: ct);

    private Task<IReadOnlyList<long>> IdsAsync(FollowerFilter filter, string orderBy, int skip, int limit, CancellationToken ct)
    {
        var joins = filter.NeedsMember ? WithMember : "";
        return database.ListAsync<long>(
            $"""
            SELECT f.id FROM followers f{joins}
             WHERE 1 = 1{filter.Where}
             ORDER BY {orderBy} LIMIT @limit OFFSET @skip
            """,
            new
            {
                filter.Text,
                key = Members.PersonalName.Key(filter.Text),
                filter.Follows,
                filter.Tag,
                limit,
                skip,
            },
            ct
        );
    }

    private async Task<IReadOnlyList<ListedFollower>> RowsAsync(IReadOnlyList<long> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
        {
            return [];
        }
        var (rows, tags) = await database.ReadAsync(
            $"""
            SELECT f.id, f.follows, f.followed_at, f.left_at, f.scene, f.remark, m.id AS member_id, m.name AS member_name
              FROM followers f{WithMember}
             WHERE f.id IN @ids;
            SELECT t.follower_id, COALESCE(a.name, '') AS name
              FROM follower_tags t
              LEFT JOIN account_tags a ON a.id = t.tag_id
             WHERE t.follower_id IN @ids
             ORDER BY a.name
            """,
            new { ids },
            async grid =>
                (await grid.ReadAsync<ListedFollower>(), (await grid.ReadAsync<TagRow>()).ToLookup(row => row.FollowerId, row => row.Name)),
            ct
        );
        var found = rows.ToDictionary(row => row.Id, row => row with { Tags = [.. tags[row.Id].Where(name => name.Length > 0)] });
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    private sealed record TagRow
    {
        public required long FollowerId { get; init; }
        public required string Name { get; init; }
    }
}

/// <param name="Text">Part of the remark or of the member's name.</param>
/// <param name="Bound">Whether a member is bound to the same WeChat user.</param>
public sealed record FollowerFilter(string Text = "", bool? Follows = null, bool? Bound = null, long? Tag = null)
{
    internal bool NeedsMember => Text.Length > 0 || Bound is not null;

    internal string Where =>
        (Text.Length == 0 ? "" : $" AND ({Sql.Has("f.remark", "@Text")} OR INSTR(m.name_key, @key) > 0)")
        + (Follows is null ? "" : " AND f.follows = @Follows")
        + (Bound is null ? "" : $" AND m.id IS {(Bound.Value ? "NOT " : "")}NULL")
        + (Tag is null ? "" : " AND EXISTS (SELECT 1 FROM follower_tags t WHERE t.tag_id = @Tag AND t.follower_id = f.id)");
}

public sealed record ListedFollower
{
    public required long Id { get; init; }
    public required bool Follows { get; init; }
    public DateTimeOffset? FollowedAt { get; init; }
    public DateTimeOffset? LeftAt { get; init; }
    public required string Scene { get; init; }
    public required string Remark { get; init; }

    /// <summary>The member bound to the same WeChat user; null for none.</summary>
    public long? MemberId { get; init; }
    public string? MemberName { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
}

public sealed record FollowerFigures
{
    public required long Following { get; init; }
    public required long Gone { get; init; }

    /// <summary>Followers who are members.</summary>
    public required long Members { get; init; }
}

public sealed record TagChoice
{
    public required long Id { get; init; }
    public required string Name { get; init; }
}
