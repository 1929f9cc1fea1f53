using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// Every change of a claim's state after it was made. The state in the WHERE decides and the row count is the verdict: a counter redeems
/// without the benefit's lock, so a cancellation or the expiry may find the claim redeemed a moment ago.
/// </summary>
internal static class ClaimTransitions
{
    /// <summary>False where the code is unknown or its claim is not held.</summary>
    public static async Task<bool> RedeemAsync(Transaction tx, string code, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            "UPDATE claims SET state = 'redeemed', ended_at = @now WHERE code = @code AND state = 'held'",
            new { code, now },
            ct
        ) == 1;

    /// <summary>Makes a redeemed claim good again.</summary>
    public static Task UndoRedemptionAsync(Transaction tx, long claimId, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE claims SET state = 'held', ended_at = NULL WHERE id = @claimId AND state = 'redeemed'",
            new { claimId },
            ct
        );

    /// <summary>Cancels a claim under the benefit's lock and returns its piece to stock. Its serial is never given again.</summary>
    /// <returns>False where the claim is no longer held.</returns>
    public static async Task<bool> CancelAsync(Transaction tx, long benefitId, long claimId, DateTimeOffset now, CancellationToken ct)
    {
        var cancelled = await tx.ExecuteAsync(
            "UPDATE claims SET state = 'cancelled', holder = -serial, ended_at = @now WHERE id = @claimId AND state = 'held'",
            new { claimId, now },
            ct
        );
        await tx.ExecuteAsync("UPDATE benefits SET held = held - @cancelled WHERE id = @benefitId", new { benefitId, cancelled }, ct);
        return cancelled == 1;
    }

    /// <summary>
    /// Expires held claims under the benefit's lock. Where the stock returns, the member may claim again if the windows are moved.
    /// </summary>
    /// <returns>The number of claims that were still held.</returns>
    public static async Task<int> ExpireAsync(
        Transaction tx,
        long benefitId,
        IReadOnlyList<long> claimIds,
        bool stockReturns,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (!stockReturns)
        {
            return await tx.ExecuteAsync(
                "UPDATE claims SET state = 'expired', ended_at = @now WHERE id IN {=claimIds} AND state = 'held'",
                new { claimIds, now },
                ct
            );
        }
        var expired = await tx.ExecuteAsync(
            "UPDATE claims SET state = 'expired', ended_at = @now, holder = -serial WHERE id IN {=claimIds} AND state = 'held'",
            new { claimIds, now },
            ct
        );
        await tx.ExecuteAsync("UPDATE benefits SET held = held - @expired WHERE id = @benefitId", new { benefitId, expired }, ct);
        return expired;
    }
}
