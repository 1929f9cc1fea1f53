using System.Globalization;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Followers;

/// <summary>
/// Followers at the end of each month. Counted from when each began and ended to follow; of somebody who came back only the last time is
/// known.
/// </summary>
public sealed class FollowerFigure(Database database) : IFigureSource
{
    private const int Months = 12;

    public int Place => 30;

    public IReadOnlyList<Role> Roles => [Role.Admin, Role.Secretary];

    public async Task<Figure?> DrawAsync(DateTimeOffset now, CancellationToken ct)
    {
        var today = China.Date(now);
        var next = new DateOnly(today.Year, today.Month, 1).AddMonths(1);
        var ends = Enumerable.Range(1 - Months, Months).Select(next.AddMonths).ToList();
        var counts = new List<long>();
        foreach (var end in ends)
        {
            counts.Add(await CountAsync(China.Midnight(end), ct));
        }
        return counts.All(count => count == 0)
            ? null
            : new Figure(
                "公众号关注者",
                "人",
                FigureShape.Lines,
                "月份",
                [.. ends.Select(end => end.AddDays(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture))],
                [new("关注者", counts)]
            );
    }

    private Task<long> CountAsync(DateTimeOffset end, CancellationToken ct) =>
        database.FindAsync<long>(
            """
            SELECT COUNT(*) FROM followers
             WHERE (followed_at IS NULL OR followed_at < @end) AND (follows = 1 OR left_at >= @end)
            """,
            new { end },
            ct
        );
}
