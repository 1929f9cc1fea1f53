using System.Net;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.People;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Tests;

/// <summary>Votes that come at once, at two nodes. `Benchmarks -- votes` does the same for as long as a rush lasts.</summary>
public sealed class VoteRaceTests(TestEngine engine) : IAsyncLifetime
{
    private readonly App app = new(engine),
        other = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Two nodes on one database; of SQLite, which serves one process alone, two queues.</summary>
    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        await other.InitializeAsync();
        foreach (var (key, value) in await engine.NewConfigurationAsync())
        {
            app.Settings[key] = other.Settings[key] = value;
        }
        app.Settings["Votes:Batch"] = other.Settings["Votes:Batch"] = "8";
        // A race is a burst, and what is held is not counted.
        app.Settings["Votes:BurstLeast"] = other.Settings["Votes:BurstLeast"] = "1000000";
    }

    public async ValueTask DisposeAsync()
    {
        await other.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task None_is_lost_none_doubled_and_nobody_has_more_than_their_votes()
    {
        const int Cap = 5;
        var contest = await app.NewVotingAsync(draft => draft with { VotesEach = Cap });
        var voters = await app.NewVotersAsync(40);
        var entries = new List<long>();
        for (var i = 0; i < 8; i++)
        {
            entries.Add(await app.NewEntryIn(contest));
        }
        var queues = Nodes();
        // Everybody asks for everything at both nodes, in an order of their own.
        var random = new Random(9);
        var wishes = queues.SelectMany(queue => voters.SelectMany(voter => entries.Select(entry => (queue, voter, entry)))).ToArray();
        random.Shuffle(wishes);

        var results = await Task.WhenAll(
            wishes.Select(async wish =>
                (wish, Result: await wish.queue.AddAsync(wish.voter, wish.entry, gives: true, IPAddress.Loopback, Ct))
            )
        );

        var rows = await app.Get<Database>()
            .ListAsync<(long, long)>("SELECT person_id, entry_id FROM contest_votes WHERE contest_id = @Id", new { contest.Id }, Ct);
        var promised = results
            .Where(one => one.Result.Outcome is VoteOutcome.Done)
            .Select(one => (one.wish.voter, one.wish.entry))
            .Distinct();
        Assert.Equal(promised.Order(), rows.Order());
        Assert.Equal(voters.Length, rows.GroupBy(row => row.Item1).Count());
        Assert.All(rows.GroupBy(row => row.Item1), own => Assert.Equal(Cap, own.Count()));
        Assert.All(results, one => Assert.True(one.Result.Outcome is VoteOutcome.Done or VoteOutcome.OverCap));
    }

    [Fact]
    public async Task What_is_counted_is_what_stands_even_if_votes_come_meanwhile()
    {
        var contest = await app.NewVotingAsync(draft => draft with { VoteClosesAt = app.Now.AddMinutes(1) });
        var entry = await app.NewEntryIn(contest);
        var voters = await app.NewVotersAsync(300);
        var queues = Nodes();
        var votes = voters.Select((voter, i) => queues[i % 2].AddAsync(voter, entry, gives: true, from: null, Ct)).ToList();
        await Task.WhenAny(votes);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var closed = await app.Get<VoteStates>().CloseAsync(Actor.Command, contest, knowsHeld: true, app.Now, Ct);
        var results = await Task.WhenAll(votes);

        var given = results.Count(result => result.Outcome is VoteOutcome.Done);
        var counted = await app.Get<Database>().FindAsync<int>("SELECT votes FROM contest_entries WHERE id = @entry", new { entry }, Ct);
        Assert.Equal(CountOutcome.Done, closed);
        Assert.Equal(voters.Length - given, results.Count(result => result.Outcome is VoteOutcome.Closed));
        Assert.Equal((given, given), (counted, await app.CountVotesAsync(entry)));
    }

    [Fact]
    public async Task Who_is_forgotten_in_the_rush_leaves_votes_of_nobody_and_holds_up_no_other()
    {
        var contest = await app.NewVotingAsync();
        var entries = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            entries.Add(await app.NewEntryIn(contest));
        }
        var voters = await app.NewVotersAsync(30);
        var queues = Nodes();
        var votes = voters
            .SelectMany(voter => entries.Select((entry, i) => queues[i % 2].AddAsync(voter, entry, gives: true, from: null, Ct)))
            .ToList();
        var erasures = voters.Take(10).Select(voter => app.Get<PersonStore>().EraseAsync(voter, app.Now, Ct)).ToList();

        var results = await Task.WhenAll(votes);
        Assert.All(await Task.WhenAll(erasures), Assert.True);

        var rows = await app.Get<Database>()
            .FindAsync<int>("SELECT COUNT(*) FROM contest_votes WHERE contest_id = @Id", new { contest.Id }, Ct);
        Assert.All(results.Skip(10 * entries.Count), result => Assert.Equal(VoteOutcome.Done, result.Outcome));
        Assert.All(results, result => Assert.True(result.Outcome is VoteOutcome.Done or VoteOutcome.NoSuchPerson));
        Assert.Equal(results.Count(result => result.Outcome is VoteOutcome.Done), rows);
    }

    [Fact]
    public async Task More_than_may_wait_are_asked_to_come_back_and_no_vote_is_lost_by_it()
    {
        app.Settings["Votes:Waiting"] = "1";
        app.Settings["Votes:Batch"] = "1";
        var contest = await app.NewVotingAsync();
        var entry = await app.NewEntryIn(contest);
        var phones = new List<TestPhone>();
        for (var i = 0; i < 6; i++)
        {
            phones.Add(await app.NewVotingPhoneAsync());
        }
        await phones[0].VoteAsync(entry);

        Task<HttpResponseMessage>[] votes;
        await using (var tx = await app.Get<Database>().BeginAsync(Ct))
        {
            await tx.LockAsync("contests", contest.Id, Ct);
            votes = [.. phones.Skip(1).Select(phone => phone.VoteAsync(entry))];
            var busy = await await Task.WhenAny(votes);
            Assert.Equal("service.busy", await TestPhone.RefusalOf(busy, HttpStatusCode.ServiceUnavailable));
        }
        var answers = await Task.WhenAll(votes);

        var given = answers.Count(answer => answer.StatusCode is HttpStatusCode.OK);
        Assert.InRange(given, 1, 4);
        Assert.Equal(1 + given, await app.CountVotesAsync(entry));
    }

    private VoteQueue[] Nodes() =>
        TestEngine.IsMySql
            ? [app.Get<VoteQueue>(), other.Get<VoteQueue>()]
            : [app.Get<VoteQueue>(), new VoteQueue(app.Get<Database>(), app.Get<Keyring>(), app.Clock, app.Get<IOptions<VoteOptions>>())];
}
