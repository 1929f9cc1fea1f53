namespace CsrmeWeChat.Contests;

/// <param name="Minute">When it began.</param>
public sealed record VotesInMinute(long EntryId, DateTimeOffset Minute, int Votes);

/// <summary>
/// Minutes in which far more votes came for one entry than before. A rush for all is none, so what was to be expected of an entry is what
/// it had before, times how much the others rose in the same minute.
/// </summary>
public static class VoteBursts
{
    /// <summary>Of an entry of which nothing is known yet, a tenth of all votes is expected: so many tenths for the others.</summary>
    private const int Others = 9;

    /// <param name="counts">Minutes that have votes, from <see cref="VoteOptions.BurstMinutes"/> before the first that is judged.</param>
    /// <param name="from">The first minute that is judged.</param>
    /// <param name="opensAt">Nothing could come before.</param>
    public static IReadOnlyList<VotesInMinute> Find(
        IReadOnlyCollection<VotesInMinute> counts,
        DateTimeOffset opensAt,
        DateTimeOffset from,
        VoteOptions options
    )
    {
        var totals = counts.GroupBy(count => count.Minute).ToDictionary(minute => minute.Key, minute => minute.Sum(one => one.Votes));
        var ofEntries = counts.GroupBy(count => count.EntryId).ToDictionary(entry => entry.Key, entry => entry.ToList());
        return [.. counts.Where(count => count.Minute >= from && count.Votes >= options.BurstLeast).Where(IsBurst)];

        bool IsBurst(VotesInMinute count)
        {
            var since = count.Minute.AddMinutes(-options.BurstMinutes);
            var minutes = Math.Max(1, (count.Minute - (opensAt > since ? opensAt : since)).TotalMinutes);
            var own = ofEntries[count.EntryId].Where(one => one.Minute >= since && one.Minute < count.Minute).Sum(one => one.Votes);
            var all = totals.Where(minute => minute.Key >= since && minute.Key < count.Minute).Sum(minute => minute.Value);
            return count.Votes >= options.BurstTimes * Expected(own, all - own, minutes, totals[count.Minute] - count.Votes, options);
        }
    }

    /// <param name="own">The entry's votes within the minutes before.</param>
    /// <param name="others">All others' within them.</param>
    /// <param name="othersNow">All others' within the minute that is judged.</param>
    private static double Expected(int own, int others, double minutes, int othersNow, VoteOptions options)
    {
        // As if a few votes had come before: without them nothing could be said of the first minute.
        var few = options.BurstLeast / 10.0;
        return (own + few) / minutes * Math.Max(1, othersNow / ((others + Others * few) / minutes));
    }
}
