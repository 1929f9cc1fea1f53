using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>
/// Changes of an event that may have registrations: what they forbid, and what follows from them for those who registered or wait.
/// </summary>
public sealed class EventEdits(Database database, AuditTrail audit)
{
    /// <param name="seen">As the form was filled from it.</param>
    /// <param name="overbooks">Staff have said that a session may have fewer places than were given.</param>
    public Task<EditEvent> EditAsync(Actor by, Event seen, EventDraft draft, bool overbooks, DateTimeOffset now, CancellationToken ct) =>
        database.RetryOnDuplicateAsync(() =>
            database.TransactAsync(
                async tx =>
                {
                    var before = await EventSessions.LockAsync(tx, seen.Id, ct);
                    if (await EventStore.FindAsync(tx, seen.Id, ct) is not { State: not EventState.Cancelled } known)
                    {
                        return (false, EditEvent.Cancelled);
                    }
                    var edited = draft with
                    {
                        Sessions = EventSessions.Known(draft.Sessions, before),
                        Questions = Rekeyed(draft.Questions, known.QuestionList),
                    };
                    if (known.Kind.IsPrivate != edited.Kind.IsPrivate && before.Any(session => session.Issued > 0))
                    {
                        return (false, EditEvent.PrivacyFixed);
                    }
                    if (await WhyNotAsync(tx, seen.Id, edited, before, overbooks, ct) is { } whyNot)
                    {
                        return (false, whyNot);
                    }
                    if (!await WriteAsync(tx, seen, edited, ct))
                    {
                        return (false, EditEvent.Moved);
                    }
                    await EventSessions.WriteAsync(tx, seen.Id, edited.Sessions, before, now, ct);
                    if (known.State is EventState.Published && MovedIn(known, edited, before, now) is { Count: > 0 } moved)
                    {
                        await Reminders.StopAsync(tx, moved, now, ct);
                        await RegistrationStates.TellMovedAsync(tx, moved, now, ct);
                    }
                    await MoveUpAsync(tx, seen.Id, now, ct);
                    var (was, after) = (EventRows.AuditOf(EventDraft.Of(known, before)), EventRows.AuditOf(edited));
                    await audit.AddAsync(tx, by, new Change("event.edit", "event", seen.Id, edited.Title, was, after), now, ct);
                    return (true, EditEvent.Done);
                },
                ct
            )
        );

    /// <summary>False where somebody else has changed it meanwhile.</summary>
    private static async Task<bool> WriteAsync(Transaction tx, Event seen, EventDraft draft, CancellationToken ct) =>
        await tx.ExecuteAsync(
            """
            UPDATE events
               SET slug = @Slug, kind = @kind, title = @Title, organiser = @Organiser, summary = @Summary, place = @Place,
                   latitude = @latitude, longitude = @longitude, online_url = @OnlineUrl,
                   registers_from = @RegistersFrom, registers_until = @RegistersUntil, cancel_until = @CancelUntil,
                   max_party = @PartyLimit, has_waiting = @hasWaiting, smaller_passes = @smallerPasses, offer_minutes = @OfferMinutes,
                   audience = @audience, questions = @questions, reminders = @reminders, last_credit_for = @lastCreditFor,
                   guardian_under = @GuardianUnder, revision = revision + 1
             WHERE id = @Id AND revision = @Revision
            """,
            EventRows.Of(draft, new { seen.Id, seen.Revision }),
            ct
        ) == 1;

    /// <summary>The sessions, not yet begun, that are to be at another time or place than those who registered know.</summary>
    private static List<long> MovedIn(Event was, EventDraft now, IReadOnlyList<EventSession> before, DateTimeOffset at)
    {
        var isElsewhere = was.Place != now.Place || was.Point != now.Point || was.OnlineUrl != now.OnlineUrl;
        var after = now.Sessions.Where(session => session.Id != 0).ToDictionary(session => session.Id);
        return
        [
            .. before
                .Where(session =>
                    session.StartsAt > at
                    && after.TryGetValue(session.Id, out var edited)
                    && (isElsewhere || session.StartsAt != edited.StartsAt || session.EndsAt != edited.EndsAt)
                )
                .Select(session => session.Id),
        ];
    }

    /// <summary>What was answered to another kind of question, or agreed to in other words, is no answer to this one.</summary>
    private static IReadOnlyList<Question> Rekeyed(IReadOnlyList<Question> questions, IReadOnlyList<Question> before) =>
        [
            .. questions.Select(question =>
                before.FirstOrDefault(one => one.Key == question.Key) is { } was
                && (was.Kind != question.Kind || (was.Kind is QuestionKind.Consent && was.Label != question.Label))
                    ? question with
                    {
                        Key = Question.NewKey(),
                    }
                    : question
            ),
        ];

    private static async Task<EditEvent?> WhyNotAsync(
        Transaction tx,
        long eventId,
        EventDraft draft,
        IReadOnlyList<EventSession> before,
        bool overbooks,
        CancellationToken ct
    )
    {
        if (await EventRows.IsTakenAsync(tx, draft.Slug, eventId, ct))
        {
            return EditEvent.SlugTaken;
        }
        var kept = draft.Sessions.Where(session => session.Id != 0).ToDictionary(session => session.Id);
        var gone = before.Where(session => !kept.ContainsKey(session.Id)).ToList();
        if (gone.Any(session => session.Issued > 0) || await CheckInDesk.HasDoorAsync(tx, [.. gone.Select(session => session.Id)], ct))
        {
            return EditEvent.SessionInUse;
        }
        var isOver = before.Any(session => kept.TryGetValue(session.Id, out var after) && after.Capacity < session.Taken);
        return isOver && !overbooks ? EditEvent.FewerThanTaken : null;
    }

    /// <summary>More places, or another rule of who passes whom, may suit those who wait.</summary>
    private static async Task MoveUpAsync(Transaction tx, long eventId, DateTimeOffset now, CancellationToken ct)
    {
        var owner = (await EventStore.FindAsync(tx, eventId, ct))!;
        foreach (var session in await EventSessions.ListAsync(tx, [eventId], ct))
        {
            await WaitingList.MoveUpAsync(tx, owner, session, now, ct);
        }
    }
}

public enum EditEvent
{
    Done,

    /// <summary>Somebody else has changed it meanwhile.</summary>
    Moved,
    Cancelled,
    SlugTaken,

    /// <summary>A session with registrations cannot be taken out.</summary>
    SessionInUse,

    /// <summary>People have registered in the belief that staff see who comes, or that nobody but the counsellor does.</summary>
    PrivacyFixed,

    /// <summary>A session would have fewer places than were given: staff are asked.</summary>
    FewerThanTaken,
}
