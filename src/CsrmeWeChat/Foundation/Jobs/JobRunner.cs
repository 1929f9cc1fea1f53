using System.Linq.Expressions;
using Hangfire;

namespace CsrmeWeChat.Foundation.Jobs;

/// <summary>
/// Runs a recurring job at once, because somebody waits for it. A row says that the work is due, so nothing is lost while the storage of
/// jobs is away, and a slow storage does not delay the caller. A command has no such storage; the service finds the row at its next turn.
/// </summary>
public sealed class JobRunner(IServiceProvider services, ILogger<JobRunner> log)
{
    private readonly IBackgroundJobClient? client = services.GetService<IBackgroundJobClient>();

    public void RunNow<T>()
        where T : class, IJob => RunNow<T>(job => job.RunAsync(CancellationToken.None));

    /// <summary>Runs a part of a job that has more than one, such as the help that <c>SendMessages</c> asks other nodes for.</summary>
    public void RunNow<T>(Expression<Func<T, Task>> part)
        where T : class, IJob =>
        _ = Task.Run(() =>
        {
            try
            {
                client?.Enqueue(part);
            }
            catch (Exception e)
            {
                log.LogWarning("{Job} waits for its next turn: {Error}", typeof(T).Name, (e.InnerException ?? e).GetType().Name);
            }
        });
}
