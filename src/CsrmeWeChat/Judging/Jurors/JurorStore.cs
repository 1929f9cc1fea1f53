using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging;

/// <summary>The rounds in which a juror is named, and how far they have come.</summary>
public sealed class JurorStore(Database database)
{
    /// <summary>What can be scored first, the nearest close first; then what is to come; then what is over, the last first.</summary>
    public async Task<IReadOnlyList<JurorRound>> ListAsync(long staffId, DateTimeOffset now, CancellationToken ct)
    {
        var rounds = await database.ListAsync<Round>(
            $"""
            SELECT {Round.Columns} FROM judging_jurors j JOIN judging_rounds r ON r.id = j.round_id
             WHERE j.staff_id = @staffId
             ORDER BY r.closes_at, r.id
            """,
            new { staffId },
            ct
        );
        var counts = (await CountAsync(staffId, ct)).ToLookup(count => count.RoundId);
        var all = rounds.Select(round => new JurorRound(round, counts[round.Id])).ToList();
        return
        [
            .. all.Where(one => one.Round.TakesScoresAt(now)),
            .. all.Where(one => one.Round.State is RoundState.Draft),
            .. all.Where(one => one.Round.State is not RoundState.Draft && !one.Round.TakesScoresAt(now)).Reverse(),
        ];
    }

    /// <summary>Null where the juror is not named in it.</summary>
    public async Task<JurorRound?> FindAsync(long staffId, long roundId, CancellationToken ct)
    {
        var round = await database.FindAsync<Round>(
            $"""
            SELECT {Round.Columns} FROM judging_jurors j JOIN judging_rounds r ON r.id = j.round_id
             WHERE j.staff_id = @staffId AND j.round_id = @roundId
            """,
            new { staffId, roundId },
            ct
        );
        return round is null ? null : new JurorRound(round, (await CountAsync(staffId, ct)).Where(count => count.RoundId == roundId));
    }

    private Task<IReadOnlyList<BallotCount>> CountAsync(long staffId, CancellationToken ct) =>
        database.ListAsync<BallotCount>(
            "SELECT round_id, state, COUNT(*) AS amount FROM judging_ballots WHERE staff_id = @staffId GROUP BY round_id, state",
            new { staffId },
            ct
        );
}

/// <summary>A round as one of its jurors sees it.</summary>
public sealed class JurorRound(Round round, IEnumerable<BallotCount> counts)
{
    private readonly Dictionary<BallotState, long> counts = counts.ToDictionary(count => count.State, count => count.Amount);

    public Round Round => round;

    public long Scored => counts.GetValueOrDefault(BallotState.Scored);

    public long Open => counts.GetValueOrDefault(BallotState.Open);

    public long Recused => counts.GetValueOrDefault(BallotState.Recused);

    /// <summary>What is the juror's to score, done or not.</summary>
    public long All => Scored + Open;
}

public sealed record BallotCount
{
    public required long RoundId { get; init; }
    public required BallotState State { get; init; }
    public required long Amount { get; init; }
}
