using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>
/// The numbers by which authors can be reached: shown to be theirs by WeChat's phone button, or that of the member to whom they are bound.
/// </summary>
public sealed class PersonPhones(Database database, MemberStore members, Keyring keyring)
{
    /// <summary>Keeps the number in place of an earlier one. False where there is no such person (any more).</summary>
    public Task<bool> SetAsync(long personId, string phone, DateTimeOffset now, CancellationToken ct)
    {
        var sealRow = Guid.CreateVersion7().ToString("N");
        var row = new
        {
            personId,
            sealRow,
            @sealed = keyring.Seal(PhonePlace(sealRow), phone),
            hash = keyring.Hash(MemberStore.PhoneHash, phone),
            now,
        };
        return database.TransactAsync(
            async tx =>
            {
                if (!await tx.LockAsync("people", personId, ct))
                {
                    return (false, false);
                }
                await tx.ExecuteAsync("DELETE FROM person_phones WHERE person_id = @personId", row, ct);
                await tx.ExecuteAsync(
                    """
                    INSERT INTO person_phones (person_id, seal_row, phone_sealed, phone_hash, verified_at)
                    VALUES (@personId, @sealRow, @sealed, @hash, @now)
                    """,
                    row,
                    ct
                );
                return (true, true);
            },
            ct
        );
    }

    /// <summary>Whether a number is known to be the person's.</summary>
    public static async Task<bool> IsVerifiedAsync(Sql sql, long personId, CancellationToken ct) =>
        (await ListVerifiedAsync(sql, [personId], ct)).Count == 1;

    /// <summary>Of these persons, those of whom a number is known to be theirs.</summary>
    public static Task<IReadOnlyList<long>> ListVerifiedAsync(Sql sql, IReadOnlyCollection<long> personIds, CancellationToken ct) =>
        sql.ListAsync<long>(
            """
            SELECT p.id FROM people p
             WHERE p.id IN {=personIds}
               AND (EXISTS (SELECT 1 FROM person_phones v WHERE v.person_id = p.id)
                    OR EXISTS (SELECT 1 FROM bindings b WHERE b.person_id = p.id))
            """,
            new { personIds },
            ct
        );

    /// <summary>In E.164; null where none is known.</summary>
    public async Task<string?> FindAsync(long personId, CancellationToken ct)
    {
        var own = await FindOwnAsync(personId, ct);
        if (own is not null)
        {
            return own;
        }
        var memberId = await database.FindAsync<long?>("SELECT member_id FROM bindings WHERE person_id = @personId", new { personId }, ct);
        return memberId is { } id && await members.FindAsync(id, ct) is { } member && members.Open(member).Phone is { Length: > 0 } phone
            ? phone
            : null;
    }

    internal async Task<string?> FindOwnAsync(long personId, CancellationToken ct) =>
        await database.FindAsync<SealedPhone>(
            "SELECT seal_row, phone_sealed FROM person_phones WHERE person_id = @personId",
            new { personId },
            ct
        )
            is { } own
            ? keyring.Open(PhonePlace(own.SealRow), own.PhoneSealed)
            : null;

    internal static string PhonePlace(string sealRow) => $"person_phones.phone:{sealRow}";

    private sealed record SealedPhone
    {
        public required string SealRow { get; init; }
        public required string PhoneSealed { get; init; }
    }
}
