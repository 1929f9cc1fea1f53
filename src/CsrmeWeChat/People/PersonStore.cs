using System.Data.Common;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;

namespace CsrmeWeChat.People;

/// <summary>
/// WeChat users. A person is known by an openid for each app and, once WeChat tells it, by one unionid;
/// when that shows two persons to be one, they are merged.
/// </summary>
public sealed class PersonStore(
    Database database,
    BindingStore bindings,
    SessionStore sessions,
    PersonMessages messages,
    CallbackStore callbacks
)
{
    /// <summary>The person behind these ids, who is made if new and merged if known twice.</summary>
    public async Task<long> SignInAsync(string appId, string openId, string? unionId, DateTimeOffset now, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
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
            try
            {
                var person = await database.TransactAsync(
                    async tx => (true, await LearnAsync(tx, appId, openId, unionId, known?.PersonId, now, ct)),
                    ct
                );
                if (known is not null && known.PersonId != person)
                {
                    sessions.Forget(known.PersonId);
                }
                return person;
            }
            catch (DbException e) when (attempt < 5 && database.IsDuplicate(e))
            {
                // The same user signed in twice at once, and the other sign-in was first.
            }
            catch (MergedMeanwhileException) when (attempt < 5) { }
        }
    }

    public Task<string?> FindOpenIdAsync(long personId, string appId, CancellationToken ct) =>
        database.FindAsync<string>(
            "SELECT open_id FROM openids WHERE person_id = @personId AND app_id = @appId ORDER BY created_at DESC",
            new { personId, appId },
            ct
        );

    public Task<IReadOnlyList<HeldOpenId>> ListOpenIdsAsync(long personId, CancellationToken ct) =>
        database.ListAsync<HeldOpenId>(
            "SELECT app_id, open_id, created_at FROM openids WHERE person_id = @personId ORDER BY created_at",
            new { personId },
            ct
        );

    /// <summary>Forgets the WeChat user: ids, sessions and requests go, the binding ends. What hangs on the member stays. False where there is no such person (any more).</summary>
    public async Task<bool> EraseAsync(long personId, DateTimeOffset now, CancellationToken ct)
    {
        // First, so that what is interrupted here can be asked for again.
        await callbacks.EraseAsync(await ListAllOpenIdsAsync(database, personId, ct), ct);
        return await database.TransactAsync(
            async tx =>
            {
                if (await tx.ExecuteAsync("UPDATE people SET created_at = created_at WHERE id = @personId", new { personId }, ct) == 0)
                {
                    return (false, false);
                }
                await bindings.EndAsync(tx, personId, "本人注销微信关联", now, ct);
                await messages.EraseAsync(tx, personId, await ListAllOpenIdsAsync(tx, personId, ct), ct);
                foreach (var table in (string[])["sessions", "bind_requests", "openids", "unionids"])
                {
                    await tx.ExecuteAsync($"DELETE FROM {table} WHERE person_id = @personId", new { personId }, ct);
                }
                await tx.ExecuteAsync("DELETE FROM people WHERE id = @personId", new { personId }, ct);
                return (true, true);
            },
            ct
        );
    }

    // The official account's stands with its followers, joined by the unionid alone.
    private static Task<IReadOnlyList<string>> ListAllOpenIdsAsync(Sql sql, long personId, CancellationToken ct) =>
        sql.ListAsync<string>(
            "SELECT open_id FROM openids WHERE person_id = @personId UNION SELECT f.open_id FROM unionids u JOIN followers f ON f.union_id = u.union_id WHERE u.person_id = @personId",
            new { personId },
            ct
        );

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
        if (await tx.ExecuteAsync("UPDATE people SET created_at = created_at WHERE id IN (@kept, @gone)", new { kept, gone }, ct) != 2)
        {
            throw new MergedMeanwhileException();
        }
        await bindings.MergeAsync(tx, kept, gone, now, ct);
        await messages.MergeAsync(
            tx,
            kept,
            gone,
            [.. await ListAllOpenIdsAsync(tx, kept, ct), .. await ListAllOpenIdsAsync(tx, gone, ct)],
            ct
        );
        await tx.ExecuteAsync("UPDATE openids SET person_id = @kept WHERE person_id = @gone", new { kept, gone }, ct);
        await tx.ExecuteAsync("UPDATE sessions SET person_id = @kept WHERE person_id = @gone", new { kept, gone }, ct);
        await tx.ExecuteAsync("DELETE FROM unionids WHERE person_id = @gone", new { gone }, ct);
        await tx.ExecuteAsync("DELETE FROM people WHERE id = @gone", new { gone }, ct);
    }

    private sealed record Known
    {
        public required long PersonId { get; init; }
        public string? UnionId { get; init; }
    }

    private sealed class MergedMeanwhileException : Exception;
}

public sealed record HeldOpenId
{
    public required string AppId { get; init; }
    public required string OpenId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
