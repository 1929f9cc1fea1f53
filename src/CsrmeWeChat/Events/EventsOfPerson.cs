using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>
/// What a person registered for. Who is forgotten gives their places back, and the rows stay without a name, for the count. Of two who turn
/// out to be one, the better registration for a session stays.
/// </summary>
public sealed class EventsOfPerson(Database database) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("registrations.person_id", OnErase.Emptied),
        new("registrations.participant", OnErase.Emptied),
        new("registrations.names", OnErase.Emptied),
        new("registrations.answers", OnErase.Emptied),
        new("registrations.guardian", OnErase.Emptied),
        new("event_feedback.remark", OnErase.Emptied),
        new("registrations.why", OnErase.Emptied),
    ];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await database.ListAsync<Held>(
            """
            SELECT e.title AS event, s.title AS session, s.starts_at, r.state, r.names, r.answers, r.guardian, r.agreed_at, r.why,
                   r.made_at, a.entered_at, a.left_at, f.rating, f.remark
              FROM registrations r JOIN event_sessions s ON s.id = r.session_id JOIN events e ON e.id = s.event_id
              LEFT JOIN event_arrivals a ON a.registration_id = r.id
              LEFT JOIN event_feedback f ON f.registration_id = r.id
             WHERE r.person_id = @Id ORDER BY r.id
            """,
            new { person.Id },
            ct
        );
        return new Dictionary<string, object?>
        {
            ["registrations"] = rows.Select(row => new
                {
                    row.Event,
                    row.Session,
                    row.StartsAt,
                    row.State,
                    Names = EventJson.Read<string[]>(row.Names),
                    Answers = EventJson.Read<Dictionary<string, string>>(row.Answers),
                    row.Guardian,
                    row.AgreedAt,
                    row.Why,
                    row.MadeAt,
                    row.EnteredAt,
                    row.LeftAt,
                    row.Rating,
                    row.Remark,
                })
                .ToList(),
        };
    }

    public async Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var sessionId in await ListSessionsAsync(tx, [person.Id], ct))
        {
            await GiveUpAsync(tx, sessionId, await ListAsync(tx, sessionId, [person.Id], ct), now, ct);
        }
        await RegistrationStates.ForgetAsync(tx, person.Id, ct);
    }

    public async Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var sessionId in await ListSessionsAsync(tx, [kept.Id, gone.Id], ct))
        {
            var live = await ListAsync(tx, sessionId, [kept.Id, gone.Id], ct);
            // A place goes before an offer, and an offer before waiting; of two alike the earlier one stays.
            var stays = live.OrderBy(one =>
                    one.State is RegistrationState.Registered ? 0
                    : one.State is RegistrationState.Offered ? 1
                    : 2
                )
                .ThenBy(one => one.Serial)
                .FirstOrDefault();
            await GiveUpAsync(tx, sessionId, [.. live.Where(one => one != stays)], now, ct);
        }
        await RegistrationStates.MergeAsync(tx, kept.Id, gone.Id, ct);
    }

    private static async Task GiveUpAsync(
        Transaction tx,
        long sessionId,
        IReadOnlyList<Registration> given,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (await RegistrationStates.LockAsync(tx, sessionId, ct) is not { } found)
        {
            return;
        }
        await RegistrationStates.EndAsync(tx, sessionId, given, RegistrationState.Cancelled, now, ct);
        var session = found.Session with { Taken = found.Session.Taken - given.Where(one => one.State.TakesPlaces).Sum(one => one.Seats) };
        await WaitingList.MoveUpAsync(tx, found.Event, session, now, ct);
    }

    /// <summary>In which these have something that stands, in the order in which all who lock several do.</summary>
    private static Task<IReadOnlyList<long>> ListSessionsAsync(Transaction tx, long[] personIds, CancellationToken ct) =>
        tx.ListAsync<long>(
            "SELECT DISTINCT session_id FROM registrations WHERE person_id IN {=personIds} AND participant > 0 ORDER BY session_id",
            new { personIds },
            ct
        );

    private static async Task<IReadOnlyList<Registration>> ListAsync(Transaction tx, long sessionId, long[] personIds, CancellationToken ct)
    {
        await tx.LockAsync("event_sessions", sessionId, ct);
        return await tx.ListAsync<Registration>(
            $$"""
            SELECT {{Registration.Columns}} FROM registrations r WHERE r.session_id = @sessionId AND r.participant IN {=personIds}
            """,
            new { sessionId, personIds },
            ct
        );
    }

    private sealed record Held
    {
        public required string Event { get; init; }
        public required string Session { get; init; }
        public required DateTimeOffset StartsAt { get; init; }
        public required RegistrationState State { get; init; }
        public required string Names { get; init; }
        public required string Answers { get; init; }
        public required string Guardian { get; init; }
        public DateTimeOffset? AgreedAt { get; init; }
        public required string Why { get; init; }
        public required DateTimeOffset MadeAt { get; init; }
        public DateTimeOffset? EnteredAt { get; init; }
        public DateTimeOffset? LeftAt { get; init; }
        public int? Rating { get; init; }
        public string? Remark { get; init; }
    }
}
