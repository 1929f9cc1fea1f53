namespace CsrmeWeChat.Judging.Ranking;

/// <summary>
/// How far jurors agree: Krippendorff's alpha for intervals. 1 is full agreement, 0 what chance would give, below 0 they contradict each
/// other. It needs no juror to have seen all items.
/// </summary>
public static class Agreement
{
    /// <summary>Null where no two jurors have scored the same item, or all scores are one.</summary>
    public static double? Of(IReadOnlyList<Score> scores)
    {
        var units = scores
            .GroupBy(score => score.Item)
            .OrderBy(group => group.Key)
            .Select(group => group.OrderBy(score => score.Juror).Select(score => (double)score.Points).ToArray())
            .Where(values => values.Length > 1)
            .ToArray();
        var all = units.SelectMany(values => values).ToArray();
        if (all.Length < 2)
        {
            return null;
        }
        var observed = units.Sum(values => SquaresOf(values) / (values.Length - 1)) / all.Length;
        var expected = SquaresOf(all) / (all.Length - 1) / all.Length;
        return expected == 0 ? null : 1 - observed / expected;
    }

    /// <summary>The sum of the squared differences over all ordered pairs.</summary>
    private static double SquaresOf(double[] values)
    {
        var mean = values.Average();
        return 2 * values.Length * values.Sum(value => (value - mean) * (value - mean));
    }
}
