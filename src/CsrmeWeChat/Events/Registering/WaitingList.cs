using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

/// <summary>
/// Who waits is offered what becomes free, in the order of arrival. An offered place counts as taken until its offer is declined or runs
/// out. Whatever frees a place moves the list up in the same transaction, so that what is free after it suits nobody who waits.
/// </summary>
internal static class WaitingList
{
    /// <summary>To be called under the session's lock.</summary>
    /// <returns>The session as it is now.</returns>
    public static async Task<EventSession> MoveUpAsync(
        Transaction tx,
        Event owner,
        EventSession session,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        session = await LapseAsync(tx, session, now, ct);
        if (now >= session.StartsAt)
        {
            await RegistrationStates.LeaveUnservedAsync(tx, session.Id, now, ct);
        }
        if (owner.State is not EventState.Published || now >= session.StartsAt)
        {
            return session;
        }
        while (session.Free > 0)
        {
            var offered = await FittingAsync(tx, session, owner.SmallerPasses, ct);
            if (offered.Count == 0)
            {
                break;
            }
            var seats = offered.Sum(one => one.Seats);
            var kept = now.AddMinutes(owner.OfferMinutes);
            var until = kept < session.StartsAt ? kept : session.StartsAt;
            await RegistrationStates.OfferAsync(tx, session.Id, [.. offered.Select(one => one.Id)], seats, until, now, ct);
            session = session with { Taken = session.Taken + seats };
        }
        return session;
    }

    /// <summary>The first ones who wait and, one after the other, find room.</summary>
    private static async Task<IReadOnlyList<Waiting>> FittingAsync(
        Transaction tx,
        EventSession session,
        bool smallerPasses,
        CancellationToken ct
    )
    {
        var free = session.Free;
        // Each takes a place at least, so that no more of them can fit. A group that is larger than the session, whose places staff have
        // made fewer, is never served, and nobody waits for it.
        var first = await tx.ListAsync<Waiting>(
            $"""
            SELECT id, seats FROM registrations
             WHERE session_id = @Id AND state = 'waiting' AND seats <= @fitting
             ORDER BY serial LIMIT @free
            """,
            new
            {
                session.Id,
                free,
                fitting = smallerPasses ? free : session.Capacity,
            },
            ct
        );
        var fitting = new List<Waiting>();
        foreach (var one in first)
        {
            if (one.Seats <= free)
            {
                fitting.Add(one);
                free -= one.Seats;
            }
            else if (!smallerPasses)
            {
                break;
            }
        }
        return fitting;
    }

    private static async Task<EventSession> LapseAsync(Transaction tx, EventSession session, DateTimeOffset now, CancellationToken ct)
    {
        var late = await tx.ListAsync<Registration>(
            $"""
            SELECT {Registration.Columns} FROM registrations r
             WHERE r.session_id = @Id AND r.state = 'offered' AND r.offered_until <= @now
            """,
            new { session.Id, now },
            ct
        );
        await RegistrationStates.EndAsync(tx, session.Id, late, RegistrationState.Lapsed, now, ct);
        return session with { Taken = session.Taken - late.Sum(one => one.Seats) };
    }

    private sealed record Waiting
    {
        public required long Id { get; init; }
        public required int Seats { get; init; }
    }
}
