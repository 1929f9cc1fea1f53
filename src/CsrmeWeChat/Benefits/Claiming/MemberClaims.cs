using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>What a member has claimed, and giving it back.</summary>
public sealed class MemberClaims(Database database)
{
    /// <summary>How often a member may give back one benefit: serials are never used again.</summary>
    public const int MaxCancelled = 3;

    private const string Tickets = """
        SELECT c.benefit_id, b.kind, b.title, b.usage_note, b.partner, b.place, c.serial, c.code, v.code AS voucher, v.password, c.state,
               c.claimed_at, b.use_until
          FROM claims c
          JOIN benefits b ON b.id = c.benefit_id
          LEFT JOIN vouchers v ON v.benefit_id = c.benefit_id AND v.serial = c.serial
        """;

    /// <summary>
    /// All claims of the member, newest first, including cancelled ones. There is no paging: a member has one claim per benefit, and at
    /// most <see cref="MaxCancelled"/> cancelled ones beside it.
    /// </summary>
    public Task<IReadOnlyList<ClaimTicket>> ListAsync(long memberId, DateTimeOffset now, CancellationToken ct) =>
        ListAsync($"{Tickets} WHERE c.member_id = @memberId ORDER BY c.id DESC", memberId, now, ct);

    /// <summary>The claims that count as the member's, one per benefit.</summary>
    public Task<IReadOnlyList<ClaimTicket>> ListHeldAsync(long memberId, DateTimeOffset now, CancellationToken ct) =>
        ListAsync($"{Tickets} WHERE c.member_id = @memberId AND c.holder = @memberId", memberId, now, ct);

    public async Task<ClaimTicket?> FindAsync(long memberId, long benefitId, DateTimeOffset now, CancellationToken ct)
    {
        var row = await database.FindAsync<TicketRow>(
            $"{Tickets} WHERE c.benefit_id = @benefitId AND c.holder = @memberId",
            new { memberId, benefitId },
            ct
        );
        return row?.Ticket(now);
    }

    /// <summary>Gives a counter claim back while the benefit is open; its piece returns to stock, its serial is not given again.</summary>
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
                await tx.LockAsync("benefits", benefitId, ct);
                var claim = await FindCancellableAsync(tx, memberId, benefitId, ct);
                if (WhyNotCancelled(claim, now) is { } refusal)
                {
                    return (false, refusal);
                }
                var cancelled = await ClaimTransitions.CancelAsync(tx, benefitId, claim!.Id, now, ct);
                return (cancelled, cancelled ? CancelOutcome.Cancelled : CancelOutcome.Redeemed);
            },
            ct
        );
    }

    private static CancelOutcome? WhyNotCancelled(CancellableClaim? claim, DateTimeOffset now) =>
        claim switch
        {
            null => CancelOutcome.NoSuchClaim,
            { Kind: BenefitKind.Voucher } => CancelOutcome.Voucher,
            { State: ClaimState.Redeemed } => CancelOutcome.Redeemed,
            { State: not ClaimState.Held } => CancelOutcome.TooLate,
            { CancelledBefore: >= MaxCancelled } => CancelOutcome.TooOften,
            _ when now >= claim.ClosesAt || claim.BenefitState is not BenefitState.Published => CancelOutcome.TooLate,
            _ => null,
        };

    private static Task<CancellableClaim?> FindCancellableAsync(Transaction tx, long memberId, long benefitId, CancellationToken ct) =>
        tx.FindAsync<CancellableClaim>(
            """
            SELECT c.id, c.state, b.kind, b.state AS benefit_state, b.closes_at,
                   (SELECT COUNT(*) FROM claims e
                     WHERE e.member_id = @memberId AND e.benefit_id = @benefitId AND e.state = 'cancelled') AS cancelled_before
              FROM claims c
              JOIN benefits b ON b.id = c.benefit_id
             WHERE c.benefit_id = @benefitId AND c.holder = @memberId
            """,
            new { memberId, benefitId },
            ct
        );

    private async Task<IReadOnlyList<ClaimTicket>> ListAsync(string sql, long memberId, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await database.ListAsync<TicketRow>(sql, new { memberId }, ct);
        return [.. rows.Select(row => row.Ticket(now))];
    }

    private sealed record CancellableClaim
    {
        public required long Id { get; init; }
        public required ClaimState State { get; init; }
        public required BenefitKind Kind { get; init; }
        public required BenefitState BenefitState { get; init; }
        public required DateTimeOffset ClosesAt { get; init; }
        public required int CancelledBefore { get; init; }
    }

    private sealed record TicketRow
    {
        public required long BenefitId { get; init; }
        public required BenefitKind Kind { get; init; }
        public required string Title { get; init; }
        public required string UsageNote { get; init; }
        public required string Partner { get; init; }
        public required string Place { get; init; }
        public required int Serial { get; init; }
        public required string Code { get; init; }
        public string? Voucher { get; init; }
        public string? Password { get; init; }
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
                Place,
                Serial,
                Voucher ?? Code,
                State.At(now, UseUntil),
                ClaimedAt,
                UseUntil,
                Password: Password is "" ? null : Password
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
