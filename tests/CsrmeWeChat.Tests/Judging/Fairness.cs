namespace CsrmeWeChat.Tests;

/// <summary>Whether a draw gave each item its jurors, none a conflict, and loads as equal as the conflicts allow.</summary>
internal static class Fairness
{
    public static void Check(
        IReadOnlyList<(long Item, long Juror)> pairs,
        IReadOnlyList<long> items,
        IReadOnlyList<long> jurors,
        int perItem,
        IReadOnlySet<(long Item, long Juror)> conflicts
    )
    {
        Assert.DoesNotContain(pairs, conflicts.Contains);
        Assert.Equal(pairs.Count, pairs.Distinct().Count());
        Assert.All(items, item => Assert.Equal(perItem, pairs.Count(pair => pair.Item == item)));
        var loads = jurors.Select(juror => pairs.Count(pair => pair.Juror == juror)).ToArray();
        // The bounds by another way than the draw's: how much flows from jurors to items where nobody may have more than so many.
        var (most, least) = (loads.Max(), loads.Min());
        int FlowAt(int perJuror) => FlowOf(items, jurors, perItem, conflicts, perJuror);
        Assert.Equal(items.Count * perItem, FlowAt(most));
        Assert.True(FlowAt(most - 1) < items.Count * perItem, "Nobody needed to have so many.");
        Assert.Equal(jurors.Count * least, FlowAt(least));
        Assert.True(FlowAt(least + 1) < jurors.Count * (least + 1), "Nobody needed to have so few.");
    }

    /// <summary>The largest number of pairs with at most so many for a juror: augmenting paths, one pair at a time.</summary>
    private static int FlowOf(
        IReadOnlyList<long> items,
        IReadOnlyList<long> jurors,
        int perItem,
        IReadOnlySet<(long Item, long Juror)> conflicts,
        int perJuror
    )
    {
        var of = items.ToDictionary(item => item, _ => new HashSet<long>());
        var load = jurors.ToDictionary(juror => juror, _ => 0);
        var flow = 0;
        foreach (var juror in jurors)
        {
            while (load[juror] < perJuror && Give(juror, []))
            {
                load[juror]++;
                flow++;
            }
        }
        return flow;

        bool Give(long juror, HashSet<long> seen)
        {
            foreach (var item in items.Where(item => !conflicts.Contains((item, juror)) && !of[item].Contains(juror)))
            {
                if (of[item].Count < perItem)
                {
                    return of[item].Add(juror);
                }
                if (!seen.Add(item))
                {
                    continue;
                }
                foreach (var other in of[item].ToArray())
                {
                    of[item].Remove(other);
                    of[item].Add(juror);
                    if (Give(other, seen))
                    {
                        return true;
                    }
                    of[item].Remove(juror);
                    of[item].Add(other);
                }
            }
            return false;
        }
    }
}
