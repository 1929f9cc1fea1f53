using System.Net;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Staff;

/// <summary>
/// How often a password or code may be tried, counted in the database for all nodes. An address has so many failures in a while; an account
/// has a growing delay for each address by itself, so that no one address can lock an account's owner out. A device at which the account
/// signed in before has a delay of its own and shares nothing with its address. Codes of six digits have so many failures an account as
/// well, from wherever: whoever has the password and many addresses would guess one in an hour.
/// </summary>
public sealed class SignInLimits(Database database)
{
    public const int PerAddress = 30,
        CodesPerAccount = 20,
        Free = 3;

    public static readonly TimeSpan AddressWindow = TimeSpan.FromMinutes(10),
        CodeWindow = TimeSpan.FromHours(1),
        LongestDelay = TimeSpan.FromMinutes(15);

    private const int Slice = 1_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Counts an attempt, before anything is compared.</summary>
    /// <returns>Null where it may be made, else how long to wait.</returns>
    /// <param name="device">The hash of a device that the account is known at, else null.</param>
    public async Task<TimeSpan?> TakeAsync(string account, IPAddress? address, string? device, DateTimeOffset now, CancellationToken ct)
    {
        if (device is null && await TakeOneAsync(Address(address), PerAddress, AddressWindow, now, ct) is { } wait)
        {
            return wait;
        }
        return await TakePairAsync(Pair(account, address, device), now, ct);
    }

    /// <summary>Counts a code that is tried at an account from where it is not known.</summary>
    public Task<TimeSpan?> TakeCodeAsync(string account, DateTimeOffset now, CancellationToken ct) =>
        TakeOneAsync(Codes(account), CodesPerAccount, CodeWindow, now, ct);

    /// <summary>Whether no more codes may be tried there for now.</summary>
    public async Task<bool> AreCodesSpentAsync(string account, DateTimeOffset now, CancellationToken ct) =>
        await FindAsync(Codes(account), ct) is { } row && row.ForgetAt > now && row.Attempts >= CodesPerAccount;

    /// <summary>The code was right and does not count. Those that were wrong do: else the owner would make room for more guesses.</summary>
    public Task<int> ForgetCodeAsync(string account, CancellationToken ct) => GiveBackAsync(Codes(account), ct);

    /// <summary>It was right: the account's delay for this address is over, and the attempt does not count for the address.</summary>
    public async Task ForgetAsync(string account, IPAddress? address, string? device, CancellationToken ct)
    {
        await database.ExecuteAsync("DELETE FROM sign_in_attempts WHERE key_hash = @key", new { key = Pair(account, address, device) }, ct);
        if (device is null)
        {
            await GiveBackAsync(Address(address), ct);
        }
    }

    /// <summary>Removes what no longer counts, a slice at a time: a crowd's rows would take longer than one statement may.</summary>
    public async Task RemoveOldAsync(DateTimeOffset now, CancellationToken ct)
    {
        for (var full = true; full; )
        {
            var old = await database.ListAsync<string>(
                "SELECT key_hash FROM sign_in_attempts WHERE forget_at <= @now LIMIT @Slice",
                new { now, Slice },
                ct
            );
            full = old.Count == Slice;
            if (old.Count > 0)
            {
                await database.ExecuteAsync(
                    "DELETE FROM sign_in_attempts WHERE key_hash IN @old AND forget_at <= @now",
                    new { old, now },
                    ct
                );
            }
        }
    }

    /// <summary>After so many failures: none for the first few, then 1 s, 2 s, 4 s and so on.</summary>
    public static TimeSpan Delay(int failures) =>
        failures < Free
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(LongestDelay.TotalSeconds, Math.Pow(2, Math.Min(failures - Free, 20))));

    private async Task<TimeSpan?> TakeOneAsync(string key, int most, TimeSpan window, DateTimeOffset now, CancellationToken ct)
    {
        // Read first: what is over its limit costs no write.
        if (await FindAsync(key, ct) is { } known && known.ForgetAt > now && known.Attempts >= most)
        {
            return known.ForgetAt - now;
        }
        var args = new
        {
            key,
            now,
            most,
            end = now + window,
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

    private Task<int> GiveBackAsync(string key, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE sign_in_attempts SET attempts = attempts - 1 WHERE key_hash = @key AND attempts > 0",
            new { key },
            ct
        );

    private static string Address(IPAddress? address) => Token.Hash($"address {RateLimits.Network(address)}");

    private static string Codes(string account) => Token.Hash($"codes of {account}");

    private static string Pair(string account, IPAddress? address, string? device) =>
        Token.Hash(device is null ? $"account {account} address {RateLimits.Network(address)}" : $"account {account} device {device}");

    private sealed record Row
    {
        public required int Attempts { get; init; }
        public required DateTimeOffset NextAt { get; init; }
        public required DateTimeOffset ForgetAt { get; init; }
    }
}
