using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.People;

namespace CsrmeWeChat.Moderation;

/// <summary>
/// WeChat checks what somebody sent within two hours after they opened the mini program: whoever is back is asked about at once.
/// </summary>
public sealed class AuthorsSeen(CheckStates states, JobRunner jobs) : IVisitListener
{
    public async Task SeenAsync(IReadOnlyCollection<long> people, DateTimeOffset now, CancellationToken ct)
    {
        if (await states.ResumeAsync(people, now, ct) > 0)
        {
            jobs.RunNow<Moderate>();
        }
    }
}
