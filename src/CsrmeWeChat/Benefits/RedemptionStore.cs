using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>核销: what happens at the counter.</summary>
public sealed class RedemptionStore(Database database, AuditTrail trail)
{
    private const string Columns = """
        SELECT r.id, r.redeemer_id, r.staff_id, COALESCE(s.name, k.name) AS redeemer, r.redeemed_at, r.undone_at, r.claim_id, c.serial, b.title, m.name
          FROM redemptions r
          JOIN claims c ON c.id = r.claim_id
          JOIN benefits b ON b.id = c.benefit_id
          JOIN members m ON m.id = c.member_id
          LEFT JOIN members k ON k.id = r.redeemer_id
          LEFT JOIN staff s ON s.id = r.staff_id
        """;

    /// <summary>Redeems once; the same redeemer repeating it gets the same answer.</summary>
    /// <param name="typed">As scanned or typed.</param>
    public async Task<RedeemResult> RedeemAsync(Redeemer by, string typed, DateTimeOffset now, CancellationToken ct)
    {
        if (Claim.ReadCode(typed) is not { } code)
        {
            return new RedeemResult(RedeemOutcome.ForeignCode);
        }
        while (true)
        {
            if (await TryRedeemAsync(by, code, now, ct) is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>Null where another redemption was undone in between: try again.</summary>
    private Task<RedeemResult?> TryRedeemAsync(Redeemer by, string code, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<RedeemResult?>(
            async tx =>
            {
                // The state decides, in one statement: of two counters with one code, one wins.
                var won =
                    await tx.ExecuteAsync(
                        "UPDATE claims SET state = 'redeemed', ended_at = @now WHERE code = @code AND state = 'held'",
                        new { code, now },
                        ct
                    ) == 1;
                var claim = await tx.FindAsync<ClaimAtCounter>(
                    """
                    SELECT c.id, c.state, b.kind, b.use_until FROM claims c JOIN benefits b ON b.id = c.benefit_id WHERE c.code = @code
                    """,
                    new { code },
                    ct
                );
                switch (claim)
                {
                    case null:
                        return (false, new RedeemResult(RedeemOutcome.NoSuchCode));
                    case { Kind: BenefitKind.Voucher }:
                        return (false, new RedeemResult(RedeemOutcome.Voucher));
                    case { State: ClaimState.Cancelled }:
                        return (false, new RedeemResult(RedeemOutcome.Cancelled));
                    case { State: ClaimState.Expired }:
                    case var late when won && now >= late.UseUntil:
                        return (false, new RedeemResult(RedeemOutcome.Expired));
                }
                if (won)
                {
                    await tx.InsertAsync(
                        "INSERT INTO redemptions (claim_id, redeemer_id, staff_id, redeemed_at) VALUES (@Id, @MemberId, @staffId, @now)",
                        new
                        {
                            claim.Id,
                            by.MemberId,
                            staffId = by.Staff?.StaffId,
                            now,
                        },
                        ct
                    );
                }
                var standing = await tx.FindAsync<Redemption>(
                    $"{Columns} WHERE r.claim_id = @Id AND r.undone_at IS NULL ORDER BY r.id DESC",
                    new { claim.Id },
                    ct
                );
                if (standing is null)
                {
                    return (false, null);
                }
                if (won)
                {
                    await TellAsync(tx, by, "redemption.redeem", standing, now, ct);
                }
                return (
                    won,
                    new RedeemResult(
                        won ? RedeemOutcome.Redeemed
                            : by.Made(standing) ? RedeemOutcome.Repeated
                            : RedeemOutcome.AlreadyRedeemed,
                        standing
                    )
                );
            },
            ct
        );

    /// <summary>Undoes the redeemer's own redemption: the claim is held again. Repeating it is harmless.</summary>
    /// <param name="anybodys">Whoever made it.</param>
    public Task<bool> UndoAsync(Redeemer by, long redemptionId, bool anybodys, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var redemption = await tx.FindAsync<Redemption>($"{Columns} WHERE r.id = @redemptionId", new { redemptionId }, ct);
                if (redemption is null || !(anybodys || by.Made(redemption)))
                {
                    return (false, false);
                }
                if (redemption.UndoneAt is not null)
                {
                    return (false, true);
                }
                await tx.ExecuteAsync(
                    "UPDATE claims SET state = 'held', ended_at = NULL WHERE id = @ClaimId AND state = 'redeemed'",
                    new { redemption.ClaimId },
                    ct
                );
                var undone =
                    await tx.ExecuteAsync(
                        "UPDATE redemptions SET undone_at = @now WHERE id = @redemptionId AND undone_at IS NULL",
                        new { redemptionId, now },
                        ct
                    ) == 1;
                if (undone)
                {
                    await TellAsync(tx, by, "redemption.undo", redemption, now, ct);
                }
                return (undone, true);
            },
            ct
        );

    /// <summary>The redeemer's own, newest first.</summary>
    public Task<IReadOnlyList<Redemption>> ListAsync(Redeemer by, long before, int limit, CancellationToken ct) =>
        database.ListAsync<Redemption>(
            $"{Columns} WHERE r.{by.Column} = @Id AND r.id < @before ORDER BY r.id DESC LIMIT @limit",
            new
            {
                by.Id,
                before,
                limit,
            },
            ct
        );

    /// <summary>The redeemer's own from an instant on, newest first.</summary>
    public Task<IReadOnlyList<Redemption>> ListSinceAsync(Redeemer by, DateTimeOffset since, int limit, CancellationToken ct) =>
        database.ListAsync<Redemption>(
            $"{Columns} WHERE r.{by.Column} = @Id AND r.redeemed_at >= @since ORDER BY r.id DESC LIMIT @limit",
            new
            {
                by.Id,
                since,
                limit,
            },
            ct
        );

    private Task TellAsync(Transaction tx, Redeemer by, string action, Redemption redemption, DateTimeOffset now, CancellationToken ct) =>
        by.Staff is not { } staff
            ? Task.CompletedTask
            : trail.AddAsync(
                tx,
                staff,
                new Change(
                    action,
                    "redemption",
                    redemption.Id,
                    redemption.Title,
                    After: new
                    {
                        member = redemption.Name,
                        redemption.Serial,
                        redemption.Redeemer,
                        redemption.RedeemedAt,
                    }
                ),
                now,
                ct
            );

    private sealed record ClaimAtCounter
    {
        public required long Id { get; init; }
        public required ClaimState State { get; init; }
        public required BenefitKind Kind { get; init; }
        public required DateTimeOffset UseUntil { get; init; }
    }
}
