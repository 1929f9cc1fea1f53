namespace CsrmeWeChat.Benefits;

/// <summary>Writes this node's counts of refusals once a second, and what is left of them at the end.</summary>
public sealed class RefusalFlush(ClaimRefusals refusals, TimeProvider time, ILogger<RefusalFlush> log) : BackgroundService
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
        }
        catch (Exception e)
        {
            // Kept, and written when the database answers again.
            log.LogWarning("The counts of refused claims were not written: {Error}", e.GetType().Name);
        }
    }
}
