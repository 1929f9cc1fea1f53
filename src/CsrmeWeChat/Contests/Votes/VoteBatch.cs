using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>
/// Votes of one contest, written together under the locks of their voters and of the contest, which are held to the commit. So what is read
/// under them is true until the votes are written, on any number of nodes: how many votes each voter has given, whom the roster knows,
/// whether votes are taken. Voters first: who is forgotten, merged or begins an entry locks the person and then the contest.
/// </summary>
internal sealed class VoteBatch
{
    private readonly Contest contest;
    private readonly Dictionary<long, VotedEntry> entries;
    private readonly Dictionary<long, Ballots> voters;
    private readonly TimeSpan freshFor;

    private VoteBatch(Contest contest, IEnumerable<VotedEntry> entries, IEnumerable<Ballots> voters, TimeSpan freshFor)
    {
        this.contest = contest;
        this.entries = entries.ToDictionary(entry => entry.Id);
        this.voters = voters.ToDictionary(voter => voter.PersonId);
        this.freshFor = freshFor;
    }

    /// <summary>The results stand in the order of the requests, which are decided in it.</summary>
    public static Task<IReadOnlyList<VoteResult>> RunAsync(
        Database database,
        long contestId,
        IReadOnlyList<VoteRequest> requests,
        VoteOptions options
    ) =>
        // Without a caller's token: one who leaves must not undo the others' votes.
        database.TransactAsync<IReadOnlyList<VoteResult>>(
            async tx =>
            {
                var personIds = requests.Select(request => request.PersonId).Distinct().Order().ToArray();
                await tx.LockAsync("people", "id", personIds, CancellationToken.None);
                if (await ContestStore.LockAsync(tx, contestId, CancellationToken.None) is not { } contest)
                {
                    return (false, [.. requests.Select(_ => new VoteResult(VoteOutcome.NoSuchEntry))]);
                }
                var batch = await ReadAsync(tx, contest, [.. requests.Select(request => request.EntryId).Distinct()], personIds, options);
                var results = requests.Select(batch.Decide).ToList();
                return (await batch.WriteAsync(tx, requests[^1].At), results);
            },
            CancellationToken.None
        );

    private static async Task<VoteBatch> ReadAsync(Transaction tx, Contest contest, long[] entryIds, long[] personIds, VoteOptions options)
    {
        var entitled = await Crowds.ListAsync(tx, contest.Voters, personIds, CancellationToken.None);
        return await tx.ReadAsync(
            """
            SELECT id, person_id, state FROM contest_entries WHERE contest_id = @Id AND id IN {=entryIds};
            SELECT id AS person_id, created_at AS first_seen FROM people WHERE id IN {=personIds};
            SELECT id, person_id, entry_id, CASE WHEN taken_back_at IS NULL THEN 1 ELSE 0 END AS was_live
              FROM contest_votes WHERE contest_id = @Id AND person_id IN {=personIds};
            """,
            new
            {
                contest.Id,
                entryIds,
                personIds,
            },
            async grid =>
            {
                var entries = await grid.ReadAsync<VotedEntry>();
                var people = await grid.ReadAsync<Person>();
                var votes = (await grid.ReadAsync<Ballot>()).ToLookup(vote => vote.PersonId);
                var voters = people.Select(person => new Ballots(
                    person.PersonId,
                    person.FirstSeen,
                    entitled.Contains(person.PersonId),
                    votes[person.PersonId]
                ));
                return new VoteBatch(contest, entries, voters, options.FreshFor);
            },
            CancellationToken.None
        );
    }

    private VoteResult Decide(VoteRequest request)
    {
        if (contest is not { State: ContestState.Published, IsShown: true } || !entries.TryGetValue(request.EntryId, out var entry))
        {
            return new VoteResult(VoteOutcome.NoSuchEntry);
        }
        if (!voters.TryGetValue(request.PersonId, out var voter))
        {
            return new VoteResult(VoteOutcome.NoSuchPerson);
        }
        var outcome =
            voter.HasGiven(entry.Id) == request.Gives ? VoteOutcome.Done
            : request.Gives ? WhyNotGiven(voter, entry, request.At)
            : contest.TakesVotesAt(request.At) ? VoteOutcome.Done
            : VoteOutcome.Closed;
        if (outcome is VoteOutcome.Done)
        {
            voter.Put(request);
        }
        return new VoteResult(outcome, Math.Max(0, contest.VotesEach - voter.Given));
    }

    private VoteOutcome WhyNotGiven(Ballots voter, VotedEntry entry, DateTimeOffset at) =>
        entry.State is not PhotoEntryState.Accepted ? VoteOutcome.NoSuchEntry
        : !contest.HasVoting ? VoteOutcome.NoVoting
        : at < contest.VoteOpensAt ? VoteOutcome.NotOpen
        : !contest.TakesVotesAt(at) ? VoteOutcome.Closed
        : !voter.IsEntitled ? (contest.Voters is Crowd.Members ? VoteOutcome.NoMember : VoteOutcome.NoPhone)
        : entry.PersonId == voter.PersonId ? VoteOutcome.OwnEntry
        : voter.Given >= contest.VotesEach ? VoteOutcome.OverCap
        : VoteOutcome.Done;

    /// <summary>False where there is nothing to write.</summary>
    private async Task<bool> WriteAsync(Transaction tx, DateTimeOffset now)
    {
        var changed = voters.Values.SelectMany(voter => voter.All).Where(vote => vote.IsLive != vote.WasLive).ToList();
        var given = changed.Where(vote => vote.Id is null).Select(NewRow).ToList();
        if (given.Count > 0)
        {
            await tx.InsertManyAsync(
                """
                INSERT INTO contest_votes (contest_id, entry_id, voter, person_id, state, reason, source, voted_at, decided_by)
                """,
                given,
                CancellationToken.None
            );
        }
        await SetTakenBackAsync(tx, changed.Where(vote => vote is { Id: not null, IsLive: true }), at: null);
        await SetTakenBackAsync(tx, changed.Where(vote => vote is { Id: not null, IsLive: false }), now);
        return changed.Count > 0;
    }

    private object?[] NewRow(Ballot vote)
    {
        var isFresh = voters[vote.PersonId].FirstSeen > vote.At - freshFor;
        return
        [
            contest.Id,
            vote.EntryId,
            Voter.Of(vote.PersonId),
            vote.PersonId,
            (isFresh ? VoteState.Held : VoteState.Counted).Key,
            isFresh ? VoteReason.Fresh.Key : "",
            vote.Source,
            vote.At,
            "",
        ];
    }

    /// <summary>What was held or thrown out stays so, and counts as given when it did at first.</summary>
    private static async Task SetTakenBackAsync(Transaction tx, IEnumerable<Ballot> votes, DateTimeOffset? at)
    {
        var ids = votes.Select(vote => vote.Id!.Value).ToArray();
        if (ids.Length > 0)
        {
            await tx.ExecuteAsync("UPDATE contest_votes SET taken_back_at = @at WHERE id IN {=ids}", new { at, ids });
        }
    }

    private sealed record VotedEntry
    {
        public required long Id { get; init; }
        public long? PersonId { get; init; }
        public required PhotoEntryState State { get; init; }
    }

    private sealed record Person
    {
        public required long PersonId { get; init; }
        public required DateTimeOffset FirstSeen { get; init; }
    }

    /// <summary>A vote of the contest, in the database or about to be.</summary>
    private sealed class Ballot
    {
        /// <summary>Null where it is not in the database.</summary>
        public long? Id { get; init; }
        public required long PersonId { get; init; }
        public required long EntryId { get; init; }
        public bool WasLive { get; init; }
        public string Source { get; init; } = "";
        public DateTimeOffset At { get; init; }
        public bool IsLive { get; set; }
    }

    /// <summary>What one person has given in the contest, the requests of this batch so far included.</summary>
    private sealed class Ballots
    {
        private readonly Dictionary<long, Ballot> byEntry;

        public Ballots(long personId, DateTimeOffset firstSeen, bool isEntitled, IEnumerable<Ballot> votes)
        {
            (PersonId, FirstSeen, IsEntitled) = (personId, firstSeen, isEntitled);
            byEntry = votes.ToDictionary(vote => vote.EntryId);
            foreach (var vote in byEntry.Values)
            {
                vote.IsLive = vote.WasLive;
            }
        }

        public long PersonId { get; }

        public DateTimeOffset FirstSeen { get; }

        public bool IsEntitled { get; }

        public int Given => byEntry.Values.Count(vote => vote.IsLive);

        public IEnumerable<Ballot> All => byEntry.Values;

        public bool HasGiven(long entryId) => byEntry.TryGetValue(entryId, out var vote) && vote.IsLive;

        public void Put(VoteRequest request)
        {
            if (byEntry.TryGetValue(request.EntryId, out var vote))
            {
                vote.IsLive = request.Gives;
            }
            else if (request.Gives)
            {
                byEntry[request.EntryId] = new Ballot
                {
                    PersonId = PersonId,
                    EntryId = request.EntryId,
                    Source = request.Source,
                    At = request.At,
                    IsLive = true,
                };
            }
        }
    }
}
