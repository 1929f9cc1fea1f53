using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

/// <summary>Suspicious votes are held for a human.</summary>
public sealed class VoteScreenTests(App app) : IClassFixture<App>
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 4, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_was_first_seen_just_before_votes_for_a_human_to_look_at_and_is_not_told()
    {
        var contest = await app.NewVotingAsync();
        var entry = await app.NewEntryIn(contest);
        var fresh = (await app.NewVotersAsync(1, known: TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1)))[0];
        var known = (await app.NewVotersAsync(1, known: TimeSpan.FromHours(2)))[0];

        Assert.Equal(await app.VoteAsync(known, entry), await app.VoteAsync(fresh, entry));
        Assert.Equal((1, 1), (await app.CountVotesAsync(entry), await app.CountVotesAsync(entry, "held", "fresh")));
    }

    [Fact]
    public async Task What_is_held_is_held_still_when_it_is_taken_back_and_given_again()
    {
        var contest = await app.NewVotingAsync();
        var entry = await app.NewEntryIn(contest);
        var fresh = (await app.NewVotersAsync(1, known: TimeSpan.Zero))[0];
        await app.VoteAsync(fresh, entry);
        app.Clock.Advance(TimeSpan.FromHours(3));

        await app.VoteAsync(fresh, entry, gives: false);
        var back = await app.CountVotesAsync(entry, "held");
        await app.VoteAsync(fresh, entry);

        Assert.Equal((0, 1, 0), (back, await app.CountVotesAsync(entry, "held"), await app.CountVotesAsync(entry)));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7")]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:2:ffff::8")]
    public async Task Many_from_one_address_are_all_held_and_the_address_stands_nowhere(string from, string alike)
    {
        var contest = await app.NewVotingAsync();
        var (crowded, full) = (await app.NewEntryIn(contest), await app.NewEntryIn(contest));
        var voters = await app.NewVotersAsync(21);
        await app.VoteAllAsync(voters.Take(20), crowded, from);
        await app.VoteAllAsync(voters.Take(20), full, from);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.ScreenVotesAsync();
        var before = await app.CountVotesAsync(crowded, "held");
        await app.VoteAsync(voters[20], crowded, from: alike);
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        await app.ScreenVotesAsync();

        Assert.Equal((0, 21, 0), (before, await app.CountVotesAsync(crowded, "held", "address"), await app.CountVotesAsync(full, "held")));
        var sources = await app.Get<Database>()
            .ListAsync<string>("SELECT DISTINCT source FROM contest_votes WHERE contest_id = @Id", new { contest.Id }, Ct);
        Assert.StartsWith("k1:", Assert.Single(sources), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_burst_is_held_once_its_minute_is_over_and_stays_counted_if_a_human_says_so()
    {
        var contest = await app.NewVotingAsync();
        var (entry, calm) = (await app.NewEntryIn(contest), await app.NewEntryIn(contest));
        var voters = await app.NewVotersAsync(80);
        foreach (var voter in voters.Take(20))
        {
            await app.VoteAsync(voter, entry);
            await app.VoteAsync(voter, calm);
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await app.VoteAllAsync(voters.Skip(20).Take(40), entry);
        await app.ScreenVotesAsync();
        var early = await app.CountVotesAsync(entry, "held");
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        await app.ScreenVotesAsync();
        var group = Assert.Single(await app.Get<VoteDesk>().ListGroupsAsync(contest.Id, VoteState.Held, 0, 10, Ct));
        Assert.True(await app.Get<VoteStates>().DecideAsync(Actor.Command, contest, group.Choice, VoteState.Counted, app.Now, Ct));
        await app.Get<Database>().ExecuteAsync("UPDATE contests SET votes_screened_to = NULL WHERE id = @Id", new { contest.Id }, Ct);
        await app.ScreenVotesAsync();

        Assert.Equal((0, 40, VoteReason.Burst, entry), (early, group.Votes, group.Reason, group.EntryId));
        Assert.Equal(
            (60, 0, 20),
            (await app.CountVotesAsync(entry), await app.CountVotesAsync(entry, "held"), await app.CountVotesAsync(calm))
        );
    }

    [Fact]
    public async Task A_job_that_did_not_run_for_hours_looks_at_all_it_missed()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VoteClosesAt = app.Now.AddHours(5) });
        var (entry, voters) = (await app.NewEntryIn(contest), await app.NewVotersAsync(40));
        await app.VoteAllAsync(voters, entry);
        app.Clock.Advance(TimeSpan.FromHours(9));

        await app.ScreenVotesAsync();

        Assert.Equal(40, await app.CountVotesAsync(entry, "held", "burst"));
    }

    [Theory]
    // The first minutes of a voting, in which nothing came before: a rush for twenty is none, and what has more than a third of it is.
    [InlineData(0, 0, 300, 5_700, false)]
    [InlineData(0, 0, 300, 400, true)]
    [InlineData(0, 0, 29, 0, false)]
    [InlineData(0, 0, 30, 0, true)]
    // After an hour of one vote a minute for it, of twenty for all.
    [InlineData(60, 1_140, 29, 19, false)]
    [InlineData(60, 1_140, 40, 19, true)]
    [InlineData(60, 1_140, 40, 400, false)]
    // What leads with half of all votes can have a burst too.
    [InlineData(600, 600, 60, 10, true)]
    [InlineData(600, 600, 45, 10, false)]
    // What nobody wanted for an hour has as much of a rush as the others: that is strange, and a few are not.
    [InlineData(0, 1_200, 300, 5_700, true)]
    [InlineData(0, 1_200, 31, 5_700, false)]
    public void A_burst_is_what_came_far_more_than_it_came_for_others(int own, int others, int ownNow, int othersNow, bool isBurst)
    {
        List<VotesInMinute> counts = [];
        for (var minute = 1; minute <= 60; minute++)
        {
            counts.Add(new VotesInMinute(1, Noon.AddMinutes(-minute), own / 60));
            counts.Add(new VotesInMinute(2, Noon.AddMinutes(-minute), others / 60));
        }
        counts.Add(new VotesInMinute(1, Noon, ownNow));
        // Nineteen others share what came for others.
        counts.AddRange(Enumerable.Range(2, 19).Select(entry => new VotesInMinute(entry, Noon, othersNow / 19)));

        var found = VoteBursts.Find(counts, Noon.AddHours(own + others == 0 ? 0 : -9), Noon, new VoteOptions());

        Assert.Equal(isBurst, found.Any(burst => burst.EntryId == 1));
    }
}
