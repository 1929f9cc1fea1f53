using CsrmeWeChat.Data;
using CsrmeWeChat.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>"I am this member" for the secretariat to decide, one undecided at a time for a person.</summary>
public sealed class BindRequestStore(Database database, Keyring keyring, BindingStore bindings)
{
    private const string Columns = """
        SELECT id, person_id, name, number, unit, note, seal_row, phone_sealed, state, member_id, reason, created_at, decided_at
          FROM bind_requests
        """;

    /// <summary>False where the person has one open already. Nothing is kept for a person who is no more.</summary>
    /// <param name="phone">E.164, confirmed by WeChat; null if the person did not give one.</param>
    public Task<bool> TryOpenAsync(long personId, string name, string number, string unit, string note, string? phone, DateTimeOffset now, CancellationToken ct)
    {
        var sealRow = Guid.CreateVersion7().ToString("N");
        return database.TryInsertAsync("""
            INSERT INTO bind_requests (slot, person_id, name, number, unit, note, seal_row, phone_sealed, phone_hash, state, reason, created_at)
            SELECT @slot, id, @name, @number, @unit, @note, @sealRow, @phoneSealed, @phoneHash, 'open', '', @now FROM people WHERE id = @personId
            """, new
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
        }, ct);
    }

    public Task<BindRequest?> FindLatestAsync(long personId, CancellationToken ct) =>
        database.FindAsync<BindRequest>($"{Columns} WHERE person_id = @personId ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, id DESC", new { personId }, ct);

    public Task<BindRequest?> FindAsync(long id, CancellationToken ct) => database.FindAsync<BindRequest>($"{Columns} WHERE id = @id", new { id }, ct);

    public Task<IReadOnlyList<BindRequest>> ListAsync(long personId, CancellationToken ct) =>
        database.ListAsync<BindRequest>($"{Columns} WHERE person_id = @personId ORDER BY id", new { personId }, ct);

    public Task<IReadOnlyList<BindRequest>> ListOpenAsync(CancellationToken ct) =>
        database.ListAsync<BindRequest>($"{Columns} WHERE state = 'open' ORDER BY id", ct: ct);

    public string? OpenPhone(BindRequest request) => request.PhoneSealed is "" ? null : keyring.Open(PhonePlace(request.SealRow), request.PhoneSealed);

    /// <param name="release">End another person's binding to this member first; without it a bound member is never taken over.</param>
    public Task<DecideOutcome> AcceptAsync(long id, long memberId, bool release, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(async tx =>
        {
            if (await DecideAsync(tx, id, "accepted", memberId, "", now, ct) is not { } personId)
            {
                return (false, DecideOutcome.NotOpen);
            }
            var holder = await tx.FindAsync<long?>("SELECT person_id FROM bindings WHERE member_id = @memberId", new { memberId }, ct);
            if (holder is { } other && other != personId)
            {
                if (!release)
                {
                    return (false, DecideOutcome.MemberTaken);
                }
                await bindings.EndAsync(tx, other, "秘书处改绑", now, ct);
            }
            var own = await tx.FindAsync<long?>("SELECT member_id FROM bindings WHERE person_id = @personId", new { personId }, ct);
            if (own is not null && own != memberId)
            {
                return (false, DecideOutcome.PersonTaken);
            }
            if (own is null)
            {
                await bindings.AddAsync(tx, personId, memberId, "秘书处核准", now, ct);
            }
            return (true, DecideOutcome.Decided);
        }, ct);

    public Task<DecideOutcome> RejectAsync(long id, string reason, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(async tx =>
            await DecideAsync(tx, id, "rejected", null, reason, now, ct) is null ? (false, DecideOutcome.NotOpen) : (true, DecideOutcome.Decided), ct);

    /// <summary>The person withdraws what is undecided, or became a member by other means.</summary>
    public Task<int> WithdrawAsync(long personId, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM bind_requests WHERE slot = @slot", new { slot = BindingStore.OpenSlot(personId) }, ct);

    private static async Task<long?> DecideAsync(Transaction tx, long id, string state, long? memberId, string reason, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync("""
            UPDATE bind_requests SET state = @state, slot = @slot, member_id = COALESCE(@memberId, member_id), reason = @reason, decided_at = @now
             WHERE id = @id AND state = 'open'
            """, new { id, state, slot = $"done:{id}", memberId, reason, now }, ct) == 0
            ? null
            : await tx.FindAsync<long?>("SELECT person_id FROM bind_requests WHERE id = @id", new { id }, ct);

    internal static string PhonePlace(string sealRow) => $"bind_requests.phone:{sealRow}";
}

public enum DecideOutcome { Decided, NotOpen, MemberTaken, PersonTaken }

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
}
