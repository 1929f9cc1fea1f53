using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// What the secretariat does to a benefit while it runs: publish, close, change the stock. Each happens under the lock that claims are
/// counted under, and a repeat changes nothing. All changes of a benefit's state stand here.
/// </summary>
public sealed class BenefitOperations(Database database, AuditTrail audit)
{
    /// <param name="from">The state that the person saw, so that nothing is decided on a stale page; null for any state.</param>
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
                    return (false, StateOutcome.EditedMeanwhile);
                }
                if (to is BenefitState.Draft && benefit.Issued > 0)
                {
                    return (false, StateOutcome.AlreadyClaimed);
                }
                await tx.ExecuteAsync("UPDATE benefits SET state = @Key WHERE id = @id", new { id, to.Key }, ct);
                var action = ActionOf(benefit.State, to);
                var before = new { State = benefit.State.Label };
                await audit.AddAsync(tx, by, new Change(action, "benefit", id, benefit.Title, before, new { State = to.Label }), now, ct);
                return (true, StateOutcome.Set);
            },
            ct
        );

    /// <summary>Adds to the stock of a counter benefit, or takes away what nobody holds.</summary>
    /// <param name="seen">The stock that the person saw, so that a form sent twice counts once; null for any stock.</param>
    public Task<StockOutcome> AddStockAsync(Actor by, long id, int more, int? seen, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await FindLockedAsync(tx, id, ct) is not { Kind: BenefitKind.Counter } benefit)
                {
                    return (false, StockOutcome.NoSuchBenefit);
                }
                var outcome = ((long)benefit.Stock + more) switch
                {
                    _ when seen is not null && seen != benefit.Stock => StockOutcome.EditedMeanwhile,
                    var stock when stock < benefit.Held => StockOutcome.Held,
                    > NewBenefit.MaxStock => StockOutcome.TooMuch,
                    _ => StockOutcome.Added,
                };
                if (outcome is not StockOutcome.Added || more == 0)
                {
                    return (false, outcome);
                }
                await tx.ExecuteAsync("UPDATE benefits SET stock = stock + @more WHERE id = @id", new { id, more }, ct);
                await audit.AddAsync(
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

    /// <summary>
    /// Removes a draft for good, with its vouchers and what was counted of it. What anybody has claimed stays, and so does a benefit whose
    /// vouchers may have been given out before a restore.
    /// </summary>
    public Task<RemoveOutcome> RemoveAsync(Actor by, long id, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                // This row decides, and holds off whoever claims until it is gone.
                var isRemovable = await tx.ExecuteAsync(
                    """
                    UPDATE benefits SET revision = revision + 1
                     WHERE id = @id AND state = 'draft' AND issued = 0 AND restored_at IS NULL
                       AND NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.benefit_id = @id AND v.serial < 0)
                       AND season_id IN (SELECT id FROM seasons WHERE hidden = 0)
                    """,
                    new { id },
                    ct
                );
                var benefit = await tx.FindAsync<Benefit>($"SELECT {Benefit.Columns} FROM benefits WHERE id = @id", new { id }, ct);
                if (isRemovable == 0)
                {
                    return (false, WhyNotRemoved(benefit));
                }
                await DeleteAsync(tx, id, ct);
                await audit.AddAsync(tx, by, new Change("benefit.remove", "benefit", id, benefit!.Title), now, ct);
                return (true, RemoveOutcome.Removed);
            },
            ct
        );

    private static Task DeleteAsync(Transaction tx, long id, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            DELETE FROM claim_refusals WHERE benefit_id = @id;
            DELETE FROM claim_tries WHERE benefit_id = @id;
            DELETE FROM vouchers WHERE benefit_id = @id;
            DELETE FROM voucher_uploads WHERE benefit_id = @id;
            DELETE FROM benefit_levels WHERE benefit_id = @id;
            DELETE FROM benefit_branches WHERE benefit_id = @id;
            DELETE FROM benefit_tags WHERE benefit_id = @id;
            DELETE FROM benefits WHERE id = @id;
            """,
            new { id },
            ct
        );

    private static RemoveOutcome WhyNotRemoved(Benefit? benefit) =>
        benefit switch
        {
            null => RemoveOutcome.NoSuchBenefit,
            { Issued: > 0 } => RemoveOutcome.AlreadyClaimed,
            { State: not BenefitState.Draft } => RemoveOutcome.NotDraft,
            _ => RemoveOutcome.Restored,
        };

    private static async Task<Benefit?> FindLockedAsync(Transaction tx, long id, CancellationToken ct) =>
        await tx.LockAsync("benefits", id, ct)
            ? await tx.FindAsync<Benefit>($"SELECT {Benefit.Columns} FROM benefits WHERE id = @id", new { id }, ct)
            : null;

    private static string ActionOf(BenefitState from, BenefitState to) =>
        (from, to) switch
        {
            (_, BenefitState.Draft) => "benefit.withdraw",
            (_, BenefitState.Closed) => "benefit.close",
            (BenefitState.Closed, _) => "benefit.reopen",
            _ => "benefit.publish",
        };
}

public enum StateOutcome
{
    Set,
    NoSuchBenefit,
    EditedMeanwhile,
    AlreadyClaimed,
}

public enum RemoveOutcome
{
    Removed,
    NoSuchBenefit,
    AlreadyClaimed,
    NotDraft,
    Restored,
}

public enum StockOutcome
{
    Added,
    NoSuchBenefit,
    EditedMeanwhile,
    Held,
    TooMuch,
}

public static class OperationRefusals
{
    extension(StateOutcome outcome)
    {
        /// <summary>Why the state was not set, with what to do next; null where it was.</summary>
        public string? WhyNot =>
            outcome switch
            {
                StateOutcome.Set => null,
                StateOutcome.NoSuchBenefit => "没有这个福利。",
                StateOutcome.EditedMeanwhile => "别人刚刚改动了它的状态，请看过现在的状态再操作。",
                StateOutcome.AlreadyClaimed => "已经有会员领取，不能退回草稿。您可以关闭领取。",
            };
    }

    extension(RemoveOutcome outcome)
    {
        /// <summary>Why the benefit was not removed, with what to do next; null where it was.</summary>
        public string? WhyNot =>
            outcome switch
            {
                RemoveOutcome.Removed => null,
                RemoveOutcome.NoSuchBenefit => "没有这个福利，可能已经删除。",
                RemoveOutcome.AlreadyClaimed => "已经有会员领取，不能删除。您可以关闭领取。",
                RemoveOutcome.NotDraft => "会员能看到的福利不能删除。请先撤回为草稿，再删除。",
                RemoveOutcome.Restored => "数据库恢复过，兑换码可能已经发出，不能删除。",
            };
    }

    extension(StockOutcome outcome)
    {
        /// <summary>Why the stock was not changed, with what to do next; null where it was.</summary>
        public string? WhyNot =>
            outcome switch
            {
                StockOutcome.Added => null,
                StockOutcome.NoSuchBenefit => "没有这个到店福利。",
                StockOutcome.EditedMeanwhile => "总量在您打开页面之后已经变过，这次没有再增减。请看过现在的总量再操作。",
                StockOutcome.Held => "减少后会低于已被领取的份数。请少减一些。",
                StockOutcome.TooMuch => "总量不能超过 1,000,000。",
            };
    }
}
