using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Benefits;

/// <summary>What a member claimed, and what became of it.</summary>
public sealed class ClaimTimeline(Database database, AuditLabels labels) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineLine>> ListAsync(Member member, int limit, DateTimeOffset now, CancellationToken ct)
    {
        // What staff did stands in the trail, once at most: a claim given on behalf or taken back, a redemption undone.
        var claims = await database.ListAsync<ClaimRow>(
            """
            SELECT b.title, b.use_until, c.serial, c.state, c.claimed_at, c.ended_at, g.actor AS giver, t.actor AS taker, t.after_values AS taken
              FROM claims c
              JOIN benefits b ON b.id = c.benefit_id
              LEFT JOIN audit_events g ON g.kind = 'claim' AND g.target_id = c.id AND g.action = 'claim.on_behalf'
              LEFT JOIN audit_events t ON t.kind = 'claim' AND t.target_id = c.id AND t.action = 'claim.cancel'
             WHERE c.member_id = @Id ORDER BY c.id DESC LIMIT @limit
            """,
            new { member.Id, limit },
            ct
        );
        var redemptions = await database.ListAsync<RedemptionRow>(
            """
            SELECT b.title, c.serial, r.redeemed_at, r.undone_at, COALESCE(s.name, k.name) AS redeemer, u.actor AS undoer
              FROM claims c
              JOIN redemptions r ON r.claim_id = c.id
              JOIN benefits b ON b.id = c.benefit_id
              LEFT JOIN members k ON k.id = r.redeemer_id
              LEFT JOIN staff s ON s.id = r.staff_id
              LEFT JOIN audit_events u ON u.kind = 'redemption' AND u.target_id = r.id AND u.action = 'redemption.undo'
             WHERE c.member_id = @Id ORDER BY r.id DESC LIMIT @limit
            """,
            new { member.Id, limit },
            ct
        );
        return
        [
            .. claims
                .SelectMany(claim => claim.Lines(now, labels))
                .Concat(redemptions.SelectMany(redemption => redemption.Lines()))
                .OrderByDescending(line => line.At),
        ];
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
        public string? Giver { get; init; }
        public string? Taker { get; init; }
        public string? Taken { get; init; }

        public IEnumerable<TimelineLine> Lines(DateTimeOffset now, AuditLabels labels)
        {
            yield return new(ClaimedAt, Giver is null ? "领取福利" : "代领福利", Say(Title, Serial), Giver ?? "");
            switch (Claim.StateAt(State, UseUntil, now))
            {
                case ClaimState.Cancelled:
                    yield return new(EndedAt ?? ClaimedAt, Taker is null ? "退回福利" : "取消领取", Say(Title, Serial), Taker ?? "")
                    {
                        Changes = labels.Differences("claim", "", Taken ?? ""),
                    };
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
        public required string Redeemer { get; init; }

        /// <summary>Staff, who may undo what another redeemed.</summary>
        public string? Undoer { get; init; }

        public IEnumerable<TimelineLine> Lines()
        {
            yield return new(RedeemedAt, "核销福利", Say(Title, Serial), Redeemer);
            if (UndoneAt is { } at)
            {
                yield return new(at, "撤销核销", Say(Title, Serial), Undoer ?? Redeemer);
            }
        }
    }
}
