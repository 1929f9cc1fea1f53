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
/// <param name="Schedule">Tells Hangfire.</param>
public sealed record RecurringJob(string Id, Action<IRecurringJobManager> Schedule);

public static class RecurringJobs
{
    /// <summary>For what people wait for. The row says that it is due, and <see cref="Soon"/> need not wait for the clock.</summary>
    public const string EveryFiveSeconds = "*/5 * * * * *";

    private static readonly RecurringJobOptions BeijingTime = new() { TimeZone = China.Zone };

    /// <param name="cron">In Beijing's time, with seconds where it has six fields.</param>
    public static IServiceCollection AddRecurringJob<T>(this IServiceCollection services, string id, string cron)
        where T : class, IJob =>
        services
            .AddSingleton<T>()
            .AddSingleton(
                new RecurringJob(id, jobs => jobs.AddOrUpdate<T>(id, job => job.RunAsync(CancellationToken.None), cron, BeijingTime))
            );
}
