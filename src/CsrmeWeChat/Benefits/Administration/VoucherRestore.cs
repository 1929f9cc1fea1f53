using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// After a restore the pool does not know which codes were given out since the backup, and would give them to somebody else. No voucher
/// is given out until staff have said which serial was the last; the codes up to it are set aside and never given again.
/// </summary>
public sealed class VoucherRestore(Database database, AuditTrail audit)
{
    /// <summary>More than any pool has: serials move through it, so that no two are ever the same.</summary>
    private const int Beyond = 100_000_000;

    /// <summary>The benefits that wait.</summary>
    public Task<IReadOnlyList<HeldVouchers>> ListAsync(CancellationToken ct) =>
        database.ListAsync<HeldVouchers>(
            """
            SELECT id, title, issued, stock, COALESCE(restored_serial, issued) AS proposed
              FROM benefits WHERE restored_at IS NOT NULL ORDER BY id
            """,
            ct: ct
        );

    /// <param name="last">The last serial that was given out before the restore.</param>
    public Task<VoucherRestoreOutcome> ReleaseAsync(Actor by, long id, int last, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (
                    !await tx.LockAsync("benefits", id, ct)
                    || await tx.FindAsync<Benefit>($"SELECT {Benefit.Columns} FROM benefits WHERE id = @id", new { id }, ct)
                        is not { IsOnHold: true } benefit
                )
                {
                    return (false, VoucherRestoreOutcome.NotOnHold);
                }
                if (last < benefit.Issued || last > benefit.Stock)
                {
                    return (false, VoucherRestoreOutcome.NoSuchSerial);
                }
                var skipped = last - benefit.Issued;
                if (skipped > 0)
                {
                    await SetAsideAsync(tx, benefit, last, ct);
                }
                await tx.ExecuteAsync(
                    "UPDATE benefits SET restored_at = NULL, restored_serial = NULL, stock = stock - @skipped WHERE id = @id",
                    new { id, skipped },
                    ct
                );
                var change = new Change(
                    "benefit.restored",
                    "benefit",
                    id,
                    benefit.Title,
                    new { benefit.Stock, benefit.Issued },
                    new
                    {
                        Stock = benefit.Stock - skipped,
                        last,
                        skipped,
                    }
                );
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, VoucherRestoreOutcome.Released);
            },
            ct
        );

    /// <summary>
    /// Codes that are set aside get serials below zero, so that they are found where somebody uploads them again. The others move up, for
    /// the serials of claims run without a gap.
    /// </summary>
    private static async Task SetAsideAsync(Transaction tx, Benefit benefit, int last, CancellationToken ct)
    {
        var args = new
        {
            benefit.Id,
            benefit.Issued,
            last,
            skipped = last - benefit.Issued,
            lowest = await tx.FindAsync<int>(
                "SELECT COALESCE(MIN(serial), 0) FROM vouchers WHERE benefit_id = @Id AND serial < 0",
                new { benefit.Id },
                ct
            ),
            Beyond,
        };
        await tx.ExecuteAsync(
            "UPDATE vouchers SET serial = @lowest - serial WHERE benefit_id = @Id AND serial > @Issued AND serial <= @last",
            args,
            ct
        );
        await tx.ExecuteAsync("UPDATE vouchers SET serial = serial + @Beyond WHERE benefit_id = @Id AND serial > @last", args, ct);
        await tx.ExecuteAsync(
            "UPDATE vouchers SET serial = serial - @Beyond - @skipped WHERE benefit_id = @Id AND serial > @Beyond",
            args,
            ct
        );
    }
}

public enum VoucherRestoreOutcome
{
    Released,
    NotOnHold,

    /// <summary>Less than what the backup knows, or more than there are.</summary>
    NoSuchSerial,
}

/// <summary>A benefit whose vouchers wait.</summary>
public sealed record HeldVouchers
{
    public required long Id { get; init; }
    public required string Title { get; init; }
    public required int Issued { get; init; }
    public required int Stock { get; init; }

    /// <summary>The newest serial that the log tells of.</summary>
    public required int Proposed { get; init; }
}
