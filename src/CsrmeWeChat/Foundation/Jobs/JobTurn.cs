using System.Diagnostics;

namespace CsrmeWeChat.Foundation.Jobs;

/// <summary>
/// The turn of one job on this node. The clock, and whoever calls <see cref="JobRunner.RunNow{T}()"/>, start a job again while it still
/// runs: two runs would only wait for each other. What the one leaves, the other or the next run finds, for rows say what is due.
/// </summary>
public sealed class JobTurn
{
    private int isTaken;

    /// <returns>What the work says; false, without having run it, while another run has the turn.</returns>
    public async Task<bool> TakeAsync(Func<Task<bool>> work)
    {
        if (Interlocked.Exchange(ref isTaken, 1) == 1)
        {
            return false;
        }
        try
        {
            return await work();
        }
        finally
        {
            Volatile.Write(ref isTaken, 0);
        }
    }

    /// <summary>Does batch after batch until nothing is due, or until it is time to make room for other jobs.</summary>
    /// <param name="batch">Says whether more may be due.</param>
    /// <returns>Whether more may be due.</returns>
    public static async Task<bool> WhileDueAsync(Func<CancellationToken, Task<bool>> batch, TimeSpan max, CancellationToken ct)
    {
        var ran = Stopwatch.StartNew();
        while (await batch(ct))
        {
            if (ran.Elapsed >= max)
            {
                return true;
            }
        }
        return false;
    }
}
