using System.Threading.Channels;

namespace CsrmeWeChat.Messages;

/// <summary>A node's turn at sending over one channel: what is due, what its workers hold, and what is not recorded yet.</summary>
internal sealed class SendingTurn(DateTimeOffset end, TimeSpan leaseLength, TimeProvider time, CancellationToken ct)
{
    private readonly HashSet<long> outstanding = [];
    private Queue<Campaign> due = new();
    private bool hasMore;

    /// <summary>The name under which this turn leases.</summary>
    public string Lease { get; } = Foundation.Data.Lease.NewHolder();

    /// <summary>What the workers are to send.</summary>
    public Channel<(Campaign Campaign, LeasedDelivery Delivery)> ToSend { get; } =
        Channel.CreateUnbounded<(Campaign Campaign, LeasedDelivery Delivery)>();

    /// <summary>What the workers have to tell.</summary>
    public Channel<(Campaign Campaign, DeliveryOutcome Outcome)> Outcomes { get; } =
        Channel.CreateUnbounded<(Campaign Campaign, DeliveryOutcome Outcome)>();

    /// <summary>Outcomes that are known here and not yet in the database.</summary>
    public List<(Campaign Campaign, DeliveryOutcome Outcome)> Unrecorded { get; } = [];

    /// <summary>Leased messages whose outcome is not known yet.</summary>
    public IReadOnlyCollection<long> Outstanding => outstanding;

    /// <summary>Whether the answer to a commit was lost, so that messages may be leased of which nobody here knows.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>Whether nothing more is begun.</summary>
    public bool IsOver => ct.IsCancellationRequested || time.GetUtcNow() >= end;

    public bool NeedsCampaigns => !IsOver && due.Count == 0;

    /// <summary>
    /// Whether nothing is left to do. While the database is down outcomes wait, until the leases that they belong to have run out anyway.
    /// </summary>
    public bool IsFinished => outstanding.Count == 0 && (IsDone || time.GetUtcNow() > end + leaseLength);

    private bool IsDone => Unrecorded.Count == 0 && !IsInDoubt && (IsOver || (due.Count == 0 && !hasMore));

    public void Plan(IEnumerable<Campaign> campaigns) => due = new(campaigns);

    /// <summary>The campaign whose turn it is, or null where none is due or the turn is over.</summary>
    public Campaign? NextCampaign() => !IsOver && due.TryDequeue(out var campaign) ? campaign : null;

    /// <summary>Gives a batch to the workers.</summary>
    public void Begin(Campaign? campaign, LeasedBatch batch)
    {
        hasMore = batch.HasMore;
        foreach (var delivery in batch.Leased)
        {
            outstanding.Add(delivery.Id);
            ToSend.Writer.TryWrite((campaign!, delivery));
        }
    }

    /// <summary>Waits for outcomes until there are <paramref name="enough"/>, or <paramref name="interval"/> has passed.</summary>
    public async Task CollectAsync(int enough, TimeSpan interval)
    {
        enough = Math.Min(enough, outstanding.Count);
        using var moment = new CancellationTokenSource(interval);
        try
        {
            for (var collected = 0; collected < enough && await Outcomes.Reader.WaitToReadAsync(moment.Token); )
            {
                while (Outcomes.Reader.TryRead(out var item))
                {
                    Unrecorded.Add(item);
                    outstanding.Remove(item.Outcome.Id);
                    collected++;
                }
            }
        }
        catch (OperationCanceledException) { }
    }
}
