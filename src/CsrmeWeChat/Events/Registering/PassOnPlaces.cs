using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Events;

/// <summary>
/// Passes on places whose offers have run out, and tells those who still wait when a session begins. Everything else that frees a place
/// passes it on by itself.
/// </summary>
public sealed class PassOnPlaces(RegistrationDesk desk, TimeProvider time) : IJob
{
    private const int Slice = 100;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var session in await desk.ListLateAsync(time.GetUtcNow(), Slice, ct))
        {
            await desk.MoveUpAsync(session, time.GetUtcNow(), ct);
        }
    }
}
