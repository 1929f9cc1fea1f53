using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// The claims of a member who was found to be another one. A member has one of each benefit, so where both have one somebody must first
/// decide which of them is cancelled.
/// </summary>
public sealed class ClaimsOfMember : IMemberData
{
    public IReadOnlyCollection<string> Columns { get; } =
    ["claims.member_id", "claims.holder", "claim_tries.member_id", "redemptions.redeemer_id"];

    /// <summary>
    /// No claim of a benefit is under way while its row is held. A batch that waits for it finds the members as the merging leaves them.
    /// </summary>
    public Task LockAsync(Transaction tx, MemberPair pair, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE benefits SET id = id
             WHERE (state <> 'draft' AND closes_at > @now)
                OR id IN (SELECT benefit_id FROM claims WHERE member_id IN (@KeptId, @GoneId))
            """,
            new
            {
                pair.KeptId,
                pair.GoneId,
                now,
            },
            ct
        );

    public async Task<IReadOnlyList<string>> ObstaclesAsync(Sql sql, MemberPair pair, CancellationToken ct) =>
        [
            .. (
                await sql.ListAsync<Both>(
                    """
                    SELECT b.title, k.serial AS kept, k.state AS kept_state, g.serial AS gone, g.state AS gone_state
                      FROM claims k
                      JOIN claims g ON g.benefit_id = k.benefit_id AND g.holder = @GoneId
                      JOIN benefits b ON b.id = k.benefit_id
                     WHERE k.holder = @KeptId ORDER BY b.id
                    """,
                    pair,
                    ct
                )
            ).Select(both =>
                $"两位会员都有“{both.Title}”（第 {both.Kept} 号和第 {both.Gone} 号），每位会员只能有一份。"
                + (
                    both is { KeptState: ClaimState.Held } or { GoneState: ClaimState.Held }
                        ? "请先在该福利的领取名单里取消未核销的一份，再合并。"
                        : "两份都已结束，不能取消，因此不能合并。"
                )
            ),
        ];

    public async Task<string> WhatMovesAsync(Sql sql, MemberPair pair, CancellationToken ct) =>
        await sql.FindAsync<long>("SELECT COUNT(*) FROM claims WHERE member_id = @GoneId", pair, ct) is > 0 and var count
            ? $"领取的福利 {count} 份"
            : "";

    public async Task MergeAsync(Transaction tx, Actor by, MemberPair pair, DateTimeOffset now, CancellationToken ct)
    {
        await tx.ExecuteAsync(
            """
            UPDATE claims
               SET member_id = @KeptId, holder = CASE WHEN holder = @GoneId THEN @KeptId ELSE holder END
             WHERE member_id = @GoneId
            """,
            pair,
            ct
        );
        await tx.ExecuteAsync("UPDATE redemptions SET redeemer_id = @KeptId WHERE redeemer_id = @GoneId", pair, ct);
        await MergeTriesAsync(tx, pair, ct);
    }

    /// <summary>What both tried of a benefit becomes one row. What a node has not written yet goes with the gone member.</summary>
    private static async Task MergeTriesAsync(Transaction tx, MemberPair pair, CancellationToken ct)
    {
        var tries = await tx.ListAsync<TriedBenefit>(
            "SELECT benefit_id, amount, first_at, last_at, outcome FROM claim_tries WHERE member_id = @GoneId",
            pair,
            ct
        );
        foreach (var tried in tries)
        {
            // The outcome stands before the time that it is compared with: MySQL reads what the statement has just set.
            var isAdded = await tx.ExecuteAsync(
                """
                UPDATE claim_tries
                   SET amount = amount + @Amount,
                       outcome = CASE WHEN last_at < @LastAt THEN @Outcome ELSE outcome END,
                       last_at = CASE WHEN last_at < @LastAt THEN @LastAt ELSE last_at END,
                       first_at = CASE WHEN first_at > @FirstAt THEN @FirstAt ELSE first_at END
                 WHERE benefit_id = @BenefitId AND member_id = @KeptId
                """,
                new
                {
                    tried.BenefitId,
                    tried.Amount,
                    tried.FirstAt,
                    tried.LastAt,
                    tried.Outcome,
                    pair.KeptId,
                },
                ct
            );
            await tx.ExecuteAsync(
                isAdded == 1
                    ? "DELETE FROM claim_tries WHERE benefit_id = @BenefitId AND member_id = @GoneId"
                    : "UPDATE claim_tries SET member_id = @KeptId WHERE benefit_id = @BenefitId AND member_id = @GoneId",
                new
                {
                    tried.BenefitId,
                    pair.KeptId,
                    pair.GoneId,
                },
                ct
            );
        }
    }

    private sealed record TriedBenefit
    {
        public required long BenefitId { get; init; }
        public required int Amount { get; init; }
        public required DateTimeOffset FirstAt { get; init; }
        public required DateTimeOffset LastAt { get; init; }
        public required string Outcome { get; init; }
    }

    private sealed record Both
    {
        public required string Title { get; init; }
        public required int Kept { get; init; }
        public required ClaimState KeptState { get; init; }
        public required int Gone { get; init; }
        public required ClaimState GoneState { get; init; }
    }
}
