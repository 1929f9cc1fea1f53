namespace CsrmeWeChat.Judging.Ranking;

/// <summary>
/// How severe each juror is, and what each item is worth without that: the least squares of <c>score = item + juror</c>. Unlike a
/// z-score for each juror it does not take a juror who was given the weaker half of the items for a severe one.
/// </summary>
public sealed class Severity
{
    private readonly Dictionary<long, double> ofJuror;

    private Severity(Dictionary<long, double> ofJuror, int components) => (this.ofJuror, Components) = (ofJuror, components);

    /// <summary>
    /// Into how many parts the panel falls that share no item, not even by way of others. With more than one, items of different parts
    /// cannot be compared: each part's jurors are taken to be as severe on average as the next part's.
    /// </summary>
    public int Components { get; }

    /// <summary>What this juror gives above the average one, in points. The jurors of a part add up to nothing.</summary>
    public double Of(long juror) => ofJuror[juror];

    public static Severity Of(IReadOnlyList<Score> scores)
    {
        long[] jurors = [.. scores.Select(score => score.Juror).Distinct().Order()];
        var index = jurors.Select((juror, i) => (juror, i)).ToDictionary(pair => pair.juror, pair => pair.i);
        var byItem = scores.GroupBy(score => score.Item).OrderBy(group => group.Key).Select(group => group.OrderBy(s => s.Juror).ToArray());
        var (matrix, right) = (new double[jurors.Length, jurors.Length], new double[jurors.Length]);
        var part = Enumerable.Range(0, jurors.Length).ToArray();
        // Each item's worth is taken out of the normal equations: what is left is one equation a juror.
        foreach (var own in byItem)
        {
            var mean = own.Sum(score => (double)score.Points) / own.Length;
            foreach (var score in own)
            {
                var row = index[score.Juror];
                right[row] += (double)score.Points - mean;
                matrix[row, row] += 1;
                foreach (var other in own)
                {
                    matrix[row, index[other.Juror]] -= 1.0 / own.Length;
                }
                Join(part, row, index[own[0].Juror]);
            }
        }
        // That the effects of a part add up to nothing makes the solution the only one.
        for (var row = 0; row < jurors.Length; row++)
        {
            for (var column = 0; column < jurors.Length; column++)
            {
                matrix[row, column] += Find(part, row) == Find(part, column) ? 1 : 0;
            }
        }
        var effects = Solve(matrix, right);
        var components = Enumerable.Range(0, jurors.Length).Select(i => Find(part, i)).Distinct().Count();
        return new Severity(jurors.ToDictionary(juror => juror, juror => effects[index[juror]]), components);
    }

    private static int Find(int[] part, int i)
    {
        while (part[i] != i)
        {
            i = part[i] = part[part[i]];
        }
        return i;
    }

    private static void Join(int[] part, int one, int other) => part[Find(part, one)] = Find(part, other);

    /// <summary>Cholesky: the matrix is symmetric and positive definite. Always in the same order, so that it comes out the same.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var n = right.Length;
        var lower = new double[n, n];
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var left = matrix[row, column];
                for (var k = 0; k < column; k++)
                {
                    left -= lower[row, k] * lower[column, k];
                }
                lower[row, column] = row == column ? Math.Sqrt(left) : left / lower[column, column];
            }
        }
        var solution = new double[n];
        for (var row = 0; row < n; row++)
        {
            var left = right[row];
            for (var k = 0; k < row; k++)
            {
                left -= lower[row, k] * solution[k];
            }
            solution[row] = left / lower[row, row];
        }
        for (var row = n - 1; row >= 0; row--)
        {
            var left = solution[row];
            for (var k = row + 1; k < n; k++)
            {
                left -= lower[k, row] * solution[k];
            }
            solution[row] = left / lower[row, row];
        }
        return solution;
    }
}
