namespace CsrmeWeChat.Benefits;

/// <summary>
/// Writes this node's counts of refused claims and its members' tries once a second, and the rest of them when the node stops.
/// </summary>
public sealed class RefusalFlush(ClaimRefusals refusals, ClaimTries tries, TimeProvider time, ILogger<RefusalFlush> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await second.WaitForNextTickAsync(ct))
            {
                await FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            await FlushAsync();
        }
    }

    private async Task FlushAsync()
    {
        try
        {
            await refusals.FlushAsync(CancellationToken.None);
            await tries.FlushAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // What is not written is kept until the database answers again.
            log.LogWarning("The counts of refused claims were not written: {Error}", e.GetType().Name);
        }
    }
}
