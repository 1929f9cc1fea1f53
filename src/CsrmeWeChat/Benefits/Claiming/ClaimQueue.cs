using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Benefits;

public sealed class ClaimOptions
{
    public const string Section = "Claims";

    /// <summary>The maximum number of claims of one benefit in one transaction.</summary>
    [Range(1, 1024)]
    public int Batch { get; init; } = 256;

    /// <summary>Batches of one benefit under way at once on a node. More than one only makes them wait for each other's row lock.</summary>
    [Range(1, 256)]
    public int Pumps { get; init; } = 1;

    /// <summary>Claims of one benefit that may wait on a node; the next one is asked to come back (503).</summary>
    [Range(1, 1_000_000)]
    public int Waiting { get; init; } = 8192;
}

/// <summary>
/// Claims in a rush: those that wait for one benefit are taken together in one transaction (<see cref="ClaimBatch"/>). The queue only
/// saves transactions; what keeps the count right is the row's lock in the database, on any number of nodes.
/// </summary>
public sealed class ClaimQueue(
    Database database,
    TimeProvider time,
    IOptions<ClaimOptions> options,
    ClaimRefusals refusals,
    ClaimTries tries,
    ClaimMetrics metrics,
    ILogger<ClaimQueue> log
)
{
    private readonly ConcurrentDictionary<long, Queue> benefits = [];

    /// <summary>
    /// Claims a benefit. A repeat gets the first ticket again, whatever remains. A caller who hangs up does not cancel the claim.
    /// </summary>
    /// <exception cref="QueueFullException">Too many claims are waiting.</exception>
    public async Task<ClaimResult> ClaimAsync(long memberId, long benefitId, CancellationToken ct)
    {
        if (await FindQueueAsync(benefitId, ct) is not { } queue)
        {
            return new ClaimResult(ClaimOutcome.NoSuchBenefit);
        }
        try
        {
            var result = await queue.Claims.AddAsync(new ClaimRequest(memberId, time.GetUtcNow()), ct);
            metrics.Answered(result.Outcome);
            if (result.Outcome is not ClaimOutcome.Claimed)
            {
                queue.Refused.Add(result.Outcome);
            }
            return result;
        }
        catch (Exception e)
        {
            queue.Refused.AddBusy();
            if (e is not OperationCanceledException)
            {
                tries.AddBusy(benefitId, memberId, time.GetUtcNow());
            }
            throw;
        }
    }

    /// <summary>Only a benefit that exists gets a queue, or made-up ids would fill the memory.</summary>
    private async Task<Queue?> FindQueueAsync(long benefitId, CancellationToken ct)
    {
        if (benefits.TryGetValue(benefitId, out var queue))
        {
            return queue;
        }
        const string find = "SELECT 1 FROM benefits WHERE id = @benefitId AND state <> 'draft'";
        return await database.FindAsync<int>(find, new { benefitId }, ct) == 1 ? benefits.GetOrAdd(benefitId, NewQueue) : null;
    }

    private Queue NewQueue(long benefitId)
    {
        var settings = options.Value;
        return new Queue(
            new(settings.Waiting, settings.Batch, settings.Pumps, requests => ClaimManyAsync(benefitId, requests)),
            refusals.Tally(benefitId)
        );
    }

    private async Task<IReadOnlyList<ClaimResult>> ClaimManyAsync(long benefitId, IReadOnlyList<ClaimRequest> requests)
    {
        metrics.Batch(requests.Count);
        var results = await ClaimBatch.ClaimAsync(database, benefitId, requests, time.GetUtcNow());
        tries.Add(benefitId, requests, results);
        var last = results.Max(result => result.Ticket is { Kind: BenefitKind.Voucher } ticket ? ticket.Serial : 0);
        if (last > 0)
        {
            // restore.sh looks for this line: the log knows what a backup does not.
            log.LogInformation("Benefit {Benefit} has given out vouchers up to {Serial}", benefitId, last);
        }
        return results;
    }

    private sealed record Queue(Batcher<ClaimRequest, ClaimResult> Claims, RefusalTally Refused);
}

public sealed class ClaimMetrics
{
    public const string Meter = "CsrmeWeChat.Benefits";

    private readonly Counter<long> answered;
    private readonly Histogram<int> batches;

    public ClaimMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        answered = meter.CreateCounter<long>("claims.answered", "{claim}", "Claims answered, by outcome");
        batches = meter.CreateHistogram<int>("claims.batch", "{claim}", "Claims in one transaction");
    }

    public void Answered(ClaimOutcome outcome) => answered.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    public void Batch(int size) => batches.Record(size);
}
