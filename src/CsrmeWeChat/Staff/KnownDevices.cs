using System.Net;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Staff;

/// <summary>Where an attempt to sign in comes from.</summary>
/// <param name="Device">What the browser's device cookie holds, whoever wrote it.</param>
public sealed record Visitor(IPAddress? Address, string Agent = "", string? Device = null);

/// <summary>
/// Browsers at which an account signed in before, second factor and all. Their attempts are counted apart, so that nobody else behind the
/// same address, and nobody who guesses at the account from elsewhere, can keep its owner out.
/// </summary>
public sealed class KnownDevices(Database database)
{
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    private const int TokenLength = 43;

    /// <returns>The hash of the device, or null where this account never signed in there.</returns>
    public async Task<string?> FindAsync(long? staffId, string? device, DateTimeOffset now, CancellationToken ct)
    {
        if (staffId is null || device is not { Length: TokenLength })
        {
            return null;
        }
        return await database.FindAsync<string>(
            "SELECT token_hash FROM staff_devices WHERE staff_id = @staffId AND token_hash = @hash AND seen_at > @since",
            new
            {
                staffId,
                hash = Token.Hash(device),
                since = now - Remembered,
            },
            ct
        );
    }

    /// <summary>The account is signed in there now.</summary>
    /// <returns>For the cookie. A token that is not ours is replaced: whoever planted it shall not be known here.</returns>
    public async Task<string> RememberAsync(long staffId, string? device, DateTimeOffset now, CancellationToken ct)
    {
        var ours =
            device is { Length: TokenLength }
            && await database.FindAsync<int>(
                "SELECT COUNT(*) FROM staff_devices WHERE token_hash = @hash",
                new { hash = Token.Hash(device) },
                ct
            ) > 0;
        var token = ours ? device! : Token.New();
        var args = new
        {
            staffId,
            hash = Token.Hash(token),
            now,
        };
        if (
            await database.ExecuteAsync(
                "UPDATE staff_devices SET seen_at = @now WHERE token_hash = @hash AND staff_id = @staffId",
                args,
                ct
            ) == 0
        )
        {
            await database.TryInsertAsync(
                "INSERT INTO staff_devices (token_hash, staff_id, seen_at) VALUES (@hash, @staffId, @now)",
                args,
                ct
            );
        }
        return token;
    }

    /// <summary>Where the password was reset or the account disabled, its devices may be in the wrong hands.</summary>
    public static Task<int> ForgetAllAsync(Transaction tx, long staffId, CancellationToken ct) =>
        tx.ExecuteAsync("DELETE FROM staff_devices WHERE staff_id = @staffId", new { staffId }, ct);

    public Task<int> RemoveOldAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM staff_devices WHERE seen_at <= @since", new { since = now - Remembered }, ct);
}
