using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>
/// Every change of a registration's state, with the session's count of places that are taken. All are made under the lock of the session's
/// row, so that whoever reads the two under it finds them equal.
/// </summary>
internal static class RegistrationStates
{
    /// <summary>The session and its event, held to the end of the transaction.</summary>
    public static async Task<(Event Event, EventSession Session)?> LockAsync(Transaction tx, long sessionId, CancellationToken ct) =>
        await tx.LockAsync("event_sessions", sessionId, ct) ? await ReadAsync(tx, sessionId, ct) : null;

    public static Task<(Event Event, EventSession Session)?> ReadAsync(Sql sql, long sessionId, CancellationToken ct) =>
        sql.ReadAsync<(Event, EventSession)?>(
            $"""
            SELECT {EventSession.Columns} FROM event_sessions s WHERE s.id = @sessionId;
            SELECT {Event.Columns} FROM events e JOIN seasons y ON y.id = e.season_id
             WHERE e.id = (SELECT s.event_id FROM event_sessions s WHERE s.id = @sessionId);
            """,
            new { sessionId },
            async grid =>
            {
                var session = await grid.ReadFirstOrDefaultAsync<EventSession>();
                var owner = await grid.ReadFirstOrDefaultAsync<Event>();
                return session is null || owner is null ? null : (owner, session);
            },
            ct
        );

    /// <summary>Writes new ones, which have consecutive serials.</summary>
    public static async Task AddAsync(Transaction tx, EventSession session, IReadOnlyList<Registration> made, CancellationToken ct)
    {
        if (made.Count == 0)
        {
            return;
        }
        await tx.InsertManyAsync(
            """
            INSERT INTO registrations (session_id, serial, participant, person_id, code, ticket_key, state, seats, names, answers, guardian,
                                       agreed_at, why, untold, revision, made_at, registered_at, changed_at)
            """,
            [
                .. made.Select(one =>
                    new object?[]
                    {
                        session.Id,
                        one.Serial,
                        one.PersonId ?? -one.Serial,
                        one.PersonId,
                        one.Code,
                        TicketCode.NewKey(),
                        one.State.Key,
                        one.Seats,
                        one.Names,
                        one.Answers,
                        one.Guardian,
                        one.AgreedAt,
                        "",
                        1,
                        1,
                        one.MadeAt,
                        one.State is RegistrationState.Registered ? one.MadeAt : null,
                        one.MadeAt,
                    }
                ),
            ],
            ct
        );
        await tx.ExecuteAsync(
            "UPDATE event_sessions SET issued = issued + @count, taken = taken + @seats WHERE id = @Id",
            new
            {
                session.Id,
                count = made.Count,
                seats = made.Where(one => one.State.TakesPlaces).Sum(one => one.Seats),
            },
            ct
        );
    }

    /// <summary>Offers who waits the places that they wait for.</summary>
    public static async Task OfferAsync(
        Transaction tx,
        long sessionId,
        IReadOnlyCollection<long> ids,
        int seats,
        DateTimeOffset until,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await tx.ExecuteAsync(
            $$"""
            UPDATE registrations SET state = 'offered', offered_until = @until, {{Changed}} WHERE id IN {=ids}
            """,
            new
            {
                ids,
                until,
                now,
            },
            ct
        );
        await TakeAsync(tx, sessionId, seats, ct);
    }

    /// <summary>The offer becomes a registration. Its places are taken already.</summary>
    public static Task AcceptAsync(Transaction tx, Registration offered, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            $"UPDATE registrations SET state = 'registered', offered_until = NULL, registered_at = @now, {Changed} WHERE id = @Id",
            new { offered.Id, now },
            ct
        );

    /// <summary>Ends them, and gives their places back.</summary>
    public static async Task EndAsync(
        Transaction tx,
        long sessionId,
        IReadOnlyCollection<Registration> ended,
        RegistrationState to,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (ended.Count == 0)
        {
            return;
        }
        await tx.ExecuteAsync(
            $$"""
            UPDATE registrations SET state = @to, participant = -serial, offered_until = NULL, {{Changed}} WHERE id IN {=ids}
            """,
            new
            {
                to = to.Key,
                ids = ended.Select(one => one.Id),
                now,
            },
            ct
        );
        await TakeAsync(tx, sessionId, -ended.Where(one => one.State.TakesPlaces).Sum(one => one.Seats), ct);
        await Reminders.LeaveOutAsync(tx, sessionId, [.. ended.Select(one => one.PersonId).OfType<long>()], now, ct);
    }

    /// <summary>Staff end it, and say why.</summary>
    public static async Task RemoveAsync(Transaction tx, Registration seen, string why, DateTimeOffset now, CancellationToken ct)
    {
        await tx.ExecuteAsync("UPDATE registrations SET why = @why WHERE id = @Id", new { seen.Id, why }, ct);
        await EndAsync(tx, seen.SessionId, [seen], RegistrationState.Removed, now, ct);
    }

    /// <summary>Ends all that stands in a session, for the event does not take place.</summary>
    public static async Task CallOffAsync(Transaction tx, long sessionId, DateTimeOffset now, CancellationToken ct)
    {
        await tx.ExecuteAsync(
            $"""
            UPDATE registrations SET state = 'calledoff', participant = -serial, offered_until = NULL, {Changed}
             WHERE session_id = @sessionId AND state IN ('registered', 'waiting', 'offered')
            """,
            new { sessionId, now },
            ct
        );
        await tx.ExecuteAsync("UPDATE event_sessions SET taken = 0 WHERE id = @sessionId", new { sessionId }, ct);
        await Reminders.StopAsync(tx, [sessionId], now, ct);
    }

    /// <summary>
    /// Has all to whom it matters told that the session is at another time or place. Who has yet to be told how they stand hears it with
    /// that.
    /// </summary>
    public static Task TellMovedAsync(Transaction tx, IReadOnlyCollection<long> sessionIds, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE registrations SET untold = 2, revision = revision + 1, changed_at = @now
             WHERE session_id IN {=sessionIds} AND state IN ('registered', 'waiting', 'offered') AND untold = 0
            """,
            new { sessionIds, now },
            ct
        );

    /// <summary>The session has begun: whoever still waits for a place gets none.</summary>
    public static Task LeaveUnservedAsync(Transaction tx, long sessionId, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            $"""
            UPDATE registrations SET state = 'unserved', participant = -serial, {Changed}
             WHERE session_id = @sessionId AND state = 'waiting'
            """,
            new { sessionId, now },
            ct
        );

    /// <summary>No place is kept for longer than until the session begins, which now is sooner. Who is asked is told anew.</summary>
    public static Task ShortenAsync(Transaction tx, long sessionId, DateTimeOffset startsAt, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            $"""
            UPDATE registrations SET offered_until = @startsAt, {Changed}
             WHERE session_id = @sessionId AND state = 'offered' AND offered_until > @startsAt
            """,
            new
            {
                sessionId,
                startsAt,
                now,
            },
            ct
        );

    /// <summary>Other people, or fewer. No more places than it has.</summary>
    public static async Task RewriteAsync(
        Transaction tx,
        Registration seen,
        IReadOnlyList<string> names,
        string answers,
        string guardian,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await tx.ExecuteAsync(
            """
            UPDATE registrations
               SET names = @names, answers = @answers, guardian = @guardian, seats = @seats, revision = revision + 1, changed_at = @now
             WHERE id = @Id
            """,
            new
            {
                seen.Id,
                names = EventJson.Write(names),
                answers,
                guardian,
                seats = names.Count,
                now,
            },
            ct
        );
        if (seen.State.TakesPlaces)
        {
            await TakeAsync(tx, seen.SessionId, names.Count - seen.Seats, ct);
        }
    }

    /// <summary>Nobody's any more.</summary>
    public static async Task ForgetAsync(Transaction tx, long personId, CancellationToken ct)
    {
        var ids = await tx.ListAsync<long>("SELECT id FROM registrations WHERE person_id = @personId", new { personId }, ct);
        await tx.ExecuteAsync("UPDATE event_feedback SET remark = '' WHERE registration_id IN {=ids}", new { ids }, ct);
        await tx.ExecuteAsync(
            """
            UPDATE registrations
               SET participant = -serial, person_id = NULL, names = '[]', answers = '{}', guardian = '', why = '', untold = 0
             WHERE person_id = @personId
            """,
            new { personId },
            ct
        );
    }

    /// <summary>Those of the gone person, of which no two stand in one session any more, are the kept one's.</summary>
    public static Task MergeAsync(Transaction tx, long kept, long gone, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE registrations SET participant = CASE WHEN participant > 0 THEN @kept ELSE participant END, person_id = @kept
             WHERE person_id = @gone
            """,
            new { kept, gone },
            ct
        );

    private const string Changed = "untold = 1, revision = revision + 1, changed_at = @now";

    private static async Task TakeAsync(Transaction tx, long sessionId, int seats, CancellationToken ct)
    {
        if (seats != 0)
        {
            await tx.ExecuteAsync("UPDATE event_sessions SET taken = taken + @seats WHERE id = @sessionId", new { sessionId, seats }, ct);
        }
    }
}
