namespace CsrmeWeChat.Judging.Ranking;

/// <summary>What one juror gave one item in one round.</summary>
/// <param name="Points">The weighted mean of the criteria.</param>
/// <param name="ByCriterion">The criteria in the order that ties go by.</param>
public sealed record Score(long Item, long Juror, decimal Points, IReadOnlyList<decimal> ByCriterion)
{
    /// <param name="weights">One for each criterion; positive.</param>
    public static Score Of(long item, long juror, IReadOnlyList<decimal> byCriterion, IReadOnlyList<int> weights) =>
        new(item, juror, byCriterion.Zip(weights, (points, weight) => points * weight).Sum() / weights.Sum(), byCriterion);
}
