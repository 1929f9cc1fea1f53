using System.Collections.Concurrent;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// The figures of a rush over all nodes, read from the rows while it goes on. However many people watch, a node reads the figures of a
/// benefit at most every two seconds, and counts all its claims anew at most every five (60,000 claims take MariaDB 0.15 s).
/// </summary>
public sealed class LiveRush(Database database, BenefitStore benefits, TimeProvider time)
{
    /// <summary>The length of the chart.</summary>
    public const int Seconds = 120;

    private readonly ConcurrentDictionary<long, Watched> watched = [];

    /// <summary>Null where there is no such benefit.</summary>
    public async Task<RushFigures?> FindAsync(long benefitId, CancellationToken ct)
    {
        if (!watched.TryGetValue(benefitId, out var rush))
        {
            if (await benefits.FindAnyAsync(benefitId, ct) is null)
            {
                return null;
            }
            rush = watched.GetOrAdd(benefitId, _ => new Watched(
                new(TimeSpan.FromSeconds(1.9), time),
                new(TimeSpan.FromSeconds(4.9), time)
            ));
        }
        return await rush.Figures.GetAsync(ct => ReadAsync(benefitId, rush, ct), ct);
    }

    private async Task<RushFigures?> ReadAsync(long benefitId, Watched rush, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await ReadRowsAsync(benefitId, ct) is not { } rows)
        {
            watched.TryRemove(benefitId, out _);
            return null;
        }
        // The last two minutes, or the two in which it began once it is over.
        var nobodyCan = rows.Benefit.PhaseAt(now) is BenefitPhase.SoldOut or BenefitPhase.Closed;
        var isOver = nobodyCan && rows.Span.Last < now.AddSeconds(-Seconds);
        var from = Second(isOver ? rows.Span.First!.Value : now.AddSeconds(-Seconds));
        var perSecond = await CountPerSecondAsync(benefitId, from, ct);
        var check = await rush.Check.GetAsync(ct => ReconcileAsync(benefitId, ct), ct);
        return new RushFigures(
            rows.Benefit,
            isOver,
            now,
            from,
            perSecond,
            rows.Span.First,
            rows.Span.Last,
            rows.Refusals,
            check.Reconciliation,
            check.At
        );
    }

    private Task<Rows?> ReadRowsAsync(long benefitId, CancellationToken ct) =>
        database.ReadAsync(
            $"""
            SELECT {Benefit.Columns} FROM benefits WHERE id = @benefitId;
            SELECT (SELECT MIN(claimed_at) FROM claims WHERE benefit_id = @benefitId) AS first,
                   (SELECT MAX(claimed_at) FROM claims WHERE benefit_id = @benefitId) AS last;
            SELECT outcome, amount FROM claim_refusals WHERE benefit_id = @benefitId AND amount > 0 ORDER BY amount DESC;
            """,
            new { benefitId },
            async grid =>
            {
                var benefit = await grid.ReadFirstOrDefaultAsync<Benefit>();
                var span = await grid.ReadFirstAsync<ClaimSpan>();
                var refusals = await grid.ReadAsync<RefusalRow>();
                return benefit is null ? null : new Rows(benefit, span, [.. refusals.Select(row => row.Refusals)]);
            },
            ct
        );

    private async Task<int[]> CountPerSecondAsync(long benefitId, DateTimeOffset from, CancellationToken ct)
    {
        // The text of an instant is the same on both engines; without its fraction it is the second.
        var counts = await database.ListAsync<SecondCount>(
            """
            SELECT MIN(claimed_at) AS first, COUNT(*) AS amount
              FROM claims
             WHERE benefit_id = @benefitId AND claimed_at >= @from AND claimed_at < @until
             GROUP BY SUBSTR(claimed_at, 1, 19)
            """,
            new
            {
                benefitId,
                from,
                until = from.AddSeconds(Seconds),
            },
            ct
        );
        var perSecond = new int[Seconds];
        foreach (var count in counts)
        {
            perSecond[(int)(count.First - from).TotalSeconds] = count.Amount;
        }
        return perSecond;
    }

    private async Task<Check> ReconcileAsync(long benefitId, CancellationToken ct)
    {
        try
        {
            return new Check(await benefits.ReconcileAsync(benefitId, ct), time.GetUtcNow());
        }
        catch (Exception e) when (database.IsUnavailable(e))
        {
            // There are more claims than can be counted within a command's time. The other figures go on, and the page says so.
            return new Check(null, time.GetUtcNow());
        }
    }

    private static DateTimeOffset Second(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private sealed record Watched(Fresh<RushFigures?> Figures, Fresh<Check> Check);

    private sealed record Check(Reconciliation? Reconciliation, DateTimeOffset At);

    private sealed record Rows(Benefit Benefit, ClaimSpan Span, IReadOnlyList<Refusals> Refusals);

    private sealed record ClaimSpan
    {
        public DateTimeOffset? First { get; init; }
        public DateTimeOffset? Last { get; init; }
    }

    private sealed record SecondCount
    {
        public required DateTimeOffset First { get; init; }
        public required int Amount { get; init; }
    }

    private sealed record RefusalRow
    {
        public required string Outcome { get; init; }
        public required long Amount { get; init; }

        public Refusals Refusals => new(RefusalTally.OutcomeOf(Outcome), Amount);
    }
}

/// <param name="IsOver">Nobody can claim any more, and nobody has for two minutes.</param>
/// <param name="From">The second that <paramref name="PerSecond"/> begins with.</param>
/// <param name="PerSecond">Claims in each second.</param>
/// <param name="Refusals">Counted over all nodes, up to a second ago; the most frequent first.</param>
/// <param name="Reconciliation">As of <paramref name="ReconciledAt"/>; null where the claims could not be counted in time.</param>
public sealed record RushFigures(
    Benefit Benefit,
    bool IsOver,
    DateTimeOffset Now,
    DateTimeOffset From,
    IReadOnlyList<int> PerSecond,
    DateTimeOffset? FirstClaim,
    DateTimeOffset? LastClaim,
    IReadOnlyList<Refusals> Refusals,
    Reconciliation? Reconciliation,
    DateTimeOffset ReconciledAt
)
{
    public BenefitPhase Phase => Benefit.PhaseAt(Now);
}

/// <param name="Outcome">Null for callers who were told to come back, or left before they were answered.</param>
public readonly record struct Refusals(ClaimOutcome? Outcome, long Amount);
