using System.Linq.Expressions;
using Hangfire;

namespace CsrmeWeChat.Jobs;

/// <summary>Has a recurring job run at once, for somebody who waits for it. It would run within seconds anyhow: so where Hangfire is not in this process, or does not answer, nothing is lost.</summary>
public sealed class Soon(IServiceProvider services, ILogger<Soon> log)
{
    public void Run<T>(Expression<Func<T, Task>> job)
    {
        if (services.GetService<IBackgroundJobClient>() is { } jobs)
        {
            // Beside the request: a storage that is away takes seconds to say so.
            _ = Task.Run(() =>
            {
                try
                {
                    jobs.Enqueue(job);
                }
                catch (Exception e)
                {
                    log.LogWarning("The storage of jobs does not answer: {Error}", e.GetType().Name);
                }
            });
        }
    }
}
