using System.Collections.Concurrent;
using System.Threading.Channels;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Messages;

/// <summary>
/// Sends what is due one way on this node: so many at once, each in its slot of the rate that all nodes share. What became of them is written
/// down together with the next lease, many at a time, so that a message costs the database a small share of one commit.
/// </summary>
public sealed class Sender(
    Database database,
    DeliveryStore deliveries,
    CampaignStore campaigns,
    MessageCall call,
    IOptions<PushOptions> options,
    IOptions<WeChatOptions> wechat,
    TimeProvider time,
    ILogger<Sender> log
)
{
    /// <summary>Outcomes written in one transaction, at the pace of a quarter of a second.</summary>
    private const int MostTogether = 64;

    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(250);

    /// <summary>So much late a slot may still be used: in any ten seconds the rate is exceeded by no more than this share of them.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(0.3);

    private readonly ConcurrentDictionary<Channel, bool> running = [];

    /// <summary>
    /// Until nothing is due, or until the end of <paramref name="turn"/>; what is under way is waited for, what is not begun given back.
    /// Where this node is at it already there is nothing to do.
    /// </summary>
    /// <returns>Whether the turn ended before the work did.</returns>
    public async Task<bool> RunAsync(Channel channel, TimeSpan turn, CancellationToken ct)
    {
        if (!running.TryAdd(channel, true))
        {
            return false;
        }
        try
        {
            return await SendDueAsync(channel, turn, ct);
        }
        finally
        {
            running.TryRemove(channel, out _);
        }
    }

    private async Task<bool> SendDueAsync(Channel channel, TimeSpan turn, CancellationToken ct)
    {
        var until = time.GetUtcNow() + turn;
        var together = Math.Clamp((int)(options.Value.PerSecond * Together.TotalSeconds), 1, MostTogether);
        var todo = System.Threading.Channels.Channel.CreateUnbounded<(Campaign Campaign, LeasedDelivery Delivery)>();
        var done = System.Threading.Channels.Channel.CreateUnbounded<(Campaign Campaign, DeliveryOutcome Outcome)>();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var workers = Enumerable.Range(0, options.Value.InFlight).Select(_ => WorkAsync(todo.Reader, done.Writer, stopping.Token)).ToList();
        try
        {
            return await ExchangeAllAsync(channel, until, together, todo.Writer, done.Reader, stopping, ct);
        }
        finally
        {
            await stopping.CancelAsync();
            todo.Writer.Complete();
            await Task.WhenAll(workers);
        }
    }

    private async Task<bool> ExchangeAllAsync(
        Channel channel,
        DateTimeOffset until,
        int together,
        ChannelWriter<(Campaign, LeasedDelivery)> todo,
        ChannelReader<(Campaign, DeliveryOutcome)> done,
        CancellationTokenSource stopping,
        CancellationToken ct
    )
    {
        var lease = Guid.CreateVersion7().ToString("N");
        var (due, isOver, isInDoubt) = (new Queue<Campaign>(), false, false);
        var outstanding = new HashSet<long>();
        var unwritten = new List<(Campaign Campaign, DeliveryOutcome Outcome)>();
        while (true)
        {
            isOver = ct.IsCancellationRequested || time.GetUtcNow() >= until;
            if (isOver)
            {
                await stopping.CancelAsync();
            }
            else if (due.Count == 0)
            {
                due = new(
                    await AwayAsync(
                        async () =>
                            [
                                .. (await campaigns.ListDueAsync(time.GetUtcNow(), CancellationToken.None)).Where(campaign =>
                                    campaign.Channel == channel
                                ),
                            ],
                        otherwise: Array.Empty<Campaign>()
                    )
                );
            }
            var next = isOver || !due.TryDequeue(out var campaign) ? null : campaign;
            var want = next is null ? 0 : Math.Max(0, options.Value.InFlight + (2 * together) - outstanding.Count);
            if (isInDoubt)
            {
                isInDoubt = !await AwayAsync(() => SettleAsync(channel, unwritten, outstanding, lease), otherwise: false);
            }
            var exchanged = isInDoubt
                ? null
                : await AwayAsync<Exchanged?>(() => ExchangeAsync(next, unwritten, want, lease), otherwise: null);
            isInDoubt |= exchanged is null;
            var (leased, hasMore) = exchanged ?? new Exchanged([], HasMore: false);
            foreach (var delivery in leased)
            {
                outstanding.Add(delivery.Id);
                todo.TryWrite((next!, delivery));
            }
            // With the database away outcomes wait, until the leases that they belong to have run out anyway.
            if (
                outstanding.Count == 0
                && (
                    (unwritten.Count == 0 && !isInDoubt && (isOver || (due.Count == 0 && !hasMore)))
                    || time.GetUtcNow() > until + options.Value.Lease
                )
            )
            {
                return isOver;
            }
            var known = unwritten.Count;
            await CollectAsync(done, unwritten, outstanding.Count, together);
            outstanding.ExceptWith(unwritten.Skip(known).Select(item => item.Outcome.Id));
        }
    }

    /// <summary>Waits for outcomes: until there are enough to write, or a moment has passed.</summary>
    private static async Task CollectAsync(
        ChannelReader<(Campaign, DeliveryOutcome)> done,
        List<(Campaign, DeliveryOutcome)> unwritten,
        int outstanding,
        int together
    )
    {
        var before = unwritten.Count;
        using var moment = new CancellationTokenSource(Together);
        try
        {
            while (unwritten.Count - before < Math.Min(outstanding, together) && await done.WaitToReadAsync(moment.Token))
            {
                while (done.TryRead(out var outcome))
                {
                    unwritten.Add(outcome);
                }
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task<Exchanged?> ExchangeAsync(
        Campaign? next,
        List<(Campaign Campaign, DeliveryOutcome Outcome)> unwritten,
        int want,
        string lease
    )
    {
        foreach (var group in unwritten.GroupBy(item => item.Campaign.Id).Where(group => group.Key != next?.Id).ToList())
        {
            await deliveries.ExchangeAsync(
                group.First().Campaign,
                [.. group.Select(item => item.Outcome)],
                0,
                lease,
                time.GetUtcNow(),
                CancellationToken.None
            );
            unwritten.RemoveAll(item => item.Campaign.Id == group.Key);
        }
        if (next is null || (want == 0 && unwritten.Count == 0))
        {
            return new Exchanged([], HasMore: false);
        }
        var exchanged = await deliveries.ExchangeAsync(
            next,
            [.. unwritten.Select(item => item.Outcome)],
            want,
            lease,
            time.GetUtcNow(),
            CancellationToken.None
        );
        unwritten.Clear();
        return exchanged;
    }

    /// <summary>A commit whose answer was lost may have leased some of which nobody here knows.</summary>
    private async Task<bool> SettleAsync(
        Channel channel,
        List<(Campaign Campaign, DeliveryOutcome Outcome)> unwritten,
        IReadOnlyCollection<long> outstanding,
        string lease
    )
    {
        await ExchangeAsync(null, unwritten, 0, lease);
        await deliveries.GiveBackAsync(channel, lease, outstanding, time.GetUtcNow(), CancellationToken.None);
        return true;
    }

    private async Task<T> AwayAsync<T>(Func<Task<T>> ask, T otherwise)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (database.IsAway(e))
        {
            log.LogWarning("Messages wait for the database: {Error}", e.GetType().Name);
            await Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None);
            return otherwise;
        }
    }

    private async Task WorkAsync(
        ChannelReader<(Campaign Campaign, LeasedDelivery Delivery)> todo,
        ChannelWriter<(Campaign, DeliveryOutcome)> done,
        CancellationToken stopping
    )
    {
        await foreach (var (campaign, delivery) in todo.ReadAllAsync(CancellationToken.None))
        {
            DeliveryOutcome outcome;
            try
            {
                outcome = await SendAsync(campaign, delivery, stopping);
            }
            catch (Exception e)
            {
                log.LogError(e, "Delivery {Delivery} failed by a fault of ours", delivery.Id);
                outcome = delivery.Became(DeliveryState.Unknown, Reasons.Waiting);
            }
            done.TryWrite((campaign, outcome));
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
        // A slot that passed is not caught up, or the rate would be exceeded; and what might outlast its lease is not begun: two calls, each with a new token.
        return stopping.IsCancellationRequested || now > delivery.NotBefore + Late || now > delivery.Until - (4 * wechat.Value.Timeout)
            ? delivery.GivenBack()
            : await call.SendAsync(campaign, delivery, now);
    }
}
