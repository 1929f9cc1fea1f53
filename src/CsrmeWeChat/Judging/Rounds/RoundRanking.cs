using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging.Ranking;

namespace CsrmeWeChat.Judging;

/// <summary>
/// A round's ranking, and all that it follows from. What it comes to is never taken from where it stands but computed again, so that
/// whoever has this text can check it.
/// </summary>
public sealed record RoundRanking(
    string Title,
    IReadOnlyList<Criterion> Criteria,
    string RankRule,
    string TieRule,
    int GoesOn,
    string Seed,
    IReadOnlyList<GroupRanking> Groups
)
{
    public static RoundRanking Of(Round round, IReadOnlyList<GivenScore> scores) =>
        new(
            round.Title,
            round.CriterionList,
            round.RankRule.Key,
            round.TieRule.Key,
            round.GoesOn,
            round.Seed,
            [
                .. scores
                    .GroupBy(score => score.GroupKey)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => GroupRanking.Of(group.Key, [.. group], round)),
            ]
        );

    public static RoundRanking Read(string text) => JsonSerializer.Deserialize<RoundRanking>(text, JudgingJson.Options)!;

    /// <summary>Of its UTF-8 bytes, which are the file that is exported.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public string Write() => JsonSerializer.Serialize(this, JudgingJson.Options);

    /// <summary>From the scores and rules that stand in it, as if nothing had been computed yet.</summary>
    public RoundRanking Recompute() => this with { Groups = [.. Groups.Select(group => group.Recompute(this))] };

    internal RankRule Rule => Enum.Parse<RankRule>(RankRule, ignoreCase: true);

    internal TieRule Ties => Enum.Parse<TieRule>(TieRule, ignoreCase: true);
}

/// <param name="Items">What is ranked here, also what has no score.</param>
/// <param name="Agreement">Krippendorff's alpha; null where it cannot be told.</param>
/// <param name="Parts">Into how many parts the panel falls that share no item. With more than one, severities do not compare.</param>
/// <param name="Severities">What each juror gives above the average one, in points.</param>
/// <param name="Firm">In which share of the draws anew an item is among those that go on.</param>
public sealed record GroupRanking(
    string Group,
    IReadOnlyList<RankedItem> Items,
    IReadOnlyList<RankedScore> Scores,
    IReadOnlyList<Standing> Standings,
    double? Agreement,
    int Parts,
    IReadOnlyDictionary<long, double> Severities,
    IReadOnlyDictionary<long, double> Firm
)
{
    internal static GroupRanking Of(string group, IReadOnlyList<GivenScore> given, Round round)
    {
        var items = given.Select(score => new RankedItem(score.ItemId, score.Code)).Distinct().OrderBy(item => item.Id);
        var scores = given
            .Where(score => score.Points is not "[]")
            .OrderBy(score => score.ItemId)
            .ThenBy(score => score.StaffId)
            .Select(score => new RankedScore(score.ItemId, score.StaffId, score.PointList));
        return Of(group, [.. items], [.. scores], round.CriterionList, round.RankRule, round.TieRule, round.GoesOn, round.Seed);
    }

    internal GroupRanking Recompute(RoundRanking all) => Of(Group, Items, Scores, all.Criteria, all.Rule, all.Ties, all.GoesOn, all.Seed);

    private static GroupRanking Of(
        string group,
        IReadOnlyList<RankedItem> items,
        IReadOnlyList<RankedScore> given,
        IReadOnlyList<Criterion> criteria,
        RankRule rule,
        TieRule ties,
        int goesOn,
        string seed
    )
    {
        int[] weights = [.. criteria.Select(one => one.Weight)];
        Score[] scores =
        [
            .. given.Select(one => Score.Of(one.Item, one.Juror, [.. one.Points.Select(points => (decimal)points)], weights)),
        ];
        var severity = Severity.Of(scores);
        return new GroupRanking(
            group,
            items,
            given,
            Ranking.Standings.Of(scores, rule, ties),
            Ranking.Agreement.Of(scores),
            severity.Components,
            scores.Select(score => score.Juror).Distinct().Order().ToDictionary(juror => juror, severity.Of),
            Stability.Of(scores, rule, ties, goesOn, ulong.Parse(seed[..16], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        );
    }
}

/// <param name="Code">What jurors saw.</param>
public sealed record RankedItem(long Id, string Code);

/// <param name="Points">In the order of the criteria.</param>
public sealed record RankedScore(long Item, long Juror, IReadOnlyList<int> Points);

/// <summary>A ballot as the ranking reads it; without points where it was not given.</summary>
public sealed record GivenScore
{
    public required long ItemId { get; init; }
    public required string GroupKey { get; init; }
    public required string Code { get; init; }
    public required long StaffId { get; init; }
    public required string Points { get; init; }

    public IReadOnlyList<int> PointList => JsonSerializer.Deserialize<int[]>(Points)!;
}

/// <summary>Rankings: how a round stands, and how it was fixed.</summary>
public sealed class RankingStore(Database database)
{
    /// <summary>How it would be if the round were closed now.</summary>
    public async Task<RoundRanking> ComputeAsync(Round round, CancellationToken ct) =>
        RoundRanking.Of(round, await ListScoresAsync(database, round.Id, ct));

    /// <summary>Null where it is not fixed yet.</summary>
    public Task<FrozenRanking?> FindAsync(long roundId, CancellationToken ct) =>
        database.FindAsync<FrozenRanking>(
            "SELECT ranking AS text, sha256, frozen_by, frozen_at FROM judging_rankings WHERE round_id = @roundId",
            new { roundId },
            ct
        );

    /// <summary>Computes a fixed ranking again, from its own text and from the ballots. Null where it is not fixed.</summary>
    public async Task<RankingCheck?> CheckAsync(Round round, CancellationToken ct)
    {
        if (await FindAsync(round.Id, ct) is not { } frozen)
        {
            return null;
        }
        var fromBallots = RoundRanking.Of(round, await ListScoresAsync(database, round.Id, ct));
        return new RankingCheck(
            IsWhole: frozen.Sha256 == RoundRanking.HashOf(frozen.Text),
            IsSame: frozen.Text == RoundRanking.Read(frozen.Text).Recompute().Write(),
            IsOfBallots: frozen.Text == fromBallots.Write()
        );
    }

    public static Task<IReadOnlyList<GivenScore>> ListScoresAsync(Sql sql, long roundId, CancellationToken ct) =>
        sql.ListAsync<GivenScore>(
            """
            SELECT i.item_id, i.group_key, i.code, b.staff_id, CASE b.state WHEN 'scored' THEN b.points ELSE '[]' END AS points
              FROM judging_items i JOIN judging_ballots b ON b.round_id = i.round_id AND b.item_id = i.item_id
             WHERE i.round_id = @roundId AND b.state <> 'dropped'
             ORDER BY i.item_id, b.staff_id
            """,
            new { roundId },
            ct
        );
}

/// <summary>Whether a fixed ranking can be believed.</summary>
/// <param name="IsWhole">Its text has the SHA-256 that was kept.</param>
/// <param name="IsSame">Computed again from the scores and rules that stand in it, it is the same letter by letter.</param>
/// <param name="IsOfBallots">Computed again from what the jurors saved, it is the same letter by letter.</param>
public sealed record RankingCheck(bool IsWhole, bool IsSame, bool IsOfBallots)
{
    public bool Holds => IsWhole && IsSame && IsOfBallots;
}

public sealed record FrozenRanking
{
    public required string Text { get; init; }
    public required string Sha256 { get; init; }
    public required string FrozenBy { get; init; }
    public required DateTimeOffset FrozenAt { get; init; }
}
