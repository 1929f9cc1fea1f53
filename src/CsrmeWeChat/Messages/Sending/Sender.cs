using System.Collections.Concurrent;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Messages;

/// <summary>
/// Sends what is due over a channel on this node: a number of messages at once, each in its slot of the rate that all nodes share.
/// Outcomes are recorded together with the next lease, many at a time, so that a message costs a small share of a commit.
/// </summary>
public sealed class Sender(
    Database database,
    DeliveryLeaser leaser,
    ExpiredLeases expired,
    CampaignStore campaigns,
    MessageCall call,
    IOptions<MessageOptions> options,
    IOptions<WeChatOptions> wechat,
    TimeProvider time,
    ILogger<Sender> log
)
{
    /// <summary>Outcomes are recorded this often, or as soon as a batch is complete.</summary>
    private static readonly TimeSpan RecordInterval = TimeSpan.FromMilliseconds(250);

    private const int MaxBatch = 64;

    /// <summary>How late a slot may still be used. In any ten seconds the rate is exceeded by no more than this share of them.</summary>
    private static readonly TimeSpan MaxLateness = TimeSpan.FromSeconds(0.3);

    private readonly ConcurrentDictionary<MessageChannel, bool> running = [];

    private int BatchSize => Math.Clamp((int)(options.Value.PerSecond * RecordInterval.TotalSeconds), 1, MaxBatch);

    /// <summary>
    /// Sends until nothing is due, or until <paramref name="length"/> has passed; then waits for what is under way and gives back what is
    /// not begun. Does nothing if this node is already sending over this channel.
    /// </summary>
    /// <returns>Whether the turn ended before the work did.</returns>
    public async Task<bool> RunAsync(MessageChannel channel, TimeSpan length, CancellationToken ct)
    {
        if (!running.TryAdd(channel, true))
        {
            return false;
        }
        try
        {
            return await RunTurnAsync(channel, new SendingTurn(time.GetUtcNow() + length, options.Value.Lease, time, ct), ct);
        }
        finally
        {
            running.TryRemove(channel, out _);
        }
    }

    private async Task<bool> RunTurnAsync(MessageChannel channel, SendingTurn turn, CancellationToken ct)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var workers = Enumerable.Range(0, options.Value.InFlight).Select(_ => WorkAsync(turn, stopping.Token)).ToList();
        try
        {
            while (true)
            {
                if (turn.IsOver)
                {
                    await stopping.CancelAsync();
                }
                if (turn.NeedsCampaigns)
                {
                    turn.Plan(await OrElseIfDatabaseDownAsync(() => ListDueAsync(channel), []));
                }
                await RecordAndLeaseAsync(channel, turn);
                if (turn.IsFinished)
                {
                    return turn.IsOver;
                }
                await turn.CollectAsync(BatchSize, RecordInterval);
            }
        }
        finally
        {
            await stopping.CancelAsync();
            turn.ToSend.Writer.Complete();
            await Task.WhenAll(workers);
        }
    }

    private async Task<IReadOnlyList<Campaign>> ListDueAsync(MessageChannel channel)
    {
        var due = await campaigns.ListDueAsync(time.GetUtcNow(), CancellationToken.None);
        return [.. due.Where(campaign => campaign.Channel == channel)];
    }

    /// <summary>Records what is known so far and leases what the next campaign may send.</summary>
    private async Task RecordAndLeaseAsync(MessageChannel channel, SendingTurn turn)
    {
        var campaign = turn.NextCampaign();
        if (turn.IsInDoubt)
        {
            turn.IsInDoubt = !await OrElseIfDatabaseDownAsync(() => ResolveDoubtAsync(channel, turn), false);
        }
        var batch = turn.IsInDoubt
            ? null
            : await OrElseIfDatabaseDownAsync<LeasedBatch?>(async () => await RecordAndLeaseAsync(turn, campaign), null);
        turn.IsInDoubt = batch is null;
        turn.Begin(campaign, batch ?? LeasedBatch.None);
    }

    private async Task<LeasedBatch> RecordAndLeaseAsync(SendingTurn turn, Campaign? campaign)
    {
        foreach (var others in turn.Unrecorded.Select(item => item.Campaign).DistinctBy(other => other.Id).ToList())
        {
            if (others.Id != campaign?.Id)
            {
                await RecordAndLeaseAsync(turn, others, want: 0);
            }
        }
        var want = Math.Max(0, options.Value.InFlight + (2 * BatchSize) - turn.Outstanding.Count);
        return campaign is null || (want == 0 && turn.Unrecorded.Count == 0)
            ? LeasedBatch.None
            : await RecordAndLeaseAsync(turn, campaign, want);
    }

    private async Task<LeasedBatch> RecordAndLeaseAsync(SendingTurn turn, Campaign campaign, int want)
    {
        var outcomes = turn.Unrecorded.Where(item => item.Campaign.Id == campaign.Id).Select(item => item.Outcome).ToList();
        var batch = await leaser.RecordAndLeaseAsync(campaign, outcomes, want, turn.Lease, time.GetUtcNow(), CancellationToken.None);
        turn.Unrecorded.RemoveAll(item => item.Campaign.Id == campaign.Id);
        return batch;
    }

    /// <summary>Records everything, and gives back what a commit leased whose answer was lost.</summary>
    private async Task<bool> ResolveDoubtAsync(MessageChannel channel, SendingTurn turn)
    {
        await RecordAndLeaseAsync(turn, campaign: null);
        await expired.GiveBackAsync(channel, turn.Lease, turn.Outstanding, time.GetUtcNow(), CancellationToken.None);
        return true;
    }

    private async Task<T> OrElseIfDatabaseDownAsync<T>(Func<Task<T>> query, T fallback)
    {
        try
        {
            return await query();
        }
        catch (Exception e) when (database.IsAway(e))
        {
            log.LogWarning("Messages wait for the database: {Error}", e.GetType().Name);
            await Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None);
            return fallback;
        }
    }

    private async Task WorkAsync(SendingTurn turn, CancellationToken stopping)
    {
        await foreach (var (campaign, delivery) in turn.ToSend.Reader.ReadAllAsync(CancellationToken.None))
        {
            DeliveryOutcome outcome;
            try
            {
                outcome = await SendAsync(campaign, delivery, stopping);
            }
            catch (Exception e)
            {
                log.LogError(e, "Delivery {Delivery} failed with an unexpected error", delivery.Id);
                outcome = delivery.Became(DeliveryState.Unknown, Reasons.Waiting);
            }
            turn.Outcomes.Writer.TryWrite((campaign, outcome));
        }
    }

    private async Task<DeliveryOutcome> SendAsync(Campaign campaign, LeasedDelivery delivery, CancellationToken stopping)
    {
        var wait = delivery.NotBefore - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        var now = time.GetUtcNow();
        // A missed slot is not caught up, or the rate would be exceeded. A call that might outlast its lease is not begun either: it may
        // take four time-outs, for it is made twice where a token is refused, each time with a new token.
        var isTooLate = now > delivery.NotBefore + MaxLateness || now > delivery.Until - (4 * wechat.Value.Timeout);
        return stopping.IsCancellationRequested || isTooLate ? delivery.GivenBack() : await call.SendAsync(campaign, delivery, now);
    }
}
