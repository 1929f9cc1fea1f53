using System.Runtime.InteropServices;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// What members tried in vain: one row for each member and benefit, with how often, first and last when, and what they were told last. On
/// a claim's path this costs an entry in memory, made for a whole batch at once; each node adds its entries to the rows once a second. A
/// node that is killed loses at most the tries of its last second. So does one whose database is away until more wait than it keeps: what
/// comes then is not noted. The counts for the live page are not touched by either.
/// </summary>
public sealed class ClaimTries(Database database, ILogger<ClaimTries> log)
{
    /// <summary>Members and benefits of which a node keeps tries that are not written yet, some 100 bytes each.</summary>
    internal const int MaxWaiting = 100_000;

    /// <summary>Written in one transaction: a rush passes between two of them.</summary>
    private const int Slice = 500;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim flushing = new(1, 1);
    private Dictionary<(long BenefitId, long MemberId), Tried> waiting = [];
    private int dropped;

    /// <summary>Members and benefits whose tries are not written yet.</summary>
    internal int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Notes what of a batch was refused.</summary>
    public void Add(long benefitId, IReadOnlyList<ClaimRequest> requests, IReadOnlyList<ClaimResult> results)
    {
        lock (gate)
        {
            for (var i = 0; i < results.Count; i++)
            {
                if (results[i].Outcome is not (ClaimOutcome.Claimed or ClaimOutcome.NoSuchBenefit) and var outcome)
                {
                    Note(benefitId, requests[i].MemberId, new Tried(1, requests[i].At, requests[i].At, outcome));
                }
            }
        }
    }

    /// <summary>Notes that a member was told to come back.</summary>
    public void AddBusy(long benefitId, long memberId, DateTimeOffset at)
    {
        lock (gate)
        {
            Note(benefitId, memberId, new Tried(1, at, at, null));
        }
    }

    public async Task FlushAsync(CancellationToken ct)
    {
        await flushing.WaitAsync(ct);
        try
        {
            var slices = new Queue<TriedRow[]>(Take());
            try
            {
                for (; slices.TryPeek(out var slice); slices.Dequeue())
                {
                    await WriteAsync(slice, ct);
                }
            }
            catch
            {
                // They go out with the next flush.
                Return(slices.SelectMany(slice => slice));
                throw;
            }
        }
        finally
        {
            flushing.Release();
        }
    }

    /// <summary>To be called under the gate.</summary>
    private void Note(long benefitId, long memberId, Tried tried)
    {
        if (waiting.Count >= MaxWaiting && !waiting.ContainsKey((benefitId, memberId)))
        {
            dropped++;
            return;
        }
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(waiting, (benefitId, memberId), out var isKnown);
        known = isKnown ? known.And(tried) : tried;
    }

    /// <summary>What waits, in slices of one benefit each.</summary>
    private IEnumerable<TriedRow[]> Take()
    {
        Dictionary<(long BenefitId, long MemberId), Tried> taken;
        int lost;
        lock (gate)
        {
            (taken, waiting) = (waiting, []);
            (lost, dropped) = (dropped, 0);
        }
        if (lost > 0)
        {
            log.LogWarning("{Count} tries of members were not noted: too many waited to be written", lost);
        }
        return taken
            .Select(pair => new TriedRow(pair.Key.BenefitId, pair.Key.MemberId, pair.Value))
            .GroupBy(row => row.BenefitId)
            .SelectMany(rows => rows.OrderBy(row => row.MemberId).Chunk(Slice));
    }

    private void Return(IEnumerable<TriedRow> rows)
    {
        lock (gate)
        {
            foreach (var row in rows)
            {
                // What came meanwhile is later, and stays the last.
                var later = waiting.GetValueOrDefault((row.BenefitId, row.MemberId));
                waiting.Remove((row.BenefitId, row.MemberId));
                Note(row.BenefitId, row.MemberId, later.Amount == 0 ? row.Tried : row.Tried.And(later));
            }
        }
    }

    private async Task WriteAsync(TriedRow[] rows, CancellationToken ct)
    {
        if (await TryWriteAsync(rows, ct))
        {
            return;
        }
        // The first refusal of the benefit is not counted yet, so there was no row to lock. Of a benefit that is gone nothing is written.
        const string insert =
            "INSERT INTO claim_refusals (benefit_id, outcome, amount) SELECT id, @outcome, 0 FROM benefits WHERE id = @BenefitId";
        await database.TryInsertAsync(insert, new { outcome = RefusalTally.KeyOf(null), rows[0].BenefitId }, ct);
        await TryWriteAsync(rows, ct);
    }

    /// <summary>
    /// Writes tries under the lock of the benefit's counts of refusals, which nodes take one after the other and no claim waits for. False
    /// where there are none to lock.
    /// </summary>
    private Task<bool> TryWriteAsync(TriedRow[] rows, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var benefitId = rows[0].BenefitId;
                if (await tx.LockAsync("claim_refusals", "benefit_id", [benefitId], ct) == 0)
                {
                    return (false, false);
                }
                var memberIds = rows.Select(row => row.MemberId).ToArray();
                var known = await tx.ListAsync<long>(
                    "SELECT member_id FROM claim_tries WHERE benefit_id = @benefitId AND member_id IN {=memberIds}",
                    new { benefitId, memberIds },
                    ct
                );
                await InsertAsync(tx, rows.ExceptBy(known, row => row.MemberId), ct);
                // Within a second most have the same to be written: a statement for all of them.
                foreach (var alike in rows.IntersectBy(known, row => row.MemberId).GroupBy(row => row.Tried with { FirstAt = default }))
                {
                    await UpdateAsync(tx, benefitId, alike.Key, [.. alike.Select(row => row.MemberId)], ct);
                }
                return (true, true);
            },
            ct
        );

    private static async Task InsertAsync(Transaction tx, IEnumerable<TriedRow> rows, CancellationToken ct)
    {
        object?[][] values =
        [
            .. rows.Select(row =>
                (object?[])
                    [
                        row.BenefitId,
                        row.MemberId,
                        row.Tried.Amount,
                        row.Tried.FirstAt,
                        row.Tried.LastAt,
                        RefusalTally.KeyOf(row.Tried.Outcome),
                    ]
            ),
        ];
        if (values.Length > 0)
        {
            const string insert = "INSERT INTO claim_tries (benefit_id, member_id, amount, first_at, last_at, outcome)";
            await tx.InsertManyAsync(insert, values, ct);
        }
    }

    // The outcome stands first: MySQL would compare it with the time that the statement has just set.
    private static Task UpdateAsync(Transaction tx, long benefitId, Tried tried, long[] memberIds, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE claim_tries
               SET amount = amount + @Amount,
                   outcome = CASE WHEN last_at <= @LastAt THEN @outcome ELSE outcome END,
                   last_at = CASE WHEN last_at <= @LastAt THEN @LastAt ELSE last_at END
             WHERE benefit_id = @benefitId AND member_id IN {=memberIds}
            """,
            new
            {
                benefitId,
                memberIds,
                tried.Amount,
                tried.LastAt,
                outcome = RefusalTally.KeyOf(tried.Outcome),
            },
            ct
        );

    /// <param name="Outcome">Of the last time; null where the member was told to come back.</param>
    private readonly record struct Tried(int Amount, DateTimeOffset FirstAt, DateTimeOffset LastAt, ClaimOutcome? Outcome)
    {
        /// <summary>To the second, so that many have the same.</summary>
        public DateTimeOffset LastAt { get; init; } = LastAt.AddTicks(-(LastAt.Ticks % TimeSpan.TicksPerSecond));

        public DateTimeOffset FirstAt { get; init; } = FirstAt.AddTicks(-(FirstAt.Ticks % TimeSpan.TicksPerSecond));

        public Tried And(Tried later) => new(Amount + later.Amount, FirstAt, later.LastAt, later.Outcome);
    }

    private sealed record TriedRow(long BenefitId, long MemberId, Tried Tried);
}
