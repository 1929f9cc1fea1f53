using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Followers;

/// <summary>
/// What WeChat knows of each follower: unionid, tags, remark. It is asked of WeChat after somebody begins to follow, and once a day;
/// <c>details_at</c> says when, and is empty until the first answer.
/// </summary>
public sealed class FollowerStore(Database database)
{
    private const string Columns = "SELECT id, open_id, union_id, followed_at, scene, remark FROM followers";

    /// <summary>
    /// Followers whose details are missing or older than <paramref name="since"/>, those without any first. Where it is null, only those
    /// without any.
    /// </summary>
    public Task<IReadOnlyList<KnownFollower>> ListStaleAsync(DateTimeOffset? since, int limit, CancellationToken ct)
    {
        // Two conditions, because the one that is asked every few seconds must be answered from the index.
        var isStale = since is null ? "details_at IS NULL" : "(details_at IS NULL OR details_at < @since)";
        return database.ListAsync<KnownFollower>(
            $"""
            {Columns}
             WHERE follows = 1 AND {isStale}
             ORDER BY details_at, id
             LIMIT @limit
            """,
            new { since, limit },
            ct
        );
    }

    /// <summary>
    /// Writes down what WeChat answered. A follower of whom it said nothing keeps what is known, and counts as asked. Returns how many no
    /// longer follow.
    /// </summary>
    /// <param name="askedAt">When WeChat was asked, in whole seconds.</param>
    public async Task<int> ApplyDetailsAsync(
        Transaction tx,
        IReadOnlyList<KnownFollower> asked,
        IReadOnlyList<FollowerFacts> answers,
        DateTimeOffset askedAt,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var current = await MarkAskedAsync(tx, asked, now, ct);
        var facts = answers.DistinctBy(fact => fact.OpenId).ToDictionary(fact => fact.OpenId);
        var gone = current.Where(follower => facts.GetValueOrDefault(follower.OpenId) is { Follows: false }).ToList();
        var stay = current.Where(follower => facts.GetValueOrDefault(follower.OpenId) is { Follows: true }).ToList();
        if (gone.Count > 0)
        {
            await tx.ExecuteAsync(
                "UPDATE followers SET follows = 0, left_at = @askedAt WHERE id IN @ids AND follows = 1",
                new { askedAt, ids = gone.Select(follower => follower.Id) },
                ct
            );
        }
        foreach (var follower in stay)
        {
            await WriteAsync(tx, follower, facts[follower.OpenId], ct);
        }
        await WriteTagsAsync(tx, stay, facts, ct);
        return gone.Count;
    }

    /// <summary>
    /// Marks followers as asked and returns those to whom the answer applies. Whoever began to follow again while WeChat was being asked
    /// is asked about once more.
    /// </summary>
    private static async Task<IReadOnlyList<KnownFollower>> MarkAskedAsync(
        Transaction tx,
        IReadOnlyList<KnownFollower> asked,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var ids = asked.Select(follower => follower.Id).ToList();
        // Writing first takes the rows' locks: from here on no callback changes them.
        await tx.ExecuteAsync("UPDATE followers SET details_at = @now WHERE id IN @ids", new { now, ids }, ct);
        var rows = await tx.ListAsync<KnownFollower>($"{Columns} WHERE id IN @ids", new { ids }, ct);
        var followedAt = rows.ToDictionary(row => row.Id, row => row.FollowedAt);
        var restarted = asked.Where(follower => followedAt[follower.Id] != follower.FollowedAt).ToList();
        if (restarted.Count > 0)
        {
            await tx.ExecuteAsync(
                "UPDATE followers SET details_at = NULL WHERE id IN @ids",
                new { ids = restarted.Select(follower => follower.Id) },
                ct
            );
        }
        return [.. asked.Except(restarted)];
    }

    private static async Task WriteAsync(Transaction tx, KnownFollower before, FollowerFacts fact, CancellationToken ct)
    {
        var after = before with
        {
            UnionId = PlainText.Cut(fact.UnionId, 64),
            FollowedAt = fact.FollowedAt ?? before.FollowedAt,
            Scene = PlainText.Cut(fact.Scene, 64),
            Remark = PlainText.Cut(PlainText.Clean(fact.Remark), 100),
        };
        if (after != before)
        {
            await tx.ExecuteAsync(
                "UPDATE followers SET union_id = @UnionId, followed_at = @FollowedAt, scene = @Scene, remark = @Remark WHERE id = @Id",
                after,
                ct
            );
        }
    }

    private static async Task WriteTagsAsync(
        Transaction tx,
        IReadOnlyList<KnownFollower> followers,
        Dictionary<string, FollowerFacts> facts,
        CancellationToken ct
    )
    {
        if (followers.Count == 0)
        {
            return;
        }
        var rows = await tx.ListAsync<FollowerTag>(
            "SELECT follower_id, tag_id FROM follower_tags WHERE follower_id IN @ids",
            new { ids = followers.Select(follower => follower.Id) },
            ct
        );
        var before = rows.ToHashSet();
        var after = followers.SelectMany(follower => TagsOf(follower, facts[follower.OpenId])).ToHashSet();
        foreach (var tag in before.Except(after))
        {
            await tx.ExecuteAsync("DELETE FROM follower_tags WHERE follower_id = @FollowerId AND tag_id = @TagId", tag, ct);
        }
        await tx.InsertManyAsync(
            "INSERT INTO follower_tags (follower_id, tag_id)",
            [.. after.Except(before).Select(tag => new object?[] { tag.FollowerId, tag.TagId })],
            ct
        );
    }

    private static IEnumerable<FollowerTag> TagsOf(KnownFollower follower, FollowerFacts fact) =>
        fact.TagIds.Select(tag => new FollowerTag { FollowerId = follower.Id, TagId = tag });

    private sealed record FollowerTag
    {
        public required long FollowerId { get; init; }
        public required long TagId { get; init; }
    }
}

/// <summary>What is known of a follower before WeChat is asked.</summary>
public sealed record KnownFollower
{
    public required long Id { get; init; }
    public required string OpenId { get; init; }
    public required string UnionId { get; init; }
    public DateTimeOffset? FollowedAt { get; init; }
    public required string Scene { get; init; }
    public required string Remark { get; init; }
}
