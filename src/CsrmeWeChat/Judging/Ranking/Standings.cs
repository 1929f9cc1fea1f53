namespace CsrmeWeChat.Judging.Ranking;

/// <summary>
/// The order of a round's items, by each of the three values side by side. What is computed follows from the scores and the rules alone,
/// in a fixed order, so that whoever has the export computes the same.
/// </summary>
public static class Standings
{
    /// <summary>Values that are the same in so many decimals are a tie: more is noise of the computation.</summary>
    private const int Decimals = 6;

    public static IReadOnlyList<Standing> Of(IReadOnlyList<Score> scores, RankRule rule, TieRule ties)
    {
        var severity = Severity.Of(scores);
        var lines = scores
            .GroupBy(score => score.Item)
            .OrderBy(group => group.Key)
            .Select(group => LineOf(group.Key, [.. group.OrderBy(score => score.Juror)], severity))
            .ToArray();
        Array.Sort(lines, (one, other) => Compare(one, other, rule, ties) is not 0 and var order ? order : one.Item.CompareTo(other.Item));
        var placed = new Standing[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var isTied = i > 0 && Compare(lines[i - 1], lines[i], rule, ties) == 0;
            placed[i] = lines[i] with { Place = isTied ? placed[i - 1].Place : i + 1 };
        }
        return placed;
    }

    private static Standing LineOf(long item, Score[] own, Severity severity)
    {
        var points = own.Select(score => score.Points).Order().ToArray();
        var inner = points.Length > 2 ? points[1..^1] : points;
        var criteria = Enumerable.Range(0, own[0].ByCriterion.Count).Select(i => Rounded(own.Average(score => score.ByCriterion[i])));
        return new Standing(
            item,
            own.Length,
            Rounded(points.Average()),
            Rounded(inner.Average()),
            Rounded((decimal)(own.Sum(score => (double)score.Points - severity.Of(score.Juror)) / own.Length)),
            [.. criteria],
            Place: 0
        );
    }

    private static decimal Rounded(decimal value) => Math.Round(value, Decimals, MidpointRounding.ToEven);

    private static int Compare(Standing one, Standing other, RankRule rule, TieRule ties)
    {
        var order = other.By(rule).CompareTo(one.By(rule));
        for (var i = 0; order == 0 && ties is TieRule.ByCriteria && i < one.ByCriterion.Count; i++)
        {
            order = other.ByCriterion[i].CompareTo(one.ByCriterion[i]);
        }
        return order;
    }
}

/// <param name="Judged">By how many jurors.</param>
/// <param name="Trimmed">The mean without the highest and the lowest; the mean itself where there are only two scores or one.</param>
/// <param name="Normalised">The mean of what its jurors gave less how severe each of them is.</param>
/// <param name="ByCriterion">The mean of each criterion, in the order that ties go by.</param>
/// <param name="Place">From 1. Those who tie have the same, and the next ones the place that they have by number (1, 2, 2, 4).</param>
public sealed record Standing(
    long Item,
    int Judged,
    decimal Mean,
    decimal Trimmed,
    decimal Normalised,
    IReadOnlyList<decimal> ByCriterion,
    int Place
)
{
    public decimal By(RankRule rule) =>
        rule switch
        {
            RankRule.Mean => Mean,
            RankRule.Trimmed => Trimmed,
            RankRule.Normalised => Normalised,
        };
}

/// <summary>Which of the three values decides.</summary>
public enum RankRule
{
    Mean,
    Trimmed,
    Normalised,
}

/// <summary>Who comes first of those who have the same.</summary>
public enum TieRule
{
    /// <summary>Whoever has more by the first criterion, then by the second, and so on; else they share a place.</summary>
    ByCriteria,

    /// <summary>They share a place.</summary>
    Shared,
}
