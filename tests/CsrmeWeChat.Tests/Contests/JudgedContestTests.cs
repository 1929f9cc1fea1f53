using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Tests;

/// <summary>A contest from its entries to the fixed ranking, and on into the next round.</summary>
public sealed class JudgedContestTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RoundDesk Desk => app.Get<RoundDesk>();

    [Fact]
    public async Task Five_hundred_entries_and_fifteen_jurors_are_drawn_fairly_and_the_ranking_computes_again()
    {
        const int Entries = 500,
            PerItem = 3;
        var contest = await app.Services.NewJudgedContestAsync();
        var jurors = await app.Services.NewJurorsAsync(15);
        await GiveUnitsAsync(jurors.Select(juror => juror.Id));
        var items = await app.Services.EnterAsync(
            contest,
            [
                // A third of the entries are of the units of five jurors, and the first two are named by many.
                .. Enumerable
                    .Range(0, Entries)
                    .Select(number => new Entered($"作者{number}甲", $"第{(number % 3 == 0 ? number % 5 : 90)}号研究院")
                    {
                        Group = number % 4 == 0 ? "series" : "single",
                        Avoid = number % 7 == 0 ? [jurors[number % 2].Name] : [],
                    }),
            ]
        );
        var known = await Desk.SourceOf("contest")!.ListItemsAsync(contest, [.. jurors.Select(juror => juror.Id)], Ct);
        var conflicts = known.SelectMany(item => item.Conflicts.Keys.Select(juror => (item.Id, juror))).ToHashSet();
        Assert.True(conflicts.Count > 150, $"{conflicts.Count} conflicts");

        var round = await app.Services.OpenAsync(await app.Services.NewDraftAsync(contest, jurors, draft => draft with { GoesOn = 40 }));

        var pairs = (
            await app.Get<Database>()
                .ListAsync<Ballot>($"SELECT {Ballot.Columns} {Ballot.From} WHERE b.round_id = @Id", new { round.Id }, Ct)
        ).Count;
        Assert.Equal(Entries * PerItem, pairs);
        var drawn = new List<(long, long)>();
        foreach (var juror in jurors)
        {
            drawn.AddRange((await app.Get<BallotStore>().ListAsync(juror.Id, round, Ct)).Select(ballot => (ballot.ItemId, juror.Id)));
        }
        Fairness.Check(drawn, items, [.. jurors.Select(juror => juror.Id)], PerItem, conflicts);

        await app.Services.ScoreAsync(round, (item, juror) => [(int)(item * 31 % 60) + 30, (int)((item * 17 + juror * 5) % 70) + 20]);
        var ranking = await app.Services.FreezeAsync(round);
        var frozen = (await app.Get<RankingStore>().FindAsync(round.Id, Ct))!;
        Assert.Equal(frozen.Text, ranking.Recompute().Write());
        Assert.Equal(new RankingCheck(true, true, true), await app.Get<RankingStore>().CheckAsync(round, Ct));
        Assert.Equal(Entries, ranking.Groups.Sum(group => group.Standings.Count));
    }

    [Fact]
    public async Task A_ranking_or_a_ballot_that_somebody_changed_shows()
    {
        var (contest, _) = await NewContestAsync(4);
        var round = await app.Services.OpenAsync(await app.Services.NewDraftAsync(contest, await app.Services.NewJurorsAsync(3)));
        await app.Services.ScoreAsync(round, (item, _) => [(int)item % 50 + 20, 50]);
        await app.Services.FreezeAsync(round);
        var (database, rankings) = (app.Get<Database>(), app.Get<RankingStore>());

        await database.ExecuteAsync("UPDATE judging_ballots SET points = '[99,99]' WHERE round_id = @Id", new { round.Id }, Ct);
        var ballots = await rankings.CheckAsync(round, Ct);
        await database.ExecuteAsync(
            "UPDATE judging_rankings SET ranking = REPLACE(ranking, '\"place\":1}', '\"place\":2}') WHERE round_id = @Id",
            new { round.Id },
            Ct
        );
        var text = await rankings.CheckAsync(round, Ct);

        Assert.Equal(new RankingCheck(IsWhole: true, IsSame: true, IsOfBallots: false), ballots);
        Assert.Equal(new RankingCheck(IsWhole: false, IsSame: false, IsOfBallots: false), text);
    }

    [Fact]
    public async Task The_next_round_has_those_whose_place_is_high_enough_with_all_who_tie_at_the_cut()
    {
        var (contest, items) = await NewContestAsync(6, "series");
        var jurors = await app.Services.NewJurorsAsync(4);
        var first = await app.Services.NewDraftAsync(contest, jurors, draft => draft with { GoesOn = 3, PerItem = 4 });
        Assert.Equal(7, (await Desk.ListItemsAsync(first, [], Ct))!.Items.Count);
        first = await app.Services.OpenAsync(first);
        // Places 1, 2, 3, 3, 5 of single photos, and one that nobody scores; the only series is scored too.
        var given = new Dictionary<long, int[]?>
        {
            [items[0]] = [50, 50],
            [items[1]] = [70, 70],
            [items[2]] = [90, 90],
            [items[3]] = [70, 70],
            [items[4]] = [80, 80],
            [items[5]] = null,
            [items[6]] = [10, 10],
        };
        await app.Services.ScoreAsync(first, (item, _) => given[item]);
        var early = await app.Services.NewDraftAsync(contest, jurors, draft => draft with { Title = "复评", GoesOn = 1 });
        var before = await Desk.ListItemsAsync(early, [], Ct);
        var stopped = await Desk.OpenAsync(Actor.Command, early, app.Now, Ct);

        await app.Services.FreezeAsync(first);
        await app.Get<Database>()
            .ExecuteAsync("UPDATE contest_entries SET state = 'withdrawn' WHERE id = @item", new { item = items[2] }, Ct);
        var after = (await Desk.ListItemsAsync(early, [jurors[0].Id], Ct))!;
        var check = await Desk.CheckAsync(early, app.Now, Ct);
        await app.Services.OpenAsync(early);

        Assert.Null(before);
        Assert.Null(stopped.Result);
        Assert.Contains("上一轮还没有定榜，不知道哪些作品晋级。", stopped.Check.Stops);
        Assert.Equal([items[1], items[3], items[4], items[6]], after.Items.Select(item => item.Id));
        Assert.Equal([items[2]], after.Gone);
        Assert.Equal(1, after.Unscored);
        Assert.Equal(2, check.Flags.Count);
    }

    [Fact]
    public async Task A_round_with_an_item_that_too_few_may_judge_does_not_open_and_says_which()
    {
        var contest = await app.Services.NewJudgedContestAsync();
        var jurors = await app.Services.NewJurorsAsync(3);
        var items = await app.Services.EnterAsync(
            contest,
            new Entered("张三", "四川大学"),
            new Entered("李四", "同济大学") { Avoid = [jurors[1].Name] }
        );
        var draft = await app.Services.NewDraftAsync(contest, jurors);

        var (check, result) = await Desk.OpenAsync(Actor.Command, draft, app.Now, Ct);

        Assert.Null(result);
        Assert.Equal([items[1]], check.Short.Select(item => item.Id));
        var one = Assert.Single(check.Conflicts);
        Assert.Equal((items[1], jurors[1].Id, ConflictReason.NamedByAuthor), (one.Item.Id, one.Juror.Id, one.Reason));
        Assert.Equal(RoundState.Draft, (await app.Get<RoundStore>().FindAsync(draft.Id, Ct))!.State);
    }

    [Fact]
    public async Task A_juror_is_added_for_what_lacks_one_and_for_nothing_else()
    {
        var contest = await app.Services.NewJudgedContestAsync();
        var jurors = await app.Services.NewJurorsAsync(3);
        var spare = await app.Services.NewJurorAsync("替补一", "河海大学");
        var other = await app.Services.NewJurorAsync("替补二", "长安大学");
        var items = await app.Services.EnterAsync(
            contest,
            new Entered("张三", "四川大学"),
            new Entered("李四", "河海大学"),
            new Entered("王五", "同济大学"),
            new Entered("赵六", "中南大学")
        );
        var round = await app.Services.OpenAsync(await app.Services.NewDraftAsync(contest, jurors));
        foreach (var ballot in await app.Get<BallotStore>().ListAsync(jurors[0].Id, round, Ct))
        {
            if (ballot.ItemId != items[3])
            {
                Assert.Equal(RecuseOutcome.NobodyElse, await app.Get<BallotStore>().RecuseAsync(jurors[0].Id, ballot.Id, "", app.Now, Ct));
            }
        }
        var open = app.Get<OpenRounds>();
        var lacking = await open.ListLackingAsync(round, Ct);

        var added = await Desk.AddJurorAsync(Actor.Command, round, spare, app.Now, Ct);
        var twice = await Desk.AddJurorAsync(Actor.Command, round, spare, app.Now, Ct);
        var second = await Desk.AddJurorAsync(Actor.Command, round, other, app.Now, Ct);
        var third = await Desk.AddJurorAsync(Actor.Command, round, await app.Services.NewJurorAsync("替补三"), app.Now, Ct);
        app.Clock.Advance(TimeSpan.FromDays(8));
        var late = await Desk.AddJurorAsync(Actor.Command, round, await app.Services.NewJurorAsync("替补四"), app.Now, Ct);

        Assert.Equal([items[0], items[1], items[2]], lacking.Select(item => item.ItemId).Order());
        Assert.All(lacking, item => Assert.Equal(2, item.Jurors));
        Assert.Equal(new AddJurorResult(AddJurorOutcome.Added, 2), added);
        Assert.Equal(AddJurorOutcome.IsOne, twice.Outcome);
        Assert.Equal(new AddJurorResult(AddJurorOutcome.Added, 1), second);
        Assert.Equal((AddJurorOutcome.NothingToJudge, AddJurorOutcome.Closed), (third.Outcome, late.Outcome));
        Assert.Equal(
            [items[0], items[2]],
            (await app.Get<BallotStore>().ListAsync(spare.Id, round, Ct)).Select(ballot => ballot.ItemId).Order()
        );
        Assert.Empty(await open.ListLackingAsync(round, Ct));
        Assert.Equal(3, (await open.ListRecusalsAsync(round.Id, Ct)).Count);
    }

    [Fact]
    public async Task Whoever_was_added_is_not_the_replacement_for_what_they_may_not_judge()
    {
        var contest = await app.Services.NewJudgedContestAsync();
        var jurors = await app.Services.NewJurorsAsync(3);
        var spare = await app.Services.NewJurorAsync("替补", "河海大学");
        var items = await app.Services.EnterAsync(contest, new Entered("张三", "四川大学"), new Entered("李四", "河海大学"));
        var round = await app.Services.OpenAsync(await app.Services.NewDraftAsync(contest, jurors));
        var ballots = app.Get<BallotStore>();
        async Task<RecuseOutcome> RecuseAsync(long juror, long item) =>
            await ballots.RecuseAsync(
                juror,
                (await ballots.ListAsync(juror, round, Ct)).Single(ballot => ballot.ItemId == item).Id,
                "",
                app.Now,
                Ct
            );
        await RecuseAsync(jurors[0].Id, items[0]);
        Assert.Equal(1, (await Desk.AddJurorAsync(Actor.Command, round, spare, app.Now, Ct)).Items);

        Assert.Equal(RecuseOutcome.NobodyElse, await RecuseAsync(jurors[1].Id, items[1]));
    }

    [Fact]
    public async Task The_deadline_goes_later_while_the_round_is_open_and_never_earlier()
    {
        var (contest, _) = await NewContestAsync(1);
        var draft = await app.Services.NewDraftAsync(contest, await app.Services.NewJurorsAsync(3));
        var open = app.Get<OpenRounds>();

        var asDraft = await open.ExtendAsync(Actor.Command, draft, draft.ClosesAt.AddDays(1), app.Now, Ct);
        var round = await app.Services.OpenAsync(draft);
        var earlier = await open.ExtendAsync(Actor.Command, round, round.ClosesAt.AddHours(-1), app.Now, Ct);
        app.Clock.Advance(TimeSpan.FromDays(7.5));
        Assert.False(round.TakesScoresAt(app.Now));
        var later = await open.ExtendAsync(Actor.Command, round, round.ClosesAt.AddDays(2), app.Now, Ct);
        var again = (await app.Get<RoundStore>().FindAsync(round.Id, Ct))!;
        await app.Services.ScoreAsync(again, (_, _) => [50, 50]);
        await app.Services.FreezeAsync(again);
        var after = await open.ExtendAsync(Actor.Command, again, again.ClosesAt.AddDays(1), app.Now, Ct);

        Assert.Equal((false, false, true, false), (asDraft, earlier, later, after));
        Assert.Equal(round.ClosesAt.AddDays(2), again.ClosesAt);
        var told = Assert.Single(await app.Get<AuditSearch>().LastOfAsync("round", round.Id, 5, Ct, "round.extend"));
        Assert.Contains("closesAt", told.BeforeValues, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_was_not_meant_goes_and_an_open_round_stays()
    {
        var (contest, _) = await NewContestAsync(1);
        var (store, jurors) = (app.Get<RoundStore>(), await app.Services.NewJurorsAsync(3));
        var draft = await app.Services.NewDraftAsync(contest, jurors);

        Assert.False(await store.RemoveAsync(Actor.Command, draft with { Revision = 9 }, app.Now, Ct));
        Assert.True(await store.RemoveAsync(Actor.Command, draft, app.Now, Ct));
        Assert.Null(await store.FindAsync(draft.Id, Ct));
        var round = await app.Services.OpenAsync(await app.Services.NewDraftAsync(contest, jurors));
        Assert.False(await store.RemoveAsync(Actor.Command, round, app.Now, Ct));
        Assert.NotNull(await store.FindAsync(round.Id, Ct));
    }

    /// <summary>So many single photos, and a series where it is asked for.</summary>
    private async Task<(long Contest, IReadOnlyList<long> Items)> NewContestAsync(int singles, params string[] more)
    {
        var contest = await app.Services.NewJudgedContestAsync();
        var items = await app.Services.EnterAsync(
            contest,
            [
                .. Enumerable.Range(1, singles).Select(number => new Entered($"作者{number}", $"第{number}研究院")),
                .. more.Select(group => new Entered("组照作者", "组照单位") { Group = group }),
            ]
        );
        return (contest, items);
    }

    private async Task GiveUnitsAsync(IEnumerable<long> jurors)
    {
        foreach (var (id, at) in jurors.Select((id, at) => (id, at)))
        {
            await app.Get<Database>()
                .ExecuteAsync("UPDATE staff SET unit = @unit WHERE id = @id", new { id, unit = $"第{at}号研究院" }, Ct);
        }
    }
}
