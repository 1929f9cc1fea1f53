using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>What a door takes along, and how many came.</summary>
public sealed class DoorLists(Database database)
{
    /// <summary>How many conflicts are shown; each is one too many.</summary>
    private const int MaxConflicts = 50;

    /// <summary>Null where there is no such session; nobody stands at the door of a private event and sees who comes.</summary>
    public async Task<(Event Event, EventSession Session)?> FindAsync(long sessionId, CancellationToken ct) =>
        await RegistrationStates.ReadAsync(database, sessionId, ct) is { Event.Kind.IsPrivate: false } found ? found : null;

    /// <summary>
    /// The list of a session's day, with which a door can decide without network: what a door needs and no more. No phone number, no
    /// openid, no answer to the form stands in it, and no key for another day.
    /// </summary>
    public async Task<DoorList> ListAsync(EventSession session, DateTimeOffset now, CancellationToken ct)
    {
        var (tickets, arrivals, conflicts) = await database.ReadAsync(
            """
            SELECT r.code, r.state, r.seats, r.names, r.ticket_key FROM registrations r WHERE r.session_id = @Id ORDER BY r.serial;
            SELECT subject, registration_id, name, seats, entered_at, left_at, door
              FROM event_arrivals WHERE session_id = @Id ORDER BY entered_at, id;
            SELECT subject, at, door FROM event_scans WHERE session_id = @Id AND outcome = 'conflict' ORDER BY id DESC LIMIT @MaxConflicts;
            """,
            new { session.Id, MaxConflicts },
            async grid =>
                (
                    (await grid.ReadAsync<TicketRow>()).ToList(),
                    (await grid.ReadAsync<ArrivalRow>()).ToList(),
                    (await grid.ReadAsync<ConflictRow>()).ToList()
                ),
            ct
        );
        return new DoorList(
            now,
            session.DoorUntil,
            [.. tickets.Select(row => Of(row, session))],
            [
                .. arrivals.Select(row => new DoorArrival(
                    row.Subject,
                    row.RegistrationId is null,
                    row.Name,
                    row.Seats,
                    row.EnteredAt,
                    row.LeftAt,
                    row.Door
                )),
            ],
            [.. conflicts.Select(row => new DoorConflict(row.Subject, row.At, row.Door))]
        );
    }

    /// <summary>Of who may not come in, only why.</summary>
    private static DoorTicket Of(TicketRow row, EventSession session) =>
        row.State is RegistrationState.Registered
            ? new(row.Code, row.State.Key, row.Seats, EventJson.Read<string[]>(row.Names), TicketCode.DayKey(row.TicketKey, session.Day))
            : new(row.Code, row.State.Key, 0, [], "");

    public async Task<IReadOnlyDictionary<long, Attendance>> CountAsync(IReadOnlyCollection<long> sessionIds, CancellationToken ct) =>
        (
            await database.ListAsync<Attendance>(
                """
                SELECT s.id AS session_id, COALESCE(SUM(a.seats), 0) AS came,
                       COALESCE(SUM(CASE WHEN a.left_at IS NULL THEN a.seats ELSE 0 END), 0) AS inside,
                       COALESCE(SUM(CASE WHEN a.registration_id IS NULL THEN a.seats ELSE 0 END), 0) AS walked_in
                  FROM event_sessions s LEFT JOIN event_arrivals a ON a.session_id = s.id
                 WHERE s.id IN {=sessionIds}
                 GROUP BY s.id
                """,
                new { sessionIds },
                ct
            )
        ).ToDictionary(one => one.SessionId);

    /// <summary>Sessions of published events that are on now or begin in the next month, the first one first.</summary>
    public Task<IReadOnlyList<DoorSession>> ListSessionsAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<DoorSession>(
            """
            SELECT s.id, s.event_id, e.title AS event, s.title, e.place, s.starts_at, s.ends_at,
                   (SELECT COALESCE(SUM(r.seats), 0) FROM registrations r
                     WHERE r.session_id = s.id AND r.state = 'registered') AS registered
              FROM event_sessions s JOIN events e ON e.id = s.event_id JOIN seasons y ON y.id = e.season_id
             WHERE e.state = 'published' AND e.kind <> 'counselling' AND y.hidden = 0 AND s.ends_at > @since AND s.starts_at < @until
             ORDER BY s.starts_at, s.id LIMIT 100
            """,
            new { since = now.AddDays(-1), until = now.AddDays(31) },
            ct
        );

    private sealed record TicketRow
    {
        public required string Code { get; init; }
        public required RegistrationState State { get; init; }
        public required int Seats { get; init; }
        public required string Names { get; init; }
        public required string TicketKey { get; init; }
    }

    private sealed record ArrivalRow
    {
        public required string Subject { get; init; }
        public long? RegistrationId { get; init; }
        public required string Name { get; init; }
        public required int Seats { get; init; }
        public required DateTimeOffset EnteredAt { get; init; }
        public DateTimeOffset? LeftAt { get; init; }
        public required string Door { get; init; }
    }

    private sealed record ConflictRow
    {
        public required string Subject { get; init; }
        public required DateTimeOffset At { get; init; }
        public required string Door { get; init; }
    }
}

/// <param name="Until">Then it is erased.</param>
public sealed record DoorList(
    DateTimeOffset Now,
    DateTimeOffset Until,
    IReadOnlyList<DoorTicket> Tickets,
    IReadOnlyList<DoorArrival> Arrivals,
    IReadOnlyList<DoorConflict> Conflicts
);

/// <param name="Key">For this day, in hexadecimal; empty where it lets nobody in.</param>
public sealed record DoorTicket(string Code, string State, int Seats, IReadOnlyList<string> Names, string Key);

/// <param name="Subject">The ticket's code, or the number of the scan that let in somebody without one.</param>
public sealed record DoorArrival(
    string Subject,
    bool IsWalkIn,
    string Name,
    int Seats,
    DateTimeOffset EnteredAt,
    DateTimeOffset? LeftAt,
    string Door
);

public sealed record DoorConflict(string Subject, DateTimeOffset At, string Door);

public sealed record DoorSession
{
    public required long Id { get; init; }
    public required long EventId { get; init; }
    public required string Event { get; init; }
    public required string Title { get; init; }
    public required string Place { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public required long Registered { get; init; }
}
