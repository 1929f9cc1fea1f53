using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>Who registered, for staff: counts by state, and lists.</summary>
public sealed class RegistrationLists(Database database)
{
    public const int MaxShown = 200;

    /// <summary>Of each session of these events.</summary>
    public async Task<ILookup<long, SessionCount>> CountAsync(IReadOnlyCollection<long> eventIds, CancellationToken ct) =>
        (
            await database.ListAsync<SessionCount>(
                """
                SELECT s.event_id, s.id AS session_id, COUNT(r.id) AS registrations,
                       COALESCE(SUM(CASE WHEN r.state = 'registered' THEN r.seats ELSE 0 END), 0) AS registered,
                       COALESCE(SUM(CASE WHEN r.state = 'waiting' THEN r.seats ELSE 0 END), 0) AS waiting,
                       COALESCE(SUM(CASE WHEN r.state = 'offered' THEN r.seats ELSE 0 END), 0) AS offered
                  FROM event_sessions s LEFT JOIN registrations r ON r.session_id = s.id
                 WHERE s.event_id IN {=eventIds}
                 GROUP BY s.event_id, s.id
                """,
                new { eventIds },
                ct
            )
        ).ToLookup(count => count.EventId);

    /// <summary>Those that stand, in the order of arrival, and the ended ones behind them. Of a private event nobody.</summary>
    /// <param name="limit">The maximum number of rows.</param>
    public Task<IReadOnlyList<ListedRegistration>> ListAsync(long sessionId, int limit, CancellationToken ct) =>
        database.ListAsync<ListedRegistration>(
            $"""
            SELECT {Registration.Columns}, m.number AS member_number, m.name AS member_name, m.unit, a.entered_at, a.seats AS came
              FROM registrations r
              JOIN event_sessions s ON s.id = r.session_id
              JOIN events e ON e.id = s.event_id AND e.kind <> 'counselling'
              LEFT JOIN bindings b ON b.person_id = r.person_id
              LEFT JOIN members m ON m.id = b.member_id
              LEFT JOIN event_arrivals a ON a.registration_id = r.id
             WHERE r.session_id = @sessionId
             ORDER BY CASE r.state WHEN 'registered' THEN 0 WHEN 'offered' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END, r.serial
             LIMIT @limit
            """,
            new { sessionId, limit },
            ct
        );
}

/// <summary>People, not rows: a group counts as many as come.</summary>
public sealed record SessionCount
{
    public required long EventId { get; init; }
    public required long SessionId { get; init; }
    public required long Registrations { get; init; }
    public required long Registered { get; init; }
    public required long Waiting { get; init; }
    public required long Offered { get; init; }
}

public sealed record ListedRegistration : Registration
{
    /// <summary>Of the member who registered; null where it is none.</summary>
    public string? MemberNumber { get; init; }
    public string? MemberName { get; init; }
    public string? Unit { get; init; }

    /// <summary>Null for who has not come.</summary>
    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>Of a group, not everybody need have come.</summary>
    public int Came { get; init; }
}
