using System.Diagnostics;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>
/// Lets the service's writers in between two transactions of a long command. On SQLite a writer of another process polls for the lock,
/// every 25 ms at first and ever more rarely: it gets in when the pauses are at least that long, and would starve without them.
/// </summary>
public static class Pace
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(30),
        Longest = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync(Func<Task> transaction, CancellationToken ct)
    {
        var taken = Stopwatch.StartNew();
        await transaction();
        await Task.Delay(TimeSpan.FromTicks(Math.Clamp(taken.Elapsed.Ticks, Shortest.Ticks, Longest.Ticks)), ct);
    }
}
