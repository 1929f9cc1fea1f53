using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>
/// Tokens of the mini program: 256 random bits for the phone, their SHA-256 in the database. A node remembers what it looked up for
/// 15 to 30 s, which is how fast a token ended on another node dies here; who is not bound yet is looked up each time.
/// </summary>
public sealed class SessionStore
{
    private const int TokenLength = 43;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7),
        Generation = TimeSpan.FromSeconds(15);

    private readonly Database database;
    private readonly TimeProvider time;
    private readonly Batcher<string, SignedIn?> lookups;
    private readonly SessionCache cache;

    public SessionStore(Database database, TimeProvider time)
    {
        this.database = database;
        this.time = time;
        cache = new SessionCache(time, Generation);
        // In a rush every phone's first call looks up its token: together they cost a query per some hundred.
        lookups = new(capacity: 20_000, most: 250, pumps: 2, FindManyAsync);
    }

    public async Task<(string Token, DateTimeOffset ExpiresAt)> OpenAsync(long personId, CancellationToken ct)
    {
        var token = Token.New();
        var now = time.GetUtcNow();
        await database.ExecuteAsync(
            "INSERT INTO sessions (token_hash, person_id, created_at, expires_at) VALUES (@hash, @personId, @now, @expiresAt)",
            new
            {
                hash = Token.Hash(token),
                personId,
                now,
                expiresAt = now + Lifetime,
            },
            ct
        );
        return (token, now + Lifetime);
    }

    /// <summary>One session for each person. Their tokens, in the same order.</summary>
    public async Task<IReadOnlyList<string>> OpenManyAsync(
        Transaction tx,
        IReadOnlyList<long> people,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken ct
    )
    {
        var tokens = people.Select(_ => Token.New()).ToList();
        await tx.InsertManyAsync(
            "INSERT INTO sessions (token_hash, person_id, created_at, expires_at)",
            [.. people.Zip(tokens, (person, token) => new object?[] { Token.Hash(token), person, now, expiresAt })],
            ct
        );
        return tokens;
    }

    /// <param name="mayLookUp">Asked before a token that this node does not remember costs a look-up.</param>
    public async ValueTask<SignedIn?> FindAsync(string token, Func<bool> mayLookUp, CancellationToken ct)
    {
        if (token.Length != TokenLength)
        {
            return null;
        }
        var hash = Token.Hash(token);
        if (!cache.TryGet(hash, out var signedIn))
        {
            if (!mayLookUp())
            {
                return null;
            }
            var epoch = cache.Epoch;
            signedIn = await lookups.AddAsync(hash, ct);
            if (signedIn is { MemberId: not null })
            {
                cache.Add(hash, signedIn, epoch);
            }
        }
        return signedIn is not null && time.GetUtcNow() < signedIn.ExpiresAt ? signedIn : null;
    }

    public async Task EndAsync(string token, CancellationToken ct)
    {
        var hash = Token.Hash(token);
        await database.ExecuteAsync("DELETE FROM sessions WHERE token_hash = @hash", new { hash }, ct);
        cache.Forget(hash);
    }

    /// <summary>Makes this node look the person up anew: who they are or may do has changed.</summary>
    public void Forget(long personId) => cache.ForgetPerson(personId);

    /// <summary>Removes what has expired, a slice at a time. Returns how many went.</summary>
    public async Task<int> RemoveExpiredAsync(DateTimeOffset now, int limit, CancellationToken ct)
    {
        // Read first: MariaDB would scan the table for a DELETE whose IN is a subquery (EXPLAIN).
        var expired = await database.ListAsync<string>(
            "SELECT token_hash FROM sessions WHERE expires_at <= @now LIMIT @limit",
            new { now, limit },
            ct
        );
        return expired.Count == 0
            ? 0
            : await database.ExecuteAsync("DELETE FROM sessions WHERE token_hash IN @expired", new { expired }, ct);
    }

    private async Task<IReadOnlyList<SignedIn?>> FindManyAsync(IReadOnlyList<string> hashes)
    {
        var rows = await database.ListAsync<SessionRow>(
            """
            SELECT s.token_hash, s.person_id, s.expires_at, b.member_id, r.member_id AS redeemer_id
              FROM sessions s
              LEFT JOIN bindings b ON b.person_id = s.person_id
              LEFT JOIN member_rights r ON r.member_id = b.member_id AND r.name = @redeem
             WHERE s.token_hash IN @hashes
            """,
            new { hashes, redeem = Rights.Redeem }
        );
        var found = rows.ToDictionary(
            row => row.TokenHash,
            row => new SignedIn(row.PersonId, row.MemberId, row.RedeemerId is not null, row.ExpiresAt)
        );
        return [.. hashes.Select(hash => found.GetValueOrDefault(hash))];
    }

    private sealed record SessionRow
    {
        public required string TokenHash { get; init; }
        public required long PersonId { get; init; }
        public required DateTimeOffset ExpiresAt { get; init; }
        public long? MemberId { get; init; }
        public long? RedeemerId { get; init; }
    }
}
