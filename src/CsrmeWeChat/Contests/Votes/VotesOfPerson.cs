using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>
/// The votes that a person gave. No row goes: who is forgotten leaves votes of nobody, and of two who turn out to be one, what they gave
/// twice counts once. The votes of a contest that were counted stay as they were counted.
/// </summary>
public sealed class VotesOfPerson(Database database) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("contest_votes.person_id", OnErase.Emptied),
        new("contest_votes.voter", OnErase.Emptied),
        new("contest_votes.source", OnErase.Emptied),
    ];

    /// <summary>Without what we think of them: a script that reads why its votes are held does better next time.</summary>
    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["photoVotes"] = await database.ListAsync<HeldVote>(
                """
                SELECT c.title AS contest, e.title AS entry, v.voted_at, v.taken_back_at
                  FROM contest_votes v JOIN contests c ON c.id = v.contest_id JOIN contest_entries e ON e.id = v.entry_id
                 WHERE v.person_id = @Id ORDER BY v.id
                """,
                new { person.Id },
                ct
            ),
        };

    /// <summary>
    /// While the voting is open the person could come back as another and vote again, so that what they gave is for staff to look at.
    /// </summary>
    public async Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct)
    {
        await LockContestsAsync(tx, [person.Id], ct);
        await tx.ExecuteAsync(
            """
            UPDATE contest_votes SET state = 'held', reason = 'erased', decided_at = NULL, decided_by = ''
             WHERE person_id = @Id AND state = 'counted'
               AND contest_id IN (SELECT c.id FROM contests c WHERE c.votes_closed_at IS NULL AND c.vote_closes_at > @now)
            """,
            new { person.Id, now },
            ct
        );
        await tx.ExecuteAsync(
            $"UPDATE contest_votes SET voter = {Voter.Gone}, person_id = NULL, source = '' WHERE person_id = @Id",
            new { person.Id },
            ct
        );
    }

    public async Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct)
    {
        await LockContestsAsync(tx, [kept.Id, gone.Id], ct);
        var votes = await tx.ListAsync<Given>(
            """
            SELECT v.id, v.entry_id, v.contest_id, v.person_id, v.state, v.voted_at, c.votes_each,
                   CASE WHEN v.taken_back_at IS NULL THEN 1 ELSE 0 END AS is_live,
                   CASE WHEN c.votes_closed_at IS NULL THEN 0 ELSE 1 END AS is_counted,
                   CASE WHEN e.person_id IN (@kept, @gone) THEN 1 ELSE 0 END AS is_own
              FROM contest_votes v JOIN contests c ON c.id = v.contest_id JOIN contest_entries e ON e.id = v.entry_id
             WHERE v.person_id IN (@kept, @gone)
            """,
            new { kept = kept.Id, gone = gone.Id },
            ct
        );
        foreach (var contest in votes.GroupBy(vote => vote.ContestId))
        {
            await MergeAsync(tx, kept.Id, [.. contest], now, ct);
        }
    }

    private static async Task MergeAsync(Transaction tx, long kept, List<Given> votes, DateTimeOffset now, CancellationToken ct)
    {
        // Of two for one entry the one stays that is given still, and that was looked at the more strictly.
        var stays = votes
            .GroupBy(vote => vote.EntryId)
            .Select(entry =>
                entry.OrderByDescending(vote => vote.IsLive).ThenByDescending(vote => vote.State).ThenBy(vote => vote.Id).First()
            )
            .ToList();
        var twice = votes.Except(stays).ToList();
        await ReleaseAsync(tx, twice, ct);
        await tx.ExecuteAsync(
            "UPDATE contest_votes SET voter = @voter, person_id = @kept WHERE id IN {=ids}",
            new
            {
                voter = Voter.Of(kept),
                kept,
                ids = Ids(stays),
            },
            ct
        );
        if (votes[0].IsCounted)
        {
            return;
        }
        var own = stays.Where(vote => vote.IsOwn).ToList();
        // Those that are one too many are the last ones, and staff say what becomes of them.
        var over = stays.Where(vote => vote.IsLive).OrderBy(vote => vote.VotedAt).ThenBy(vote => vote.Id).Skip(votes[0].VotesEach);
        await SetAsync(tx, twice.Where(vote => vote.IsLive), VoteState.Void, VoteReason.Merged, now, ct);
        await SetAsync(tx, own, VoteState.Void, VoteReason.Own, now, ct);
        await SetAsync(tx, over.Except(own).Where(vote => vote.State is VoteState.Counted), VoteState.Held, VoteReason.Merged, null, ct);
    }

    /// <summary>Their votes change only for whoever holds the contest, too: one that is being counted is not moved meanwhile.</summary>
    private static async Task LockContestsAsync(Transaction tx, long[] personIds, CancellationToken ct)
    {
        var ids = await tx.ListAsync<long>(
            "SELECT DISTINCT contest_id FROM contest_votes WHERE person_id IN {=personIds} ORDER BY contest_id",
            new { personIds },
            ct
        );
        if (ids.Count > 0)
        {
            await tx.LockAsync("contests", "id", ids, ct);
        }
    }

    private static Task ReleaseAsync(Transaction tx, IReadOnlyList<Given> votes, CancellationToken ct) =>
        tx.ExecuteAsync(
            $$"""UPDATE contest_votes SET voter = {{Voter.Gone}}, person_id = NULL WHERE id IN {=ids}""",
            new { ids = Ids(votes) },
            ct
        );

    private static Task SetAsync(
        Transaction tx,
        IEnumerable<Given> votes,
        VoteState state,
        VoteReason reason,
        DateTimeOffset? decidedAt,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            "UPDATE contest_votes SET state = @state, reason = @reason, decided_at = @decidedAt, decided_by = '' WHERE id IN {=ids}",
            new
            {
                state = state.Key,
                reason = reason.Key,
                decidedAt,
                ids = Ids(votes),
            },
            ct
        );

    private static long[] Ids(IEnumerable<Given> votes) => [.. votes.Select(vote => vote.Id)];

    private sealed record Given
    {
        public required long Id { get; init; }
        public required long EntryId { get; init; }
        public required long ContestId { get; init; }
        public required long PersonId { get; init; }
        public required VoteState State { get; init; }
        public required DateTimeOffset VotedAt { get; init; }
        public required int VotesEach { get; init; }
        public required bool IsLive { get; init; }
        public required bool IsCounted { get; init; }
        public required bool IsOwn { get; init; }
    }

    private sealed record HeldVote
    {
        public required string Contest { get; init; }
        public required string Entry { get; init; }
        public required DateTimeOffset VotedAt { get; init; }
        public DateTimeOffset? TakenBackAt { get; init; }
    }
}
