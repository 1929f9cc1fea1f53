using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>Claims after they were made: shown, cancelled, expired.</summary>
public sealed class ClaimStore(Database database)
{
    /// <summary>How often a member may give back one benefit: serials are never used again.</summary>
    public const int MostCancelled = 3;

    private const string Columns = """
        SELECT c.benefit_id, b.kind, b.title, b.usage_note, b.partner, c.serial, c.code, v.code AS voucher, c.state, c.claimed_at, b.use_until
          FROM claims c
          JOIN benefits b ON b.id = c.benefit_id
          LEFT JOIN vouchers v ON v.benefit_id = c.benefit_id AND v.serial = c.serial
        """;

    /// <summary>The member's claims, newest first, cancelled ones too. As many as there are benefits, four times at most.</summary>
    public async Task<IReadOnlyList<ClaimTicket>> ListAsync(long memberId, DateTimeOffset now, CancellationToken ct) =>
        [
            .. (
                await database.ListAsync<TicketRow>($"{Columns} WHERE c.member_id = @memberId ORDER BY c.id DESC", new { memberId }, ct)
            ).Select(row => row.Ticket(now)),
        ];

    /// <summary>Those that count as the member's: one for a benefit.</summary>
    public async Task<IReadOnlyList<ClaimTicket>> ListHeldAsync(long memberId, DateTimeOffset now, CancellationToken ct) =>
        [
            .. (
                await database.ListAsync<TicketRow>(
                    $"{Columns} WHERE c.member_id = @memberId AND c.holder = @memberId",
                    new { memberId },
                    ct
                )
            ).Select(row => row.Ticket(now)),
        ];

    public async Task<ClaimTicket?> FindAsync(long memberId, long benefitId, DateTimeOffset now, CancellationToken ct) =>
        (
            await database.FindAsync<TicketRow>(
                $"{Columns} WHERE c.benefit_id = @benefitId AND c.holder = @memberId",
                new { memberId, benefitId },
                ct
            )
        )?.Ticket(now);

    /// <summary>Gives a counter claim back while the benefit is open; its stock returns, its serial does not.</summary>
    public async Task<CancelOutcome> CancelAsync(long memberId, long benefitId, DateTimeOffset now, CancellationToken ct)
    {
        // Nobody without a claim takes the lock that the rush waits for.
        if (await FindAsync(memberId, benefitId, now, ct) is null)
        {
            return CancelOutcome.NoSuchClaim;
        }
        return await database.TransactAsync(
            async tx =>
            {
                await tx.ExecuteAsync(
                    "UPDATE benefits SET version = version + 1, held = held - 1 WHERE id = @benefitId",
                    new { benefitId },
                    ct
                );
                var cancelledBefore = await tx.FindAsync<int>(
                    "SELECT COUNT(*) FROM claims WHERE member_id = @memberId AND benefit_id = @benefitId AND state = 'cancelled'",
                    new { memberId, benefitId },
                    ct
                );
                var benefit = (await tx.FindAsync<Benefit>($"{BenefitStore.Columns} WHERE id = @benefitId", new { benefitId }, ct))!;
                var state = await tx.FindAsync<string>(
                    "SELECT state FROM claims WHERE benefit_id = @benefitId AND holder = @memberId",
                    new { benefitId, memberId },
                    ct
                );
                var refusal = (state, benefit) switch
                {
                    (null, _) => CancelOutcome.NoSuchClaim,
                    (_, { Kind: BenefitKind.Voucher }) => CancelOutcome.Voucher,
                    ("redeemed", _) => CancelOutcome.Redeemed,
                    (not "held", _) => CancelOutcome.TooLate,
                    _ when cancelledBefore >= MostCancelled => CancelOutcome.TooOften,
                    _ when now >= benefit.ClosesAt || benefit.State is not BenefitState.Published => CancelOutcome.TooLate,
                    _ => CancelOutcome.Cancelled,
                };
                if (refusal is not CancelOutcome.Cancelled)
                {
                    return (false, refusal);
                }
                // A counter may redeem it in this moment, without the benefit's lock: the state decides.
                var cancelled =
                    await tx.ExecuteAsync(
                        """
                        UPDATE claims SET state = 'cancelled', holder = -serial, ended_at = @now
                         WHERE benefit_id = @benefitId AND holder = @memberId AND state = 'held'
                        """,
                        new
                        {
                            benefitId,
                            memberId,
                            now,
                        },
                        ct
                    ) == 1;
                return (cancelled, cancelled ? CancelOutcome.Cancelled : CancelOutcome.Redeemed);
            },
            ct
        );
    }

    /// <summary>Marks claims not used in time, a slice of one benefit at a time. Returns how many; stock returns where the benefit says so.</summary>
    public async Task<int> ExpireAsync(DateTimeOffset now, int limit, CancellationToken ct)
    {
        var due = await database.FindAsync<long?>(
            """
            SELECT b.id FROM benefits b
             WHERE b.use_until <= @now AND EXISTS (SELECT 1 FROM claims c WHERE c.benefit_id = b.id AND c.state = 'held')
             ORDER BY b.id LIMIT 1
            """,
            new { now },
            ct
        );
        return due is not { } benefitId
            ? 0
            : await database.TransactAsync(
                async tx =>
                {
                    // Read again under the lock: somebody may have moved the date.
                    if (
                        await tx.ExecuteAsync(
                            "UPDATE benefits SET version = version + 1 WHERE id = @benefitId AND use_until <= @now",
                            new { benefitId, now },
                            ct
                        ) == 0
                    )
                    {
                        return (false, 0);
                    }
                    // Read first: MariaDB would scan the table for an UPDATE whose IN is a subquery (EXPLAIN).
                    var ids = await tx.ListAsync<long>(
                        "SELECT id FROM claims WHERE benefit_id = @benefitId AND state = 'held' LIMIT @limit",
                        new { benefitId, limit },
                        ct
                    );
                    var returns =
                        await tx.FindAsync<int>("SELECT expiry_returns_stock FROM benefits WHERE id = @benefitId", new { benefitId }, ct)
                        == 1;
                    // Where the stock returns, the member may claim anew too, should the windows be moved.
                    var expired =
                        ids.Count == 0
                            ? 0
                            : await tx.ExecuteAsync(
                                $$"""
                                UPDATE claims SET state = 'expired', ended_at = @now{{(returns ? ", holder = -serial" : "")}}
                                 WHERE id IN {=ids} AND state = 'held'
                                """,
                                new { ids, now },
                                ct
                            );
                    if (returns)
                    {
                        await tx.ExecuteAsync(
                            "UPDATE benefits SET held = held - @expired WHERE id = @benefitId",
                            new { benefitId, expired },
                            ct
                        );
                    }
                    return (true, expired);
                },
                ct
            );
    }

    private sealed record TicketRow
    {
        public required long BenefitId { get; init; }
        public required BenefitKind Kind { get; init; }
        public required string Title { get; init; }
        public required string UsageNote { get; init; }
        public required string Partner { get; init; }
        public required int Serial { get; init; }
        public required string Code { get; init; }
        public string? Voucher { get; init; }
        public required ClaimState State { get; init; }
        public required DateTimeOffset ClaimedAt { get; init; }
        public required DateTimeOffset UseUntil { get; init; }

        public ClaimTicket Ticket(DateTimeOffset now) =>
            new(
                BenefitId,
                Kind,
                Title,
                UsageNote,
                Partner,
                Serial,
                Voucher ?? Code,
                Claim.StateAt(State, UseUntil, now),
                ClaimedAt,
                UseUntil
            );
    }
}

public enum CancelOutcome
{
    Cancelled,
    NoSuchClaim,
    Voucher,
    Redeemed,
    TooLate,
    TooOften,
}
