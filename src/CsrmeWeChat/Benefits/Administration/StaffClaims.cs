using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// What the secretariat does for a member: claims a benefit, or cancels a claim. Both are written to the audit trail in the same
/// transaction, under the lock that the rush is counted under.
/// </summary>
public sealed class StaffClaims(Database database, AuditTrail audit)
{
    /// <summary>
    /// Claims by the rules for everybody, except that no WeChat user need be bound. A repeat gives the ticket that the member has.
    /// </summary>
    // Not through the queue: a batch of the rush must not wait for the audit trail.
    public Task<StaffClaim> ClaimAsync(Actor by, long memberId, long benefitId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("benefits", benefitId, ct);
                if (await ClaimBatch.ReadAsync(tx, benefitId, [memberId], now, boundOnly: false) is not { } batch)
                {
                    return (false, new StaffClaim(ClaimOutcome.NoSuchBenefit));
                }
                var result = batch.Decide(new ClaimRequest(memberId, now));
                if (!batch.HasWinners)
                {
                    return (false, new StaffClaim(result.Outcome, result.Ticket));
                }
                await batch.WriteAsync(tx);
                var claim = (await FindAsync(tx, benefitId, result.Ticket!.Serial, ct))!;
                var after = new { member = claim.Member, claim.Serial };
                await audit.AddAsync(tx, by, new Change("claim.on_behalf", "claim", claim.Id, claim.Title, After: after), now, ct);
                return (true, new StaffClaim(result.Outcome, result.Ticket, IsNew: true));
            },
            ct
        );

    /// <summary>
    /// Cancels a claim that was not used, also after the benefit has closed. Its piece returns to stock, its serial is never given again.
    /// </summary>
    public Task<CancelOutcome> CancelAsync(Actor by, long benefitId, int serial, string reason, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("benefits", benefitId, ct);
                var claim = await FindAsync(tx, benefitId, serial, ct);
                if (WhyNotCancelled(claim, now) is { } refusal)
                {
                    return (false, refusal);
                }
                if (!await ClaimTransitions.CancelAsync(tx, benefitId, claim!.Id, now, ct))
                {
                    return (false, CancelOutcome.Redeemed);
                }
                var before = new { member = claim.Member, claim.Serial };
                await audit.AddAsync(tx, by, new Change("claim.cancel", "claim", claim.Id, claim.Title, before, new { reason }), now, ct);
                return (true, CancelOutcome.Cancelled);
            },
            ct
        );

    /// <summary>Why a claim was not made, to the staff who asked; null where it was.</summary>
    public static string? WhyNot(ClaimOutcome outcome) =>
        outcome switch
        {
            ClaimOutcome.Claimed => null,
            ClaimOutcome.NoSuchBenefit => "该福利还没有发布，请先发布。",
            ClaimOutcome.NotYetOpen => "该福利尚未开始领取，请到开始时间再代领。",
            ClaimOutcome.Closed => "该福利的领取已结束或关闭，不能再代领。如需补领，请先调整领取时间或重新开放。",
            ClaimOutcome.OnHold => "数据库恢复过：请先在“追加兑换码”页核对最后发出的序号。",
            ClaimOutcome.SoldOut => "该福利已领完，不能再代领。如需补领，请先增加总量。",
            ClaimOutcome.NoMember => "名册中没有这位会员。",
            ClaimOutcome.WrongLevel => "该福利面向特定级别的会员，这位会员的级别不在其中。",
            ClaimOutcome.WrongBranch => "该福利面向特定分支机构的会员，这位会员不在其中。",
            ClaimOutcome.NotTagged => "该福利面向受邀会员，这位会员没有相应的标签。",
            ClaimOutcome.DuesUnpaid => "该福利面向会费有效的会员，这位会员的会费未缴或已过期。",
        };

    /// <summary>Why a member's claim was not cancelled, to the staff who asked; null where it was.</summary>
    public static string? WhyNot(CancelOutcome outcome) =>
        outcome switch
        {
            CancelOutcome.Cancelled => null,
            CancelOutcome.NoSuchClaim => "没有这份领取。",
            CancelOutcome.Voucher => "兑换码已经发出，不能收回。",
            CancelOutcome.Redeemed => "这份福利已核销。请先撤销核销，再取消。",
            CancelOutcome.TooLate or CancelOutcome.TooOften => "这份福利已过使用期限，不能取消。",
        };

    private static CancelOutcome? WhyNotCancelled(ClaimOfMember? claim, DateTimeOffset now) =>
        claim switch
        {
            null => CancelOutcome.NoSuchClaim,
            { Kind: BenefitKind.Voucher } => CancelOutcome.Voucher,
            { State: ClaimState.Redeemed } => CancelOutcome.Redeemed,
            { State: ClaimState.Cancelled } => CancelOutcome.Cancelled,
            { State: ClaimState.Expired } => CancelOutcome.TooLate,
            _ when now >= claim.UseUntil => CancelOutcome.TooLate,
            _ => null,
        };

    private static Task<ClaimOfMember?> FindAsync(Transaction tx, long benefitId, int serial, CancellationToken ct) =>
        tx.FindAsync<ClaimOfMember>(
            """
            SELECT c.id, c.serial, c.state, b.kind, b.title, b.use_until, m.number, m.name
              FROM claims c JOIN benefits b ON b.id = c.benefit_id JOIN members m ON m.id = c.member_id
             WHERE c.benefit_id = @benefitId AND c.serial = @serial
            """,
            new { benefitId, serial },
            ct
        );

    private sealed record ClaimOfMember
    {
        public required long Id { get; init; }
        public required int Serial { get; init; }
        public required ClaimState State { get; init; }
        public required BenefitKind Kind { get; init; }
        public required string Title { get; init; }
        public required DateTimeOffset UseUntil { get; init; }
        public required string Number { get; init; }
        public required string Name { get; init; }

        /// <summary>The member as the audit trail names them.</summary>
        public string Member => $"{Name}（{Number}）";
    }
}

/// <param name="IsNew">False where the member had claimed it before.</param>
public readonly record struct StaffClaim(ClaimOutcome Outcome, ClaimTicket? Ticket = null, bool IsNew = false);
