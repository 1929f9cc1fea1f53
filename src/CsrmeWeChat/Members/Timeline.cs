using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Members;

/// <summary>One thing that happened to a member.</summary>
/// <param name="By">Who of the staff did it; empty where it was the member or the service.</param>
public sealed record TimelineLine(DateTimeOffset At, string What, string Detail = "", string By = "")
{
    public IReadOnlyList<AuditDifference> Changes { get; init; } = [];
}

/// <summary>What one feature knows of a member's history. Each feature brings its own.</summary>
public interface ITimelineSource
{
    /// <summary>The newest first, at least <paramref name="limit"/> of them if there are as many.</summary>
    Task<IReadOnlyList<TimelineLine>> ListAsync(Member member, int limit, DateTimeOffset now, CancellationToken ct);
}

/// <summary>A member's history, as all features together know it.</summary>
public sealed class Timeline(IEnumerable<ITimelineSource> sources)
{
    /// <summary>The newest first.</summary>
    public async Task<(IReadOnlyList<TimelineLine> Lines, bool HasMore)> ListAsync(
        Member member,
        int limit,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var lines = new List<TimelineLine>();
        foreach (var source in sources)
        {
            lines.AddRange(await source.ListAsync(member, limit + 1, now, ct));
        }
        return ([.. lines.OrderByDescending(line => line.At).Take(limit)], lines.Count > limit);
    }
}
