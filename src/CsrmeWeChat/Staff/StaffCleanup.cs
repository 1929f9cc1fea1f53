using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Staff;

/// <summary>Job: removes sessions that are over and attempts that no longer count, and tells the trail how many failed.</summary>
public sealed class StaffCleanup(
    StaffSessions sessions,
    SignInLimits limits,
    KnownDevices devices,
    SignInFailures failures,
    TimeProvider time
) : IJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        await sessions.RemoveExpiredAsync(time.GetUtcNow(), ct);
        await limits.RemoveOldAsync(time.GetUtcNow(), ct);
        await devices.RemoveOldAsync(time.GetUtcNow(), ct);
        await failures.TellAsync(time.GetUtcNow(), ct);
    }
}
