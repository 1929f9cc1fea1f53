using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>"I am this member" for the secretariat to decide, one undecided at a time for a person.</summary>
public sealed class BindRequestStore(
    Database database,
    Keyring keyring,
    BindingStore bindings,
    SessionStore sessions,
    MemberStore members,
    MemberEdits edits,
    AuditTrail audit
)
{
    private const string ReleaseReason = "秘书处改绑";

    private const string Columns = """
        SELECT id, person_id, name, number, unit, note, seal_row, phone_sealed, state, member_id, reason, created_at, decided_at, decided_by
          FROM bind_requests
        """;

    /// <summary>False where the person has one open already. Nothing is kept for a person who is no more.</summary>
    /// <param name="phone">E.164, confirmed by WeChat; null if the person did not give one.</param>
    public Task<bool> TryOpenAsync(
        long personId,
        string name,
        string number,
        string unit,
        string note,
        string? phone,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var sealRow = Guid.CreateVersion7().ToString("N");
        return database.TryInsertAsync(
            """
            INSERT INTO bind_requests (slot, person_id, name, number, unit, note, seal_row, phone_sealed, phone_hash,
                                       state, reason, created_at)
            SELECT @slot, id, @name, @number, @unit, @note, @sealRow, @phoneSealed, @phoneHash, 'open', '', @now
              FROM people WHERE id = @personId
            """,
            new
            {
                slot = BindingStore.OpenSlot(personId),
                personId,
                name,
                number,
                unit,
                note,
                sealRow,
                phoneSealed = phone is null ? "" : keyring.Seal(PhonePlace(sealRow), phone),
                phoneHash = phone is null ? "" : keyring.Hash(MemberStore.PhoneHash, phone),
                now,
            },
            ct
        );
    }

    public Task<BindRequest?> FindLatestAsync(long personId, CancellationToken ct) =>
        database.FindAsync<BindRequest>(
            $"{Columns} WHERE person_id = @personId ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, id DESC",
            new { personId },
            ct
        );

    public Task<BindRequest?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<BindRequest>($"{Columns} WHERE id = @id", new { id }, ct);

    public Task<IReadOnlyList<BindRequest>> ListAsync(long personId, CancellationToken ct) =>
        database.ListAsync<BindRequest>($"{Columns} WHERE person_id = @personId ORDER BY id", new { personId }, ct);

    public Task<IReadOnlyList<BindRequest>> ListOpenAsync(CancellationToken ct) =>
        database.ListAsync<BindRequest>($"{Columns} WHERE state = 'open' ORDER BY id", ct: ct);

    public string? OpenPhone(BindRequest request) =>
        request.PhoneSealed is "" ? null : keyring.Open(PhonePlace(request.SealRow), request.PhoneSealed);

    /// <param name="release">End another person's binding to this member first; without it a bound member is never taken over.</param>
    /// <param name="takePhone">The phone that came with the request goes into the roster.</param>
    public async Task<DecideOutcome> AcceptAsync(
        Actor by,
        long id,
        long memberId,
        bool release,
        bool takePhone,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (outcome, released) = await database.TransactAsync(
                    tx => AcceptAsync(tx, by, id, memberId, release, takePhone, now, ct),
                    ct
                );
                if (outcome is DecideOutcome.MemberChanged && attempt < 3)
                {
                    continue;
                }
                if (released is { } personId)
                {
                    sessions.Forget(personId);
                }
                return outcome;
            }
            catch (DbException e) when (attempt < 3 && database.IsDuplicate(e))
            {
                // Member or person was bound in this moment: the next look sees to whom.
            }
        }
    }

    public Task<DecideOutcome> RejectAsync(Actor by, long id, string reason, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await DecideAsync(tx, by, id, "rejected", null, reason, now, ct) is not { } request)
                {
                    return (false, DecideOutcome.NotOpen);
                }
                await audit.AddAsync(tx, by, new Change("bind.reject", "bind", id, request.Name, After: new { reason }), now, ct);
                return (true, DecideOutcome.Decided);
            },
            ct
        );

    private async Task<(bool Commit, (DecideOutcome Outcome, long? Released) Result)> AcceptAsync(
        Transaction tx,
        Actor by,
        long id,
        long memberId,
        bool release,
        bool takePhone,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (await members.FindAsync(tx, memberId, ct) is not { IsSynthetic: false } member)
        {
            return (false, (DecideOutcome.NoSuchMember, null));
        }
        if (await DecideAsync(tx, by, id, "accepted", memberId, "", now, ct) is not { } request)
        {
            return (false, (DecideOutcome.NotOpen, null));
        }
        var (outcome, released) = await BindAsync(tx, by, request.PersonId, memberId, release, now, ct);
        if (outcome is not DecideOutcome.Decided)
        {
            return (false, (outcome, null));
        }
        var phone = takePhone ? OpenPhone(request) : null;
        if (phone is not null && !await edits.TakePhoneAsync(tx, member, phone, now, ct))
        {
            // An import or another edit was faster: the next look is at the member as they stand.
            return (false, (DecideOutcome.MemberChanged, null));
        }
        if (released is not null)
        {
            await bindings.AuditReleaseAsync(tx, by, memberId, ReleaseReason, now, ct);
        }
        if (phone is not null)
        {
            await edits.AuditPhoneAsync(tx, by, member, phone, now, ct);
        }
        await audit.AddAsync(tx, by, new Change("bind.accept", "bind", id, request.Name, After: new { member = member.Title }), now, ct);
        return (true, (DecideOutcome.Decided, released));
    }

    /// <summary>Binds the person to the member, whose other binding it ends if it may.</summary>
    private async Task<(DecideOutcome Outcome, long? Released)> BindAsync(
        Transaction tx,
        Actor by,
        long personId,
        long memberId,
        bool release,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var holder = await tx.FindAsync<long?>("SELECT person_id FROM bindings WHERE member_id = @memberId", new { memberId }, ct);
        long? released = null;
        if (holder is { } other && other != personId)
        {
            if (!release)
            {
                return (DecideOutcome.MemberTaken, null);
            }
            released = await bindings.ReleaseAsync(tx, by, memberId, ReleaseReason, now, ct);
        }
        var own = await tx.FindAsync<long?>("SELECT member_id FROM bindings WHERE person_id = @personId", new { personId }, ct);
        if (own is not null && own != memberId)
        {
            return (DecideOutcome.PersonTaken, null);
        }
        if (own is null)
        {
            await bindings.AddAsync(tx, by, personId, memberId, "秘书处核准", now, ct);
        }
        return (DecideOutcome.Decided, released);
    }

    /// <summary>The person withdraws what is undecided, or became a member by other means.</summary>
    public Task<int> WithdrawAsync(long personId, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM bind_requests WHERE slot = @slot", new { slot = BindingStore.OpenSlot(personId) }, ct);

    /// <summary>Null where it is not, or no longer, open.</summary>
    private static async Task<BindRequest?> DecideAsync(
        Transaction tx,
        Actor by,
        long id,
        string state,
        long? memberId,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            """
            UPDATE bind_requests
               SET state = @state, slot = @slot, member_id = COALESCE(@memberId, member_id), reason = @reason,
                   decided_at = @now, decided_by = @actor
             WHERE id = @id AND state = 'open'
            """,
            new
            {
                id,
                state,
                slot = $"done:{id}",
                memberId,
                reason,
                now,
                actor = by.Name,
            },
            ct
        ) == 0
            ? null
            : await tx.FindAsync<BindRequest>($"{Columns} WHERE id = @id", new { id }, ct);

    internal static string PhonePlace(string sealRow) => $"bind_requests.phone:{sealRow}";
}

public enum DecideOutcome
{
    Decided,

    /// <summary>Decided by somebody else meanwhile, or withdrawn.</summary>
    NotOpen,
    NoSuchMember,

    /// <summary>The member was edited again and again while this was tried.</summary>
    MemberChanged,

    /// <summary>The member is bound to another person.</summary>
    MemberTaken,

    /// <summary>The person is bound to another member.</summary>
    PersonTaken,
}

public sealed record BindRequest
{
    public required long Id { get; init; }
    public required long PersonId { get; init; }
    public required string Name { get; init; }
    public required string Number { get; init; }
    public required string Unit { get; init; }
    public required string Note { get; init; }
    public required string SealRow { get; init; }
    public required string PhoneSealed { get; init; }
    public required string State { get; init; }
    public long? MemberId { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The staff member who decided.</summary>
    public required string DecidedBy { get; init; }
}
