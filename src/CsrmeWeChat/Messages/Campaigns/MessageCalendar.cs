using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>Messages in the console's calendar: when they begin or are meant to, and where they had no time, when they ended.</summary>
public sealed class MessageCalendar(Database database) : ICalendarSource
{
    public IReadOnlyList<Role> Roles => [Role.Admin, Role.Secretary];

    public async Task<IReadOnlyList<CalendarEntry>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var found = await database.ListAsync<Line>(
            """
            SELECT id, name, state, COALESCE(start_at, ended_at) AS at
              FROM campaigns
             WHERE state <> 'cancelled' AND automatic = 0 AND COALESCE(start_at, ended_at) >= @from AND COALESCE(start_at, ended_at) < @to
            """,
            new { from, to },
            ct
        );
        return
        [
            .. found.Select(line => new CalendarEntry(
                line.At,
                "消息",
                line.State.Label,
                line.State.Badge,
                line.Name,
                "",
                $"/staff/messages/{line.Id}"
            )),
        ];
    }

    private sealed record Line
    {
        public required long Id { get; init; }
        public required string Name { get; init; }
        public required CampaignState State { get; init; }
        public required DateTimeOffset At { get; init; }
    }
}
