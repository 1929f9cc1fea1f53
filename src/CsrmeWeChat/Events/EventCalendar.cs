using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>When sessions of events begin, in the console's calendar.</summary>
public sealed class EventCalendar(Database database) : ICalendarSource
{
    public IReadOnlyList<Role> Roles => [Role.Admin, Role.Secretary];

    public async Task<IReadOnlyList<CalendarEntry>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var found = await database.ListAsync<Start>(
            """
            SELECT e.id, e.title, e.state, s.title AS session, s.starts_at, s.taken, s.capacity
              FROM event_sessions s JOIN events e ON e.id = s.event_id JOIN seasons y ON y.id = e.season_id
             WHERE y.hidden = 0 AND s.starts_at >= @from AND s.starts_at < @to
            """,
            new { from, to },
            ct
        );
        return [.. found.Select(Entry)];
    }

    private static CalendarEntry Entry(Start start) =>
        new(
            start.StartsAt,
            "活动",
            start.State is EventState.Published ? "开始" : start.State.Label,
            start.State switch
            {
                EventState.Draft => "yellow",
                EventState.Published => "green",
                EventState.Cancelled => "red",
            },
            start.Session is "" ? start.Title : $"{start.Title} {start.Session}",
            $"{start.Taken} / {start.Capacity} 人",
            $"/staff/events/{start.Id}"
        );

    private sealed record Start
    {
        public required long Id { get; init; }
        public required string Title { get; init; }
        public required EventState State { get; init; }
        public required string Session { get; init; }
        public required DateTimeOffset StartsAt { get; init; }
        public required int Taken { get; init; }
        public required int Capacity { get; init; }
    }
}
