namespace CsrmeWeChat.Judging.Ranking;

/// <summary>
/// How far the first places hang on which jurors an item happened to have: each item's scores are drawn anew from its own, with
/// replacement (bootstrap), and the order is made again.
/// </summary>
public static class Stability
{
    public const int Draws = 1000;

    /// <returns>For each item the share of the draws, 0 to 1, in which it is among the first so many.</returns>
    public static IReadOnlyDictionary<long, double> Of(IReadOnlyList<Score> scores, RankRule rule, TieRule ties, int first, ulong seed)
    {
        var chance = new Chance(seed);
        var items = scores
            .GroupBy(score => score.Item)
            .OrderBy(group => group.Key)
            .Select(group => group.OrderBy(score => score.Juror).ToArray())
            .ToArray();
        var among = items.ToDictionary(own => own[0].Item, _ => 0);
        var drawn = new List<Score>(scores.Count);
        for (var draw = 0; draw < Draws; draw++)
        {
            drawn.Clear();
            foreach (var own in items)
            {
                for (var i = 0; i < own.Length; i++)
                {
                    drawn.Add(own[chance.Below(own.Length)]);
                }
            }
            foreach (var standing in Standings.Of(drawn, rule, ties).Where(standing => standing.Place <= first))
            {
                among[standing.Item]++;
            }
        }
        return among.ToDictionary(pair => pair.Key, pair => pair.Value / (double)Draws);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, 2014): five lines in any language, so that others can draw the same.</summary>
    private struct Chance(ulong state)
    {
        public int Below(int limit)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
        }
    }
}
