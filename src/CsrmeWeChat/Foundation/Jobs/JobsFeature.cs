using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Console;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Redis.StackExchange;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CsrmeWeChat.Foundation.Jobs;

public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>False makes a node that serves only: it may ask for jobs, and others run them.</summary>
    public bool Run { get; init; } = true;

    /// <summary>A StackExchange.Redis configuration, shared by all nodes; empty keeps the jobs in memory, for one node.</summary>
    public string? Redis { get; init; }

    /// <summary>
    /// Seconds between two looks for what is due. What somebody waits for is begun at once; this is how long what a dead node left waits
    /// besides its lease.
    /// </summary>
    [Range(1, 30)]
    public int EverySeconds { get; init; } = 5;
}

/// <summary>Hangfire says when. What is due stands in our database, so that a lost or doubled job loses or doubles nothing.</summary>
public static class JobsFeature
{
    /// <summary>What asks for jobs. The service also runs them (<see cref="RunJobs"/>); a command only asks.</summary>
    public static IHostApplicationBuilder AddJobs(this IHostApplicationBuilder builder)
    {
        builder.AddOptions<JobOptions>(JobOptions.Section);
        builder
            .Services.AddSingleton<JobRunner>()
            .AddMenu(MenuGroup.System, 60, JobDashboard.Path, "系统维护", Console.Role.Admin)
            .AddHelp(MenuGroup.System, 60, "/Foundation/Jobs/Pages/_Help.cshtml", Console.Role.Admin);
        return builder;
    }

    /// <summary>For the service, which has a storage of jobs and, unless told otherwise, runs them.</summary>
    public static void RunJobs(this IHostApplicationBuilder builder)
    {
        if (AppHost.IsDocumenting)
        {
            return;
        }
        var options = builder.Configuration.GetSection(JobOptions.Section).Get<JobOptions>() ?? new JobOptions();
        // The host's own: Hangfire's is one for the process, and ends with whichever host ends first.
        builder.Services.AddSingleton(_ => NewStorage(options.Redis));
        builder.Services.AddHangfire(
            (services, hangfire) =>
                hangfire
                    .UseSimpleAssemblyNameTypeSerializer()
                    .UseRecommendedSerializerSettings()
                    .UseFilter(new AutomaticRetryAttribute { Attempts = 0 })
                    .UseLogProvider(new JobLog(services.GetRequiredService<ILoggerFactory>()))
                    .UseStorage(services.GetRequiredService<JobStorage>())
        );
        if (!options.Run)
        {
            return;
        }
        builder.Services.AddHangfireServer(server =>
        {
            server.WorkerCount = 4;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(options.EverySeconds);
        });
        builder.Services.AddHostedService<JobSchedule>();
    }

    private static JobStorage NewStorage(string? redis)
    {
        if (string.IsNullOrEmpty(redis))
        {
            return new InMemoryStorage();
        }
        var configuration = ConfigurationOptions.Parse(redis);
        // With Redis away the web side goes on; jobs resume when it is back.
        configuration.AbortOnConnectFail = false;
        return new RedisStorage(ConnectionMultiplexer.Connect(configuration), new RedisStorageOptions { Prefix = "{csrme}:" });
    }

    /// <summary>Says which jobs recur, as soon as the storage answers.</summary>
    private sealed class JobSchedule(
        IRecurringJobManager jobs,
        IEnumerable<RecurringJob> recurring,
        IOptions<JobOptions> options,
        TimeProvider time,
        ILogger<JobSchedule> log
    ) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken ct)
        {
            await Task.Yield();
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    foreach (var job in recurring)
                    {
                        job.Schedule(jobs, options.Value);
                    }
                    return;
                }
                catch (Exception e) when (e is RedisException or TimeoutException)
                {
                    log.LogWarning("The storage of jobs does not answer: {Error}", e.GetType().Name);
                    await Task.Delay(TimeSpan.FromSeconds(5), time, ct);
                }
            }
        }
    }
}
