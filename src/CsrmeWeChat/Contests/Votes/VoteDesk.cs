using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>
/// What staff see of the votes. How many an entry has, nobody sees before they are counted: whoever decides about suspicious ones must not
/// know whom it helps.
/// </summary>
public sealed class VoteDesk(Database database)
{
    /// <summary>Votes that were held once: of those that count, the ones that staff let count.</summary>
    private const string Judged = """
        v.contest_id = @contestId AND v.state = @state AND v.reason <> '' AND v.taken_back_at IS NULL
        AND (v.state <> 'counted' OR v.decided_at IS NOT NULL)
        """;

    public Task<VoteTally> TallyAsync(long contestId, CancellationToken ct) => TallyAsync(database, contestId, ct);

    internal static async Task<VoteTally> TallyAsync(Sql sql, long contestId, CancellationToken ct) =>
        (
            await sql.FindAsync<VoteTally>(
                """
                SELECT COUNT(CASE WHEN taken_back_at IS NULL AND state = 'counted' THEN 1 END) AS counted,
                       COUNT(CASE WHEN taken_back_at IS NULL AND state = 'held' THEN 1 END) AS held,
                       COUNT(CASE WHEN taken_back_at IS NULL AND state = 'void' THEN 1 END) AS thrown_out,
                       COUNT(CASE WHEN taken_back_at IS NOT NULL THEN 1 END) AS taken_back,
                       COUNT(DISTINCT CASE WHEN taken_back_at IS NULL THEN voter END) AS voters
                  FROM contest_votes WHERE contest_id = @contestId
                """,
                new { contestId },
                ct
            )
        )!;

    /// <summary>By entry and reason, the largest first.</summary>
    public async Task<IReadOnlyList<VoteGroup>> ListGroupsAsync(long contestId, VoteState state, int skip, int take, CancellationToken ct)
    {
        var groups = await database.ListAsync<VoteGroup>(
            $"""
            SELECT v.entry_id, e.title, v.reason, v.state, COUNT(*) AS votes, MIN(v.id) AS first_id, MAX(v.id) AS last_id,
                   MIN(v.voted_at) AS first_at, MAX(v.voted_at) AS last_at, COUNT(DISTINCT NULLIF(v.source, '')) AS sources
              FROM contest_votes v JOIN contest_entries e ON e.id = v.entry_id
             WHERE {Judged}
             GROUP BY v.entry_id, e.title, v.reason, v.state
             ORDER BY COUNT(*) DESC, v.entry_id, v.reason LIMIT @take OFFSET @skip
            """,
            new
            {
                contestId,
                state = state.Key,
                skip,
                take,
            },
            ct
        );
        var hours = await ListHoursAsync(contestId, state, [.. groups.Select(group => group.EntryId).Distinct()], ct);
        return [.. groups.Select(group => group with { Hours = [.. hours[(group.EntryId, group.Reason)]] })];
    }

    /// <summary>Each vote of a group, the first ones first.</summary>
    public Task<IReadOnlyList<JudgedVote>> ListAsync(
        long contestId,
        long entryId,
        VoteReason reason,
        VoteState state,
        int skip,
        int take,
        CancellationToken ct
    ) =>
        database.ListAsync<JudgedVote>(
            $"""
            SELECT v.id, v.voted_at, v.source, v.decided_by, p.created_at AS first_seen
              FROM contest_votes v LEFT JOIN people p ON p.id = v.person_id
             WHERE {Judged} AND v.entry_id = @entryId AND v.reason = @reason
             ORDER BY v.id LIMIT @take OFFSET @skip
            """,
            new
            {
                contestId,
                entryId,
                reason = reason.Key,
                state = state.Key,
                skip,
                take,
            },
            ct
        );

    /// <summary>Entries by the votes that were counted, the most first; none before.</summary>
    public Task<IReadOnlyList<CountedEntry>> ListCountedAsync(long contestId, int skip, int take, CancellationToken ct) =>
        database.ListAsync<CountedEntry>(
            """
            SELECT e.id, e.title, e.author, e.group_key, e.votes
              FROM contest_entries e JOIN contests c ON c.id = e.contest_id
             WHERE e.contest_id = @contestId AND e.state = 'accepted' AND c.votes_closed_at IS NOT NULL
             ORDER BY e.votes DESC, e.id LIMIT @take OFFSET @skip
            """,
            new
            {
                contestId,
                skip,
                take,
            },
            ct
        );

    private async Task<ILookup<(long EntryId, VoteReason Reason), VotesInHour>> ListHoursAsync(
        long contestId,
        VoteState state,
        long[] entryIds,
        CancellationToken ct
    ) =>
        (
            await database.ListAsync<HourRow>(
                $$"""
                SELECT v.entry_id, v.reason, SUBSTR(v.voted_at, 1, 13) AS hour, COUNT(*) AS votes
                  FROM contest_votes v
                 WHERE {{Judged}} AND v.entry_id IN {=entryIds}
                 GROUP BY v.entry_id, v.reason, SUBSTR(v.voted_at, 1, 13)
                 ORDER BY hour
                """,
                new
                {
                    contestId,
                    state = state.Key,
                    entryIds,
                },
                ct
            )
        ).ToLookup(row => (row.EntryId, row.Reason), row => row.Hours);

    private sealed record HourRow
    {
        public required long EntryId { get; init; }
        public required VoteReason Reason { get; init; }

        /// <summary>2026-05-30 01, in UTC.</summary>
        public required string Hour { get; init; }
        public required int Votes { get; init; }

        public VotesInHour Hours =>
            new(DateTimeOffset.ParseExact(Hour, "yyyy-MM-dd HH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), Votes);
    }
}

/// <summary>All votes of a contest.</summary>
public sealed record VoteTally
{
    public required int Counted { get; init; }
    public required int Held { get; init; }
    public required int ThrownOut { get; init; }
    public required int TakenBack { get; init; }

    /// <summary>Persons who have given votes.</summary>
    public required int Voters { get; init; }
}

/// <param name="Hour">When it began.</param>
public sealed record VotesInHour(DateTimeOffset Hour, int Votes);

/// <summary>Votes for one entry that are, or were, held for one reason.</summary>
public sealed record VoteGroup
{
    public required long EntryId { get; init; }
    public required string Title { get; init; }
    public required VoteReason Reason { get; init; }
    public required VoteState State { get; init; }
    public required int Votes { get; init; }
    public required long FirstId { get; init; }
    public required long LastId { get; init; }
    public required DateTimeOffset FirstAt { get; init; }
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How many addresses they came from.</summary>
    public required int Sources { get; init; }

    /// <summary>How they spread over time, only hours that have some.</summary>
    public IReadOnlyList<VotesInHour> Hours { get; init; } = [];

    public VoteChoice Choice => new(EntryId, Reason, State, FirstId, LastId, Votes);
}

public sealed record JudgedVote
{
    public required long Id { get; init; }
    public required DateTimeOffset VotedAt { get; init; }
    public required string Source { get; init; }
    public required string DecidedBy { get; init; }

    /// <summary>When the voter was first seen; null where they are forgotten.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>By which votes from one address are told from others; empty where it is not known.</summary>
    public string SourceMark => Source.Length < 4 ? "" : Source[^4..];
}

public sealed record CountedEntry
{
    public required long Id { get; init; }
    public required string Title { get; init; }
    public required string Author { get; init; }
    public required string GroupKey { get; init; }
    public required int Votes { get; init; }
}
