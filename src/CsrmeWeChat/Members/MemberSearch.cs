using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Members;

/// <summary>
/// Lists members by filters. Members of a rehearsal have an empty name_key and are in no list. A page costs one pass through an index
/// (members_by_list or one of its two sisters), which finds and counts the members, and one look at the rows of the page.
/// </summary>
public sealed class MemberSearch(Database database, Keyring keyring, TimeProvider time)
{
    /// <summary>How far a list counts on its way.</summary>
    public const int MaxCounted = 500;

    private readonly Fresh<Roll> roll = new(TimeSpan.FromSeconds(2), time);

    private const int Slice = 500;

    /// <summary>
    /// The sort orders, each with an index that holds all that is filtered by. The id stands in an expression so that the wider rows of the
    /// table itself are not read in its order (56 ms instead of 35, measured with 100,000 members on MariaDB).
    /// </summary>
    public static IReadOnlyDictionary<string, string> Columns { get; } =
        new Dictionary<string, string>
        {
            ["name"] = "m.name_sort, m.number",
            ["number"] = "m.number",
            ["unit"] = "m.unit, m.name_sort, m.number",
            ["added"] = "m.id + 0",
        };

    /// <summary>
    /// A page, with the number of all that the filter lets through as far as it was counted on the way. What comes often ends early, and
    /// <see cref="CountAsync"/> takes a whole pass through an index.
    /// </summary>
    public async Task<MemberPage> FindAsync(MemberFilter filter, string orderBy, int skip, int take, CancellationToken ct)
    {
        var limit = Math.Max(take, MaxCounted - skip) + 1;
        var ids = await IdsAsync(filter, orderBy, skip, limit, ct);
        var members = await RowsAsync([.. ids.Take(take)], ct);
        long? total =
            filter.IsEmpty ? (await RollAsync(ct)).Members
            : ids.Count == limit || (ids.Count == 0 && skip > 0) ? null
            : skip + ids.Count;
        return new MemberPage(members, HasMore: ids.Count > take, total);
    }

    /// <summary>How many members the filter lets through.</summary>
    public Task<long> CountAsync(MemberFilter filter, CancellationToken ct) =>
        database.FindAsync<long>($"SELECT COUNT(*) {From(filter)}", filter.Parameters(keyring), ct);

    /// <summary>How many members there are, and how many of them are bound to a WeChat user. A few seconds old at most.</summary>
    public ValueTask<Roll> RollAsync(CancellationToken ct) =>
        roll.GetAsync(
            async now =>
                (
                    await database.FindAsync<Roll>(
                        """
                        SELECT (SELECT COUNT(*) FROM members m WHERE m.name_key > '') AS members,
                               (SELECT COUNT(*) FROM bindings b JOIN members m ON m.id = b.member_id WHERE m.name_key > '') AS bound
                        """,
                        ct: now
                    )
                )!,
            ct
        );

    /// <summary>All that the filter lets through, in order.</summary>
    public async IAsyncEnumerable<ListedMember> AllAsync(
        MemberFilter filter,
        string orderBy,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        foreach (var slice in (await IdsAsync(filter, orderBy, skip: 0, limit: int.MaxValue, ct)).Chunk(Slice))
        {
            foreach (var member in await RowsAsync(slice, ct))
            {
                yield return member;
            }
        }
    }

    /// <summary>The ids of all that the filter lets through, for a change of all of them.</summary>
    public Task<IReadOnlyList<long>> IdsAsync(MemberFilter filter, CancellationToken ct) =>
        IdsAsync(filter, "m.id + 0", skip: 0, limit: int.MaxValue, ct);

    // Of those who are bound, or not, a page is full soon in any order, while "id + 0" would look up the binding of every member.
    private Task<IReadOnlyList<long>> IdsAsync(MemberFilter filter, string orderBy, int skip, int limit, CancellationToken ct) =>
        database.ListAsync<long>(
            $"""
            SELECT m.id {From(filter)}
             ORDER BY {(filter.AsksOnlyForBinding && orderBy == Columns["added"] ? "m.id" : orderBy)} LIMIT @limit OFFSET @skip
            """,
            filter.Parameters(keyring, new { skip, limit }),
            ct
        );

    // A value and not EXISTS, which MariaDB takes for a reason to begin with the bindings, and then sorts all of them for a page of 50.
    private static string From(MemberFilter filter)
    {
        var bound = filter.Bound switch
        {
            null => "",
            true => " AND (SELECT COUNT(*) FROM bindings s WHERE s.member_id = m.id) = 1",
            false => " AND (SELECT COUNT(*) FROM bindings s WHERE s.member_id = m.id) = 0",
        };
        return $"FROM members m WHERE m.name_sort > ''{filter.Where}{bound}";
    }

    private async Task<IReadOnlyList<ListedMember>> RowsAsync(IReadOnlyList<long> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
        {
            return [];
        }
        var (rows, tags) = await database.ReadAsync(
            """
            SELECT m.id, m.number, m.name, m.phone_sealed, m.unit, b.name AS branch, l.name AS level, m.paid_until, m.created_at, s.bound_at
              FROM members m
              LEFT JOIN branches b ON b.id = m.branch_id
              LEFT JOIN levels l ON l.id = m.level_id
              LEFT JOIN bindings s ON s.member_id = m.id
             WHERE m.id IN {=ids};
            SELECT member_id, tag FROM member_tags WHERE member_id IN {=ids} ORDER BY tag
            """,
            new { ids },
            async grid => (await grid.ReadAsync<Row>(), (await grid.ReadAsync<TagRow>()).ToLookup(row => row.MemberId, row => row.Tag)),
            ct
        );
        var members = rows.ToDictionary(
            row => row.Id,
            row => new ListedMember(
                row.Id,
                row.Number,
                row.Name,
                row.PhoneSealed is "" ? "" : Phone.Mask(keyring.Open(MemberStore.PhonePlace(row.Number), row.PhoneSealed)),
                row.Unit,
                row.Branch,
                row.Level,
                row.PaidUntil,
                [.. tags[row.Id]],
                row.BoundAt,
                row.CreatedAt
            )
        );
        return [.. ids.Where(members.ContainsKey).Select(id => members[id])];
    }

    private sealed record Row
    {
        public required long Id { get; init; }
        public required string Number { get; init; }
        public required string Name { get; init; }
        public required string PhoneSealed { get; init; }
        public required string Unit { get; init; }
        public string? Branch { get; init; }
        public string? Level { get; init; }
        public DateOnly? PaidUntil { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? BoundAt { get; init; }
    }

    private sealed record TagRow
    {
        public required long MemberId { get; init; }
        public required string Tag { get; init; }
    }
}

/// <param name="Phone">Masked; empty where the roster has none.</param>
/// <param name="BoundAt">Null where no WeChat user is bound.</param>
public sealed record ListedMember(
    long Id,
    string Number,
    string Name,
    string Phone,
    string Unit,
    string? Branch,
    string? Level,
    DateOnly? PaidUntil,
    IReadOnlyList<string> Tags,
    DateTimeOffset? BoundAt,
    DateTimeOffset CreatedAt
);

/// <param name="Total">Null where there are more than the list counts on its way, or the page is beyond the last.</param>
public sealed record MemberPage(IReadOnlyList<ListedMember> Members, bool HasMore, long? Total);

/// <summary>All members of the roster, and those of them who are bound.</summary>
public sealed record Roll
{
    public required long Members { get; init; }
    public required long Bound { get; init; }

    public int Percent => Members == 0 ? 0 : (int)Math.Round(100.0 * Bound / Members);
}
