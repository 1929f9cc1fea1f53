using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Rehearsals;

/// <summary>A benefit opens soon, and nobody has tried lately what a rush would bear.</summary>
public sealed class RehearsalWork(Database database) : IWorkSource
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(2),
        Lately = TimeSpan.FromDays(14);

    /// <summary>So shortly before an opening no rehearsal may begin.</summary>
    private static readonly TimeSpan TooLate = TimeSpan.FromMinutes(130);

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var opening = await database.FindAsync<Opening>(
            """
            SELECT b.title, b.opens_at
              FROM benefits b JOIN seasons s ON s.id = b.season_id
             WHERE b.state = 'published' AND s.hidden = 0 AND b.opens_at > @from AND b.opens_at < @to
               AND NOT EXISTS (SELECT 1 FROM rehearsals r WHERE r.state = 'done' AND r.ended_at > @since)
             ORDER BY b.opens_at
             LIMIT 1
            """,
            new
            {
                from = now + TooLate,
                to = now + Ahead,
                since = now - Lately,
            },
            ct
        );
        return opening is null
            ? []
            :
            [
                new Work(
                    "rehearsal",
                    "/staff/rehearsal",
                    1,
                    $"福利“{opening.Title}”{Show.Beijing(opening.OpensAt)} 开始领取，近两周没有演练过。",
                    "/staff/rehearsal",
                    "去演练",
                    Role.Admin
                )
                {
                    IsUrgent = China.Date(opening.OpensAt) == China.Date(now),
                },
            ];
    }

    private sealed record Opening
    {
        public required string Title { get; init; }
        public required DateTimeOffset OpensAt { get; init; }
    }
}
