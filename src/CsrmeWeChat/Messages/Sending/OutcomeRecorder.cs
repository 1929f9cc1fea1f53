using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Messages;

/// <summary>Records what came of the messages that a node sent, many in one transaction. The channel's pace row is locked.</summary>
public sealed class OutcomeRecorder(CampaignStates campaigns, CreditStore credits, IOptions<MessageOptions> options)
{
    /// <summary>A campaign that fails pauses by itself, but not on the word of fewer attempts.</summary>
    private const int MinAttemptsBeforePause = 50;

    public async Task RecordAsync(
        Transaction tx,
        Campaign campaign,
        IReadOnlyList<DeliveryOutcome> outcomes,
        string lease,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (outcomes.Count == 0)
        {
            return;
        }
        var current = await KeepCurrentAsync(tx, outcomes, lease, ct);
        await UpdateAsync(tx, current, now, ct);
        await SettleCreditsAsync(tx, campaign, current, ct);
        await ReopenAsync(tx, campaign, current, now, ct);
        await CountFailuresAsync(tx, campaign, current, now, ct);
    }

    /// <summary>
    /// Ignores outcomes whose lease was taken over since, and those that an earlier commit (whose reply was lost) already recorded.
    /// </summary>
    private static async Task<IReadOnlyList<Current>> KeepCurrentAsync(
        Transaction tx,
        IReadOnlyList<DeliveryOutcome> outcomes,
        string lease,
        CancellationToken ct
    )
    {
        var rows = await tx.ListAsync<Held>(
            """
            SELECT id, state, attempts
              FROM deliveries
             WHERE id IN {=ids} AND lease = @lease AND state IN ('leased', 'unknown')
            """,
            new { ids = outcomes.Select(outcome => outcome.Id), lease },
            ct
        );
        return
        [
            .. from outcome in outcomes
            join row in rows on (outcome.Id, outcome.Attempt) equals (row.Id, row.Attempts)
            where row.State is DeliveryState.Leased || outcome.State is not DeliveryState.Unknown
            select new Current(outcome, WasLost: row.State is DeliveryState.Unknown),
        ];
    }

    private static async Task UpdateAsync(Transaction tx, IReadOnlyList<Current> current, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var group in current.Select(item => item.Outcome).GroupBy(outcome => outcome.Kind))
        {
            await DeliveryStates.RecordAsync(tx, group.Key, [.. group], now, ct);
        }
    }

    private async Task SettleCreditsAsync(Transaction tx, Campaign campaign, IReadOnlyList<Current> current, CancellationToken ct)
    {
        if (campaign.SpendsCredits)
        {
            // A message that was given up as lost spent its credit then; it comes back where the message is now known not to have gone out.
            var spent = current.Where(item => !item.WasLost && item.Outcome.State is DeliveryState.Sent or DeliveryState.Unknown);
            var unspent = current.Where(item =>
                item.WasLost && item.Outcome.State is not DeliveryState.Sent && item.Outcome.Reason != Reasons.NoCredit
            );
            await credits.SpendAsync(tx, campaign.Channel, campaign.WechatId, OpenIdsOf(spent), ct);
            await credits.GiveBackAsync(tx, campaign.Channel, campaign.WechatId, OpenIdsOf(unspent), ct);
        }
        var refused = current.Where(item => item.Outcome.Reason == Reasons.NoCredit).ToList();
        if (refused.Count > 0)
        {
            var asOf = refused.Min(item => item.Outcome.At);
            await credits.CloseAsync(tx, campaign.Channel, campaign.WechatId, OpenIdsOf(refused), asOf, ct);
        }
    }

    /// <summary>A message that was given up as lost, and is to be sent after all, keeps its campaign going.</summary>
    private async Task ReopenAsync(
        Transaction tx,
        Campaign campaign,
        IReadOnlyList<Current> current,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (current.Any(item => item.WasLost && item.Outcome.State is DeliveryState.Planned))
        {
            await campaigns.ReopenAsync(tx, campaign.Id, now, ct);
        }
    }

    private async Task CountFailuresAsync(
        Transaction tx,
        Campaign campaign,
        IReadOnlyList<Current> current,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var done = current.Count(item => item.Outcome.WasTried);
        var failed = current.Count(item => item.Outcome.IsFailure);
        if (done > 0)
        {
            await campaigns.CountAsync(tx, campaign.Id, done, failed, ct);
            await CampaignStates.PauseFailingAsync(tx, campaign.Id, MinAttemptsBeforePause, options.Value.MaxFailedPercent, now, ct);
        }
    }

    private static List<string> OpenIdsOf(IEnumerable<Current> items) => [.. items.Select(item => item.Outcome.OpenId)];

    /// <param name="WasLost">Whether its lease had run out, and it was given up as unknown.</param>
    private sealed record Current(DeliveryOutcome Outcome, bool WasLost);

    private sealed record Held
    {
        public required long Id { get; init; }
        public required DeliveryState State { get; init; }
        public required int Attempts { get; init; }
    }
}
