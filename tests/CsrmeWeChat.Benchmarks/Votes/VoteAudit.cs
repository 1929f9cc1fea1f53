using CsrmeWeChat.Contests;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Votes;

/// <summary>Holds what the voters were told against the rows, and the rows against what is counted.</summary>
/// <param name="Lost">Votes that were answered with a success and have no row.</param>
/// <param name="Doubled">Rows beyond one for each voter and entry.</param>
/// <param name="Miscounted">By how many votes the entries' counts differ from their rows.</param>
internal sealed record VoteAudit(int Lost, int Doubled, int Miscounted, int Unanswered, int Unasked)
{
    public IEnumerable<string> Faults =>
        new (int Count, string What)[]
        {
            (Lost, "votes have no row"),
            (Doubled, "rows are doubled"),
            (Miscounted, "votes are miscounted"),
            (Unanswered, "votes were not answered with 200"),
            (Unasked, "rows are of no vote"),
        }
            .Where(fault => fault.Count > 0)
            .Select(fault => $"{fault.Count} {fault.What}");

    /// <param name="counts">Whether staff count the votes; else a counter has done so.</param>
    public static async Task<VoteAudit> OfAsync(
        VoteStage stage,
        Contest contest,
        IReadOnlyList<(int Voter, long Entry)> votes,
        LoadRun run,
        bool counts
    )
    {
        var rows = await stage.Database.ListAsync<(long Person, long Entry)>(
            "SELECT person_id, entry_id FROM contest_votes WHERE contest_id = @Id",
            new { contest.Id }
        );
        var told = votes
            .Where((_, i) => run.Answers[i].Status is >= 200 and < 300)
            .Select(vote => (vote.Voter + 1L, vote.Entry))
            .ToHashSet();
        if (counts && await stage.CountAsync(contest) is not CountOutcome.Done)
        {
            throw new InvalidOperationException("The votes could not be counted.");
        }
        var miscounted = await stage.Database.FindAsync<int>(
            """
            SELECT COALESCE(SUM(ABS(e.votes - (SELECT COUNT(*) FROM contest_votes v WHERE v.entry_id = e.id AND v.state = 'counted'))), 0)
              FROM contest_entries e WHERE e.contest_id = @Id
            """,
            new { contest.Id }
        );
        var distinct = rows.ToHashSet();
        return new VoteAudit(
            told.Except(distinct).Count(),
            rows.Count - distinct.Count,
            miscounted,
            votes.Count - told.Count,
            distinct.Except(told).Count()
        );
    }
}
