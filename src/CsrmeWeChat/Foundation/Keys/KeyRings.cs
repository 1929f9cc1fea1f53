using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Keys;

/// <summary>
/// Which keys each running node knows. A node without the current key could not read what <c>keys rotate</c> writes: to its members, whose
/// phone is in the roster, it would say that it is not.
/// </summary>
public sealed class KeyRings(Database database, Keyring keyring, TimeProvider time)
{
    /// <summary>A node that has not been heard of for so long is gone.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(2);

    private readonly string node = $"{Guid.NewGuid():N}";

    /// <summary>This node runs, with these keys.</summary>
    public async Task AnnounceAsync(CancellationToken ct)
    {
        var row = new
        {
            node,
            ring = string.Join(' ', keyring.Fingerprints),
            host = PlainText.Cut(Environment.MachineName, 100),
            now = time.GetUtcNow(),
        };
        await database.ExecuteAsync("DELETE FROM key_rings WHERE seen_at < @before", new { before = row.now - (2 * Remembered) }, ct);
        if (await database.ExecuteAsync("UPDATE key_rings SET seen_at = @now WHERE node = @node", row, ct) == 0)
        {
            await database.TryInsertAsync("INSERT INTO key_rings (node, ring, host, seen_at) VALUES (@node, @ring, @host, @now)", row, ct);
        }
    }

    /// <summary>This node ends.</summary>
    public Task LeaveAsync(CancellationToken ct) => database.ExecuteAsync("DELETE FROM key_rings WHERE node = @node", new { node }, ct);

    /// <summary>The hosts of running nodes that do not know the current key.</summary>
    public async Task<IReadOnlyList<string>> ListWithoutCurrentAsync(CancellationToken ct)
    {
        var rows = await database.ListAsync<Row>(
            "SELECT host, ring FROM key_rings WHERE seen_at >= @since ORDER BY host, node",
            new { since = time.GetUtcNow() - Remembered },
            ct
        );
        var current = keyring.Fingerprints.Single(key => key.StartsWith($"{keyring.Current}:", StringComparison.Ordinal));
        return [.. rows.Where(row => !row.Ring.Split(' ').Contains(current)).Select(row => row.Host)];
    }

    private sealed record Row
    {
        public required string Host { get; init; }
        public required string Ring { get; init; }
    }
}

/// <summary>Tells the other nodes and the commands which keys this node knows, for as long as it runs.</summary>
public sealed class AnnounceRing(KeyRings rings, Database database, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(KeyRings.Remembered / 4, time);
        try
        {
            do
            {
                try
                {
                    await rings.AnnounceAsync(stopping);
                }
                catch (Exception e) when (database.IsAway(e))
                {
                    // The next time will do: a node is remembered for longer than that.
                }
            } while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            // Here and not in StopAsync, which a host may run twice at once: this runs once, and is waited for.
            await LeaveAsync();
        }
    }

    private async Task LeaveAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await rings.LeaveAsync(soon.Token);
        }
        catch (Exception e) when (database.IsAway(e) || e is OperationCanceledException)
        {
            // It is forgotten in two minutes.
        }
    }
}
