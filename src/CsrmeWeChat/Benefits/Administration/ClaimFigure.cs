using System.Globalization;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits;

/// <summary>Claims by day and benefit over the last weeks.</summary>
public sealed class ClaimFigure(Database database) : IFigureSource
{
    private const int Days = 30;

    public int Place => 10;

    public IReadOnlyList<Role> Roles { get; } = [Role.Admin, Role.Secretary];

    public async Task<Figure?> DrawAsync(DateTimeOffset now, CancellationToken ct)
    {
        var today = China.Date(now);
        var first = today.AddDays(1 - Days);
        // Hours of UTC are hours of Beijing, too; the index holds all that is counted.
        var hours = await database.ListAsync<Hour>(
            """
            SELECT b.id, b.title, c.first, c.amount
              FROM (SELECT benefit_id, MIN(claimed_at) AS first, COUNT(*) AS amount
                      FROM claims
                     WHERE benefit_id IN (SELECT id FROM benefits WHERE closes_at > @from AND season_id IN
                                                 (SELECT id FROM seasons WHERE hidden = 0))
                       AND claimed_at >= @from
                     GROUP BY benefit_id, SUBSTR(claimed_at, 1, 13)) AS c
              JOIN benefits b ON b.id = c.benefit_id
             ORDER BY b.opens_at, b.id
            """,
            new { from = China.Midnight(first) },
            ct
        );
        if (hours.Count == 0)
        {
            return null;
        }
        var begin = China.Date(hours.Min(hour => hour.First));
        var days = Enumerable.Range(0, today.DayNumber - begin.DayNumber + 1).Select(begin.AddDays).ToList();
        return new Figure(
            "每天领取的福利",
            "份",
            FigureShape.Bars,
            "日期",
            [.. days.Select(day => day.ToString("M月d日", CultureInfo.InvariantCulture))],
            [.. hours.GroupBy(hour => (hour.Id, hour.Title)).Select(of => new FigureSeries(of.Key.Title, ValuesOf([.. of], days)))]
        );
    }

    private static IReadOnlyList<long> ValuesOf(IReadOnlyCollection<Hour> hours, List<DateOnly> days)
    {
        var byDay = hours.ToLookup(hour => China.Date(hour.First), hour => hour.Amount);
        return [.. days.Select(day => byDay[day].Sum())];
    }

    private sealed record Hour
    {
        public required long Id { get; init; }
        public required string Title { get; init; }

        /// <summary>The first claim within the hour.</summary>
        public required DateTimeOffset First { get; init; }
        public required long Amount { get; init; }
    }
}
