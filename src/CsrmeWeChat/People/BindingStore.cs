using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>Binds persons to members, one to one, and keeps the history.</summary>
public sealed class BindingStore(Database database, AuditTrail audit, SessionStore sessions)
{
    public const int ReasonLength = 200;

    public Task<long?> FindMemberAsync(long personId, CancellationToken ct) =>
        database.FindAsync<long?>("SELECT member_id FROM bindings WHERE person_id = @personId", new { personId }, ct);

    public Task<Binding?> FindPersonAsync(long memberId, CancellationToken ct) =>
        database.FindAsync<Binding>("SELECT person_id, bound_at FROM bindings WHERE member_id = @memberId", new { memberId }, ct);

    public Task<IReadOnlyList<BindingEvent>> ListEventsAsync(long personId, CancellationToken ct) =>
        database.ListAsync<BindingEvent>(
            """
            SELECT m.number AS member_number, e.event, e.reason, e.at
              FROM binding_events e JOIN members m ON m.id = e.member_id
             WHERE e.person_id = @personId ORDER BY e.id
            """,
            new { personId },
            ct
        );

    /// <summary>Binds, unless either side is bound to another. The same two again give <see cref="BindOutcome.Bound"/> too.</summary>
    public async Task<BindOutcome> TryBindAsync(long personId, long memberId, string reason, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.TransactAsync(
                async tx =>
                {
                    // The person was erased or merged away while WeChat was asked for the phone.
                    if (!await tx.LockAsync("people", personId, ct))
                    {
                        return (false, BindOutcome.NoPerson);
                    }
                    await AddAsync(tx, by: null, personId, memberId, reason, now, ct);
                    return (true, BindOutcome.Bound);
                },
                ct
            );
        }
        catch (DbException e) when (database.IsDuplicate(e))
        {
            var standing = await FindMemberAsync(personId, ct);
            return standing == memberId ? BindOutcome.Bound
                : standing is null ? BindOutcome.MemberTaken
                : BindOutcome.PersonTaken;
        }
    }

    /// <param name="by">Null where it is the person's own doing.</param>
    public async Task AddAsync(
        Transaction tx,
        Actor? by,
        long personId,
        long memberId,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await tx.ExecuteAsync(
            "INSERT INTO bindings (member_id, person_id, bound_at) VALUES (@memberId, @personId, @now)",
            new
            {
                memberId,
                personId,
                now,
            },
            ct
        );
        await RecordAsync(tx, by, memberId, personId, "bound", reason, now, ct);
    }

    /// <summary>Ends a member's binding for the secretariat. The result is false if nobody is bound any more.</summary>
    public async Task<bool> UnbindAsync(Actor by, long memberId, string reason, DateTimeOffset now, CancellationToken ct)
    {
        var released = await database.TransactAsync(
            async tx =>
            {
                var person = await ReleaseAsync(tx, by, memberId, reason, now, ct);
                if (person is not null)
                {
                    await AuditReleaseAsync(tx, by, memberId, reason, now, ct);
                }
                return (person is not null, person);
            },
            ct
        );
        if (released is { } personId)
        {
            sessions.Forget(personId);
        }
        return released is not null;
    }

    /// <summary>
    /// Ends a member's binding. The caller writes the audit trail with <see cref="AuditReleaseAsync"/> at the end of the transaction.
    /// </summary>
    /// <returns>Who was bound, if anybody.</returns>
    public async Task<long?> ReleaseAsync(Transaction tx, Actor by, long memberId, string reason, DateTimeOffset now, CancellationToken ct)
    {
        var person = await tx.FindAsync<long?>("SELECT person_id FROM bindings WHERE member_id = @memberId", new { memberId }, ct);
        if (
            person is not { } personId
            || await tx.ExecuteAsync(
                "DELETE FROM bindings WHERE member_id = @memberId AND person_id = @personId",
                new { memberId, personId },
                ct
            ) == 0
        )
        {
            return null;
        }
        await RecordAsync(tx, by, memberId, personId, "ended", reason, now, ct);
        return personId;
    }

    public async Task AuditReleaseAsync(Transaction tx, Actor by, long memberId, string reason, DateTimeOffset now, CancellationToken ct) =>
        await audit.AddAsync(
            tx,
            by,
            new Change(MemberStore.UnbindAction, "member", memberId, await MemberStore.TitleAsync(tx, memberId, ct), After: new { reason }),
            now,
            ct
        );

    /// <summary>Ends the person's binding, if there is one, as their own doing.</summary>
    public async Task<long?> EndAsync(Transaction tx, long personId, string reason, DateTimeOffset now, CancellationToken ct)
    {
        var memberId = await tx.FindAsync<long?>("SELECT member_id FROM bindings WHERE person_id = @personId", new { personId }, ct);
        if (
            memberId is { } member
            && await tx.ExecuteAsync(
                "DELETE FROM bindings WHERE person_id = @personId AND member_id = @member",
                new { personId, member },
                ct
            ) == 1
        )
        {
            await RecordAsync(tx, by: null, member, personId, "ended", reason, now, ct);
        }
        return memberId;
    }

    /// <summary>
    /// Two persons turned out to be one. The kept one's binding stands; only if it has none it gets the other's.
    /// Where both were bound, the secretariat is asked about the member that lost its person.
    /// </summary>
    public async Task MergeAsync(Transaction tx, long kept, long gone, DateTimeOffset now, CancellationToken ct)
    {
        var member = await EndAsync(tx, gone, "两个微信身份合并", now, ct);
        var standing = await tx.FindAsync<long?>("SELECT member_id FROM bindings WHERE person_id = @kept", new { kept }, ct);
        await MergeRequestsAsync(tx, kept, gone, ct);
        if (member is not { } freed)
        {
            return;
        }
        if (standing is null)
        {
            await AddAsync(tx, by: null, kept, freed, "两个微信身份合并", now, ct);
        }
        else
        {
            await AskAboutAsync(tx, kept, freed, now, ct);
        }
    }

    private static async Task MergeRequestsAsync(Transaction tx, long kept, long gone, CancellationToken ct)
    {
        var (keptSlot, goneSlot) = (OpenSlot(kept), OpenSlot(gone));
        var slots = await tx.ListAsync<string>(
            "SELECT slot FROM bind_requests WHERE slot IN (@keptSlot, @goneSlot)",
            new { keptSlot, goneSlot },
            ct
        );
        if (slots.Count == 2)
        {
            // Both persons asked, and the kept person's request stands.
            await tx.ExecuteAsync("DELETE FROM bind_requests WHERE slot = @goneSlot", new { goneSlot }, ct);
        }
        await tx.ExecuteAsync("UPDATE bind_requests SET person_id = @kept WHERE person_id = @gone", new { kept, gone }, ct);
        await tx.ExecuteAsync("UPDATE bind_requests SET slot = @keptSlot WHERE slot = @goneSlot", new { keptSlot, goneSlot }, ct);
    }

    /// <summary>Opens a request in which the secretariat decides about the member that lost its person.</summary>
    private static async Task AskAboutAsync(Transaction tx, long kept, long freed, DateTimeOffset now, CancellationToken ct)
    {
        var open = OpenSlot(kept);
        await tx.ExecuteAsync("DELETE FROM bind_requests WHERE slot = @open", new { open }, ct);
        await tx.ExecuteAsync(
            """
            INSERT INTO bind_requests (slot, person_id, name, number, unit, note, seal_row, phone_sealed, phone_hash,
                                       state, member_id, reason, created_at)
            SELECT @open, @kept, name, number, unit, '系统：两个微信身份合并，该会员原已绑定其中之一', '', '', '', 'open', id, '', @now
              FROM members WHERE id = @freed
            """,
            new
            {
                open,
                kept,
                freed,
                now,
            },
            ct
        );
    }

    /// <summary>Who was bound to a member that was found to be another one, and who asked to be.</summary>
    public static async Task MoveHistoryAsync(Transaction tx, long kept, long gone, CancellationToken ct)
    {
        await tx.ExecuteAsync("UPDATE binding_events SET member_id = @kept WHERE member_id = @gone", new { kept, gone }, ct);
        await tx.ExecuteAsync("UPDATE bind_requests SET member_id = @kept WHERE member_id = @gone", new { kept, gone }, ct);
    }

    public static string OpenSlot(long personId) => $"open:{personId}";

    private static Task RecordAsync(
        Transaction tx,
        Actor? by,
        long memberId,
        long personId,
        string what,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO binding_events (member_id, person_id, event, reason, actor, at)
            VALUES (@memberId, @personId, @what, @reason, @actor, @now)
            """,
            new
            {
                memberId,
                personId,
                what,
                reason,
                actor = by?.Name ?? "",
                now,
            },
            ct
        );
}

public enum BindOutcome
{
    Bound,

    /// <summary>The member is bound to another person.</summary>
    MemberTaken,

    /// <summary>The person is bound to another member.</summary>
    PersonTaken,

    /// <summary>The person does not exist any more.</summary>
    NoPerson,
}

public sealed record Binding
{
    public required long PersonId { get; init; }
    public required DateTimeOffset BoundAt { get; init; }
}

public sealed record BindingEvent
{
    public required string MemberNumber { get; init; }
    public required string Event { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset At { get; init; }
}
