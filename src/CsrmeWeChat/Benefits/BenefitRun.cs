using CsrmeWeChat.Audit;
using CsrmeWeChat.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>What is done to a benefit while it runs, under the lock claims are counted under: published, closed, its stock moved. A repeat changes nothing.</summary>
public sealed class BenefitRun(Database database, AuditTrail trail)
{
    /// <param name="from">The state that whoever asks has seen; null: whatever it is.</param>
    public Task<StateOutcome> SetStateAsync(Actor by, long id, BenefitState? from, BenefitState to, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(async tx =>
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
            await tx.ExecuteAsync("UPDATE benefits SET state = @state WHERE id = @id", new { id, state = to.ToString().ToLowerInvariant() }, ct);
            var action = (benefit.State, to) switch
            {
                (_, BenefitState.Draft) => "benefit.withdraw",
                (_, BenefitState.Closed) => "benefit.close",
                (BenefitState.Closed, _) => "benefit.reopen",
                _ => "benefit.publish",
            };
            await trail.AddAsync(tx, by, new Change(action, "benefit", id, benefit.Title, new { benefit.State }, new { State = to }), now, ct);
            return (true, StateOutcome.Set);
        }, ct);

    /// <summary>Adds to the stock of a counter benefit, or takes from it what nobody holds.</summary>
    /// <param name="seen">The stock that whoever asks has seen, so that a form sent twice counts once; null: whatever it is.</param>
    public Task<StockOutcome> AddStockAsync(Actor by, long id, int more, int? seen, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(async tx =>
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
            await trail.AddAsync(tx, by, new Change("benefit.stock", "benefit", id, benefit.Title, new { benefit.Stock }, new { Stock = benefit.Stock + more }), now, ct);
            return (true, StockOutcome.Added);
        }, ct);

    private static async Task<Benefit?> FindLockedAsync(Transaction tx, long id, CancellationToken ct)
    {
        await BenefitStore.LockAsync(tx, id, ct);
        return await tx.FindAsync<Benefit>($"{BenefitStore.Columns} WHERE id = @id", new { id }, ct);
    }
}

public enum StateOutcome { Set, NoSuchBenefit, SetByOther, AlreadyClaimed }

public enum StockOutcome { Added, NoSuchBenefit, MovedByOther, Held, TooMuch }

public static class RunWords
{
    extension(StateOutcome outcome)
    {
        /// <summary>Why not, or null where it was done.</summary>
        public string? WhyNot => outcome switch
        {
            StateOutcome.Set => null,
            StateOutcome.NoSuchBenefit => "没有这个福利。",
            StateOutcome.SetByOther => "别人刚刚改动了它的状态，请看过现在的状态再操作。",
            StateOutcome.AlreadyClaimed => "已经有会员领取，不能退回草稿。您可以关闭领取。",
        };
    }

    extension(StockOutcome outcome)
    {
        /// <summary>Why not, or null where it was done.</summary>
        public string? WhyNot => outcome switch
        {
            StockOutcome.Added => null,
            StockOutcome.NoSuchBenefit => "没有这个到店福利。",
            StockOutcome.MovedByOther => "总量在您打开页面之后已经变过，这次没有再增减。请看过现在的总量再操作。",
            StockOutcome.Held => "减少后会低于已被领取的份数。请少减一些。",
            StockOutcome.TooMuch => "总量不能超过 1,000,000。",
        };
    }
}
