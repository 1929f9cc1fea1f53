using CsrmeWeChat.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Benefits;

/// <summary>What a member claimed, and what became of it.</summary>
public sealed class ClaimTimeline(Database database) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineLine>> ListAsync(Member member, int limit, DateTimeOffset now, CancellationToken ct)
    {
        var claims = await database.ListAsync<ClaimRow>("""
            SELECT b.title, b.use_until, c.serial, c.state, c.claimed_at, c.ended_at
              FROM claims c JOIN benefits b ON b.id = c.benefit_id
             WHERE c.member_id = @Id ORDER BY c.id DESC LIMIT @limit
            """, new { member.Id, limit }, ct);
        var redemptions = await database.ListAsync<RedemptionRow>("""
            SELECT b.title, c.serial, r.redeemed_at, r.undone_at, COALESCE(s.name, m.name) AS redeemer
              FROM claims c
              JOIN redemptions r ON r.claim_id = c.id
              JOIN benefits b ON b.id = c.benefit_id
              LEFT JOIN members m ON m.id = r.redeemer_id
              LEFT JOIN staff s ON s.id = r.staff_id
             WHERE c.member_id = @Id ORDER BY r.id DESC LIMIT @limit
            """, new { member.Id, limit }, ct);
        return [.. claims.SelectMany(claim => claim.Lines(now)).Concat(redemptions.SelectMany(redemption => redemption.Lines())).OrderByDescending(line => line.At)];
    }

    private static string Say(string title, int serial) => $"{title} 第 {serial} 号";

    private sealed record ClaimRow
    {
        public required string Title { get; init; }
        public required DateTimeOffset UseUntil { get; init; }
        public required int Serial { get; init; }
        public required ClaimState State { get; init; }
        public required DateTimeOffset ClaimedAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }

        public IEnumerable<TimelineLine> Lines(DateTimeOffset now)
        {
            yield return new(ClaimedAt, "领取福利", Say(Title, Serial));
            switch (Claim.StateAt(State, UseUntil, now))
            {
                case ClaimState.Cancelled:
                    yield return new(EndedAt ?? ClaimedAt, "退回福利", Say(Title, Serial));
                    break;
                case ClaimState.Expired:
                    yield return new(EndedAt ?? UseUntil, "福利过期未用", Say(Title, Serial));
                    break;
            }
        }
    }

    private sealed record RedemptionRow
    {
        public required string Title { get; init; }
        public required int Serial { get; init; }
        public required DateTimeOffset RedeemedAt { get; init; }
        public DateTimeOffset? UndoneAt { get; init; }
        public string? Redeemer { get; init; }

        public IEnumerable<TimelineLine> Lines()
        {
            yield return new(RedeemedAt, "核销福利", Say(Title, Serial), Redeemer ?? "");
            if (UndoneAt is { } at)
            {
                yield return new(at, "撤销核销", Say(Title, Serial), Redeemer ?? "");
            }
        }
    }
}
