using System.Collections.Concurrent;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// Counts over all nodes how many claims were refused and why. On a claim's path this costs one addition in memory; each node adds its
/// counts to the shared rows once a second, so a node that is killed loses at most the counts of its last second.
/// </summary>
public sealed class ClaimRefusals(Database database)
{
    private readonly ConcurrentDictionary<long, RefusalTally> tallies = [];
    private readonly SemaphoreSlim flushing = new(1, 1);

    public RefusalTally Tally(long benefitId) => tallies.GetOrAdd(benefitId, _ => new RefusalTally());

    public async Task FlushAsync(CancellationToken ct)
    {
        await flushing.WaitAsync(ct);
        var taken = tallies.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value.Take(pair.Key)).ToList();
        try
        {
            await AddAsync(taken, ct);
        }
        catch
        {
            // They go out with the next flush.
            taken.ForEach(count => count.Tally.Return(count));
            throw;
        }
        finally
        {
            flushing.Release();
        }
    }

    private async Task AddAsync(List<RefusalCount> counts, CancellationToken ct)
    {
        // A missing row is made outside the transaction: two nodes that make it at the same time would deadlock inside.
        foreach (var count in counts.Where(count => count.IsFirst))
        {
            await database.TryInsertAsync(
                "INSERT INTO claim_refusals (benefit_id, outcome, amount) SELECT id, @Outcome, 0 FROM benefits WHERE id = @BenefitId",
                new { count.BenefitId, count.Outcome },
                ct
            );
        }
        if (counts.Count > 0)
        {
            await database.TransactAsync(
                async tx =>
                {
                    // All nodes take the rows in the same order.
                    foreach (var count in counts)
                    {
                        await tx.ExecuteAsync(
                            "UPDATE claim_refusals SET amount = amount + @Amount WHERE benefit_id = @BenefitId AND outcome = @Outcome",
                            new
                            {
                                count.BenefitId,
                                count.Outcome,
                                count.Amount,
                            },
                            ct
                        );
                    }
                    return (true, true);
                },
                ct
            );
        }
    }
}

/// <summary>What one node has counted for one benefit and not yet written.</summary>
public sealed class RefusalTally
{
    /// <summary>Stands for callers who were told to come back or left before the answer; the other keys are the outcomes.</summary>
    private const string Busy = "busy";

    private static readonly string[] Outcomes = [.. Enum.GetNames<ClaimOutcome>().Select(name => name.ToLowerInvariant()), Busy];

    private readonly long[] counts = new long[Outcomes.Length];
    private readonly bool[] written = new bool[Outcomes.Length];

    public void Add(ClaimOutcome outcome) => Interlocked.Increment(ref counts[(int)outcome]);

    /// <summary>The name under which an outcome is counted; null for callers who were told to come back.</summary>
    internal static string KeyOf(ClaimOutcome? outcome) => outcome is { } known ? Outcomes[(int)known] : Busy;

    public void AddBusy() => Interlocked.Increment(ref counts[^1]);

    /// <summary>The outcome that a row counts; null for callers who were told to come back.</summary>
    public static ClaimOutcome? OutcomeOf(string key) => key is Busy ? null : Enum.Parse<ClaimOutcome>(key, ignoreCase: true);

    internal IEnumerable<RefusalCount> Take(long benefitId)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            if (Interlocked.Exchange(ref counts[i], 0) is > 0 and var amount)
            {
                yield return new RefusalCount(this, i, benefitId, Outcomes[i], amount, !written[i]);
                written[i] = true;
            }
        }
    }

    internal void Return(RefusalCount count)
    {
        Interlocked.Add(ref counts[count.Index], count.Amount);
        written[count.Index] = !count.IsFirst;
    }
}

internal sealed record RefusalCount(RefusalTally Tally, int Index, long BenefitId, string Outcome, long Amount, bool IsFirst);
