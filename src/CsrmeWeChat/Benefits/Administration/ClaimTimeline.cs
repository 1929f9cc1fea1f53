using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Benefits;

/// <summary>A member's claims and what became of them, for the member's timeline.</summary>
public sealed class ClaimTimeline(Database database, AuditLabels labels) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineLine>> ListAsync(Member member, int limit, DateTimeOffset now, CancellationToken ct)
    {
        // What staff did to a claim stands in the audit trail, each at most once: claimed on behalf, cancelled, its redemption undone.
        var claims = await database.ListAsync<ClaimRow>(
            """
            SELECT b.title, b.use_until, c.serial, c.state, c.claimed_at, c.ended_at,
                   o.actor AS claimed_by, e.actor AS cancelled_by, e.after_values AS cancellation
              FROM claims c
              JOIN benefits b ON b.id = c.benefit_id
              LEFT JOIN audit_events o ON o.kind = 'claim' AND o.target_id = c.id AND o.action = 'claim.on_behalf'
              LEFT JOIN audit_events e ON e.kind = 'claim' AND e.target_id = c.id AND e.action = 'claim.cancel'
             WHERE c.member_id = @Id ORDER BY c.id DESC LIMIT @limit
            """,
            new { member.Id, limit },
            ct
        );
        var redemptions = await database.ListAsync<RedemptionRow>(
            """
            SELECT b.title, c.serial, r.redeemed_at, r.undone_at, COALESCE(s.name, k.name) AS redeemer, u.actor AS undone_by
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

    private static string Describe(string title, int serial) => $"{title} 第 {serial} 号";

    private sealed record ClaimRow
    {
        public required string Title { get; init; }
        public required DateTimeOffset UseUntil { get; init; }
        public required int Serial { get; init; }
        public required ClaimState State { get; init; }
        public required DateTimeOffset ClaimedAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }

        /// <summary>The staff who claimed it on behalf of the member.</summary>
        public string? ClaimedBy { get; init; }

        /// <summary>The staff who cancelled it, and what the audit trail says of that.</summary>
        public string? CancelledBy { get; init; }
        public string? Cancellation { get; init; }

        public IEnumerable<TimelineLine> Lines(DateTimeOffset now, AuditLabels labels)
        {
            yield return new(ClaimedAt, ClaimedBy is null ? "领取福利" : "代领福利", Describe(Title, Serial), ClaimedBy ?? "");
            switch (State.At(now, UseUntil))
            {
                case ClaimState.Cancelled:
                    yield return new(
                        EndedAt ?? ClaimedAt,
                        CancelledBy is null ? "本人取消领取" : "取消领取",
                        Describe(Title, Serial),
                        CancelledBy ?? ""
                    )
                    {
                        Changes = labels.Differences("claim", "", Cancellation ?? ""),
                    };
                    break;
                case ClaimState.Expired:
                    yield return new(EndedAt ?? UseUntil, "福利过期未用", Describe(Title, Serial));
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

        /// <summary>The staff who undid it, who may do so to what another redeemed.</summary>
        public string? UndoneBy { get; init; }

        public IEnumerable<TimelineLine> Lines()
        {
            yield return new(RedeemedAt, "核销福利", Describe(Title, Serial), Redeemer);
            if (UndoneAt is { } at)
            {
                yield return new(at, "撤销核销", Describe(Title, Serial), UndoneBy ?? Redeemer);
            }
        }
    }
}
