using CsrmeWeChat.Contests;

namespace CsrmeWeChat.Tests;

public sealed partial class ApiContractTests
{
    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Voting()
    {
        yield return ("giveVote session.ended", async () =>
            await (await NewGoneAsync()).VoteAsync(await app.NewEntryIn(await app.NewVotingAsync()))
        );
        yield return ("giveVote contests.no_voting", () => VoteAsync(draft => draft with { VoteOpensAt = null, VoteClosesAt = null }));
        yield return ("giveVote contests.vote_not_open", () => VoteAsync(draft => draft with { VoteOpensAt = app.Now.AddHours(1) }));
        yield return ("giveVote contests.vote_closed", () => VoteAsync(draft => draft with { VoteClosesAt = app.Now }));
        yield return ("giveVote member.not_bound", async () =>
            await (await app.NewAuthorAsync()).VoteAsync(await app.NewEntryIn(await app.NewVotingAsync()))
        );
        yield return ("giveVote contests.no_phone", async () =>
            await (await app.NewPhoneAsync()).VoteAsync(
                await app.NewEntryIn(await app.NewVotingAsync(draft => draft with { Voters = Crowd.Everyone }))
            )
        );
        yield return ("giveVote contests.own_entry", async () =>
        {
            var phone = await app.NewMemberAsync();
            return await phone.VoteAsync(await app.NewEntryIn(await app.NewVotingAsync(), author: await app.PersonIdAsync(phone)));
        });
        yield return ("giveVote contests.votes_used", async () =>
        {
            var (phone, contest) = (await app.NewMemberAsync(), await app.NewVotingAsync(draft => draft with { VotesEach = 1 }));
            (await phone.VoteAsync(await app.NewEntryIn(contest))).EnsureSuccessStatusCode();
            return await phone.VoteAsync(await app.NewEntryIn(contest));
        });
        yield return ("takeVoteBack session.ended", async () =>
            await (await NewGoneAsync()).TakeVoteBackAsync(await app.NewEntryIn(await app.NewVotingAsync()))
        );
        yield return ("takeVoteBack contests.vote_closed", async () =>
        {
            var (phone, contest) = (
                await app.NewMemberAsync(),
                await app.NewVotingAsync(draft => draft with { VoteClosesAt = app.Now.AddSeconds(1) })
            );
            var entry = await app.NewEntryIn(contest);
            (await phone.VoteAsync(entry)).EnsureSuccessStatusCode();
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            return await phone.TakeVoteBackAsync(entry);
        });
    }

    private async Task<HttpResponseMessage> VoteAsync(Func<ContestDraft, ContestDraft> with) =>
        await (await app.NewMemberAsync()).VoteAsync(await app.NewEntryIn(await app.NewVotingAsync(with)));
}
