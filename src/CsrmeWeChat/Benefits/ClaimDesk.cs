using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Benefits;

public sealed class ClaimOptions
{
    public const string Section = "Claims";

    /// <summary>Most claims of one benefit in one transaction.</summary>
    [Range(1, 1024)]
    public int Batch { get; init; } = 256;

    /// <summary>Batches of one benefit under way at once on a node. More than one only makes them wait for each other's row lock.</summary>
    [Range(1, 256)]
    public int Pumps { get; init; } = 1;

    /// <summary>Claims of one benefit that may wait on a node; one more is told to come back (503).</summary>
    [Range(1, 1_000_000)]
    public int Waiting { get; init; } = 8192;
}

/// <summary>
/// Claims in a rush. Those that wait for one benefit are taken together in one transaction, which holds the benefit's row from its
/// first statement to its commit: under that lock what is read is true until written, on any number of nodes.
/// </summary>
public sealed class ClaimDesk(
    Database database,
    TimeProvider time,
    IOptions<ClaimOptions> options,
    ClaimRefusals refusals,
    BenefitMetrics metrics
)
{
    private readonly ConcurrentDictionary<long, Queue> benefits = [];

    /// <summary>A repeat gets the ticket it got before, whatever remains. Who hangs up does not cancel the claim.</summary>
    /// <exception cref="QueueFullException">Too many wait.</exception>
    public async Task<ClaimResult> ClaimAsync(long memberId, long benefitId, CancellationToken ct)
    {
        if (!benefits.TryGetValue(benefitId, out var queue))
        {
            // Only a benefit that exists gets a queue, or made-up ids would fill the memory.
            if (
                await database.FindAsync<int>("SELECT 1 FROM benefits WHERE id = @benefitId AND state <> 'draft'", new { benefitId }, ct)
                == 0
            )
            {
                return new ClaimResult(ClaimOutcome.NoSuchBenefit);
            }
            var settings = options.Value;
            queue = benefits.GetOrAdd(benefitId, id =>
                new(new(settings.Waiting, settings.Batch, settings.Pumps, batch => ClaimManyAsync(id, batch)), refusals.Tally(id))
            );
        }
        try
        {
            var result = await queue.Claims.AddAsync(new Claiming(memberId, time.GetUtcNow()), ct);
            metrics.Answered(result.Outcome);
            if (result.Outcome is not ClaimOutcome.Claimed)
            {
                queue.Refused.Add(result.Outcome);
            }
            return result;
        }
        catch
        {
            queue.Refused.AddBusy();
            throw;
        }
    }

    private async Task<IReadOnlyList<ClaimResult>> ClaimManyAsync(long benefitId, IReadOnlyList<Claiming> batch)
    {
        metrics.Batch(batch.Count);
        var now = time.GetUtcNow();
        // No caller's token: one who leaves must not undo the others' claims.
        return await database.TransactAsync(
            async tx =>
            {
                await tx.ExecuteAsync("UPDATE benefits SET version = version + 1 WHERE id = @benefitId", new { benefitId });
                var round = await ClaimRound.ReadAsync(tx, benefitId, [.. batch.Select(claiming => claiming.MemberId).Distinct()], now);
                if (round is null)
                {
                    return (false, [.. batch.Select(_ => new ClaimResult(ClaimOutcome.NoSuchBenefit))]);
                }
                var results = batch.Select(round.Decide).ToList();
                await round.WriteAsync(tx);
                return (round.HasWinners, (IReadOnlyList<ClaimResult>)results);
            },
            CancellationToken.None
        );
    }

    private sealed record Queue(Batcher<Claiming, ClaimResult> Claims, RefusalTally Refused);
}

/// <param name="At">When it arrived: that decides whether it was within the window.</param>
public readonly record struct Claiming(long MemberId, DateTimeOffset At);

public sealed class BenefitMetrics
{
    public const string Meter = "CsrmeWeChat.Benefits";

    private readonly Counter<long> answered;
    private readonly Histogram<int> batches;

    public BenefitMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        answered = meter.CreateCounter<long>("claims.answered", "{claim}", "Claims answered, by outcome");
        batches = meter.CreateHistogram<int>("claims.batch", "{claim}", "Claims in one transaction");
    }

    public void Answered(ClaimOutcome outcome) => answered.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    public void Batch(int size) => batches.Record(size);
}
