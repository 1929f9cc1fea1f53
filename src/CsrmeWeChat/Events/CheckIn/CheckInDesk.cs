using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>
/// Lets people in and out. Each scan is one transaction under the session's lock, so that of two doors with one ticket one is second, and
/// nobody is let in on what is being cancelled. What was decided is kept by the scan's number, and said again to whoever repeats it.
/// </summary>
public sealed class CheckInDesk(Database database)
{
    public const int MaxName = 30,
        MaxDoor = 20,
        MaxWalkIn = 50;

    /// <summary>How much later a door without network may bring what it did.</summary>
    private static readonly TimeSpan MaxLate = TimeSpan.FromHours(48);

    /// <summary>Null where there is no such session of the event.</summary>
    /// <param name="door">What staff call the door; may be empty.</param>
    public Task<ScanAnswer?> TakeAsync(Actor by, long sessionId, string door, Scan scan, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<ScanAnswer?>(
            async tx =>
            {
                if (await RegistrationStates.LockAsync(tx, sessionId, ct) is not { } found)
                {
                    return (false, null);
                }
                if (await FindScanAsync(tx, sessionId, scan.Number, ct) is { } known)
                {
                    return (false, await AnswerAsync(tx, found.Session, scan.Number, known.Subject, known.Outcome, now, ct));
                }
                var at = scan.Offline && scan.At < now && scan.At > now - MaxLate ? scan.At : now;
                var entry = new Entry(by, found.Session, door, scan, at);
                var (subject, outcome) = scan.Kind is ScanKind.WalkIn ? await WalkInAsync(tx, entry, ct) : await DecideAsync(tx, entry, ct);
                await AddScanAsync(tx, entry, subject, outcome, now, ct);
                return (true, await AnswerAsync(tx, found.Session, scan.Number, subject, outcome, now, ct));
            },
            ct
        );

    /// <summary>Under the session's lock: whoever is in keeps the place.</summary>
    public static async Task<bool> HasComeAsync(Transaction tx, long registrationId, CancellationToken ct) =>
        await tx.FindAsync<int>("SELECT COUNT(*) FROM event_arrivals WHERE registration_id = @registrationId", new { registrationId }, ct)
        > 0;

    /// <summary>Whether a door of one of these sessions has ever done something.</summary>
    public static async Task<bool> HasDoorAsync(Transaction tx, IReadOnlyCollection<long> sessionIds, CancellationToken ct) =>
        sessionIds.Count > 0
        && await tx.FindAsync<int>("SELECT COUNT(*) FROM event_scans WHERE session_id IN {=sessionIds}", new { sessionIds }, ct) > 0;

    private static async Task<(string Subject, ScanOutcome Outcome)> WalkInAsync(Transaction tx, Entry entry, CancellationToken ct)
    {
        if (!entry.Session.IsDoorOpen(entry.At))
        {
            return ("", ScanOutcome.WrongDay);
        }
        await AddAsync(tx, entry, entry.Scan.Number, null, entry.Scan.Name, entry.Scan.Seats, ct);
        return (entry.Scan.Number, ScanOutcome.WalkedIn);
    }

    private static async Task<(string Subject, ScanOutcome Outcome)> DecideAsync(Transaction tx, Entry entry, CancellationToken ct)
    {
        // Who came without a ticket leaves by the number of the scan that let them in.
        if (await FindArrivalAsync(tx, entry.Session.Id, entry.Scan.Text, ct) is { RegistrationId: null } guest)
        {
            return (guest.Subject, await ChangeAsync(tx, entry, guest, guest.Seats, ct));
        }
        var read = TicketCode.Read(entry.Scan.Text);
        if (read is not var (code, digits) || await FindTicketAsync(tx, code, ct) is not { } ticket)
        {
            return ("", ScanOutcome.NoTicket);
        }
        var arrival = await FindArrivalAsync(tx, entry.Session.Id, code, ct);
        if (WhyNot(entry, ticket, arrival, digits) is { } refused)
        {
            return (code, refused);
        }
        if (arrival is not null)
        {
            return (code, await ChangeAsync(tx, entry, arrival, ticket.Seats, ct));
        }
        if (entry.Scan.Kind is not ScanKind.Enter)
        {
            return (code, ScanOutcome.NotIn);
        }
        await AddAsync(tx, entry, code, ticket.Id, "", ticket.Seats, ct);
        return (code, ScanOutcome.Entered);
    }

    private static ScanOutcome? WhyNot(Entry entry, TicketAtDoor ticket, Arrival? arrival, string digits)
    {
        var (session, at) = (entry.Session, entry.At);
        if (ticket.SessionId != session.Id)
        {
            return ticket.EventId != session.EventId ? ScanOutcome.OtherEvent
                : China.Date(ticket.StartsAt) != session.Day ? ScanOutcome.WrongDay
                : ScanOutcome.OtherSession;
        }
        if (!session.IsDoorOpen(at))
        {
            return ScanOutcome.WrongDay;
        }
        // Whoever is in may leave, whatever became of the registration.
        if (arrival is null && ticket.State is not RegistrationState.Registered)
        {
            return ticket.State switch
            {
                RegistrationState.Waiting or RegistrationState.Offered => ScanOutcome.Waiting,
                RegistrationState.CalledOff => ScanOutcome.CalledOff,
                _ => ScanOutcome.Ended,
            };
        }
        if (entry.Scan.ByHand || entry.Scan.Kind is not ScanKind.Enter)
        {
            return null;
        }
        return TicketCode.AgeOf(TicketCode.DayKey(ticket.TicketKey, session.Day), digits, at) switch
        {
            CodeAge.Good => null,
            CodeAge.Expired => ScanOutcome.Expired,
            CodeAge.Early => ScanOutcome.Early,
            CodeAge.Forged => ScanOutcome.Forged,
        };
    }

    /// <summary>What becomes of somebody who has come.</summary>
    private static async Task<ScanOutcome> ChangeAsync(Transaction tx, Entry entry, Arrival arrival, int most, CancellationToken ct)
    {
        switch (entry.Scan.Kind)
        {
            case ScanKind.Leave when arrival.LeftAt is null:
                await tx.ExecuteAsync("UPDATE event_arrivals SET left_at = @At WHERE id = @Id", new { arrival.Id, entry.At }, ct);
                return ScanOutcome.Left;
            case ScanKind.Leave:
                return ScanOutcome.Left;
            case ScanKind.Seats:
                var seats = Math.Clamp(entry.Scan.Seats, 1, most);
                await tx.ExecuteAsync("UPDATE event_arrivals SET seats = @seats WHERE id = @Id", new { arrival.Id, seats }, ct);
                return ScanOutcome.Corrected;
            // A door that was without network may bring an entry from before the departure: then it is the same visit.
            case var _ when arrival.LeftAt is { } left && left <= entry.At:
                await tx.ExecuteAsync("UPDATE event_arrivals SET left_at = NULL WHERE id = @Id", new { arrival.Id }, ct);
                return ScanOutcome.Returned;
            default:
                return entry.Scan.Offline ? ScanOutcome.Conflict : ScanOutcome.Already;
        }
    }

    private static Task AddAsync(
        Transaction tx,
        Entry entry,
        string subject,
        long? registrationId,
        string name,
        int seats,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO event_arrivals (session_id, subject, registration_id, name, seats, entered_at, left_at, staff_id, door)
            VALUES (@sessionId, @subject, @registrationId, @name, @seats, @At, NULL, @StaffId, @Door)
            """,
            new
            {
                sessionId = entry.Session.Id,
                subject,
                registrationId,
                name,
                seats,
                entry.At,
                entry.By.StaffId,
                entry.Door,
            },
            ct
        );

    private static Task AddScanAsync(
        Transaction tx,
        Entry entry,
        string subject,
        ScanOutcome outcome,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO event_scans (session_id, number, kind, subject, outcome, by_hand, offline, at, received_at, staff_id, door)
            VALUES (@sessionId, @Number, @kind, @subject, @outcome, @byHand, @offline, @At, @now, @StaffId, @Door)
            """,
            new
            {
                sessionId = entry.Session.Id,
                entry.Scan.Number,
                kind = entry.Scan.Kind.Key,
                subject,
                outcome = outcome.Key,
                byHand = entry.Scan.ByHand ? 1 : 0,
                offline = entry.Scan.Offline ? 1 : 0,
                entry.At,
                now,
                entry.By.StaffId,
                entry.Door,
            },
            ct
        );

    private static Task<KnownScan?> FindScanAsync(Transaction tx, long sessionId, string number, CancellationToken ct) =>
        tx.FindAsync<KnownScan>(
            "SELECT subject, outcome FROM event_scans WHERE session_id = @sessionId AND number = @number",
            new { sessionId, number },
            ct
        );

    private static Task<Arrival?> FindArrivalAsync(Transaction tx, long sessionId, string subject, CancellationToken ct) =>
        tx.FindAsync<Arrival>(
            """
            SELECT id, subject, registration_id, name, seats, entered_at, left_at, door
              FROM event_arrivals WHERE session_id = @sessionId AND subject = @subject
            """,
            new { sessionId, subject },
            ct
        );

    private static Task<TicketAtDoor?> FindTicketAsync(Transaction tx, string code, CancellationToken ct) =>
        tx.FindAsync<TicketAtDoor>(
            """
            SELECT r.id, r.session_id, r.state, r.seats, r.names, r.ticket_key, s.event_id, s.title AS session, s.starts_at,
                   e.title AS event
              FROM registrations r JOIN event_sessions s ON s.id = r.session_id JOIN events e ON e.id = s.event_id
             WHERE r.code = @code AND e.kind <> 'counselling'
            """,
            new { code },
            ct
        );

    private static async Task<ScanAnswer> AnswerAsync(
        Transaction tx,
        EventSession session,
        string number,
        string subject,
        ScanOutcome outcome,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var ticket = await FindTicketAsync(tx, subject, ct);
        var arrival = await FindArrivalAsync(tx, session.Id, subject, ct);
        return ScanAnswers.Of(number, session, subject, outcome, ticket, arrival, now);
    }

    private sealed record Entry(Actor By, EventSession Session, string Door, Scan Scan, DateTimeOffset At);

    private sealed record KnownScan
    {
        public required string Subject { get; init; }
        public required ScanOutcome Outcome { get; init; }
    }
}
