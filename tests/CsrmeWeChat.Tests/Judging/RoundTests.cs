using System.Security.Cryptography;
using System.Text;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Judging.Ranking;

namespace CsrmeWeChat.Tests;

/// <summary>A round from its draft to the fixed ranking.</summary>
public sealed class RoundTests(App app) : IClassFixture<App>
{
    private static long panels = 1_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RoundStates States => app.Get<RoundStates>();

    private BallotStore Ballots => app.Get<BallotStore>();

    [Fact]
    public async Task A_round_is_drawn_scored_closed_and_its_ranking_fixed_as_it_can_be_computed_again()
    {
        var jurors = await NewJurorsAsync(5);
        var round = await NewRoundAsync(jurors);
        var opened = await States.OpenAsync(Actor.Command, round, Items(20, "single"), app.Now, Ct);
        round = await FindAsync(round);
        foreach (var juror in jurors)
        {
            foreach (var ballot in await Ballots.ListAsync(juror, round, Ct))
            {
                int[] points = [(int)(ballot.ItemId % 50) + 40, (int)(juror % 20) + 60];
                Assert.Equal(SaveOutcome.Saved, await Ballots.SaveAsync(juror, ballot.Id, ballot.Revision, points, "", app.Now, Ct));
            }
        }

        var closed = await States.CloseAsync(Actor.Command, round, isAware: false, app.Now, Ct);
        var fixedOnce = await States.FreezeAsync(Actor.Command, round, app.Now, Ct);
        var again = await States.FreezeAsync(Actor.Command, round, app.Now, Ct);

        Assert.Equal((OpenOutcome.Opened, CloseOutcome.Closed), (opened.Outcome, closed.Outcome));
        Assert.Equal((true, false), (fixedOnce, again));
        var frozen = (await app.Get<RankingStore>().FindAsync(round.Id, Ct))!;
        Assert.Equal(frozen.Sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(frozen.Text))));
        var ranking = RoundRanking.Read(frozen.Text);
        Assert.Equal(20, ranking.Groups.Single().Standings.Count);
        Assert.Equal(60, ranking.Groups.Single().Scores.Count);
        Assert.Equal(frozen.Text, ranking.Recompute().Write());
    }

    [Fact]
    public async Task Every_item_has_its_jurors_and_none_meets_a_conflict()
    {
        var jurors = await NewJurorsAsync(6);
        var round = await NewRoundAsync(jurors);
        var items = Items(30, "single", item => new Dictionary<long, ConflictReason> { [jurors[(int)(item % 6)]] = ConflictReason.Unit });

        await States.OpenAsync(Actor.Command, round, items, app.Now, Ct);

        round = await FindAsync(round);
        var drawn = new List<(long Item, long Juror)>();
        foreach (var juror in jurors)
        {
            drawn.AddRange((await Ballots.ListAsync(juror, round, Ct)).Select(ballot => (ballot.ItemId, juror)));
        }
        Assert.All(items, item => Assert.Equal(3, drawn.Count(pair => pair.Item == item.Id)));
        Assert.DoesNotContain(drawn, pair => pair.Juror == jurors[(int)(pair.Item % 6)]);
        Assert.All(jurors, juror => Assert.Equal(15, drawn.Count(pair => pair.Juror == juror)));
    }

    [Fact]
    public async Task A_round_does_not_open_where_an_item_has_too_few_jurors_and_says_which()
    {
        var jurors = await NewJurorsAsync(3);
        var round = await NewRoundAsync(jurors);
        var own = new Dictionary<long, ConflictReason> { [jurors[0]] = ConflictReason.Own };

        var result = await States.OpenAsync(Actor.Command, round, Items(4, "single", item => item == 3 ? own : []), app.Now, Ct);
        var nothing = await States.OpenAsync(Actor.Command, round, [], app.Now, Ct);

        Assert.Equal((OpenOutcome.TooFewJurors, OpenOutcome.NothingToJudge), (result.Outcome, nothing.Outcome));
        Assert.Equal([3], result.Short!);
        Assert.Equal(RoundState.Draft, (await FindAsync(round)).State);
    }

    [Fact]
    public async Task Of_two_who_open_a_round_at_once_one_does_and_it_is_drawn_once()
    {
        var jurors = await NewJurorsAsync(4);
        var round = await NewRoundAsync(jurors);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => States.OpenAsync(Actor.Command, round, Items(10, "single"), app.Now, Ct))
        );

        Assert.Single(results, result => result.Outcome is OpenOutcome.Opened);
        Assert.Equal(
            30,
            await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM judging_ballots WHERE round_id = @Id", new { round.Id }, Ct)
        );
    }

    [Fact]
    public async Task What_is_not_scored_is_told_before_the_close_and_has_no_place_after_it()
    {
        var jurors = await NewJurorsAsync(3);
        var (round, _) = await OpenAsync(jurors, 2);
        foreach (var juror in jurors)
        {
            var ballot = (await Ballots.ListAsync(juror, round, Ct)).Single(one => one.ItemId == 1);
            await Ballots.SaveAsync(juror, ballot.Id, ballot.Revision, [80, 90], "", app.Now, Ct);
        }

        var told = await States.CloseAsync(Actor.Command, round, isAware: false, app.Now, Ct);
        var closed = await States.CloseAsync(Actor.Command, round, isAware: true, app.Now, Ct);
        var ranking = await app.Get<RankingStore>().ComputeAsync(await FindAsync(round), Ct);

        Assert.Equal(new CloseResult(CloseOutcome.Unfinished, 3), told);
        Assert.Equal(new CloseResult(CloseOutcome.Closed, 3), closed);
        Assert.Equal([1L, 2L], ranking.Groups.Single().Items.Select(item => item.Id));
        Assert.Equal(1, ranking.Groups.Single().Standings.Single().Item);
    }

    /// <summary>Whatever is told to be saved counts, and nothing is saved after the close.</summary>
    [Fact]
    public async Task Jurors_who_save_while_the_round_closes_lose_nothing_that_was_accepted()
    {
        for (var run = 0; run < 5; run++)
        {
            var jurors = await NewJurorsAsync(4);
            var (round, _) = await OpenAsync(jurors, 12);
            var queues = new Dictionary<long, IReadOnlyList<Ballot>>();
            foreach (var juror in jurors)
            {
                queues[juror] = await Ballots.ListAsync(juror, round, Ct);
            }
            var half = new TaskCompletionSource();
            var count = 0;

            var saving = queues.Select(queue =>
                Task.Run(
                    async () =>
                    {
                        var accepted = new List<long>();
                        foreach (var ballot in queue.Value)
                        {
                            if (Interlocked.Increment(ref count) == 18)
                            {
                                half.SetResult();
                            }
                            var outcome = await Ballots.SaveAsync(queue.Key, ballot.Id, ballot.Revision, [70, 71], "", app.Now, Ct);
                            if (outcome is SaveOutcome.Saved)
                            {
                                accepted.Add(ballot.Id);
                            }
                            else
                            {
                                Assert.Equal(SaveOutcome.Closed, outcome);
                            }
                        }
                        return accepted;
                    },
                    Ct
                )
            );
            var all = Task.WhenAll(saving.ToList());
            await half.Task;
            var closed = await States.CloseAsync(Actor.Command, round, isAware: true, app.Now, Ct);
            var told = (await all).SelectMany(ids => ids).Order().ToList();

            var stored = await app.Get<Database>()
                .ListAsync<long>(
                    "SELECT id FROM judging_ballots WHERE round_id = @Id AND state = 'scored' ORDER BY id",
                    new { round.Id },
                    Ct
                );
            Assert.Equal(stored, told);
            Assert.Equal(36 - stored.Count, closed.Missing);
        }
    }

    [Fact]
    public async Task A_score_may_be_changed_until_the_close_and_its_repeat_is_no_change()
    {
        var jurors = await NewJurorsAsync(3);
        var (round, ballot) = await OpenAsync(jurors, 1);

        var first = await SaveAsync(jurors[0], ballot, [60, 70]);
        var repeated = await SaveAsync(jurors[0], ballot, [60, 70]);
        var stale = await SaveAsync(jurors[0], ballot, [61, 70]);
        var seen = (await Ballots.FindAsync(jurors[0], ballot.Id, Ct))!;
        var changed = await SaveAsync(jurors[0], seen, [90, 95]);
        app.Clock.Advance(TimeSpan.FromDays(8));
        var late = await SaveAsync(jurors[0], (await Ballots.FindAsync(jurors[0], ballot.Id, Ct))!, [0, 0]);

        Assert.Equal(
            [SaveOutcome.Saved, SaveOutcome.Saved, SaveOutcome.Moved, SaveOutcome.Saved, SaveOutcome.Closed],
            [first, repeated, stale, changed, late]
        );
        Assert.Equal([90, 95], (await Ballots.FindAsync(jurors[0], ballot.Id, Ct))!.PointList);
        Assert.Equal(RoundState.Open, (await FindAsync(round)).State);
    }

    [Theory]
    [InlineData(101, 50)]
    [InlineData(-1, 50)]
    [InlineData(50)]
    [InlineData(50, 50, 50)]
    public async Task Points_out_of_range_and_points_for_other_criteria_are_refused(params int[] points)
    {
        var jurors = await NewJurorsAsync(3);
        var (_, ballot) = await OpenAsync(jurors, 1);

        Assert.Equal(SaveOutcome.BadPoints, await SaveAsync(jurors[0], ballot, points));
        Assert.Equal(BallotState.Open, (await Ballots.FindAsync(jurors[0], ballot.Id, Ct))!.State);
    }

    [Fact]
    public async Task Nobody_sees_or_changes_the_ballot_of_another()
    {
        var jurors = await NewJurorsAsync(3);
        var (_, ballot) = await OpenAsync(jurors, 1);

        Assert.Null(await Ballots.FindAsync(jurors[1], ballot.Id, Ct));
        Assert.Equal(SaveOutcome.NotFound, await SaveAsync(jurors[1], ballot, [1, 1]));
        Assert.Equal(RecuseOutcome.NotFound, await Ballots.RecuseAsync(jurors[1], ballot.Id, "我的学生", app.Now, Ct));
    }

    [Fact]
    public async Task Who_steps_back_is_replaced_by_whoever_has_least_and_may_judge_it()
    {
        var jurors = await NewJurorsAsync(5);
        var (round, ballot) = await OpenAsync(jurors, 5);

        var outcome = await Ballots.RecuseAsync(jurors[0], ballot.Id, "我的学生", app.Now, Ct);
        var twice = await Ballots.RecuseAsync(jurors[0], ballot.Id, "我的学生", app.Now, Ct);
        var scored = await SaveAsync(jurors[0], ballot, [50, 50]);

        Assert.Equal((RecuseOutcome.Replaced, RecuseOutcome.Replaced, SaveOutcome.Moved), (outcome, twice, scored));
        var progress = await Ballots.ListProgressAsync(round.Id, Ct);
        Assert.Equal(15, progress.Sum(juror => juror.Open));
        Assert.Equal(1, progress.Single(juror => juror.StaffId == jurors[0]).Recused);
        Assert.Equal(
            3,
            await app.Get<Database>()
                .FindAsync<int>(
                    "SELECT COUNT(*) FROM judging_ballots WHERE round_id = @RoundId AND item_id = @ItemId AND state = 'open'",
                    ballot,
                    Ct
                )
        );
    }

    [Fact]
    public async Task What_is_taken_back_while_the_ranking_is_computed_is_not_fixed_with_it()
    {
        var (round, _) = await OpenAsync(await NewJurorsAsync(3), 2);
        await States.CloseAsync(Actor.Command, round, isAware: true, app.Now, Ct);
        round = await FindAsync(round);
        var frozen = true;

        // Whoever takes an item back raises the number first.
        await app.Services.JustBeforeAsync(
            "UPDATE judging_rounds SET state = 'frozen'",
            "UPDATE judging_rounds SET saves = saves + 1 WHERE id = @Id",
            new { round.Id },
            async () => frozen = await States.FreezeAsync(Actor.Command, round, app.Now, Ct)
        );

        Assert.False(frozen);
        Assert.Equal(RoundState.Closed, (await FindAsync(round)).State);
        Assert.True(await States.FreezeAsync(Actor.Command, round, app.Now, Ct));
    }

    [Fact]
    public async Task Whoever_was_disabled_judges_no_more_and_staff_are_told_what_lacks_a_juror()
    {
        var jurors = await NewJurorsAsync(4);
        var (round, ballot) = await OpenAsync(jurors, 4);
        var its = await app.Get<Database>()
            .ListAsync<long>("SELECT staff_id FROM judging_ballots WHERE round_id = @RoundId AND item_id = @ItemId", ballot, Ct);
        var free = Assert.Single(jurors.Except(its));

        await app.Get<Database>().ExecuteAsync("UPDATE staff SET disabled_at = @Now WHERE id = @free", new { app.Now, free }, Ct);
        var lacking = await app.Get<OpenRounds>().ListLackingAsync(round, Ct);

        Assert.Equal([2, 2, 2], lacking.Select(item => item.Jurors));
        Assert.DoesNotContain(lacking, item => item.ItemId == ballot.ItemId);
        Assert.Equal(RecuseOutcome.NobodyElse, await Ballots.RecuseAsync(jurors[0], ballot.Id, "我的学生", app.Now, Ct));
    }

    [Fact]
    public async Task Where_nobody_else_may_judge_it_staff_are_told_that_it_has_a_juror_too_few()
    {
        var jurors = await NewJurorsAsync(3);
        var (_, ballot) = await OpenAsync(jurors, 1);

        Assert.Equal(RecuseOutcome.NobodyElse, await Ballots.RecuseAsync(jurors[0], ballot.Id, "我的学生", app.Now, Ct));
    }

    [Fact]
    public async Task What_is_taken_back_is_nobodys_and_another_panels_item_of_that_number_stays()
    {
        var jurors = await NewJurorsAsync(4);
        var (round, _) = await OpenAsync(jurors, 4);
        var (other, _) = await OpenAsync(jurors, 4);
        var judges = await ListJurorsAsync(round, item: 2);
        var left = jurors.Except(judges).Single();

        await app.Get<Database>()
            .TransactAsync(
                async tx =>
                {
                    await RoundStates.DropItemAsync(tx, new Panel(round.Panel, round.PanelId), 1, Ct);
                    return (true, true);
                },
                Ct
            );
        var ballot = (await Ballots.ListAsync(judges[0], round, Ct)).Single(one => one.ItemId == 2);
        var recused = await Ballots.RecuseAsync(judges[0], ballot.Id, "", app.Now, Ct);

        Assert.Equal(RecuseOutcome.Replaced, recused);
        Assert.Contains(left, await ListJurorsAsync(round, item: 2));
        Assert.Empty(await ListJurorsAsync(round, item: 1));
        Assert.Equal(3, (await ListJurorsAsync(other, item: 1)).Count);
        Assert.True(await RoundStates.IsJudgedAsync(app.Get<Database>(), new Panel(round.Panel, round.PanelId), 1, Ct));
        Assert.False(await RoundStates.IsJudgedAsync(app.Get<Database>(), new Panel(round.Panel, round.PanelId), 5, Ct));
        var progress = await Ballots.ListProgressAsync(round.Id, Ct);
        Assert.Equal((9, 1), (progress.Sum(juror => juror.Open), progress.Sum(juror => juror.Recused)));

        Task<IReadOnlyList<long>> ListJurorsAsync(Round of, long item) =>
            app.Get<Database>()
                .ListAsync<long>(
                    """
                    SELECT staff_id FROM judging_ballots
                     WHERE round_id = @Id AND item_id = @item AND state IN ('open', 'scored') ORDER BY staff_id
                    """,
                    new { of.Id, item },
                    Ct
                );
    }

    [Fact]
    public async Task Rules_change_until_the_round_opens_and_never_after()
    {
        var jurors = await NewJurorsAsync(3);
        var round = await NewRoundAsync(jurors);
        var store = app.Get<RoundStore>();

        var edited = await store.EditAsync(Actor.Command, round, Draft(jurors) with { RankRule = RankRule.Mean }, app.Now, Ct);
        var stale = await store.EditAsync(Actor.Command, round, Draft(jurors), app.Now, Ct);
        await States.OpenAsync(Actor.Command, await FindAsync(round), Items(2, "single"), app.Now, Ct);
        var late = await store.EditAsync(Actor.Command, await FindAsync(round), Draft(jurors), app.Now, Ct);

        Assert.Equal((true, false, false), (edited, stale, late));
        Assert.Equal(RankRule.Mean, (await FindAsync(round)).RankRule);
    }

    [Fact]
    public async Task Groups_are_ranked_apart()
    {
        var jurors = await NewJurorsAsync(3);
        var round = await NewRoundAsync(jurors);
        JudgedItem[] items = [.. Items(3, "single"), .. Items(2, "series").Select(item => item with { Id = item.Id + 100 })];
        await States.OpenAsync(Actor.Command, round, items, app.Now, Ct);
        round = await FindAsync(round);
        foreach (var juror in jurors)
        {
            foreach (var ballot in await Ballots.ListAsync(juror, round, Ct))
            {
                await SaveAsync(juror, ballot, [(int)ballot.ItemId % 100, 50]);
            }
        }

        var ranking = await app.Get<RankingStore>().ComputeAsync(round, Ct);

        Assert.Equal(["series", "single"], ranking.Groups.Select(group => group.Group));
        Assert.Equal([102L, 101L], ranking.Groups[0].Standings.Select(one => one.Item));
        Assert.Equal([3L, 2L, 1L], ranking.Groups[1].Standings.Select(one => one.Item));
    }

    [Fact]
    public void What_is_wrong_with_a_draft_is_said()
    {
        Assert.Empty(Draft([1, 2, 3]).Faults());
        Assert.Equal(5, (Draft([1, 2]) with { Title = "", PerItem = 0, GoesOn = 0, Criteria = [new("", 0)] }).Faults().Count());
        Assert.Equal(["评委人数不能少于每件作品需要的人数。"], Draft([1, 2, 2]).Faults());
    }

    private Task<SaveOutcome> SaveAsync(long juror, Ballot ballot, int[] points) =>
        Ballots.SaveAsync(juror, ballot.Id, ballot.Revision, points, "", app.Now, Ct);

    private async Task<Round> FindAsync(Round round) => (await app.Get<RoundStore>().FindAsync(round.Id, Ct))!;

    private async Task<List<long>> NewJurorsAsync(int count)
    {
        var jurors = new List<long>();
        for (var i = 0; i < count; i++)
        {
            jurors.Add((await app.NewAccountAsync(Role.Juror)).Id);
        }
        return jurors;
    }

    private RoundDraft Draft(IReadOnlyList<long> jurors) =>
        new(
            "初评",
            [new Criterion("科学性", 60), new Criterion("艺术性", 40)],
            PerItem: 3,
            GoesOn: 10,
            RankRule.Normalised,
            TieRule.ByCriteria,
            app.Now.AddDays(7),
            jurors
        );

    private async Task<Round> NewRoundAsync(IReadOnlyList<long> jurors)
    {
        var panel = new Panel("test", Interlocked.Increment(ref panels));
        var id = await app.Get<RoundStore>().AddAsync(Actor.Command, panel, 1, Draft(jurors), app.Now, Ct);
        Assert.Null(await app.Get<RoundStore>().AddAsync(Actor.Command, panel, 1, Draft(jurors), app.Now, Ct));
        return (await app.Get<RoundStore>().ListAsync(panel, Ct)).Single(round => round.Id == id);
    }

    /// <summary>An open round, and the first juror's first ballot.</summary>
    private async Task<(Round Round, Ballot Ballot)> OpenAsync(IReadOnlyList<long> jurors, int items)
    {
        var round = await NewRoundAsync(jurors);
        Assert.Equal(OpenOutcome.Opened, (await States.OpenAsync(Actor.Command, round, Items(items, "single"), app.Now, Ct)).Outcome);
        round = await FindAsync(round);
        return (round, (await Ballots.ListAsync(jurors[0], round, Ct))[0]);
    }

    private static JudgedItem[] Items(int count, string group, Func<long, Dictionary<long, ConflictReason>>? conflicts = null) =>
        [.. Enumerable.Range(1, count).Select(number => new JudgedItem(number, group, conflicts?.Invoke(number) ?? []))];
}
