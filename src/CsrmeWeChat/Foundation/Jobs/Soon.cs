using System.Linq.Expressions;
using Hangfire;

namespace CsrmeWeChat.Foundation.Jobs;

/// <summary>
/// Runs a job at once that recurs every few seconds anyway, because people wait for it. Its row says that it is due: where the storage of
/// jobs is away nothing is lost, and callers are not delayed by a slow one. A command has no storage of jobs; the service's next turn finds
/// the row.
/// </summary>
public sealed class Soon(IServiceProvider services, ILogger<Soon> log)
{
    private readonly IBackgroundJobClient? jobs = services.GetService<IBackgroundJobClient>();

    public void Run<T>(Expression<Func<T, Task>> job) =>
        _ = Task.Run(() =>
        {
            try
            {
                jobs?.Enqueue(job);
            }
            catch (Exception e)
            {
                log.LogWarning("{Job} waits for its next turn: {Error}", typeof(T).Name, (e.InnerException ?? e).GetType().Name);
            }
        });
}
