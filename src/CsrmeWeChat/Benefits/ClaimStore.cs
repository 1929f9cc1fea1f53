using CsrmeWeChat.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>Claims after they were made: shown, cancelled, expired.</summary>
public sealed class ClaimStore(Database database)
{
    private const string Columns = """
        SELECT c.benefit_id, b.kind, b.title, b.usage_note, b.partner, c.serial, c.code, v.code AS voucher, c.state, c.claimed_at, b.use_until
          FROM claims c
          JOIN benefits b ON b.id = c.benefit_id
          LEFT JOIN vouchers v ON v.benefit_id = c.benefit_id AND v.serial = c.serial
        """;

    /// <summary>The member's claims, newest first, cancelled ones too.</summary>
    public async Task<IReadOnlyList<ClaimTicket>> ListAsync(long memberId, DateTimeOffset now, CancellationToken ct) =>
        [.. (await database.ListAsync<TicketRow>($"{Columns} WHERE c.member_id = @memberId ORDER BY c.id DESC", new { memberId }, ct)).Select(row => row.Ticket(now))];

    public async Task<ClaimTicket?> FindAsync(long memberId, long benefitId, DateTimeOffset now, CancellationToken ct) =>
        (await database.FindAsync<TicketRow>($"{Columns} WHERE c.benefit_id = @benefitId AND c.holder = @memberId", new { memberId, benefitId }, ct))?.Ticket(now);

    /// <summary>Gives a counter claim back while the benefit is open; its stock returns, its serial does not.</summary>
    public Task<CancelOutcome> CancelAsync(long memberId, long benefitId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(async tx =>
        {
            if (await tx.ExecuteAsync("UPDATE benefits SET version = version + 1, held = held - 1 WHERE id = @benefitId", new { benefitId }, ct) == 0)
            {
                return (false, CancelOutcome.NoSuchClaim);
            }
            var benefit = (await tx.FindAsync<Benefit>($"{BenefitStore.Columns} WHERE id = @benefitId", new { benefitId }, ct))!;
            var state = await tx.FindAsync<string>("SELECT state FROM claims WHERE benefit_id = @benefitId AND holder = @memberId", new { benefitId, memberId }, ct);
            var refusal = (state, benefit) switch
            {
                (null, _) => CancelOutcome.NoSuchClaim,
                (_, { Kind: BenefitKind.Voucher }) => CancelOutcome.Voucher,
                ("redeemed", _) => CancelOutcome.Redeemed,
                (not "held", _) => CancelOutcome.TooLate,
                _ when now >= benefit.ClosesAt || benefit.State is not BenefitState.Published => CancelOutcome.TooLate,
                _ => CancelOutcome.Cancelled,
            };
            if (refusal is not CancelOutcome.Cancelled)
            {
                return (false, refusal);
            }
            // A counter may redeem it in this moment, without the benefit's lock: the state decides.
            var cancelled = await tx.ExecuteAsync("""
                UPDATE claims SET state = 'cancelled', holder = -serial, ended_at = @now
                 WHERE benefit_id = @benefitId AND holder = @memberId AND state = 'held'
                """, new { benefitId, memberId, now }, ct) == 1;
            return (cancelled, cancelled ? CancelOutcome.Cancelled : CancelOutcome.Redeemed);
        }, ct);

    /// <summary>Marks claims not used in time, a slice of one benefit at a time. Returns how many; stock returns where the benefit says so.</summary>
    public async Task<int> ExpireAsync(DateTimeOffset now, int limit, CancellationToken ct)
    {
        var due = await database.FindAsync<long?>("""
            SELECT b.id FROM benefits b
             WHERE b.use_until <= @now AND EXISTS (SELECT 1 FROM claims c WHERE c.benefit_id = b.id AND c.state = 'held')
             ORDER BY b.id LIMIT 1
            """, new { now }, ct);
        return due is not { } benefitId ? 0 : await database.TransactAsync(async tx =>
        {
            // Read again under the lock: somebody may have moved the date.
            if (await tx.ExecuteAsync("UPDATE benefits SET version = version + 1 WHERE id = @benefitId AND use_until <= @now", new { benefitId, now }, ct) == 0)
            {
                return (false, 0);
            }
            var expired = await tx.ExecuteAsync("""
                UPDATE claims SET state = 'expired', ended_at = @now
                 WHERE state = 'held' AND id IN (SELECT id FROM (
                           SELECT id FROM claims WHERE benefit_id = @benefitId AND state = 'held' ORDER BY id LIMIT @limit) AS due)
                """, new { benefitId, now, limit }, ct);
            await tx.ExecuteAsync("UPDATE benefits SET held = held - @expired WHERE id = @benefitId AND expiry_returns_stock = 1", new { benefitId, expired }, ct);
            return (true, expired);
        }, ct);
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
            new(BenefitId, Kind, Title, UsageNote, Partner, Serial, Voucher ?? Code, Claim.StateAt(State, UseUntil, now), ClaimedAt, UseUntil);
    }
}

public enum CancelOutcome { Cancelled, NoSuchClaim, Voucher, Redeemed, TooLate }
