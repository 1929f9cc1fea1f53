using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Benefits;

/// <summary>核销: what happens at the counter.</summary>
public sealed class RedemptionStore(Database database, AuditTrail audit)
{
    private const string Redemptions = """
        SELECT r.id, r.redeemer_id, r.staff_id, COALESCE(s.name, k.name) AS redeemer, r.redeemed_at, r.undone_at, r.claim_id,
               c.serial, b.title, m.name
          FROM redemptions r
          JOIN claims c ON c.id = r.claim_id
          JOIN benefits b ON b.id = c.benefit_id
          JOIN members m ON m.id = c.member_id
          LEFT JOIN members k ON k.id = r.redeemer_id
          LEFT JOIN staff s ON s.id = r.staff_id
        """;

    /// <summary>Redeems a claim once. The same redeemer who repeats it gets the same answer.</summary>
    /// <param name="typed">The code as it was scanned or typed.</param>
    public async Task<RedeemResult> RedeemAsync(Redeemer by, string typed, DateTimeOffset now, CancellationToken ct) =>
        ClaimCode.Read(typed) is { } code
            ? await RedeemAsync(by, code, RedeemWay.Code, now, ct)
            : new RedeemResult(RedeemOutcome.ForeignCode);

    /// <summary>Redeems the claim of a member who cannot show the code, whom staff know or whose papers they have seen.</summary>
    public async Task<RedeemResult> RedeemByHandAsync(Actor by, long claimId, DateTimeOffset now, CancellationToken ct) =>
        await database.FindAsync<string>("SELECT code FROM claims WHERE id = @claimId", new { claimId }, ct) is { } code
            ? await RedeemAsync(Redeemer.OfStaff(by), code, RedeemWay.ByHand, now, ct)
            : new RedeemResult(RedeemOutcome.NoSuchCode);

    /// <summary>
    /// What a member could redeem now, found by the member's number or whole name: parts of names would show a counter the roster.
    /// </summary>
    public Task<IReadOnlyList<ClaimToRedeem>> ListToRedeemAsync(string search, int limit, DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<ClaimToRedeem>(
            """
            SELECT c.id, c.serial, c.claimed_at, b.title, m.number, m.name, m.unit
              FROM (SELECT id FROM members WHERE number = @number
                    UNION SELECT id FROM members WHERE name_key = @key) AS f
              JOIN members m ON m.id = f.id
              JOIN claims c ON c.member_id = m.id
              JOIN benefits b ON b.id = c.benefit_id
             WHERE m.name_key > '' AND c.state = 'held' AND b.kind = 'counter' AND b.use_until > @now
             ORDER BY m.id, b.opens_at, c.id LIMIT @limit
            """,
            new
            {
                number = MemberNumber.Of(search),
                key = PersonalName.Key(search),
                now,
                limit,
            },
            ct
        );

    private async Task<RedeemResult> RedeemAsync(Redeemer by, string code, RedeemWay way, DateTimeOffset now, CancellationToken ct)
    {
        while (true)
        {
            if (await TryRedeemAsync(by, code, way, now, ct) is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>Null where another redemption of the claim was undone in between: then it can be tried again.</summary>
    private Task<RedeemResult?> TryRedeemAsync(Redeemer by, string code, RedeemWay way, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<RedeemResult?>(
            async tx =>
            {
                // The state decides, in one statement: of two counters with the same code, one wins.
                var won = await ClaimTransitions.RedeemAsync(tx, code, now, ct);
                var claim = await FindClaimAsync(tx, code, ct);
                if (WhyNotRedeemed(claim, won, now) is { } refusal)
                {
                    return (false, new RedeemResult(refusal));
                }
                if (won)
                {
                    await AddAsync(tx, by, claim!.Id, now, ct);
                }
                var standing = await tx.FindAsync<Redemption>(
                    $"{Redemptions} WHERE r.claim_id = @Id AND r.undone_at IS NULL ORDER BY r.id DESC",
                    new { claim!.Id },
                    ct
                );
                if (standing is null)
                {
                    return (false, null);
                }
                if (won)
                {
                    await AuditAsync(tx, by, "redemption.redeem", standing, way, now, ct);
                    return (true, new RedeemResult(RedeemOutcome.Redeemed, standing));
                }
                return (false, new RedeemResult(by.Made(standing) ? RedeemOutcome.Repeated : RedeemOutcome.AlreadyRedeemed, standing));
            },
            ct
        );

    /// <param name="won">The claim was held until this redemption: what it says now is what this transaction wrote.</param>
    private static RedeemOutcome? WhyNotRedeemed(ClaimAtCounter? claim, bool won, DateTimeOffset now) =>
        claim switch
        {
            null => RedeemOutcome.NoSuchCode,
            { Kind: BenefitKind.Voucher } => RedeemOutcome.Voucher,
            { State: ClaimState.Cancelled } => RedeemOutcome.Cancelled,
            { State: ClaimState.Expired } => RedeemOutcome.Expired,
            _ when won && now >= claim.UseUntil => RedeemOutcome.Expired,
            _ => null,
        };

    private static Task<ClaimAtCounter?> FindClaimAsync(Transaction tx, string code, CancellationToken ct) =>
        tx.FindAsync<ClaimAtCounter>(
            "SELECT c.id, c.state, b.kind, b.use_until FROM claims c JOIN benefits b ON b.id = c.benefit_id WHERE c.code = @code",
            new { code },
            ct
        );

    private static Task AddAsync(Transaction tx, Redeemer by, long claimId, DateTimeOffset now, CancellationToken ct) =>
        tx.InsertAsync(
            "INSERT INTO redemptions (claim_id, redeemer_id, staff_id, redeemed_at) VALUES (@claimId, @MemberId, @staffId, @now)",
            new
            {
                claimId,
                by.MemberId,
                staffId = by.Staff?.StaffId,
                now,
            },
            ct
        );

    /// <summary>Undoes a redemption: the claim is held again. Repeating it is harmless.</summary>
    /// <returns>False where there is no such redemption, or another redeemer made it.</returns>
    public Task<bool> UndoAsync(Redeemer by, long redemptionId, bool evenIfMadeByOthers, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var redemption = await tx.FindAsync<Redemption>($"{Redemptions} WHERE r.id = @redemptionId", new { redemptionId }, ct);
                if (redemption is null || !(evenIfMadeByOthers || by.Made(redemption)))
                {
                    return (false, false);
                }
                if (redemption.UndoneAt is not null)
                {
                    return (false, true);
                }
                await ClaimTransitions.UndoRedemptionAsync(tx, redemption.ClaimId, ct);
                var undone = await tx.ExecuteAsync(
                    "UPDATE redemptions SET undone_at = @now WHERE id = @redemptionId AND undone_at IS NULL",
                    new { redemptionId, now },
                    ct
                );
                if (undone == 1)
                {
                    await AuditAsync(tx, by, "redemption.undo", redemption, RedeemWay.Code, now, ct);
                }
                return (undone == 1, true);
            },
            ct
        );

    /// <summary>The redeemer's own redemptions, newest first.</summary>
    /// <param name="before">The id of the last one seen.</param>
    public Task<IReadOnlyList<Redemption>> ListAsync(Redeemer by, long before, int limit, CancellationToken ct) =>
        database.ListAsync<Redemption>(
            $"{Redemptions} WHERE r.{by.Column} = @Id AND r.id < @before ORDER BY r.id DESC LIMIT @limit",
            new
            {
                by.Id,
                before,
                limit,
            },
            ct
        );

    /// <summary>The redeemer's own redemptions since an instant, newest first.</summary>
    public Task<IReadOnlyList<Redemption>> ListSinceAsync(Redeemer by, DateTimeOffset since, int limit, CancellationToken ct) =>
        database.ListAsync<Redemption>(
            $"{Redemptions} WHERE r.{by.Column} = @Id AND r.redeemed_at >= @since ORDER BY r.id DESC LIMIT @limit",
            new
            {
                by.Id,
                since,
                limit,
            },
            ct
        );

    /// <summary>Writes to the trail what staff did; what a member redeems stands in the redemption itself.</summary>
    private Task AuditAsync(
        Transaction tx,
        Redeemer by,
        string action,
        Redemption redemption,
        RedeemWay way,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (by.Staff is not { } staff)
        {
            return Task.CompletedTask;
        }
        var after = new Dictionary<string, object>
        {
            ["member"] = redemption.Name,
            ["serial"] = redemption.Serial,
            ["redeemer"] = redemption.Redeemer,
            ["redeemedAt"] = redemption.RedeemedAt,
        };
        if (way is RedeemWay.ByHand)
        {
            after["way"] = "没有出示福利码，按姓名或名单办理";
        }
        return audit.AddAsync(tx, staff, new Change(action, "redemption", redemption.Id, redemption.Title, After: after), now, ct);
    }

    private sealed record ClaimAtCounter
    {
        public required long Id { get; init; }
        public required ClaimState State { get; init; }
        public required BenefitKind Kind { get; init; }
        public required DateTimeOffset UseUntil { get; init; }
    }
}
