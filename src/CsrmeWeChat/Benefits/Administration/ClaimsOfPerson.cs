using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// Reads what the member bound to a person claimed and tried in vain, and what this member redeemed for others.
/// All of it belongs to the member and stays when the person goes.
/// </summary>
public sealed class ClaimsOfPerson(Database database, MemberClaims claims, MemberBenefits benefits) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("claims.member_id", OnErase.Kept),
        new("claims.holder", OnErase.Kept),
        new("claim_tries.member_id", OnErase.Kept),
        new("redemptions.redeemer_id", OnErase.Kept),
    ];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["claims"] = person.MemberId is { } memberId ? await claims.ListAsync(memberId, now, ct) : [],
            ["tries"] = person.MemberId is { } triedId ? await benefits.ListTriesAsync(triedId, ct) : [],
            ["redemptions"] = person.MemberId is { } redeemerId ? await ListRedemptionsAsync(redeemerId, ct) : [],
        };

    /// <summary>Of the member's own claims, and of others' at the counter that the member kept.</summary>
    private Task<IReadOnlyList<OwnRedemption>> ListRedemptionsAsync(long memberId, CancellationToken ct) =>
        database.ListAsync<OwnRedemption>(
            """
            SELECT b.title, c.serial, r.redeemed_at, r.undone_at, 0 AS for_another
              FROM claims c JOIN redemptions r ON r.claim_id = c.id JOIN benefits b ON b.id = c.benefit_id
             WHERE c.member_id = @memberId
            UNION ALL
            SELECT b.title, c.serial, r.redeemed_at, r.undone_at, 1 AS for_another
              FROM redemptions r JOIN claims c ON c.id = r.claim_id JOIN benefits b ON b.id = c.benefit_id
             WHERE r.redeemer_id = @memberId AND c.member_id <> @memberId
             ORDER BY redeemed_at
            """,
            new { memberId },
            ct
        );

    private sealed record OwnRedemption
    {
        public required string Title { get; init; }
        public required int Serial { get; init; }
        public required DateTimeOffset RedeemedAt { get; init; }
        public DateTimeOffset? UndoneAt { get; init; }
        public required bool ForAnother { get; init; }
    }
}
