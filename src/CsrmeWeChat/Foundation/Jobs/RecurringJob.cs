using CsrmeWeChat.Foundation.Data;
using Hangfire;

namespace CsrmeWeChat.Foundation.Jobs;

/// <summary>
/// Work that Hangfire starts. What is due stands in the database: a run that is lost, doubled or killed loses and doubles nothing. A job is
/// a singleton, keeps nothing between two runs, and throws for what the next run may do better.
/// </summary>
public interface IJob
{
    Task RunAsync(CancellationToken ct);
}

/// <summary>A job that comes again by the clock.</summary>
/// <param name="Id">Its name in Hangfire's storage and on the page of jobs; never used again for another.</param>
/// <param name="Type">The job, a service of this type.</param>
/// <param name="Schedule">Registers the job with Hangfire.</param>
public sealed record RecurringJob(string Id, Type Type, Action<IRecurringJobManager, JobOptions> Schedule);

public static class RecurringJobs
{
    private static readonly RecurringJobOptions BeijingTime = new() { TimeZone = China.Zone };

    /// <param name="cron">
    /// In Beijing's time. Null for what people wait for, which comes every few seconds (<see cref="JobOptions.EverySeconds"/>): the row
    /// says that it is due, and <see cref="JobRunner"/> need not wait for the clock.
    /// </param>
    public static IServiceCollection AddRecurringJob<T>(this IServiceCollection services, string id, string? cron = null)
        where T : class, IJob =>
        services
            .AddSingleton<T>()
            .AddSingleton(
                new RecurringJob(id, typeof(T), (jobs, options) =>
                    jobs.AddOrUpdate<T>(
                        id,
                        job => job.RunAsync(CancellationToken.None),
                        cron ?? $"*/{options.EverySeconds} * * * * *",
                        BeijingTime
                    )
                )
            );
}
