using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>The rows of events' sessions. They change only for whoever holds them.</summary>
internal static class EventSessions
{
    public static Task<IReadOnlyList<EventSession>> ListAsync(Sql sql, IReadOnlyCollection<long> eventIds, CancellationToken ct) =>
        sql.ListAsync<EventSession>(
            $$"""
            SELECT {{EventSession.Columns}} FROM event_sessions s WHERE s.event_id IN {=eventIds} ORDER BY s.event_id, s.starts_at, s.id
            """,
            new { eventIds },
            ct
        );

    /// <summary>Held to the end of the transaction, so that nobody registers meanwhile: in the order of all who hold several.</summary>
    public static async Task<IReadOnlyList<EventSession>> LockAsync(Transaction tx, long eventId, CancellationToken ct)
    {
        var ids = await tx.ListAsync<long>("SELECT id FROM event_sessions WHERE event_id = @eventId ORDER BY id", new { eventId }, ct);
        await tx.LockAsync("event_sessions", "id", ids, ct);
        return await ListAsync(tx, [eventId], ct);
    }

    /// <summary>A session that a colleague has taken out meanwhile is a new one.</summary>
    public static IReadOnlyList<SessionDraft> Known(IReadOnlyList<SessionDraft> drafts, IReadOnlyList<EventSession> before) =>
        [.. drafts.Select(draft => before.Any(session => session.Id == draft.Id) ? draft : draft with { Id = 0 })];

    public static async Task WriteAsync(
        Transaction tx,
        long eventId,
        IReadOnlyList<SessionDraft> drafts,
        IReadOnlyList<EventSession> before,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var gone = before.Select(session => session.Id).Except(drafts.Select(session => session.Id)).ToArray();
        if (gone.Length > 0)
        {
            await tx.ExecuteAsync("DELETE FROM event_sessions WHERE id IN {=gone}", new { gone }, ct);
        }
        foreach (var session in drafts)
        {
            if (session.Id == 0)
            {
                await AddAsync(tx, eventId, session, ct);
                continue;
            }
            await tx.ExecuteAsync(
                """
                UPDATE event_sessions SET title = @Title, starts_at = @StartsAt, ends_at = @EndsAt, capacity = @Capacity WHERE id = @Id
                """,
                session,
                ct
            );
            await RegistrationStates.ShortenAsync(tx, session.Id, session.StartsAt, now, ct);
        }
    }

    public static Task AddAsync(Transaction tx, long eventId, SessionDraft session, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            INSERT INTO event_sessions (event_id, title, starts_at, ends_at, capacity, taken, issued)
            VALUES (@eventId, @Title, @StartsAt, @EndsAt, @Capacity, 0, 0)
            """,
            new
            {
                eventId,
                session.Title,
                session.StartsAt,
                session.EndsAt,
                session.Capacity,
            },
            ct
        );
}
