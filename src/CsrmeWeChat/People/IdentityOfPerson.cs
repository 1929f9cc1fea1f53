using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.People;

/// <summary>A person's ids at WeChat, sessions, binding and requests. All but the history of bindings is erased with the person.</summary>
public sealed class IdentityOfPerson(Database database, BindingStore bindings, BindRequestStore requests, PersonPhones phones) : IPersonData
{
    public IReadOnlyCollection<PersonColumn> Columns { get; } =
    [
        new("openids.open_id", OnErase.Deleted),
        new("openids.person_id", OnErase.Deleted),
        new("unionids.union_id", OnErase.Deleted),
        new("unionids.person_id", OnErase.Deleted),
        new("sessions.person_id", OnErase.Deleted),
        new("bindings.member_id", OnErase.Deleted),
        new("bindings.person_id", OnErase.Deleted),
        new("binding_events.member_id", OnErase.Kept),
        new("binding_events.person_id", OnErase.Kept),
        new("bind_requests.person_id", OnErase.Deleted),
        new("bind_requests.member_id", OnErase.Deleted),
        new("bind_requests.name", OnErase.Deleted),
        new("bind_requests.number", OnErase.Deleted),
        new("bind_requests.phone_sealed", OnErase.Deleted),
        new("bind_requests.phone_hash", OnErase.Deleted),
        new("person_phones.person_id", OnErase.Deleted),
        new("person_phones.phone_sealed", OnErase.Deleted),
        new("person_phones.phone_hash", OnErase.Deleted),
    ];

    public async Task<IReadOnlyDictionary<string, object?>> ExportAsync(KnownPerson person, DateTimeOffset now, CancellationToken ct) =>
        new Dictionary<string, object?>
        {
            ["weChat"] = await database.ListAsync<HeldOpenId>(
                "SELECT app_id, open_id, created_at FROM openids WHERE person_id = @Id ORDER BY created_at",
                new { person.Id },
                ct
            ),
            ["sessions"] = await database.ListAsync<HeldSession>(
                "SELECT created_at, expires_at FROM sessions WHERE person_id = @Id ORDER BY created_at",
                new { person.Id },
                ct
            ),
            ["phone"] = await phones.FindOwnAsync(person.Id, ct),
            ["bindings"] = await bindings.ListEventsAsync(person.Id, ct),
            ["requests"] = (await requests.ListAsync(person.Id, ct)).Select(request => new ExportedRequest(
                BindRequestAnswer.Of(request),
                requests.OpenPhone(request)
            )),
        };

    public async Task EraseAsync(Transaction tx, KnownPerson person, DateTimeOffset now, CancellationToken ct)
    {
        await bindings.EndAsync(tx, person.Id, "本人注销微信关联", now, ct);
        foreach (var table in (string[])["sessions", "bind_requests", "person_phones", "openids", "unionids"])
        {
            await tx.ExecuteAsync($"DELETE FROM {table} WHERE person_id = @Id", new { person.Id }, ct);
        }
    }

    /// <summary>The roster's phones are the society's own; what a person gave by the phone button goes.</summary>
    public async Task RevokeAsync(Transaction tx, KnownPerson person, GrantedData what, DateTimeOffset now, CancellationToken ct)
    {
        if (what.HasFlag(GrantedData.Phone))
        {
            await tx.ExecuteAsync(
                "UPDATE bind_requests SET phone_sealed = '', phone_hash = '' WHERE person_id = @Id",
                new { person.Id },
                ct
            );
            await tx.ExecuteAsync("DELETE FROM person_phones WHERE person_id = @Id", new { person.Id }, ct);
        }
    }

    public async Task MergeAsync(Transaction tx, KnownPerson kept, KnownPerson gone, DateTimeOffset now, CancellationToken ct)
    {
        var ids = new { kept = kept.Id, gone = gone.Id };
        await bindings.MergeAsync(tx, kept.Id, gone.Id, now, ct);
        await tx.ExecuteAsync("UPDATE openids SET person_id = @kept WHERE person_id = @gone", ids, ct);
        await tx.ExecuteAsync("UPDATE sessions SET person_id = @kept WHERE person_id = @gone", ids, ct);
        await tx.ExecuteAsync("DELETE FROM unionids WHERE person_id = @gone", ids, ct);
        await MergePhonesAsync(tx, kept.Id, gone.Id, ct);
    }

    private static async Task MergePhonesAsync(Transaction tx, long kept, long gone, CancellationToken ct)
    {
        var held = await tx.FindAsync<int>("SELECT COUNT(*) FROM person_phones WHERE person_id = @kept", new { kept }, ct);
        await tx.ExecuteAsync(
            held > 0
                ? "DELETE FROM person_phones WHERE person_id = @gone"
                : "UPDATE person_phones SET person_id = @kept WHERE person_id = @gone",
            new { kept, gone },
            ct
        );
    }

    private sealed record HeldOpenId
    {
        public required string AppId { get; init; }
        public required string OpenId { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
    }

    private sealed record HeldSession
    {
        public required DateTimeOffset CreatedAt { get; init; }
        public required DateTimeOffset ExpiresAt { get; init; }
    }

    private sealed record ExportedRequest(BindRequestAnswer Request, string? Phone);
}
