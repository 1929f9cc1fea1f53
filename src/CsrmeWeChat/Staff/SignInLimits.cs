using System.Net;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Staff;

/// <summary>
/// How often a password or code may be tried, counted in the database for all nodes. An address has so many failures in a while; an account
/// has a growing delay for each address by itself, so that no one address can lock an account's owner out.
/// </summary>
public sealed class SignInLimits(Database database)
{
    public const int PerAddress = 30,
        Free = 3;

    public static readonly TimeSpan AddressWindow = TimeSpan.FromMinutes(10),
        LongestDelay = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Counts an attempt, before anything is compared.</summary>
    /// <returns>Null where it may be made, else how long to wait.</returns>
    public async Task<TimeSpan?> TakeAsync(string account, IPAddress? address, DateTimeOffset now, CancellationToken ct)
    {
        var network = RateLimits.Network(address);
        if (await TakeAddressAsync(Token.Hash($"address {network}"), now, ct) is { } wait)
        {
            return wait;
        }
        return await TakePairAsync(Pair(account, network), now, ct);
    }

    /// <summary>It was right: the account's delay for this address is over, and the attempt does not count for the address.</summary>
    public async Task ForgetAsync(string account, IPAddress? address, CancellationToken ct)
    {
        var network = RateLimits.Network(address);
        await database.ExecuteAsync("DELETE FROM sign_in_attempts WHERE key_hash = @key", new { key = Pair(account, network) }, ct);
        await database.ExecuteAsync(
            "UPDATE sign_in_attempts SET attempts = attempts - 1 WHERE key_hash = @key AND attempts > 0",
            new { key = Token.Hash($"address {network}") },
            ct
        );
    }

    public Task<int> RemoveOldAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM sign_in_attempts WHERE forget_at <= @now", new { now }, ct);

    /// <summary>After so many failures: none for the first few, then 1 s, 2 s, 4 s and so on.</summary>
    public static TimeSpan Delay(int failures) =>
        failures < Free
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(LongestDelay.TotalSeconds, Math.Pow(2, Math.Min(failures - Free, 20))));

    private async Task<TimeSpan?> TakeAddressAsync(string key, DateTimeOffset now, CancellationToken ct)
    {
        // Read first: an address that is over its limit costs no write.
        if (await FindAsync(key, ct) is { } known && known.ForgetAt > now && known.Attempts >= PerAddress)
        {
            return known.ForgetAt - now;
        }
        var args = new
        {
            key,
            now,
            most = PerAddress,
            end = now + AddressWindow,
        };
        if (
            await database.ExecuteAsync(
                "UPDATE sign_in_attempts SET attempts = attempts + 1 WHERE key_hash = @key AND forget_at > @now AND attempts < @most",
                args,
                ct
            ) == 1
            || await database.ExecuteAsync(
                "UPDATE sign_in_attempts SET attempts = 1, next_at = @now, forget_at = @end WHERE key_hash = @key AND forget_at <= @now",
                args,
                ct
            ) == 1
            || await database.TryInsertAsync(
                "INSERT INTO sign_in_attempts (key_hash, attempts, next_at, forget_at) VALUES (@key, 1, @now, @end)",
                args,
                ct
            )
        )
        {
            return null;
        }
        // Of several at once the last ones were too many, or the first of all lost the race for the row.
        return TimeSpan.FromSeconds(1);
    }

    private async Task<TimeSpan?> TakePairAsync(string key, DateTimeOffset now, CancellationToken ct)
    {
        var row = await FindAsync(key, ct);
        if (row is { } known && known.NextAt > now)
        {
            return known.NextAt - now;
        }
        var (read, attempts) = (row?.Attempts ?? 0, row is null || row.ForgetAt <= now ? 1 : row.Attempts + 1);
        var args = new
        {
            key,
            read,
            attempts,
            nextAt = now + Delay(attempts),
            forgetAt = now + Remembered,
        };
        var taken = row is null
            ? await database.TryInsertAsync(
                "INSERT INTO sign_in_attempts (key_hash, attempts, next_at, forget_at) VALUES (@key, @attempts, @nextAt, @forgetAt)",
                args,
                ct
            )
            : await database.ExecuteAsync(
                """
                UPDATE sign_in_attempts
                   SET attempts = @attempts, next_at = @nextAt, forget_at = @forgetAt
                 WHERE key_hash = @key AND attempts = @read
                """,
                args,
                ct
            ) == 1;
        // Of several at once for one account from one address, one is let through.
        return taken ? null : TimeSpan.FromSeconds(1);
    }

    private Task<Row?> FindAsync(string key, CancellationToken ct) =>
        database.FindAsync<Row>("SELECT attempts, next_at, forget_at FROM sign_in_attempts WHERE key_hash = @key", new { key }, ct);

    private static string Pair(string account, IPAddress? network) => Token.Hash($"account {account} address {network}");

    private sealed record Row
    {
        public required int Attempts { get; init; }
        public required DateTimeOffset NextAt { get; init; }
        public required DateTimeOffset ForgetAt { get; init; }
    }
}
