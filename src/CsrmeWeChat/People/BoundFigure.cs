using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Dapper;

namespace CsrmeWeChat.People;

/// <summary>How many members were bound to a WeChat user at the end of each week.</summary>
public sealed class BoundFigure(Database database) : IFigureSource
{
    private const int Weeks = 12;

    public int Place => 20;

    public IReadOnlyList<Role> Roles { get; } = [Role.Admin, Role.Secretary];

    public async Task<Figure?> DrawAsync(DateTimeOffset now, CancellationToken ct)
    {
        DateOnly[] days = [.. Enumerable.Range(0, Weeks).Select(week => China.Date(now).AddDays(-7 * (Weeks - 1 - week)))];
        var changes = (await ChangesAsync(days, ct)).ToDictionary(change => change.WeekNo, change => change.Difference);
        var bound = new long[Weeks];
        for (var week = 0; week < Weeks; week++)
        {
            bound[week] = (week == 0 ? 0 : bound[week - 1]) + changes.GetValueOrDefault(week);
        }
        return bound.All(count => count == 0)
            ? null
            : new Figure(
                "已绑定微信的会员",
                "人",
                FigureShape.Lines,
                "日期",
                [.. days.Select(day => Show.Date(day))],
                [new("已绑定", bound)]
            );
    }

    /// <summary>How many more were bound than unbound in each week; in the first, in all the time before its end.</summary>
    private Task<IReadOnlyList<WeekChange>> ChangesAsync(DateOnly[] days, CancellationToken ct)
    {
        var ends = new DynamicParameters();
        foreach (var (week, day) in days.Index())
        {
            ends.Add($"end{week}", China.Midnight(day.AddDays(1)));
        }
        var weeks = string.Join(' ', days.Select((_, week) => $"WHEN e.at < @end{week} THEN {week}"));
        // Members of a rehearsal have no name.
        return database.ListAsync<WeekChange>(
            $"""
            SELECT CASE {weeks} END AS week_no, SUM(CASE e.event WHEN 'bound' THEN 1 ELSE -1 END) AS difference
              FROM binding_events e JOIN members m ON m.id = e.member_id
             WHERE m.name_key > '' AND e.at < @end{days.Length - 1}
             GROUP BY week_no
            """,
            ends,
            ct
        );
    }

    private sealed record WeekChange
    {
        public required int WeekNo { get; init; }
        public required long Difference { get; init; }
    }
}
