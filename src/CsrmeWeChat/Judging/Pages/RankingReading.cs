using CsrmeWeChat.Judging.Ranking;

namespace CsrmeWeChat.Judging.Pages;

/// <summary>An item with its three values and the place that it would have by each.</summary>
/// <param name="Places">By mean, trimmed mean and normalised score, in this order; ties share a place there.</param>
/// <param name="Firm">In which share of the draws anew it is among those that go on.</param>
public sealed record RankingLine(
    RankedItem Item,
    ItemName? Name,
    Standing Standing,
    IReadOnlyDictionary<RankRule, int> Places,
    double Firm,
    bool GoesOn
);

/// <summary>A group's ranking, with the names that staff see beside the codes.</summary>
public sealed class RankingReading
{
    /// <param name="Given">How many they scored.</param>
    public sealed record JurorSeverity(string Name, double Points, int Given);

    public required string Name { get; init; }
    public required RankRule Rule { get; init; }
    public required int GoesOn { get; init; }
    public required GroupRanking Group { get; init; }
    public required IReadOnlyList<Criterion> Criteria { get; init; }
    public required IReadOnlyList<RankingLine> Lines { get; init; }

    /// <summary>Without a score, and so without a place.</summary>
    public required IReadOnlyList<(RankedItem Item, ItemName? Name)> Unscored { get; init; }

    /// <summary>With fewer scores than the round says.</summary>
    public required int Incomplete { get; init; }
    public required IReadOnlyList<JurorSeverity> Severities { get; init; }

    /// <summary>How firm those that go on are on average; null where there are none.</summary>
    public double? Firmness => Lines.Any(line => line.GoesOn) ? Lines.Where(line => line.GoesOn).Average(line => line.Firm) : null;

    /// <param name="name">What people call the group.</param>
    /// <param name="perItem">How many scores each item was to have.</param>
    public static RankingReading Of(
        RoundRanking ranking,
        GroupRanking group,
        string name,
        int perItem,
        IReadOnlyDictionary<long, ItemName> names,
        IReadOnlyDictionary<long, string> jurors
    )
    {
        var items = group.Items.ToDictionary(item => item.Id);
        var scored = group.Standings.Select(standing => standing.Item).ToHashSet();
        return new RankingReading
        {
            Name = name,
            Rule = ranking.Rule,
            GoesOn = ranking.GoesOn,
            Group = group,
            Criteria = ranking.Criteria,
            Lines =
            [
                .. group.Standings.Select(standing => new RankingLine(
                    items[standing.Item],
                    names.GetValueOrDefault(standing.Item),
                    standing,
                    PlacesOf(standing, group.Standings, ranking.Rule),
                    group.Firm.GetValueOrDefault(standing.Item),
                    standing.Place <= ranking.GoesOn
                )),
            ],
            Unscored =
            [
                .. group
                    .Items.Where(item => !scored.Contains(item.Id))
                    .OrderBy(item => item.Code, StringComparer.Ordinal)
                    .Select(item => (item, names.GetValueOrDefault(item.Id))),
            ],
            Incomplete = group.Standings.Count(standing => standing.Judged < perItem),
            Severities =
            [
                .. group
                    .Severities.Select(one => new JurorSeverity(
                        jurors.GetValueOrDefault(one.Key, $"{one.Key}"),
                        one.Value,
                        group.Scores.Count(score => score.Juror == one.Key)
                    ))
                    .OrderBy(one => one.Points),
            ],
        };
    }

    /// <summary>By the deciding rule with ties broken; by the others one behind those that have more.</summary>
    private static Dictionary<RankRule, int> PlacesOf(Standing own, IReadOnlyList<Standing> all, RankRule decides) =>
        Enum.GetValues<RankRule>()
            .ToDictionary(rule => rule, rule => rule == decides ? own.Place : 1 + all.Count(other => other.By(rule) > own.By(rule)));
}
