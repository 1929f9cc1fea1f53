using System.Globalization;
using System.Text.Json;
using CsrmeWeChat.Judging.Ranking;

namespace CsrmeWeChat.Tests;

/// <summary>From scores to places.</summary>
public sealed class RankingTests
{
    /// <summary><c>severity.py</c> has solved these in exact fractions, by another way.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Severities_are_the_least_squares_that_another_program_computed(int number)
    {
        var vector = Vectors()[number];
        var scores = ScoresOf(vector.GetProperty("scores"));

        var severity = Severity.Of(scores);
        var standings = Standings.Of(scores, RankRule.Normalised, TieRule.Shared);

        Assert.Equal(vector.GetProperty("parts").GetInt32(), severity.Components);
        Assert.All(vector.GetProperty("jurors").EnumerateObject(), juror =>
            Assert.Equal(juror.Value.GetDouble(), severity.Of(long.Parse(juror.Name, CultureInfo.InvariantCulture)), tolerance: 1e-9)
        );
        Assert.All(vector.GetProperty("items").EnumerateObject(), item =>
        {
            var own = scores.Where(score => $"{score.Item}" == item.Name).ToList();
            var worth = own.Average(score => (double)score.Points - severity.Of(score.Juror));
            Assert.Equal(item.Value.GetDouble(), worth, tolerance: 1e-9);
            Assert.Equal((decimal)Math.Round(worth, 6), standings.Single(one => $"{one.Item}" == item.Name).Normalised);
        });
    }

    /// <summary>A z-score for each juror would put the weaker half's best beside the stronger half's best.</summary>
    [Fact]
    public void A_juror_who_was_given_the_weaker_items_is_not_taken_for_a_severe_one()
    {
        // All agree to the point; juror 2 links the halves.
        Score[] scores =
        [
            .. new (long Item, long Juror, int Points)[]
            {
                (1, 1, 90),
                (1, 2, 90),
                (2, 1, 80),
                (2, 2, 80),
                (3, 3, 50),
                (3, 2, 50),
                (4, 3, 40),
                (4, 2, 40),
            }.Select(one => Plain(one.Item, one.Juror, one.Points)),
        ];

        var standings = Standings.Of(scores, RankRule.Normalised, TieRule.Shared);

        Assert.Equal([90m, 80m, 50m, 40m], standings.Select(standing => standing.Normalised));
    }

    [Fact]
    public void The_three_values_stand_side_by_side_and_the_rule_decides()
    {
        Score[] scores =
        [
            Plain(1, 1, 100),
            Plain(1, 2, 60),
            Plain(1, 3, 60),
            Plain(1, 4, 60),
            Plain(2, 1, 66),
            Plain(2, 2, 66),
            Plain(2, 3, 66),
            Plain(2, 4, 66),
        ];

        var byMean = Standings.Of(scores, RankRule.Mean, TieRule.Shared);
        var byTrimmed = Standings.Of(scores, RankRule.Trimmed, TieRule.Shared);

        Assert.Equal([(1L, 70m, 60m), (2L, 66m, 66m)], byMean.Select(one => (one.Item, one.Mean, one.Trimmed)));
        Assert.Equal([2L, 1L], byTrimmed.Select(one => one.Item));
    }

    [Fact]
    public void The_mean_of_two_scores_has_no_extremes_to_lose() =>
        Assert.Equal(75m, Standings.Of([Plain(1, 1, 70), Plain(1, 2, 80)], RankRule.Trimmed, TieRule.Shared)[0].Trimmed);

    [Fact]
    public void A_tie_goes_by_the_criteria_in_their_order_or_shares_a_place_as_the_rule_says()
    {
        Score[] scores =
        [
            Score.Of(1, 1, [60, 80], [1, 1]),
            Score.Of(2, 1, [80, 60], [1, 1]),
            Score.Of(3, 1, [80, 60], [1, 1]),
            Score.Of(4, 1, [50, 50], [1, 1]),
        ];

        var byCriteria = Standings.Of(scores, RankRule.Mean, TieRule.ByCriteria);
        var shared = Standings.Of(scores, RankRule.Mean, TieRule.Shared);

        Assert.Equal([(2L, 1), (3L, 1), (1L, 3), (4L, 4)], byCriteria.Select(one => (one.Item, one.Place)));
        Assert.Equal([(1L, 1), (2L, 1), (3L, 1), (4L, 4)], shared.Select(one => (one.Item, one.Place)));
    }

    [Fact]
    public void Criteria_count_by_their_weights() => Assert.Equal(76m, Score.Of(1, 1, [80, 70], [3, 2]).Points);

    [Fact]
    public void A_ranking_made_again_from_the_same_scores_in_another_order_is_the_same_to_the_last_digit()
    {
        var scores = ScoresOf(Vectors()[0].GetProperty("scores"));
        var mixed = scores.OrderBy(score => score.Points).ToList();

        foreach (var rule in Enum.GetValues<RankRule>())
        {
            Assert.Equal(
                JsonSerializer.Serialize(Standings.Of(scores, rule, TieRule.ByCriteria)),
                JsonSerializer.Serialize(Standings.Of(mixed, rule, TieRule.ByCriteria))
            );
        }
        Assert.Equal(
            Stability.Of(scores, RankRule.Normalised, TieRule.ByCriteria, 3, 530),
            Stability.Of(mixed, RankRule.Normalised, TieRule.ByCriteria, 3, 530)
        );
    }

    [Fact]
    public void Places_that_hang_on_one_juror_are_seen_to_be_shaky_and_clear_ones_to_be_firm()
    {
        Score[] scores =
        [
            Plain(1, 1, 95),
            Plain(1, 2, 94),
            Plain(1, 3, 96),
            Plain(2, 1, 99),
            Plain(2, 2, 40),
            Plain(2, 3, 41),
            Plain(3, 1, 58),
            Plain(3, 2, 59),
            Plain(3, 3, 57),
        ];

        var firm = Stability.Of(scores, RankRule.Mean, TieRule.Shared, first: 2, seed: 1);

        Assert.Equal(1, firm[1]);
        Assert.InRange(firm[2], 0.2, 0.8);
        Assert.InRange(firm[3], 0.2, 0.8);
    }

    /// <summary>Krippendorff, Computing Krippendorff's alpha-reliability (2011), section C: 0.849.</summary>
    [Fact]
    public void Agreement_is_that_of_the_published_example()
    {
        string[] jurors = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];

        var alpha = Agreement.Of([
            .. from juror in Enumerable.Range(0, jurors.Length)
            from item in Enumerable.Range(0, 12)
            where jurors[juror][item] != '.'
            select Plain(item, juror, jurors[juror][item] - '0'),
        ]);

        Assert.Equal(0.849, alpha!.Value, tolerance: 0.0005);
    }

    [Fact]
    public void Where_nobody_shares_an_item_there_is_no_agreement_to_tell() =>
        Assert.Null(Agreement.Of([Plain(1, 1, 70), Plain(2, 2, 80)]));

    private static Score Plain(long item, long juror, decimal points) => Score.Of(item, juror, [points], [1]);

    private static List<Score> ScoresOf(JsonElement scores) =>
        [
            .. scores
                .EnumerateArray()
                .Select(one =>
                    Plain(
                        one.GetProperty("item").GetInt64(),
                        one.GetProperty("juror").GetInt64(),
                        decimal.Parse(one.GetProperty("points").GetString()!, CultureInfo.InvariantCulture)
                    )
                ),
        ];

    private static JsonElement[] Vectors()
    {
        using var file = typeof(RankingTests).Assembly.GetManifestResourceStream("severity.json")!;
        return [.. JsonDocument.Parse(file).RootElement.EnumerateArray()];
    }
}
