using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Staff;

/// <summary>Job: removes sessions that are over and attempts that no longer count.</summary>
public sealed class StaffCleanup(StaffSessions sessions, SignInLimits limits, TimeProvider time) : IJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        await sessions.RemoveExpiredAsync(time.GetUtcNow(), ct);
        await limits.RemoveOldAsync(time.GetUtcNow(), ct);
    }
}
