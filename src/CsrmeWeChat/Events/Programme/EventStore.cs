using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Events;

/// <summary>Events and their sessions: written by staff, read by all.</summary>
public sealed class EventStore(Database database, AuditTrail audit)
{
    private const string From = "FROM events e JOIN seasons y ON y.id = e.season_id";

    public Task<Event?> FindAsync(long id, CancellationToken ct) => FindAsync(database, id, ct);

    /// <summary>By its public address. Null where it is a draft or its season is hidden: of such, nothing is told.</summary>
    public Task<Event?> FindPublicAsync(string slug, CancellationToken ct) =>
        database.FindAsync<Event>(
            $"SELECT {Event.Columns} {From} WHERE e.slug = @slug AND e.state <> 'draft' AND y.hidden = 0",
            new { slug },
            ct
        );

    public Task<IReadOnlyList<EventSession>> ListSessionsAsync(IReadOnlyCollection<long> eventIds, CancellationToken ct) =>
        EventSessions.ListAsync(database, eventIds, ct);

    /// <summary>What the mini program shows: what is to come, the first to end first, and behind it what ended in the last month.</summary>
    public Task<IReadOnlyList<Event>> ListShownAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<Event>(
            $"""
            SELECT {Event.Columns} {From}
             WHERE e.state <> 'draft' AND y.hidden = 0
               AND EXISTS (SELECT 1 FROM event_sessions s WHERE s.event_id = e.id AND s.ends_at > @since)
             ORDER BY CASE WHEN (SELECT MAX(s.ends_at) FROM event_sessions s WHERE s.event_id = e.id) > @now THEN 0 ELSE 1 END,
                      (SELECT MAX(s.ends_at) FROM event_sessions s WHERE s.event_id = e.id), e.id
             LIMIT 100
            """,
            new { since = now.AddDays(-30), now },
            ct
        );

    /// <summary>Of a season, or of all.</summary>
    public Task<IReadOnlyList<Event>> ListAsync(int? season, CancellationToken ct) =>
        database.ListAsync<Event>(
            $"""
            SELECT {Event.Columns} {From}
             WHERE y.hidden = 0{(season is null ? "" : " AND y.year = @season")}
             ORDER BY (SELECT MIN(s.starts_at) FROM event_sessions s WHERE s.event_id = e.id) DESC, e.id DESC
            """,
            new { season },
            ct
        );

    /// <summary>Null where the year has no season, or where another event has the address.</summary>
    /// <param name="draft">Without faults.</param>
    public Task<long?> AddAsync(Actor by, int season, EventDraft draft, DateTimeOffset now, CancellationToken ct) =>
        // Of two who choose the same address at once, the slower one finds it taken.
        database.RetryOnDuplicateAsync(() => AddOnceAsync(by, season, draft, now, ct));

    private Task<long?> AddOnceAsync(Actor by, int season, EventDraft draft, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<long?>(
            async tx =>
            {
                if (await SeasonStore.FindIdAsync(tx, season, ct) is not { } seasonId || await IsTakenAsync(tx, draft.Slug, 0, ct))
                {
                    return (false, null);
                }
                var id = await tx.InsertAsync(
                    """
                    INSERT INTO events (season_id, slug, kind, title, organiser, summary, place, latitude, longitude, online_url,
                                        registers_from, registers_until, cancel_until, max_party, has_waiting, smaller_passes,
                                        offer_minutes, audience, questions, reminders, last_credit_for, guardian_under,
                                        material_url, state, why, revision, created_at)
                    VALUES (@seasonId, @Slug, @kind, @Title, @Organiser, @Summary, @Place, @latitude, @longitude, @OnlineUrl,
                            @RegistersFrom, @RegistersUntil, @CancelUntil, @PartyLimit, @hasWaiting, @smallerPasses,
                            @OfferMinutes, @audience, @questions, @reminders, @lastCreditFor, @GuardianUnder, '', 'draft', '',
                            1, @now)
                    """,
                    Row(draft, new { seasonId, now }),
                    ct
                );
                foreach (var session in draft.Sessions)
                {
                    await EventSessions.AddAsync(tx, id, session, ct);
                }
                await audit.AddAsync(tx, by, new Change("event.add", "event", id, draft.Title, After: AuditOf(draft)), now, ct);
                return (true, id);
            },
            ct
        );

    /// <param name="seen">As the form was filled from it.</param>
    /// <param name="overbooks">Staff have said that a session may have fewer places than were given.</param>
    public Task<EditEvent> EditAsync(Actor by, Event seen, EventDraft draft, bool overbooks, DateTimeOffset now, CancellationToken ct) =>
        database.RetryOnDuplicateAsync(() =>
            database.TransactAsync(
                async tx =>
                {
                    var before = await EventSessions.LockAsync(tx, seen.Id, ct);
                    if (await FindAsync(tx, seen.Id, ct) is not { State: not EventState.Cancelled } known)
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
                    var (was, after) = (AuditOf(EventDraft.Of(known, before)), AuditOf(edited));
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
            Row(draft, new { seen.Id, seen.Revision }),
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

    public Task<bool> PublishAsync(Actor by, Event seen, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var moved = await tx.ExecuteAsync(
                    """
                    UPDATE events SET state = 'published', revision = revision + 1
                     WHERE id = @Id AND revision = @Revision AND state = 'draft'
                    """,
                    new { seen.Id, seen.Revision },
                    ct
                );
                if (moved == 1)
                {
                    await audit.AddAsync(tx, by, new Change("event.publish", "event", seen.Id, seen.Title), now, ct);
                }
                return (moved == 1, moved == 1);
            },
            ct
        );

    /// <summary>
    /// Calls the event off, with all that was registered for what has not begun. There is no way back: people have been told.
    /// </summary>
    /// <returns>False where somebody else has changed it meanwhile, and where it is over.</returns>
    /// <param name="why">For those who had registered.</param>
    public Task<bool> CancelAsync(Actor by, Event seen, string why, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var sessions = await EventSessions.LockAsync(tx, seen.Id, ct);
                if (sessions.All(session => session.EndsAt <= now))
                {
                    return (false, false);
                }
                var moved = await tx.ExecuteAsync(
                    """
                    UPDATE events SET state = 'cancelled', why = @why, revision = revision + 1
                     WHERE id = @Id AND revision = @Revision AND state = 'published'
                    """,
                    new
                    {
                        seen.Id,
                        seen.Revision,
                        why,
                    },
                    ct
                );
                if (moved == 0)
                {
                    return (false, false);
                }
                // What was held already took place.
                foreach (var session in sessions.Where(session => session.StartsAt > now))
                {
                    await RegistrationStates.CallOffAsync(tx, session.Id, now, ct);
                }
                await audit.AddAsync(tx, by, new Change("event.cancel", "event", seen.Id, seen.Title, After: new { why }), now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>Where those who came find what was shown.</summary>
    /// <param name="url">An address on the web, or empty.</param>
    /// <returns>False where somebody else has changed the event meanwhile.</returns>
    public Task<bool> SetMaterialAsync(Actor by, Event seen, string url, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var moved = await tx.ExecuteAsync(
                    "UPDATE events SET material_url = @url, revision = revision + 1 WHERE id = @Id AND revision = @Revision",
                    new
                    {
                        url,
                        seen.Id,
                        seen.Revision,
                    },
                    ct
                );
                if (moved == 1)
                {
                    var change = new Change(
                        "event.material",
                        "event",
                        seen.Id,
                        seen.Title,
                        new { seen.MaterialUrl },
                        new { materialUrl = url }
                    );
                    await audit.AddAsync(tx, by, change, now, ct);
                }
                return (moved == 1, moved == 1);
            },
            ct
        );

    private static async Task<Event?> FindAsync(Sql sql, long id, CancellationToken ct) =>
        await sql.FindAsync<Event>($"SELECT {Event.Columns} {From} WHERE e.id = @id", new { id }, ct);

    private static async Task<bool> IsTakenAsync(Transaction tx, string slug, long id, CancellationToken ct) =>
        await tx.FindAsync<int>("SELECT COUNT(*) FROM events WHERE slug = @slug AND id <> @id", new { slug, id }, ct) > 0;

    private static async Task<EditEvent?> WhyNotAsync(
        Transaction tx,
        long eventId,
        EventDraft draft,
        IReadOnlyList<EventSession> before,
        bool overbooks,
        CancellationToken ct
    )
    {
        if (await IsTakenAsync(tx, draft.Slug, eventId, ct))
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
        var owner = (await FindAsync(tx, eventId, ct))!;
        foreach (var session in await EventSessions.ListAsync(tx, [eventId], ct))
        {
            await WaitingList.MoveUpAsync(tx, owner, session, now, ct);
        }
    }

    private static Dapper.DynamicParameters Row(EventDraft draft, object more)
    {
        var row = new Dapper.DynamicParameters(more);
        row.AddDynamicParams(
            new
            {
                draft.Slug,
                kind = draft.Kind.Key,
                draft.Title,
                draft.Organiser,
                draft.Summary,
                draft.Place,
                latitude = draft.Point?.LatitudeMillionths,
                longitude = draft.Point?.LongitudeMillionths,
                draft.OnlineUrl,
                draft.RegistersFrom,
                draft.RegistersUntil,
                draft.CancelUntil,
                draft.PartyLimit,
                hasWaiting = draft.HasWaiting ? 1 : 0,
                smallerPasses = draft.SmallerPasses ? 1 : 0,
                draft.OfferMinutes,
                audience = EventJson.Write(draft.Audience),
                questions = EventJson.Write(draft.Questions),
                reminders = ReminderKinds.Write(draft.Reminders),
                lastCreditFor = draft.LastCreditFor.Key,
                draft.GuardianUnder,
            }
        );
        return row;
    }

    private static object AuditOf(EventDraft draft) =>
        new
        {
            title = draft.Title,
            opensAt = draft.RegistersFrom,
            closesAt = draft.RegistersUntil,
            cancelUntil = draft.CancelUntil,
            audience = EventJson.Write(draft.Audience),
            maxParty = draft.PartyLimit,
            hasWaiting = draft.HasWaiting,
            smallerPasses = draft.SmallerPasses,
            offerMinutes = draft.OfferMinutes,
            sessions = string.Join("；", draft.Sessions.Select(one => $"{China.Local(one.StartsAt):yyyy-MM-dd HH:mm} {one.Capacity}")),
            place = draft.Place,
            point = $"{draft.Point}",
            questions = string.Join("；", draft.Questions.Select(question => question.Label)),
            reminders = string.Join("、", draft.Reminders.Order().Select(kind => kind.Label)),
            lastCreditFor = draft.LastCreditFor.Label,
            guardianUnder = draft.GuardianUnder,
        };
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
