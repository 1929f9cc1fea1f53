using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>What contests have come to, counted.</summary>
public sealed class ContestFigures(Database database)
{
    /// <summary>Of each of these contests, zeros where nothing came.</summary>
    public async Task<IReadOnlyDictionary<long, ContestCount>> CountAsync(IReadOnlyCollection<long> contests, CancellationToken ct)
    {
        var found = await database.ListAsync<ContestCount>(
            """
            SELECT e.contest_id,
                   SUM(CASE e.state WHEN 'draft' THEN 1 ELSE 0 END) AS drafts,
                   SUM(CASE e.state WHEN 'submitted' THEN 1 ELSE 0 END) AS submitted,
                   SUM(CASE e.state WHEN 'reviewing' THEN 1 ELSE 0 END) AS reviewing,
                   SUM(CASE e.state WHEN 'returned' THEN 1 ELSE 0 END) AS returned,
                   SUM(CASE e.state WHEN 'accepted' THEN 1 ELSE 0 END) AS accepted,
                   SUM(CASE e.state WHEN 'withdrawn' THEN 1 ELSE 0 END) AS withdrawn,
                   COUNT(DISTINCT CASE WHEN e.state NOT IN ('draft', 'withdrawn') THEN e.person_id END) AS authors
              FROM contest_entries e
             WHERE e.contest_id IN {=contests}
             GROUP BY e.contest_id
            """,
            new { contests },
            ct
        );
        var known = found.ToDictionary(count => count.ContestId);
        return contests.ToDictionary(id => id, id => known.GetValueOrDefault(id) ?? new ContestCount { ContestId = id });
    }

    /// <summary>How many were handed in and not taken back, and how many of them accepted; by group, and by subject.</summary>
    public Task<IReadOnlyList<PartCount>> CountPartsAsync(long contestId, CancellationToken ct) =>
        database.ListAsync<PartCount>(
            """
            SELECT e.group_key, e.subject, COUNT(*) AS handed_in, SUM(CASE e.state WHEN 'accepted' THEN 1 ELSE 0 END) AS accepted
              FROM contest_entries e
             WHERE e.contest_id = @contestId AND e.state NOT IN ('draft', 'withdrawn')
             GROUP BY e.group_key, e.subject
            """,
            new { contestId },
            ct
        );
}

public sealed record ContestCount
{
    public required long ContestId { get; init; }
    public int Drafts { get; init; }

    /// <summary>Handed in; the photos are being prepared.</summary>
    public int Submitted { get; init; }
    public int Reviewing { get; init; }
    public int Returned { get; init; }
    public int Accepted { get; init; }
    public int Withdrawn { get; init; }

    /// <summary>People with at least one entry that was handed in and not taken back.</summary>
    public int Authors { get; init; }

    public int HandedIn => Submitted + Reviewing + Returned + Accepted;
}

public sealed record PartCount
{
    public required string GroupKey { get; init; }
    public required string Subject { get; init; }
    public required long HandedIn { get; init; }
    public required long Accepted { get; init; }
}
