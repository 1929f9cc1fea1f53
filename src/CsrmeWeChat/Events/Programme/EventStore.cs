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
                if (
                    await SeasonStore.FindIdAsync(tx, season, ct) is not { } seasonId
                    || await EventRows.IsTakenAsync(tx, draft.Slug, 0, ct)
                )
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
                    EventRows.Of(draft, new { seasonId, now }),
                    ct
                );
                foreach (var session in draft.Sessions)
                {
                    await EventSessions.AddAsync(tx, id, session, ct);
                }
                await audit.AddAsync(tx, by, new Change("event.add", "event", id, draft.Title, After: EventRows.AuditOf(draft)), now, ct);
                return (true, id);
            },
            ct
        );

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

    internal static async Task<Event?> FindAsync(Sql sql, long id, CancellationToken ct) =>
        await sql.FindAsync<Event>($"SELECT {Event.Columns} {From} WHERE e.id = @id", new { id }, ct);
}
