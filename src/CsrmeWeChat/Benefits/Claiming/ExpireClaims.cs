using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Benefits;

/// <summary>Marks claims that were not used in time, in slices short enough for a claim to pass between two of them.</summary>
public sealed class ExpireClaims(Database database, TimeProvider time) : IJob
{
    private const int Slice = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        while (await ExpireSliceAsync(time.GetUtcNow(), ct)) { }
    }

    /// <summary>Expires a slice of one benefit's claims. False where none was left.</summary>
    public async Task<bool> ExpireSliceAsync(DateTimeOffset now, CancellationToken ct) =>
        await FindDueAsync(now, ct) is { } benefitId && await ExpireSliceAsync(benefitId, now, ct);

    private Task<long?> FindDueAsync(DateTimeOffset now, CancellationToken ct) =>
        database.FindAsync<long?>(
            """
            SELECT b.id FROM benefits b
             WHERE b.use_until <= @now AND EXISTS (SELECT 1 FROM claims c WHERE c.benefit_id = b.id AND c.state = 'held')
             ORDER BY b.id LIMIT 1
            """,
            new { now },
            ct
        );

    private Task<bool> ExpireSliceAsync(long benefitId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("benefits", benefitId, ct);
                // Read again under the lock: somebody may have moved the date.
                var stockReturns = await tx.FindAsync<bool?>(
                    "SELECT expiry_returns_stock FROM benefits WHERE id = @benefitId AND use_until <= @now",
                    new { benefitId, now },
                    ct
                );
                if (stockReturns is null)
                {
                    return (false, false);
                }
                // Read first: MariaDB would scan the table for an UPDATE whose IN is a subquery (EXPLAIN).
                var claimIds = await tx.ListAsync<long>(
                    "SELECT id FROM claims WHERE benefit_id = @benefitId AND state = 'held' LIMIT @Slice",
                    new { benefitId, Slice },
                    ct
                );
                if (claimIds.Count == 0)
                {
                    return (false, false);
                }
                var expired = await ClaimTransitions.ExpireAsync(tx, benefitId, claimIds, stockReturns.Value, now, ct);
                return (true, expired > 0);
            },
            ct
        );
}
