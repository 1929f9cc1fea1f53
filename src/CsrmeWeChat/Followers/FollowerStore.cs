using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Followers;

/// <summary>
/// Who follows the official account. Events may come late and in any order, so each says when it happened and the later one holds.
/// Who it is (unionid, tags, remark) is asked of WeChat afterwards: told_at is empty until it is.
/// </summary>
public sealed class FollowerStore(Database database)
{
    private const string Known = "SELECT id, open_id, union_id, followed_at, scene, remark FROM followers";

    public async Task FollowAsync(Transaction tx, string openId, DateTimeOffset at, CancellationToken ct)
    {
        if (await tx.ExecuteAsync("UPDATE followers SET told_at = NULL WHERE open_id = @openId", new { openId }, ct) == 0)
        {
            await tx.ExecuteAsync(
                "INSERT INTO followers (open_id, union_id, follows, followed_at, scene, remark) VALUES (@openId, '', 1, @at, '', '')",
                new { openId, at },
                ct
            );
            return;
        }
        await tx.ExecuteAsync(
            """
            UPDATE followers SET follows = 1, followed_at = @at, left_at = NULL
             WHERE open_id = @openId AND (followed_at IS NULL OR followed_at <= @at) AND (left_at IS NULL OR left_at <= @at)
            """,
            new { openId, at },
            ct
        );
    }

    /// <summary>Kept, so that what was sent to them stays told; whoever never was known to follow is noted as having left.</summary>
    public async Task LeaveAsync(Transaction tx, string openId, DateTimeOffset at, CancellationToken ct)
    {
        if (await tx.ExecuteAsync("UPDATE followers SET follows = follows WHERE open_id = @openId", new { openId }, ct) == 0)
        {
            await tx.ExecuteAsync(
                "INSERT INTO followers (open_id, union_id, follows, left_at, scene, remark) VALUES (@openId, '', 0, @at, '', '')",
                new { openId, at },
                ct
            );
            return;
        }
        await tx.ExecuteAsync(
            """
            UPDATE followers SET follows = 0, left_at = @at
             WHERE open_id = @openId AND (followed_at IS NULL OR followed_at <= @at) AND (left_at IS NULL OR left_at <= @at)
            """,
            new { openId, at },
            ct
        );
    }

    /// <summary>Who follows and was not told of since <paramref name="since"/>: those never told of first. Null: only those.</summary>
    public Task<IReadOnlyList<KnownFollower>> ListUntoldAsync(DateTimeOffset? since, int limit, CancellationToken ct) =>
        database.ListAsync<KnownFollower>(
            $"""
            {Known}
             WHERE follows = 1 AND (told_at IS NULL{(since is null ? "" : " OR told_at < @since")})
             ORDER BY told_at, id LIMIT @limit
            """,
            new { since, limit },
            ct
        );

    /// <summary>What WeChat told of some. Of whom it told nothing, nothing changes but that it was asked. Returns how many follow no longer.</summary>
    /// <param name="at">When WeChat was asked, to the second.</param>
    public async Task<int> TellAsync(
        Transaction tx,
        IReadOnlyList<KnownFollower> asked,
        IReadOnlyList<FollowerFacts> told,
        DateTimeOffset at,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        asked = await MarkToldAsync(tx, asked, now, ct);
        var facts = told.DistinctBy(fact => fact.OpenId).ToDictionary(fact => fact.OpenId);
        var gone = asked
            .Where(follower => facts.GetValueOrDefault(follower.OpenId) is { Follows: false })
            .Select(follower => follower.Id)
            .ToList();
        var stay = asked.Where(follower => facts.GetValueOrDefault(follower.OpenId) is { Follows: true }).ToList();
        if (gone.Count > 0)
        {
            await tx.ExecuteAsync(
                "UPDATE followers SET follows = 0, left_at = @at WHERE id IN @gone AND follows = 1",
                new { at, gone },
                ct
            );
        }
        foreach (var follower in stay)
        {
            var fact = facts[follower.OpenId];
            var row = follower with
            {
                UnionId = PlainText.Cut(fact.UnionId, 64),
                FollowedAt = fact.FollowedAt ?? follower.FollowedAt,
                Scene = PlainText.Cut(fact.Scene, 64),
                Remark = PlainText.Cut(PlainText.Clean(fact.Remark), 100),
            };
            if (row != follower)
            {
                await tx.ExecuteAsync(
                    "UPDATE followers SET union_id = @UnionId, followed_at = @FollowedAt, scene = @Scene, remark = @Remark WHERE id = @Id",
                    row,
                    ct
                );
            }
        }
        await TagAsync(tx, stay, facts, ct);
        return gone.Count;
    }

    /// <summary>Those of whom the answer holds: whoever began to follow while WeChat was being asked is asked of again.</summary>
    private static async Task<IReadOnlyList<KnownFollower>> MarkToldAsync(
        Transaction tx,
        IReadOnlyList<KnownFollower> asked,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var ids = asked.Select(follower => follower.Id).ToList();
        // Their locks first: from here on no event changes them.
        await tx.ExecuteAsync("UPDATE followers SET told_at = @now WHERE id IN @ids", new { now, ids }, ct);
        var since = (await tx.ListAsync<KnownFollower>($"{Known} WHERE id IN @ids", new { ids }, ct)).ToDictionary(
            follower => follower.Id,
            follower => follower.FollowedAt
        );
        var (holds, moved) = (
            asked.Where(follower => since[follower.Id] == follower.FollowedAt).ToList(),
            asked.Where(follower => since[follower.Id] != follower.FollowedAt).Select(follower => follower.Id).ToList()
        );
        if (moved.Count > 0)
        {
            await tx.ExecuteAsync("UPDATE followers SET told_at = NULL WHERE id IN @moved", new { moved }, ct);
        }
        return holds;
    }

    private static async Task TagAsync(
        Transaction tx,
        IReadOnlyList<KnownFollower> stay,
        Dictionary<string, FollowerFacts> facts,
        CancellationToken ct
    )
    {
        if (stay.Count == 0)
        {
            return;
        }
        var had = (
            await tx.ListAsync<FollowerTag>(
                "SELECT follower_id, tag_id FROM follower_tags WHERE follower_id IN @ids",
                new { ids = stay.Select(follower => follower.Id) },
                ct
            )
        ).ToHashSet();
        var has = stay.SelectMany(follower =>
                facts[follower.OpenId].TagIds.Distinct().Select(tag => new FollowerTag { FollowerId = follower.Id, TagId = tag })
            )
            .ToHashSet();
        foreach (var tag in had.Except(has))
        {
            await tx.ExecuteAsync("DELETE FROM follower_tags WHERE follower_id = @FollowerId AND tag_id = @TagId", tag, ct);
        }
        await tx.InsertManyAsync(
            "INSERT INTO follower_tags (follower_id, tag_id)",
            [.. has.Except(had).Select(tag => new object?[] { tag.FollowerId, tag.TagId })],
            ct
        );
    }

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
