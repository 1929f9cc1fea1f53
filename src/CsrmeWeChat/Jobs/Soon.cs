using System.Linq.Expressions;
using Hangfire;

namespace CsrmeWeChat.Jobs;

/// <summary>
/// Runs a job at once that recurs every few seconds anyway, because people wait for it. Its row says that it is due: where the storage of
/// jobs is away nobody waits for that, and nothing is lost.
/// </summary>
public sealed class Soon(IBackgroundJobClient jobs, ILogger<Soon> log)
{
    public void Run<T>(Expression<Func<T, Task>> job) => _ = Task.Run(() =>
    {
        try
        {
            jobs.Enqueue(job);
        }
        catch (BackgroundJobClientException e)
        {
            log.LogWarning("{Job} waits for its next turn: {Error}", typeof(T).Name, (e.InnerException ?? e).GetType().Name);
        }
    });
}
