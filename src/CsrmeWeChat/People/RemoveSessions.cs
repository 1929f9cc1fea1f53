using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.People;

/// <summary>Job: removes tokens that have expired.</summary>
public sealed class RemoveSessions(SessionStore sessions, TimeProvider time) : IJob
{
    private const int Slice = 1000;

    public async Task RunAsync(CancellationToken ct)
    {
        while (await sessions.RemoveExpiredAsync(time.GetUtcNow(), Slice, ct) == Slice) { }
    }
}
