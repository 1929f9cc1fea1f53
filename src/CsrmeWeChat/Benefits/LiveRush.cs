using System.Collections.Concurrent;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>
/// A rush as it goes on over all nodes, read from the rows. However many watch, a node reads one benefit's figures every two seconds at
/// most, and counts all its claims anew every five (60,000 of them take MariaDB 0.15 s).
/// </summary>
public sealed class LiveRush(Database database, BenefitStore benefits, TimeProvider time)
{
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
        var (benefit, span, refusals) = await database.ReadAsync(
            $"""
            {BenefitStore.Columns} WHERE id = @benefitId;
            SELECT (SELECT MIN(claimed_at) FROM claims WHERE benefit_id = @benefitId) AS first, (SELECT MAX(claimed_at) FROM claims WHERE benefit_id = @benefitId) AS last;
            SELECT outcome, amount FROM claim_refusals WHERE benefit_id = @benefitId AND amount > 0 ORDER BY amount DESC;
            """,
            new { benefitId },
            async grid =>
                (
                    await grid.ReadFirstOrDefaultAsync<Benefit>(),
                    await grid.ReadFirstAsync<ClaimSpan>(),
                    (await grid.ReadAsync<Refusal>()).ToList()
                ),
            ct
        );
        if (benefit is null)
        {
            watched.TryRemove(benefitId, out _);
            return null;
        }
        // The last two minutes; once it is over, the two in which it began.
        var isOver = benefit.StageAt(now) is BenefitStage.SoldOut or BenefitStage.Closed && span.Last < now.AddSeconds(-Seconds);
        var from = Second(isOver ? span.First!.Value : now.AddSeconds(-Seconds));
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
        var audit = await rush.Audit.GetAsync(ct => AuditAsync(benefitId, ct), ct);
        return new RushFigures(benefit, isOver, now, from, perSecond, span.First, span.Last, refusals, audit.Audit, audit.At);
    }

    private async Task<CheckedAudit> AuditAsync(long benefitId, CancellationToken ct)
    {
        try
        {
            return new CheckedAudit(await benefits.AuditAsync(benefitId, ct), time.GetUtcNow());
        }
        catch (Exception e) when (database.IsUnavailable(e))
        {
            // More claims than can be counted in a command's time: the other figures go on, and the page says that this one is not known.
            return new CheckedAudit(null, time.GetUtcNow());
        }
    }

    private static DateTimeOffset Second(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private sealed record Watched(Fresh<RushFigures?> Figures, Fresh<CheckedAudit> Audit);

    private sealed record CheckedAudit(BenefitAudit? Audit, DateTimeOffset At);

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
}

/// <param name="IsOver">Nobody has claimed for two minutes and nobody can.</param>
/// <param name="From">The second that <paramref name="PerSecond"/> begins with.</param>
/// <param name="Refusals">Over all nodes, up to a second ago.</param>
/// <param name="Audit">The counters beside what the rows say, as of <paramref name="AuditedAt"/>; null where they could not be counted.</param>
public sealed record RushFigures(
    Benefit Benefit,
    bool IsOver,
    DateTimeOffset Now,
    DateTimeOffset From,
    IReadOnlyList<int> PerSecond,
    DateTimeOffset? FirstClaim,
    DateTimeOffset? LastClaim,
    IReadOnlyList<Refusal> Refusals,
    BenefitAudit? Audit,
    DateTimeOffset AuditedAt
)
{
    public BenefitStage Stage => Benefit.StageAt(Now);
}

public sealed record Refusal
{
    public required string Outcome { get; init; }
    public required long Amount { get; init; }
}
