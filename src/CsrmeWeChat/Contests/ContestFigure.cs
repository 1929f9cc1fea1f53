using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>What came to the latest contests, a bar for each.</summary>
public sealed class ContestFigure(Database database, ContestFigures figures) : IFigureSource
{
    private const int Shown = 6;

    public int Place => 55;

    public IReadOnlyList<Role> Roles => [Role.Admin, Role.Secretary, Role.Reviewer];

    public async Task<Figure?> DrawAsync(DateTimeOffset now, CancellationToken ct)
    {
        var latest = await database.ListAsync<Named>(
            """
            SELECT c.id, c.title FROM contests c JOIN seasons s ON s.id = c.season_id
             WHERE c.state = 'published' AND s.hidden = 0 AND c.opens_at <= @now
             ORDER BY c.opens_at DESC, c.id DESC LIMIT @Shown
            """,
            new { now, Shown },
            ct
        );
        if (latest.Count == 0)
        {
            return null;
        }
        var counts = await figures.CountAsync([.. latest.Select(contest => contest.Id)], ct);
        var contests = latest.Reverse().ToList();
        return new Figure(
            "摄影作品",
            "件",
            FigureShape.Bars,
            "大赛",
            [.. contests.Select(contest => contest.Title)],
            [
                new("通过", [.. contests.Select(contest => (long)counts[contest.Id].Accepted)]),
                new("待审核", [.. contests.Select(contest => (long)counts[contest.Id].Reviewing)]),
                new("其他", [.. contests.Select(contest => (long)(counts[contest.Id].Submitted + counts[contest.Id].Returned))]),
            ]
        );
    }

    private sealed record Named
    {
        public required long Id { get; init; }
        public required string Title { get; init; }
    }
}
