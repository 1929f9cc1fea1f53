using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>
/// What people change of their registrations, each in one transaction under the session's lock. Whatever frees places offers them to those
/// who wait before it commits.
/// </summary>
public sealed class RegistrationDesk(Database database)
{
    /// <summary>Takes a registration, a place on the waiting list or an offer back.</summary>
    public Task<ChangeOutcome> CancelAsync(long personId, long sessionId, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            personId,
            sessionId,
            async (tx, owner, own) =>
            {
                if (own.State is RegistrationState.Registered && now >= owner.CancelUntil)
                {
                    return ChangeOutcome.TooLate;
                }
                var to = own.State is RegistrationState.Offered ? RegistrationState.Declined : RegistrationState.Cancelled;
                await RegistrationStates.EndAsync(tx, sessionId, [own], to, now, ct);
                return ChangeOutcome.Done;
            },
            now,
            ct
        );

    /// <summary>Takes an offered place. Done twice, it is done once.</summary>
    public Task<ChangeOutcome> AcceptAsync(long personId, long sessionId, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(
            personId,
            sessionId,
            async (tx, owner, own) =>
            {
                if (own.State is not RegistrationState.Offered)
                {
                    return own.State is RegistrationState.Registered ? ChangeOutcome.Done : ChangeOutcome.NotOffered;
                }
                await RegistrationStates.AcceptAsync(tx, own, now, ct);
                return ChangeOutcome.Done;
            },
            now,
            ct
        );

    /// <summary>Names others who come, or fewer, or answers otherwise.</summary>
    /// <param name="names">Clean, at least one.</param>
    public async Task<(ChangeOutcome Outcome, string Fault)> RewriteAsync(
        long personId,
        long sessionId,
        IReadOnlyList<string> names,
        IReadOnlyDictionary<string, string> answers,
        Consents consents,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var wrong = "";
        var outcome = await ChangeAsync(
            personId,
            sessionId,
            async (tx, owner, own) =>
            {
                if (now >= owner.CancelUntil)
                {
                    return ChangeOutcome.TooLate;
                }
                if (names.Count > own.Seats)
                {
                    return ChangeOutcome.MorePlaces;
                }
                var (kept, fault) = RegistrationBatch.AnswersOf(owner.QuestionList, answers);
                // They agreed when they registered.
                fault ??= (consents with { Agrees = true }).WhyNot(owner);
                if (fault is not null)
                {
                    wrong = fault;
                    return ChangeOutcome.BadAnswers;
                }
                await RegistrationStates.RewriteAsync(tx, own, names, kept, consents.GuardianOf(owner), now, ct);
                return ChangeOutcome.Done;
            },
            now,
            ct
        );
        return (outcome, wrong);
    }

    /// <summary>Passes on what was offered in a session and not accepted in time.</summary>
    public Task MoveUpAsync(long sessionId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await RegistrationStates.LockAsync(tx, sessionId, ct) is not { } found)
                {
                    return (false, false);
                }
                await WaitingList.MoveUpAsync(tx, found.Event, found.Session, now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>Sessions in which an offer has run out, or which have begun while somebody waited.</summary>
    internal Task<IReadOnlyList<long>> ListLateAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        database.ListAsync<long>(
            """
            SELECT session_id FROM registrations WHERE state = 'offered' AND offered_until <= @now
            UNION
            SELECT s.id FROM event_sessions s
             WHERE s.starts_at <= @now AND s.ends_at > @since
               AND EXISTS (SELECT 1 FROM registrations r WHERE r.session_id = s.id AND r.state = 'waiting')
             LIMIT @limit
            """,
            new
            {
                now,
                // What ended long ago was dealt with: the index need not be read for it.
                since = now.AddDays(-7),
                limit,
            },
            ct
        );

    private Task<ChangeOutcome> ChangeAsync(
        long personId,
        long sessionId,
        Func<Transaction, Event, Registration, Task<ChangeOutcome>> change,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (await RegistrationStates.LockAsync(tx, sessionId, ct) is not { } found)
                {
                    return (false, ChangeOutcome.NotFound);
                }
                // An offer that has run out is nobody's before it can be accepted.
                var session = await WaitingList.MoveUpAsync(tx, found.Event, found.Session, now, ct);
                var own = await tx.FindAsync<Registration>(
                    $"SELECT {Registration.Columns} FROM registrations r WHERE r.session_id = @sessionId AND r.participant = @personId",
                    new { sessionId, personId },
                    ct
                );
                if (own is null)
                {
                    return (true, await EndedAsync(tx, personId, sessionId, ct));
                }
                var outcome =
                    now >= session.StartsAt || await CheckInDesk.HasComeAsync(tx, own.Id, ct)
                        ? ChangeOutcome.Started
                        : await change(tx, found.Event, own);
                if (outcome is ChangeOutcome.Done)
                {
                    await WaitingList.MoveUpAsync(tx, found.Event, (await SessionAsync(tx, sessionId, ct))!, now, ct);
                }
                return (true, outcome);
            },
            ct
        );

    /// <summary>Why a person has nothing in a session that could be changed.</summary>
    private static async Task<ChangeOutcome> EndedAsync(Transaction tx, long personId, long sessionId, CancellationToken ct)
    {
        var last = await tx.FindAsync<Registration>(
            $"""
            SELECT {Registration.Columns} FROM registrations r
             WHERE r.session_id = @sessionId AND r.person_id = @personId ORDER BY r.serial DESC LIMIT 1
            """,
            new { sessionId, personId },
            ct
        );
        return last?.State switch
        {
            null => ChangeOutcome.NotFound,
            RegistrationState.Lapsed => ChangeOutcome.Lapsed,
            RegistrationState.CalledOff => ChangeOutcome.CalledOff,
            RegistrationState.Unserved => ChangeOutcome.Started,
            _ => ChangeOutcome.Ended,
        };
    }

    private static Task<EventSession?> SessionAsync(Transaction tx, long sessionId, CancellationToken ct) =>
        tx.FindAsync<EventSession>($"SELECT {EventSession.Columns} FROM event_sessions s WHERE s.id = @sessionId", new { sessionId }, ct);
}

public enum ChangeOutcome
{
    Done,
    NotFound,

    /// <summary>The session has begun, or the person is in already.</summary>
    Started,

    /// <summary>The deadline for cancelling and changing is over.</summary>
    TooLate,

    /// <summary>It waits still, or nobody offered it anything.</summary>
    NotOffered,

    /// <summary>The offer ran out.</summary>
    Lapsed,

    /// <summary>The society cancelled the event.</summary>
    CalledOff,

    /// <summary>It was cancelled or declined before.</summary>
    Ended,

    /// <summary>More places than it has would pass others by.</summary>
    MorePlaces,
    BadAnswers,
}
