using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>What calls have come to, counted.</summary>
public sealed class CallFigures(Database database)
{
    /// <summary>Of each of these calls, zeros where nothing came.</summary>
    public async Task<IReadOnlyDictionary<long, CallCount>> CountAsync(IReadOnlyCollection<long> calls, CancellationToken ct)
    {
        var found = await database.ListAsync<CallCount>(
            """
            SELECT e.call_id,
                   SUM(CASE e.state WHEN 'draft' THEN 1 ELSE 0 END) AS drafts,
                   SUM(CASE e.state WHEN 'submitted' THEN 1 ELSE 0 END) AS submitted,
                   SUM(CASE e.state WHEN 'reviewing' THEN 1 ELSE 0 END) AS reviewing,
                   SUM(CASE e.state WHEN 'returned' THEN 1 ELSE 0 END) AS returned,
                   SUM(CASE e.state WHEN 'accepted' THEN 1 ELSE 0 END) AS accepted,
                   SUM(CASE e.state WHEN 'shown' THEN 1 ELSE 0 END) AS shown,
                   SUM(CASE e.state WHEN 'withdrawn' THEN 1 ELSE 0 END) AS withdrawn,
                   COUNT(DISTINCT CASE WHEN e.state NOT IN ('draft', 'withdrawn') THEN e.person_id END) AS authors,
                   SUM(e.likes) AS likes,
                   SUM(CASE WHEN e.state NOT IN ('draft', 'withdrawn') THEN COALESCE(f.milliseconds, 0) ELSE 0 END) AS milliseconds,
                   SUM(CASE WHEN e.state NOT IN ('draft', 'withdrawn') THEN COALESCE(f.size, 0) ELSE 0 END) AS bytes
              FROM video_entries e
              LEFT JOIN video_files f ON f.id = e.video_id
             WHERE e.call_id IN @calls
             GROUP BY e.call_id
            """,
            new { calls },
            ct
        );
        var known = found.ToDictionary(count => count.CallId);
        return calls.ToDictionary(call => call, call => known.GetValueOrDefault(call) ?? new CallCount { CallId = call });
    }
}

public sealed record CallCount
{
    public required long CallId { get; init; }
    public int Drafts { get; init; }

    /// <summary>Handed in; the video is being prepared.</summary>
    public int Submitted { get; init; }
    public int Reviewing { get; init; }
    public int Returned { get; init; }
    public int Accepted { get; init; }
    public int Shown { get; init; }
    public int Withdrawn { get; init; }

    /// <summary>People with at least one entry that was handed in and not taken back.</summary>
    public int Authors { get; init; }
    public long Likes { get; init; }
    public long Milliseconds { get; init; }

    /// <summary>Of the files as they were sent.</summary>
    public long Bytes { get; init; }

    public int HandedIn => Submitted + Reviewing + Returned + Chosen;

    public int Chosen => Accepted + Shown;

    public long Seconds => Milliseconds / 1000;
}
