using System.Net;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>Votes are given and taken back. Who is refused and why, ApiContractTests meets one after the other.</summary>
public sealed class VoteTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => app.Get<Database>();

    [Fact]
    public async Task A_vote_is_given_once_taken_back_and_given_again()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VotesEach = 2 });
        var (entry, other) = (await app.NewEntryIn(contest), await app.NewEntryIn(contest));
        var phone = await app.NewVotingPhoneAsync();

        var given = await AnswerAsync(phone.VoteAsync(entry));
        var again = await AnswerAsync(phone.VoteAsync(entry));
        var second = await AnswerAsync(phone.VoteAsync(other));
        var back = await AnswerAsync(phone.TakeVoteBackAsync(entry));
        var backAgain = await AnswerAsync(phone.TakeVoteBackAsync(entry));
        var counted = await app.CountVotesAsync(entry);
        var anew = await AnswerAsync(phone.VoteAsync(entry));

        Assert.Equal([(true, 1), (true, 1), (true, 0)], [given, again, second]);
        Assert.Equal([(false, 1), (false, 1), (true, 0)], [back, backAgain, anew]);
        Assert.Equal((0, 1), (counted, await app.CountVotesAsync(entry)));
        Assert.Equal(1, await Database.FindAsync<int>("SELECT COUNT(*) FROM contest_votes WHERE entry_id = @entry", new { entry }, Ct));
    }

    [Fact]
    public async Task A_vote_that_was_given_is_answered_so_whatever_came_meanwhile()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VoteClosesAt = app.Now.AddHours(1), VotesEach = 1 });
        var entry = await app.NewEntryIn(contest);
        var phone = await app.NewVotingPhoneAsync();
        await AnswerAsync(phone.VoteAsync(entry));
        app.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((true, 0), await AnswerAsync(phone.VoteAsync(entry)));
        Assert.Equal("contests.vote_closed", await RefusalOf(await phone.TakeVoteBackAsync(entry)));
        Assert.Equal(1, await app.CountVotesAsync(entry));
    }

    [Fact]
    public async Task The_first_moment_is_in_and_the_last_is_out()
    {
        var contest = await app.NewVotingAsync(draft =>
            draft with
            {
                VoteOpensAt = app.Now.AddSeconds(1),
                VoteClosesAt = app.Now.AddSeconds(2),
            }
        );
        var entry = await app.NewEntryIn(contest);
        var voters = await app.NewVotersAsync(4);
        var before = await app.VoteAsync(voters[0], entry);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var first = await app.VoteAsync(voters[1], entry);
        app.Clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromMicroseconds(1));
        var last = await app.VoteAsync(voters[2], entry);
        app.Clock.Advance(TimeSpan.FromMicroseconds(1));
        var after = await app.VoteAsync(voters[3], entry);

        Assert.Equal(
            [VoteOutcome.NotOpen, VoteOutcome.Done, VoteOutcome.Done, VoteOutcome.Closed],
            new[] { before, first, last, after }.Select(result => result.Outcome)
        );
        Assert.Equal(2, await app.CountVotesAsync(entry));
    }

    [Fact]
    public async Task What_is_not_shown_cannot_be_voted_for()
    {
        var phone = await app.NewVotingPhoneAsync();
        var shown = await app.NewVotingAsync();
        var hidden = await app.NewVotingAsync(draft => draft with { IsShown = false, VoteOpensAt = null, VoteClosesAt = null });
        var withdrawn = await app.NewVotingAsync();
        await app.Get<ContestStore>().MoveAsync(Actor.Command, withdrawn, ContestState.Withdrawn, app.Now, Ct);
        long[] entries =
        [
            await app.NewEntryIn(shown, state: "reviewing"),
            await app.NewEntryIn(shown, state: "withdrawn"),
            await app.NewEntryIn(hidden),
            await app.NewEntryIn(withdrawn),
            987_654_321,
        ];

        foreach (var entry in entries)
        {
            Assert.Equal("not_found", await RefusalOf(await phone.VoteAsync(entry), HttpStatusCode.NotFound));
        }
        Assert.Equal(
            0,
            await Database.FindAsync<int>("SELECT COUNT(*) FROM contest_votes WHERE entry_id IN {=entries}", new { entries }, Ct)
        );
    }

    [Fact]
    public async Task A_vote_for_what_was_withdrawn_can_be_taken_back_and_given_to_another()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VotesEach = 1 });
        var (entry, other) = (await app.NewEntryIn(contest), await app.NewEntryIn(contest));
        var phone = await app.NewVotingPhoneAsync();
        await AnswerAsync(phone.VoteAsync(entry));
        await Database.ExecuteAsync("UPDATE contest_entries SET state = 'withdrawn' WHERE id = @entry", new { entry }, Ct);

        Assert.Equal("contests.votes_used", await RefusalOf(await phone.VoteAsync(other)));
        Assert.Equal((false, 1), await AnswerAsync(phone.TakeVoteBackAsync(entry)));
        Assert.Equal((true, 0), await AnswerAsync(phone.VoteAsync(other)));
    }

    [Fact]
    public async Task Everyone_with_a_phone_may_vote_where_the_contest_says_so()
    {
        var contest = await app.NewVotingAsync(draft => draft with { Voters = Crowd.Everyone });
        var entry = await app.NewEntryIn(contest);

        Assert.Equal((true, 9), await AnswerAsync((await app.NewAuthorAsync()).VoteAsync(entry)));
        Assert.Equal((true, 9), await AnswerAsync((await app.NewMemberAsync()).VoteAsync(entry)));
    }

    [Fact]
    public async Task What_changed_while_a_batch_waited_for_its_locks_decides()
    {
        var contest = await app.NewVotingAsync();
        var entry = await app.NewEntryIn(contest);
        var voter = (await app.NewVotersAsync(1))[0];
        VoteResult? result = null;

        await app.Services.JustBeforeAsync(
            "UPDATE contests SET id = id",
            "UPDATE contests SET votes_closed_at = @Now WHERE id = @Id",
            new { contest.Id, app.Now },
            async () => result = await app.VoteAsync(voter, entry)
        );

        Assert.Equal(VoteOutcome.Closed, result?.Outcome);
        Assert.Equal(0, await app.CountVotesAsync(entry));
    }

    private static async Task<(bool MyVote, int VotesLeft)> AnswerAsync(Task<HttpResponseMessage> asked)
    {
        var answer = await JsonOf(await asked);
        return (answer.GetProperty("myVote").GetBoolean(), answer.GetProperty("votesLeft").GetInt32());
    }
}
