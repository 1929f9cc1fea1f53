using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>What came of the latest calls, a bar for each.</summary>
public sealed class VideoFigure(Database database, CallFigures figures) : IFigureSource
{
    private const int Shown = 6;

    public int Place => 50;

    public IReadOnlyList<Role> Roles => [Role.Admin, Role.Secretary, Role.Reviewer];

    public async Task<Figure?> DrawAsync(DateTimeOffset now, CancellationToken ct)
    {
        var latest = await database.ListAsync<Named>(
            """
            SELECT c.id, c.title FROM video_calls c JOIN seasons s ON s.id = c.season_id
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
        var counts = await figures.CountAsync([.. latest.Select(call => call.Id)], ct);
        var calls = latest.Reverse().ToList();
        return new Figure(
            "短视频作品",
            "件",
            FigureShape.Bars,
            "征集",
            [.. calls.Select(call => call.Title)],
            [
                new("通过", [.. calls.Select(call => (long)counts[call.Id].Chosen)]),
                new("待审核", [.. calls.Select(call => (long)counts[call.Id].Reviewing)]),
                new("其他", [.. calls.Select(call => (long)(counts[call.Id].Submitted + counts[call.Id].Returned))]),
            ]
        );
    }

    private sealed record Named
    {
        public required long Id { get; init; }
        public required string Title { get; init; }
    }
}
