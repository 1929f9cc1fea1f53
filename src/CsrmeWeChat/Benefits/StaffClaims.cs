using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>What the secretariat does for a member: claims a benefit, or takes a claim back. Told in the same transaction, under the lock the rush is counted under.</summary>
public sealed class StaffClaims(Database database, AuditTrail trail)
{
    /// <summary>By the rules for all, but that no WeChat user need be bound. A repeat gives the ticket that the member has.</summary>
    // Not through ClaimDesk: a batch of the rush must not wait for the trail.
    public Task<StaffClaim> ClaimAsync(Actor by, long memberId, long benefitId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await BenefitStore.LockAsync(tx, benefitId, ct);
                if (await ClaimRound.ReadAsync(tx, benefitId, [memberId], now, bound: false) is not { } round)
                {
                    return (false, new StaffClaim(ClaimOutcome.NoSuchBenefit));
                }
                var result = round.Decide(new Claiming(memberId, now));
                if (!round.HasWinners)
                {
                    return (false, new StaffClaim(result.Outcome, result.Ticket));
                }
                await round.WriteAsync(tx);
                var claim = (
                    await tx.FindAsync<ClaimOfMember>(
                        $"{ClaimOfMember.Columns} WHERE c.benefit_id = @benefitId AND c.holder = @memberId",
                        new { benefitId, memberId },
                        ct
                    )
                )!;
                await trail.AddAsync(
                    tx,
                    by,
                    new Change("claim.on_behalf", "claim", claim.Id, claim.Title, After: new { member = claim.Member, claim.Serial }),
                    now,
                    ct
                );
                return (true, new StaffClaim(result.Outcome, result.Ticket, IsNew: true));
            },
            ct
        );

    /// <summary>Takes back a claim that was not used: also after the benefit has closed. Its stock returns, its serial does not.</summary>
    public Task<CancelOutcome> CancelAsync(Actor by, long benefitId, int serial, string reason, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await BenefitStore.LockAsync(tx, benefitId, ct);
                var claim = await tx.FindAsync<ClaimOfMember>(
                    $"{ClaimOfMember.Columns} WHERE c.benefit_id = @benefitId AND c.serial = @serial",
                    new { benefitId, serial },
                    ct
                );
                var refusal = claim switch
                {
                    null => CancelOutcome.NoSuchClaim,
                    { Kind: BenefitKind.Voucher } => CancelOutcome.Voucher,
                    { State: ClaimState.Redeemed } => CancelOutcome.Redeemed,
                    { State: ClaimState.Cancelled } => CancelOutcome.Cancelled,
                    { State: ClaimState.Expired } => CancelOutcome.TooLate,
                    _ when now >= claim.UseUntil => CancelOutcome.TooLate,
                    _ => default(CancelOutcome?),
                };
                if (refusal is not null)
                {
                    return (false, refusal.Value);
                }
                // A counter may redeem it in this moment, without the benefit's lock: the state decides.
                if (
                    await tx.ExecuteAsync(
                        "UPDATE claims SET state = 'cancelled', holder = -serial, ended_at = @now WHERE id = @Id AND state = 'held'",
                        new { claim!.Id, now },
                        ct
                    ) == 0
                )
                {
                    return (false, CancelOutcome.Redeemed);
                }
                await tx.ExecuteAsync("UPDATE benefits SET held = held - 1 WHERE id = @benefitId", new { benefitId }, ct);
                await trail.AddAsync(
                    tx,
                    by,
                    new Change("claim.cancel", "claim", claim.Id, claim.Title, new { member = claim.Member, claim.Serial }, new { reason }),
                    now,
                    ct
                );
                return (true, CancelOutcome.Cancelled);
            },
            ct
        );

    private sealed record ClaimOfMember
    {
        public const string Columns = """
            SELECT c.id, c.serial, c.state, b.kind, b.title, b.use_until, m.number, m.name
              FROM claims c JOIN benefits b ON b.id = c.benefit_id JOIN members m ON m.id = c.member_id
            """;

        public required long Id { get; init; }
        public required int Serial { get; init; }
        public required ClaimState State { get; init; }
        public required BenefitKind Kind { get; init; }
        public required string Title { get; init; }
        public required DateTimeOffset UseUntil { get; init; }
        public required string Number { get; init; }
        public required string Name { get; init; }

        /// <summary>As the trail names them.</summary>
        public string Member => $"{Name}（{Number}）";
    }
}

/// <param name="IsNew">False where the member had it before.</param>
public readonly record struct StaffClaim(ClaimOutcome Outcome, ClaimTicket? Ticket = null, bool IsNew = false);
