using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Messages;

/// <summary>
/// The job of this room: writes down recipients, sends what is due and matches receipts. It runs every few seconds, and at once where
/// somebody waits. The rows say what is due, so it may run any number of times.
/// </summary>
public sealed class SendMessages(
    Sender sender,
    Freezing freezing,
    ExpiredLeases expired,
    ReceiptStore receipts,
    CreditStore credits,
    Database database,
    CampaignStore campaigns,
    CampaignStates states,
    JobRunner jobs,
    IOptions<JobOptions> options,
    TimeProvider time
) : IJob
{
    /// <summary>Far less than the time after which Hangfire takes a job's worker for dead.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(2);

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await TidyAsync(ct);
        }
        finally
        {
            // Failures of the clean-up must not block sending.
            await SendAsync(ct);
        }
    }

    private async Task SendAsync(CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(options.Value.Redis) && (await campaigns.ListDueAsync(time.GetUtcNow(), ct)).Count > 0)
        {
            // One job runs on one node. Two more are asked to join, so that the messages do not stop when that one is killed.
            for (var others = 0; others < 2; others++)
            {
                jobs.RunNow<SendMessages>(job => job.JoinAsync(CancellationToken.None));
            }
        }
        await JoinAsync(ct);
    }

    /// <summary>Sends what is due, for one turn at most; what is left then is another job's.</summary>
    public async Task JoinAsync(CancellationToken ct)
    {
        var isUnfinished = await Task.WhenAll(Enum.GetValues<MessageChannel>().Select(channel => sender.RunAsync(channel, Turn, ct)));
        if (isUnfinished.Any(more => more) && !ct.IsCancellationRequested)
        {
            jobs.RunNow<SendMessages>(job => job.JoinAsync(CancellationToken.None));
        }
    }

    public async Task TidyAsync(CancellationToken ct)
    {
        await states.ExpireAsync(time.GetUtcNow(), ct);
        while (await expired.SweepAsync(time.GetUtcNow(), ct) > 0) { }
        await receipts.MatchAsync(time.GetUtcNow(), ct);
        while (await credits.ForgetAsync(database, time.GetUtcNow(), ct) > 0) { }
        await freezing.RunAsync(ct);
    }
}
