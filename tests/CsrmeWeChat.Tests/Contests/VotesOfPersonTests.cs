using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.People;

namespace CsrmeWeChat.Tests;

/// <summary>What becomes of the votes of somebody who is forgotten, or turns out to be somebody else.</summary>
public sealed class VotesOfPersonTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_forgotten_while_votes_are_taken_leaves_theirs_for_a_human_and_may_come_back()
    {
        var contest = await app.NewVotingAsync();
        var (entry, other) = (await app.NewEntryIn(contest), await app.NewEntryIn(contest));
        var phone = await app.NewVotingPhoneAsync();
        var person = await app.PersonIdAsync(phone);
        (await phone.VoteAsync(entry)).EnsureSuccessStatusCode();
        (await phone.VoteAsync(other)).EnsureSuccessStatusCode();
        (await phone.TakeVoteBackAsync(other)).EnsureSuccessStatusCode();
        var export = (await phone.GetAsync("/api/me/export")).GetProperty("photoVotes");

        (await phone.Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();
        await phone.SignInAsync();
        (await phone.BindAsync(phone.Member.Name)).EnsureSuccessStatusCode();
        var again = await phone.VoteAsync(entry);

        Assert.True(again.IsSuccessStatusCode);
        Assert.Equal(2, export.GetArrayLength());
        Assert.Equal("采场日出", export[0].GetProperty("entry").GetString());
        Assert.Equal((1, 1), (await app.CountVotesAsync(entry, "held", "erased"), await app.CountVotesAsync(entry, "held", "fresh")));
        Assert.Equal(0, await app.CountVotesAsync(other, "held"));
        var left = await FindAsync("reason = 'erased'", contest);
        Assert.Equal(($"gone:{left.Id}", null, ""), (left.Voter, left.PersonId, left.Source));
        Assert.Equal(0, await CountOfAsync(person));
    }

    [Fact]
    public async Task Who_is_forgotten_after_the_close_has_voted()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VoteClosesAt = app.Now.AddMinutes(1) });
        var entry = await app.NewEntryIn(contest);
        var voter = (await app.NewVotersAsync(1))[0];
        await app.VoteAsync(voter, entry);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await app.Get<PersonStore>().EraseAsync(voter, app.Now, Ct));

        Assert.Equal((1, 0), (await app.CountVotesAsync(entry), await CountOfAsync(voter)));
        Assert.Equal(CountOutcome.Done, await app.Get<VoteStates>().CloseAsync(Actor.Command, contest, false, app.Now, Ct));
        Assert.Equal(1, await app.Get<Database>().FindAsync<int>("SELECT votes FROM contest_entries WHERE id = @entry", new { entry }, Ct));
    }

    [Fact]
    public async Task Two_who_are_one_voted_once_for_each_and_what_is_too_much_is_for_a_human()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VotesEach = 2 });
        var (both, first, second) = (await app.NewEntryIn(contest), await app.NewEntryIn(contest), await app.NewEntryIn(contest));
        var (kept, gone, merge) = await NewTwoAsync();
        foreach (var (person, entry) in new[] { (gone, both), (kept, both), (kept, first), (gone, second) })
        {
            Assert.Equal(VoteOutcome.Done, (await app.VoteAsync(person, entry)).Outcome);
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await merge();

        Assert.Equal((1, 1), (await app.CountVotesAsync(both), await app.CountVotesAsync(both, "void", "merged")));
        Assert.Equal((1, 0), (await app.CountVotesAsync(first), await app.CountVotesAsync(second)));
        Assert.Equal(1, await app.CountVotesAsync(second, "held", "merged"));
        Assert.Equal((3, 0), (await CountOfAsync(kept), await CountOfAsync(gone)));
        Assert.Equal(new VoteResult(VoteOutcome.Done, 0), await app.VoteAsync(kept, second));
    }

    [Fact]
    public async Task Who_turns_out_to_be_the_author_has_no_vote_for_their_own()
    {
        var contest = await app.NewVotingAsync();
        var (kept, gone, merge) = await NewTwoAsync();
        var entry = await app.NewEntryIn(contest, author: kept);
        Assert.Equal(VoteOutcome.OwnEntry, (await app.VoteAsync(kept, entry)).Outcome);
        Assert.Equal(VoteOutcome.Done, (await app.VoteAsync(gone, entry)).Outcome);

        await merge();

        Assert.Equal((0, 1), (await app.CountVotesAsync(entry), await app.CountVotesAsync(entry, "void", "own")));
    }

    [Fact]
    public async Task What_was_counted_stays_counted_whoever_turns_out_to_be_whom()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VoteClosesAt = app.Now.AddMinutes(1), VotesEach = 1 });
        var (both, other) = (await app.NewEntryIn(contest), await app.NewEntryIn(contest));
        var (kept, gone, merge) = await NewTwoAsync();
        await app.VoteAsync(kept, both);
        await app.VoteAsync(gone, both);
        await app.VoteAsync((await app.NewVotersAsync(1))[0], other);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<VoteStates>().CloseAsync(Actor.Command, contest, knowsHeld: false, app.Now, Ct);

        await merge();

        Assert.Equal((2, 1), (await app.CountVotesAsync(both), await CountOfAsync(kept)));
        Assert.Equal(0, await CountOfAsync(gone));
    }

    /// <summary>Two persons whom WeChat shows to be one when <c>Merge</c> is called.</summary>
    private async Task<(long Kept, long Gone, Func<Task> Merge)> NewTwoAsync()
    {
        var phone = await app.NewVotingPhoneAsync();
        var (store, openId) = (app.Get<PersonStore>(), $"o{Guid.NewGuid():N}");
        var gone = await store.SignInAsync("another-app", openId, unionId: null, app.Now.AddDays(-1), Ct);
        var kept = await app.PersonIdAsync(phone);
        var member = await app.NewRosterMemberAsync(app.WeChat.MakeUser().Phone);
        await app.Get<Database>()
            .ExecuteAsync(
                "INSERT INTO bindings (member_id, person_id, bound_at) VALUES (@Id, @gone, @Now)",
                new
                {
                    member.Id,
                    gone,
                    app.Now,
                },
                Ct
            );
        return (kept, gone, async () =>
            Assert.Equal(kept, await store.SignInAsync("another-app", openId, phone.User.UnionId, app.Now, Ct))
        );
    }

    private Task<int> CountOfAsync(long person) =>
        app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM contest_votes WHERE person_id = @person", new { person }, Ct);

    private async Task<Row> FindAsync(string where, Contest contest) =>
        (
            await app.Get<Database>()
                .FindAsync<Row>(
                    $"SELECT id, voter, person_id, source FROM contest_votes WHERE contest_id = @Id AND {where}",
                    new { contest.Id },
                    Ct
                )
        )!;

    private sealed record Row
    {
        public required long Id { get; init; }
        public required string Voter { get; init; }
        public long? PersonId { get; init; }
        public required string Source { get; init; }
    }
}
