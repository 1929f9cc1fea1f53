using CsrmeWeChat.Foundation.Jobs;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Messages;

/// <summary>Job, every few seconds and at once where somebody waits: writes down recipients, sends what is due, matches receipts. The rows say what is due; run as often as one likes.</summary>
public sealed class SendMessages(
    Sender sender,
    Freezing freezing,
    DeliveryStore deliveries,
    ReceiptStore receipts,
    CampaignStore campaigns,
    Soon soon,
    IOptions<JobOptions> jobs,
    TimeProvider time
) : IJob
{
    /// <summary>Far below the time after which Hangfire takes a job's worker for dead.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(2);

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await TidyAsync(ct);
        }
        finally
        {
            // What cannot be tidied holds up nobody's message.
            await SendAsync(ct);
        }
    }

    private async Task SendAsync(CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(jobs.Value.Redis) && (await campaigns.ListDueAsync(time.GetUtcNow(), ct)).Count > 0)
        {
            // One job runs on one node: the others are asked to join, or the rate would rest on whoever is killed next.
            for (var others = 0; others < 2; others++)
            {
                soon.Run<SendMessages>(job => job.JoinAsync(CancellationToken.None));
            }
        }
        await JoinAsync(ct);
    }

    /// <summary>Sends what is due, until a turn has passed.</summary>
    public async Task JoinAsync(CancellationToken ct)
    {
        var isUnfinished = await Task.WhenAll(Enum.GetValues<Channel>().Select(channel => sender.RunAsync(channel, Turn, ct)));
        if (isUnfinished.Any(more => more) && !ct.IsCancellationRequested)
        {
            soon.Run<SendMessages>(job => job.JoinAsync(CancellationToken.None));
        }
    }

    public async Task TidyAsync(CancellationToken ct)
    {
        while (await deliveries.SweepAsync(time.GetUtcNow(), ct) > 0) { }
        await receipts.MatchAsync(time.GetUtcNow(), ct);
        await freezing.RunAsync(ct);
    }
}
