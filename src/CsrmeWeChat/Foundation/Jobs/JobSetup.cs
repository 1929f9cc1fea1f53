using CsrmeWeChat.Benefits;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Followers;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.People;
using CsrmeWeChat.Rehearsals;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Staff;
using CsrmeWeChat.Stories;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Redis.StackExchange;
using StackExchange.Redis;

namespace CsrmeWeChat.Foundation.Jobs;

public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>False makes a node that serves only: it may ask for jobs, and others run them.</summary>
    public bool Run { get; init; } = true;

    /// <summary>A StackExchange.Redis configuration, shared by all nodes; empty keeps the jobs in memory, for one node.</summary>
    public string? Redis { get; init; }
}

/// <summary>Hangfire says when. What is due stands in our database, so that a lost or doubled job loses or doubles nothing.</summary>
public static class JobSetup
{
    private const string EveryFiveSeconds = "*/5 * * * * *";

    public static void AddJobs(this WebApplicationBuilder builder)
    {
        builder.AddOptions<JobOptions>(JobOptions.Section);
        var options = builder.Configuration.GetSection(JobOptions.Section).Get<JobOptions>() ?? new JobOptions();
        if (AppHost.IsDocumenting)
        {
            return;
        }
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
        builder.Services.AddSingleton<Soon>().AddSingleton<SendMessages>().AddSingleton<Inbox>().AddSingleton<HandleCallbacks>();
        if (!options.Run)
        {
            return;
        }
        builder
            .Services.AddTransient<ExpireClaims>()
            .AddTransient<RemoveSessions>()
            .AddTransient<StaffCleanup>()
            .AddTransient<Rehearse>()
            .AddTransient<RemoveCallbacks>()
            .AddTransient<SyncFollowers>()
            .AddTransient<AskForFollowers>();
        builder.Services.AddHangfireServer(server =>
        {
            server.WorkerCount = 4;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
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
    private sealed class JobSchedule(IRecurringJobManager jobs, TimeProvider time, ILogger<JobSchedule> log) : BackgroundService
    {
        private static readonly RecurringJobOptions BeijingTime = new() { TimeZone = China.Zone };

        protected override async Task ExecuteAsync(CancellationToken ct)
        {
            await Task.Yield();
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    jobs.AddOrUpdate<ExpireClaims>("expire-claims", job => job.RunAsync(CancellationToken.None), Cron.Minutely);
                    jobs.AddOrUpdate<RemoveSessions>("remove-sessions", job => job.RunAsync(CancellationToken.None), Cron.Hourly);
                    jobs.AddOrUpdate<StaffCleanup>("staff-cleanup", job => job.RunAsync(CancellationToken.None), Cron.Hourly);
                    jobs.AddOrUpdate<RosterWork>("roster-work", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
                    jobs.AddOrUpdate<SendMessages>("send-messages", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
                    jobs.AddOrUpdate<AdvanceSends>("mass-sends", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
                    jobs.AddOrUpdate<Rehearse>("rehearse", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
                    jobs.AddOrUpdate<HandleCallbacks>("handle-callbacks", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
                    jobs.AddOrUpdate<RemoveCallbacks>(
                        "remove-callbacks",
                        job => job.RunAsync(CancellationToken.None),
                        Cron.Daily(3, 40),
                        BeijingTime
                    );
                    jobs.AddOrUpdate<SyncFollowers>("sync-followers", job => job.RunAsync(CancellationToken.None), EveryFiveSeconds);
                    jobs.AddOrUpdate<AskForFollowers>(
                        "ask-for-followers",
                        job => job.RunAsync(CancellationToken.None),
                        Cron.Daily(2, 30),
                        BeijingTime
                    );
                    jobs.AddOrUpdate<AuditHeads>(
                        "export-audit-head",
                        job => job.ExportAsync(CancellationToken.None),
                        Cron.Daily(0, 10),
                        BeijingTime
                    );
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
