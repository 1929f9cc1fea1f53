using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>What is done to a benefit while it runs, under the lock claims are counted under: published, closed, its stock moved. A repeat changes nothing.</summary>
public sealed class BenefitRun(Database database, AuditTrail trail)
{
    /// <param name="from">The state that whoever asks has seen; null: whatever it is.</param>
    public Task<StateOutcome> SetStateAsync(
        Actor by,
        long id,
        BenefitState? from,
        BenefitState to,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (await FindLockedAsync(tx, id, ct) is not { } benefit)
                {
                    return (false, StateOutcome.NoSuchBenefit);
                }
                if (benefit.State == to)
                {
                    return (false, StateOutcome.Set);
                }
                if (from is not null && from != benefit.State)
                {
                    return (false, StateOutcome.SetByOther);
                }
                if (to is BenefitState.Draft && benefit.Issued > 0)
                {
                    return (false, StateOutcome.AlreadyClaimed);
                }
                await tx.ExecuteAsync(
                    "UPDATE benefits SET state = @state WHERE id = @id",
                    new { id, state = to.ToString().ToLowerInvariant() },
                    ct
                );
                var action = (benefit.State, to) switch
                {
                    (_, BenefitState.Draft) => "benefit.withdraw",
                    (_, BenefitState.Closed) => "benefit.close",
                    (BenefitState.Closed, _) => "benefit.reopen",
                    _ => "benefit.publish",
                };
                await trail.AddAsync(
                    tx,
                    by,
                    new Change(action, "benefit", id, benefit.Title, new { State = benefit.State.Word }, new { State = to.Word }),
                    now,
                    ct
                );
                return (true, StateOutcome.Set);
            },
            ct
        );

    /// <summary>Adds to the stock of a counter benefit, or takes from it what nobody holds.</summary>
    /// <param name="seen">The stock that whoever asks has seen, so that a form sent twice counts once; null: whatever it is.</param>
    public Task<StockOutcome> AddStockAsync(Actor by, long id, int more, int? seen, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await FindLockedAsync(tx, id, ct) is not { Kind: BenefitKind.Counter } benefit)
                {
                    return (false, StockOutcome.NoSuchBenefit);
                }
                var refusal = ((long)benefit.Stock + more) switch
                {
                    _ when seen is not null && seen != benefit.Stock => StockOutcome.MovedByOther,
                    var stock when stock < benefit.Held => StockOutcome.Held,
                    > NewBenefit.MostStock => StockOutcome.TooMuch,
                    _ => StockOutcome.Added,
                };
                if (refusal is not StockOutcome.Added || more == 0)
                {
                    return (false, refusal);
                }
                await tx.ExecuteAsync("UPDATE benefits SET stock = stock + @more WHERE id = @id", new { id, more }, ct);
                await trail.AddAsync(
                    tx,
                    by,
                    new Change("benefit.stock", "benefit", id, benefit.Title, new { benefit.Stock }, new { Stock = benefit.Stock + more }),
                    now,
                    ct
                );
                return (true, StockOutcome.Added);
            },
            ct
        );

    private static async Task<Benefit?> FindLockedAsync(Transaction tx, long id, CancellationToken ct)
    {
        await BenefitStore.LockAsync(tx, id, ct);
        return await tx.FindAsync<Benefit>($"{BenefitStore.Columns} WHERE id = @id", new { id }, ct);
    }
}

public enum StateOutcome
{
    Set,
    NoSuchBenefit,
    SetByOther,
    AlreadyClaimed,
}

public enum StockOutcome
{
    Added,
    NoSuchBenefit,
    MovedByOther,
    Held,
    TooMuch,
}
