using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

/// <summary>What staff decide about votes, and the count.</summary>
public sealed class VoteCountTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private VoteStates States => app.Get<VoteStates>();

    private VoteDesk Desk => app.Get<VoteDesk>();

    [Fact]
    public async Task Votes_are_counted_once_after_the_close_and_from_then_on_nothing_moves()
    {
        var (contest, entry, other) = await NewVotedAsync(counted: 5, held: 2);
        var early = await CloseAsync(contest);
        app.Clock.Advance(TimeSpan.FromDays(1));
        var undecided = await CloseAsync(contest);
        var before = await FindVotesAsync(entry);
        var closed = await CloseAsync(contest, knowsHeld: true);
        var again = await CloseAsync(contest, knowsHeld: true);
        var late = await DecideAsync(contest, (await OnlyGroupAsync(contest)).Choice, VoteState.Counted);

        Assert.Equal(
            [CountOutcome.TooEarly, CountOutcome.Undecided, CountOutcome.Done, CountOutcome.Counted],
            [early, undecided, closed, again]
        );
        Assert.Equal((0, 5, 1), (before, await FindVotesAsync(entry), await FindVotesAsync(other)));
        Assert.False(late);
        Assert.Equal(app.Now, (await app.FindContestAsync(contest)).VotesClosedAt);
        await app.ScreenVotesAsync();
        Assert.Equal("", await ScalarAsync("SELECT MAX(source) FROM contest_votes WHERE contest_id = @Id", contest));
        var told = await ScalarAsync("SELECT after_values FROM audit_events WHERE action = 'contest.count' AND target_id = @Id", contest);
        Assert.Contains("\"counted\":6", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_count_looks_at_the_last_minutes_too()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VoteClosesAt = app.Now.AddMinutes(1) });
        var entry = await app.NewEntryIn(contest);
        await app.VoteAllAsync(await app.NewVotersAsync(40), entry);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(CountOutcome.Undecided, await CloseAsync(contest));
        Assert.Equal(40, await app.CountVotesAsync(entry, "held", "burst"));
    }

    [Fact]
    public async Task A_group_is_decided_as_it_was_seen_and_a_decision_can_be_taken_back()
    {
        var (contest, entry, _) = await NewVotedAsync(counted: 1, held: 3);
        var seen = await OnlyGroupAsync(contest);
        await app.VoteAsync((await app.NewVotersAsync(1, known: TimeSpan.Zero))[0], entry);

        var beside = await DecideAsync(contest, seen.Choice, VoteState.Void);
        var stale = await DecideAsync(contest, seen.Choice, VoteState.Counted);
        var left = await OnlyGroupAsync(contest);
        var thrownOut = Assert.Single(await Desk.ListGroupsAsync(contest.Id, VoteState.Void, 0, 10, Ct));
        var nonsense = await DecideAsync(contest, thrownOut.Choice, VoteState.Counted);
        var reopened = await DecideAsync(contest, thrownOut.Choice, VoteState.Held);

        Assert.Equal((3, 1, 3), (seen.Votes, left.Votes, thrownOut.Votes));
        Assert.Equal((true, false, false, true), (beside, stale, nonsense, reopened));
        Assert.Equal((1, 4), (await app.CountVotesAsync(entry), await app.CountVotesAsync(entry, "held", "fresh")));
        Assert.Equal(
            "2",
            await ScalarAsync("SELECT COUNT(*) FROM audit_events WHERE action = 'contest.votes' AND target_id = @Id", contest)
        );
    }

    [Fact]
    public async Task Votes_that_never_were_suspicious_are_not_for_anybody_to_throw_out()
    {
        var (contest, entry, _) = await NewVotedAsync(counted: 3, held: 0);
        var all = new VoteChoice(entry, VoteReason.Fresh, VoteState.Counted, 0, long.MaxValue, 3);

        Assert.False(await DecideAsync(contest, all, VoteState.Held));
        Assert.Empty(await Desk.ListGroupsAsync(contest.Id, VoteState.Counted, 0, 10, Ct));
        Assert.Equal(3, await app.CountVotesAsync(entry));
    }

    [Fact]
    public async Task A_group_shows_when_they_came_and_how_they_spread()
    {
        var (contest, entry, _) = await NewVotedAsync(counted: 0, held: 2);
        var first = app.Now;
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.VoteAllAsync(await app.NewVotersAsync(3, known: TimeSpan.Zero), entry, from: "203.0.113.9");

        var group = await OnlyGroupAsync(contest, of: 5);
        var each = await Desk.ListAsync(contest.Id, entry, VoteReason.Fresh, VoteState.Held, 0, 10, Ct);

        Assert.Equal((first, app.Now, 3), (group.FirstAt, group.LastAt, group.Sources));
        Assert.Equal([2, 3], group.Hours.Select(hour => hour.Votes));
        Assert.Equal(TimeSpan.FromHours(1), group.Hours[1].Hour - group.Hours[0].Hour);
        Assert.Equal(5, each.Count);
        Assert.Single(each.Skip(2).Select(vote => vote.SourceMark).Distinct());
    }

    [Fact]
    public async Task The_page_tells_no_counts_before_the_count_and_all_after()
    {
        var (contest, entry, _) = await NewVotedAsync(counted: 7, held: 2);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var path = $"/staff/contests/{contest.Id}/votes";
        var choice = await OnlyGroupAsync(contest);

        var open = await secretary.GetPageAsync(path);
        var each = await secretary.GetPageAsync($"{path}?state=Held&entry={entry}&reason=Fresh");
        var early = await TestStaff.PageOf(await secretary.PostAsync($"{path}?handler=Close"));
        app.Clock.Advance(TimeSpan.FromDays(1));
        secretary = await app.NewStaffAsync(Role.Secretary);
        var undecided = await TestStaff.PageOf(await secretary.PostAsync($"{path}?handler=Close"));
        var countedIn = await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=CountIn", Fields(choice.Choice)));
        var stale = await TestStaff.PageOf(await secretary.PostAsync($"{path}?handler=ThrowOut", Fields(choice.Choice)));
        var done = await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Close"));

        Assert.Contains("投票人刚刚注册", open, StringComparison.Ordinal);
        Assert.Contains("2 张，来自 2 个网络地址", open, StringComparison.Ordinal);
        Assert.DoesNotContain(">7<", open.Replace("<strong>8</strong>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("投票人首次使用", each, StringComparison.Ordinal);
        Assert.Contains("投票还没有截止", early, StringComparison.Ordinal);
        Assert.Contains("还有可疑选票没有判定", undecided, StringComparison.Ordinal);
        Assert.Contains("已计入", countedIn, StringComparison.Ordinal);
        Assert.Contains("这些选票刚才有变化", stale, StringComparison.Ordinal);
        Assert.Contains("""class="num">9</td>""", done, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_tells_of_votes_that_wait()
    {
        var (contest, _, _) = await NewVotedAsync(counted: 1, held: 2);
        var work = app.Get<IEnumerable<IWorkSource>>().OfType<VoteWork>().Single();

        var open = await work.ListAsync(app.Now, Ct);
        await DecideAsync(contest, (await OnlyGroupAsync(contest)).Choice, VoteState.Void);
        var over = await work.ListAsync(app.Now.AddDays(1), Ct);

        Assert.Contains(open, one => one.Key == "contests.votes");
        Assert.Contains(over, one => one.Key == "contests.count");
    }

    private static (string, string)[] Fields(VoteChoice choice) =>
        [
            ("EntryId", $"{choice.EntryId}"),
            ("Reason", $"{choice.Reason}"),
            ("From", $"{choice.From}"),
            ("FirstId", $"{choice.FirstId}"),
            ("LastId", $"{choice.LastId}"),
            ("Votes", $"{choice.Votes}"),
        ];

    /// <summary>Votes for one entry, and one for another.</summary>
    private async Task<(Contest Contest, long Entry, long Other)> NewVotedAsync(int counted, int held)
    {
        var contest = await app.NewVotingAsync();
        var (entry, other) = (await app.NewEntryIn(contest), await app.NewEntryIn(contest));
        await app.VoteAllAsync(await app.NewVotersAsync(counted), entry);
        await app.VoteAllAsync(await app.NewVotersAsync(held, known: TimeSpan.Zero), entry);
        await app.VoteAllAsync(await app.NewVotersAsync(1), other);
        return (contest, entry, other);
    }

    private async Task<VoteGroup> OnlyGroupAsync(Contest contest, int? of = null)
    {
        var group = Assert.Single(await Desk.ListGroupsAsync(contest.Id, VoteState.Held, 0, 10, Ct));
        Assert.Equal(of ?? group.Votes, group.Votes);
        return group;
    }

    private Task<bool> DecideAsync(Contest contest, VoteChoice choice, VoteState to) =>
        States.DecideAsync(Actor.Command, contest, choice, to, app.Now, Ct);

    private Task<CountOutcome> CloseAsync(Contest contest, bool knowsHeld = false) =>
        States.CloseAsync(Actor.Command, contest, knowsHeld, app.Now, Ct);

    private Task<int> FindVotesAsync(long entry) =>
        app.Get<Database>().FindAsync<int>("SELECT votes FROM contest_entries WHERE id = @entry", new { entry }, Ct);

    private async Task<string> ScalarAsync(string sql, Contest contest) =>
        (await app.Get<Database>().FindAsync<string>(sql, new { contest.Id }, Ct))!;
}
