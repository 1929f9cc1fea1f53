using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.People;

/// <summary>
/// WeChat users. A person is known by an openid for each app and, once WeChat tells it, by one unionid;
/// when that shows two persons to be one, they are merged.
/// </summary>
public sealed class PersonStore(Database database, SessionStore sessions, IEnumerable<IPersonData> rooms)
{
    /// <summary>The person behind these ids, who is made if new and merged if known twice.</summary>
    public Task<long> SignInAsync(string appId, string openId, string? unionId, DateTimeOffset now, CancellationToken ct) =>
        // The same user may sign in twice at once, and the other sign-in be first.
        database.RetryOnDuplicateAsync(
            async () =>
            {
                var known = await database.FindAsync<Known>(
                    """
                    SELECT o.person_id, u.union_id
                      FROM openids o LEFT JOIN unionids u ON u.person_id = o.person_id
                     WHERE o.app_id = @appId AND o.open_id = @openId
                    """,
                    new { appId, openId },
                    ct
                );
                if (known is not null && (unionId is null || known.UnionId == unionId))
                {
                    return known.PersonId;
                }
                var person = await database.TransactAsync(
                    async tx => (true, await LearnAsync(tx, appId, openId, unionId, known?.PersonId, now, ct)),
                    ct
                );
                if (known is not null && known.PersonId != person)
                {
                    sessions.Forget(known.PersonId);
                }
                return person;
            },
            isLostRace: fault => fault is MergedMeanwhileException
        );

    public Task<string?> FindOpenIdAsync(long personId, string appId, CancellationToken ct) =>
        database.FindAsync<string>(
            "SELECT open_id FROM openids WHERE person_id = @personId AND app_id = @appId ORDER BY created_at DESC",
            new { personId, appId },
            ct
        );

    /// <summary>Everything held about a person: each room's part under its own names.</summary>
    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(long personId, DateTimeOffset now, CancellationToken ct)
    {
        var person = await KnowAsync(database, personId, ct);
        var export = new Dictionary<string, object?> { ["at"] = now };
        foreach (var room in rooms)
        {
            foreach (var (name, part) in await room.ExportAsync(person, now, ct))
            {
                export.Add(name, part);
            }
        }
        return export;
    }

    /// <summary>
    /// Forgets the WeChat user: ids, sessions and requests go, the binding ends. What hangs on the member stays. False where there is no
    /// such person (any more).
    /// </summary>
    public Task<bool> EraseAsync(long personId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await tx.LockAsync("people", personId, ct))
                {
                    return (false, false);
                }
                await EraseAsync(tx, await KnowAsync(tx, personId, ct), now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>
    /// Forgets whoever is behind an openid of one of our accounts, in the caller's transaction, and what is held under the openid alone.
    /// </summary>
    /// <returns>The person, or null where nobody was known by it.</returns>
    public async Task<long?> EraseAsync(Transaction tx, string appId, string openId, DateTimeOffset now, CancellationToken ct)
    {
        var person = await FindBehindAsync(tx, appId, openId, ct);
        await EraseAsync(tx, person, now, ct);
        if (person.Id == 0)
        {
            return null;
        }
        sessions.Forget(person.Id);
        return person.Id;
    }

    /// <summary>Deletes what was taken back by whoever is behind an openid, in the caller's transaction. The person stays.</summary>
    /// <returns>The person, or null where nobody was known by it.</returns>
    public async Task<long?> RevokeAsync(
        Transaction tx,
        string appId,
        string openId,
        GrantedData what,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var person = await FindBehindAsync(tx, appId, openId, ct);
        foreach (var room in rooms)
        {
            await room.RevokeAsync(tx, person, what, now, ct);
        }
        return person.Id == 0 ? null : person.Id;
    }

    /// <summary>Locked. Who never signed in has the id 0, which nobody has.</summary>
    private static async Task<KnownPerson> FindBehindAsync(Transaction tx, string appId, string openId, CancellationToken ct)
    {
        var personId = await tx.FindAsync<long?>(
            "SELECT person_id FROM openids WHERE app_id = @appId AND open_id = @openId",
            new { appId, openId },
            ct
        )
            ?? await tx.FindAsync<long?>(
                "SELECT u.person_id FROM followers f JOIN unionids u ON u.union_id = f.union_id WHERE f.open_id = @openId",
                new { openId },
                ct
            );
        return personId is { } id && await tx.LockAsync("people", id, ct)
            ? await KnowAsync(tx, id, ct)
            : new KnownPerson(0, MemberId: null, [openId]);
    }

    private async Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct)
    {
        // The upper rooms first: their rows may refer to those of the lower ones.
        foreach (var room in rooms.Reverse())
        {
            await room.EraseAsync(tx, person, now, ct);
        }
        await tx.ExecuteAsync("DELETE FROM people WHERE id = @Id", new { person.Id }, ct);
    }

    private static async Task<KnownPerson> KnowAsync(Sql sql, long personId, CancellationToken ct)
    {
        var member = await sql.FindAsync<long?>("SELECT member_id FROM bindings WHERE person_id = @personId", new { personId }, ct);
        // The official account's openid stands with its followers, joined by the unionid alone.
        var openIds = await sql.ListAsync<string>(
            """
            SELECT open_id FROM openids WHERE person_id = @personId
            UNION
            SELECT f.open_id FROM unionids u JOIN followers f ON f.union_id = u.union_id WHERE u.person_id = @personId
            """,
            new { personId },
            ct
        );
        return new KnownPerson(personId, member, openIds);
    }

    private async Task<long> LearnAsync(
        Transaction tx,
        string appId,
        string openId,
        string? unionId,
        long? byOpenId,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var byUnionId = unionId is null
            ? null
            : await tx.FindAsync<long?>("SELECT person_id FROM unionids WHERE union_id = @unionId", new { unionId }, ct);
        var person = byUnionId ?? byOpenId ?? await tx.InsertAsync("INSERT INTO people (created_at) VALUES (@now)", new { now }, ct);
        if (byOpenId is null)
        {
            await tx.ExecuteAsync(
                "INSERT INTO openids (app_id, open_id, person_id, created_at) VALUES (@appId, @openId, @person, @now)",
                new
                {
                    appId,
                    openId,
                    person,
                    now,
                },
                ct
            );
        }
        if (unionId is not null && byUnionId is null)
        {
            // A person's unionid changes when the apps move to another Open Platform account.
            if (
                await tx.ExecuteAsync("UPDATE unionids SET union_id = @unionId WHERE person_id = @person", new { unionId, person }, ct) == 0
            )
            {
                await tx.ExecuteAsync("INSERT INTO unionids (union_id, person_id) VALUES (@unionId, @person)", new { unionId, person }, ct);
            }
        }
        if (byOpenId is { } other && other != person)
        {
            await MergeAsync(tx, kept: person, gone: other, now, ct);
        }
        return person;
    }

    private async Task MergeAsync(Transaction tx, long kept, long gone, DateTimeOffset now, CancellationToken ct)
    {
        if (await tx.LockAsync("people", "id", [kept, gone], ct) != 2)
        {
            throw new MergedMeanwhileException();
        }
        var keptPerson = await KnowAsync(tx, kept, ct);
        var gonePerson = await KnowAsync(tx, gone, ct);
        foreach (var room in rooms)
        {
            await room.MergeAsync(tx, keptPerson, gonePerson, now, ct);
        }
        await tx.ExecuteAsync("DELETE FROM people WHERE id = @gone", new { gone }, ct);
    }

    private sealed record Known
    {
        public required long PersonId { get; init; }
        public string? UnionId { get; init; }
    }

    private sealed class MergedMeanwhileException : Exception;
}
