using CsrmeWeChat.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>核销: what happens at the counter.</summary>
public sealed class RedemptionStore(Database database)
{
    private const string Columns = """
        SELECT r.id, r.redeemer_id, r.redeemed_at, r.undone_at, c.serial, b.title, m.name
          FROM redemptions r
          JOIN claims c ON c.id = r.claim_id
          JOIN benefits b ON b.id = c.benefit_id
          JOIN members m ON m.id = c.member_id
        """;

    /// <summary>Redeems once; the same redeemer repeating it gets the same answer.</summary>
    public async Task<RedeemResult> RedeemAsync(long redeemerId, string code, DateTimeOffset now, CancellationToken ct)
    {
        while (true)
        {
            if (await TryRedeemAsync(redeemerId, code, now, ct) is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>Null where another redemption was undone in between: try again.</summary>
    private Task<RedeemResult?> TryRedeemAsync(long redeemerId, string code, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<RedeemResult?>(async tx =>
        {
            // The state decides, in one statement: of two counters with one code, one wins.
            var won = await tx.ExecuteAsync("UPDATE claims SET state = 'redeemed', ended_at = @now WHERE code = @code AND state = 'held'", new { code, now }, ct) == 1;
            var claim = await tx.FindAsync<ClaimAtCounter>("""
                SELECT c.id, c.state, b.kind, b.use_until FROM claims c JOIN benefits b ON b.id = c.benefit_id WHERE c.code = @code
                """, new { code }, ct);
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
                await tx.InsertAsync("INSERT INTO redemptions (claim_id, redeemer_id, redeemed_at) VALUES (@Id, @redeemerId, @now)", new { claim.Id, redeemerId, now }, ct);
            }
            var standing = await tx.FindAsync<Redemption>($"{Columns} WHERE r.claim_id = @Id AND r.undone_at IS NULL ORDER BY r.id DESC", new { claim.Id }, ct);
            return (won, standing is null ? null : new RedeemResult(won ? RedeemOutcome.Redeemed : standing.RedeemerId == redeemerId ? RedeemOutcome.Repeated : RedeemOutcome.AlreadyRedeemed, standing));
        }, ct);

    /// <summary>Undoes the redeemer's own redemption: the claim is held again. Repeating it is harmless.</summary>
    public Task<bool> UndoAsync(long redeemerId, long redemptionId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(async tx =>
        {
            var claim = await tx.FindAsync<UndoableRow>(
                "SELECT claim_id, undone_at FROM redemptions WHERE id = @redemptionId AND redeemer_id = @redeemerId", new { redemptionId, redeemerId }, ct);
            if (claim is null or { UndoneAt: not null })
            {
                return (false, claim is not null);
            }
            await tx.ExecuteAsync("UPDATE claims SET state = 'held', ended_at = NULL WHERE id = @ClaimId AND state = 'redeemed'", new { claim.ClaimId }, ct);
            var undone = await tx.ExecuteAsync("UPDATE redemptions SET undone_at = @now WHERE id = @redemptionId AND undone_at IS NULL", new { redemptionId, now }, ct) == 1;
            return (undone, true);
        }, ct);

    /// <summary>The redeemer's own, newest first.</summary>
    public Task<IReadOnlyList<Redemption>> ListAsync(long redeemerId, long before, int limit, CancellationToken ct) =>
        database.ListAsync<Redemption>($"{Columns} WHERE r.redeemer_id = @redeemerId AND r.id < @before ORDER BY r.id DESC LIMIT @limit", new { redeemerId, before, limit }, ct);

    private sealed record ClaimAtCounter
    {
        public required long Id { get; init; }
        public required ClaimState State { get; init; }
        public required BenefitKind Kind { get; init; }
        public required DateTimeOffset UseUntil { get; init; }
    }

    private sealed record UndoableRow
    {
        public required long ClaimId { get; init; }
        public DateTimeOffset? UndoneAt { get; init; }
    }
}

public sealed record Redemption
{
    public required long Id { get; init; }
    public required long RedeemerId { get; init; }
    public required DateTimeOffset RedeemedAt { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }
    public required int Serial { get; init; }
    public required string Title { get; init; }
    public required string Name { get; init; }
}

public enum RedeemOutcome { Redeemed, Repeated, NoSuchCode, Voucher, Cancelled, Expired, AlreadyRedeemed }

public readonly record struct RedeemResult(RedeemOutcome Outcome, Redemption? Redemption = null);
