using CsrmeWeChat.Judging.Assigning;

namespace CsrmeWeChat.Tests;

/// <summary>Who judges what.</summary>
public sealed class DrawTests
{
    private const int PerItem = 3;

    [Theory]
    [InlineData(500, 15, 0.0)]
    [InlineData(500, 15, 0.1)]
    [InlineData(500, 15, 0.5)]
    [InlineData(101, 7, 0.3)]
    public void Each_item_has_its_jurors_no_conflict_is_drawn_and_loads_are_as_equal_as_can_be(int items, int jurors, double excluded)
    {
        var chance = new Random(items + jurors);
        // At least so many as an item needs have no conflict with it.
        var free = Numbers(items)
            .ToDictionary(item => item, _ => chance.GetItems(Numbers(jurors), 20).Distinct().Take(PerItem).ToHashSet());
        var conflicts = Conflicts(items, jurors, (item, juror) => !free[item].Contains(juror) && chance.NextDouble() < excluded);

        var (pairs, none) = Draw.Of(Numbers(items), Numbers(jurors), conflicts, PerItem, "530");

        Assert.Empty(none);
        Fairness.Check(pairs, Numbers(items), Numbers(jurors), PerItem, conflicts);
    }

    /// <summary>Chance alone would leave these far apart: one may judge few items, and two of them only the same hundred.</summary>
    [Fact]
    public void Loads_are_as_equal_as_can_be_where_conflicts_keep_some_jurors_from_most_items()
    {
        const int Items = 300,
            Jurors = 8;
        var conflicts = Conflicts(Items, Jurors, (item, juror) =>
            (juror == 1 && item > 20) || (juror is 2 or 3 && item is <= 200 or > 299)
        );

        var (pairs, _) = Draw.Of(Numbers(Items), Numbers(Jurors), conflicts, PerItem, "530");

        Fairness.Check(pairs, Numbers(Items), Numbers(Jurors), PerItem, conflicts);
        Assert.Equal(20, pairs.Count(pair => pair.Juror == 1));
        Assert.Equal(99, pairs.Count(pair => pair.Juror == 2));
    }

    [Fact]
    public void The_same_seed_draws_the_same_in_any_order_and_another_draws_another()
    {
        var conflicts = Conflicts(60, 6, (item, juror) => item % 6 == juror);

        var first = Draw.Of(Numbers(60), Numbers(6), conflicts, PerItem, "a");
        var again = Draw.Of([.. Numbers(60).Reverse()], [.. Numbers(6).Reverse()], conflicts, PerItem, "a");
        var other = Draw.Of(Numbers(60), Numbers(6), conflicts, PerItem, "b");

        Assert.Equal(first.Pairs, again.Pairs);
        Assert.NotEqual(first.Pairs, other.Pairs);
    }

    [Fact]
    public void Items_that_too_few_may_judge_are_named_and_nothing_is_drawn()
    {
        var conflicts = Conflicts(5, 4, (item, juror) => item is 2 or 4 && juror <= 2);

        var (pairs, none) = Draw.Of(Numbers(5), Numbers(4), conflicts, PerItem, "a");

        Assert.Empty(pairs);
        Assert.Equal([2, 4], none);
    }

    private static long[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(number => (long)number)];

    private static HashSet<(long, long)> Conflicts(int items, int jurors, Func<long, long, bool> isOne) =>
        [.. from item in Numbers(items) from juror in Numbers(jurors) where isOne(item, juror) select (item, juror)];
}
