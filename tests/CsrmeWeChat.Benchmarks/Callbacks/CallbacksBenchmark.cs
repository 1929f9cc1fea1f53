using System.Diagnostics;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Sandbox;
using WeChat.Sandbox.Pushes;

namespace CsrmeWeChat.Benchmarks.Callbacks;

/// <summary>
/// Delivers 500 mixed events a second for 20 s, each three times, to a service process that also handles them; then counts every row.
/// </summary>
internal static class CallbacksBenchmark
{
    private const int EventsPerSecond = 500;

    private const int Deliveries = 3;

    /// <summary>In seconds. A process that has just started still compiles, so this time counts in the rows but not in the waits.</summary>
    private const int WarmUp = 5;

    private static readonly string Head =
        $"{"engine", -8} {"answered", 8} {"again", 6} {"p50 ms", 7} {"p99 ms", 7} {"max ms", 7} {"handled after s", 15} {"peak MB", 7}";

    private static readonly SandboxAppOptions Account = SandboxOptions.DefaultApps[1];

    private static readonly SandboxCallback Callback = new()
    {
        Token = "TokenOfTheBenchmark",
        EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        Mode = PushMode.Safe,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("callbacks [--short] [--cold] [--engines sqlite,mariadb]");
            return 0;
        }
        var seconds = args.Contains("--short") ? 3 : 20;
        var engines = args.List("--engines", "sqlite,mariadb");
        var warmUp = args.Contains("--cold") ? 0 : WarmUp;
        Console.WriteLine(
            $"""
            {EventsPerSecond} events a second for {seconds} s (texts, clicks, views, scans, follows, ends of sendings),
            each delivered {Deliveries} times, in safe mode, over 64 connections, after {warmUp} s of the same to a process just started.
            One service process stores, answers and handles them (Release, Production, jobs on). The wait counts from the time a
            request was due to its answer. Load, service and database share {Environment.ProcessorCount} cores. MariaDB and SQLite
            flush each commit.

            {Head} processor s: service, load, database, others
            """
        );
        var figures = new Figures();
        var sound = true;
        foreach (var engine in engines)
        {
            var faults = await RunAsync(engine, warmUp, seconds, figures);
            sound &= faults.Count == 0;
            faults.ForEach(fault => Console.WriteLine($"{engine}: WRONG: {fault}"));
        }
        Console.WriteLine(sound ? "\nrows: each handled once\n" : "\nrows: WRONG, see above\n");
        figures.Print([.. engines.Select(engine => new Gate("gate", $"callbacks.{engine}.p99-ms", 100, IsMost: true))]);
        return sound ? 0 : 1;
    }

    private static async Task<List<string>> RunAsync(string name, int warmUp, int seconds, Figures figures)
    {
        var folder = Directory.CreateTempSubdirectory("csrme-bench-").FullName;
        await using var server = name == "mariadb" ? await MariaDbServer.StartAsync() : null;
        await using var sandbox = await SandboxServer.StartAsync();
        var configuration = await MeasuredService.SettingsAsync(server, folder);
        configuration["WeChat:OfficialAccount:AppId"] = Account.AppId;
        configuration["WeChat:OfficialAccount:Secret"] = Account.Secret;
        configuration["WeChat:OfficialAccount:Token"] = Callback.Token;
        configuration["WeChat:OfficialAccount:EncodingAesKey"] = Callback.EncodingAesKey;
        await using var stores = await OpenStoresAsync(configuration);
        var database = stores.Services.GetRequiredService<Database>();

        var faults = new List<string>();
        await using (var service = await ServiceProcess.StartAsync(MeasuredService.Dll, configuration))
        {
            var flood = new CallbackFlood(sandbox, Account.AppId, Callback, EventsPerSecond * (warmUp + seconds));
            var requests = flood.Requests(apart: EventsPerSecond);
            int[] processes = [service.Pid, Environment.ProcessId, .. server is null ? Array.Empty<int>() : [server.Pid]];
            var cpu = new CpuMeter(processes);
            var run = await new SteadyPosts(service.BaseUrl, 64).RunAsync(requests, EventsPerSecond * Deliveries, TimeSpan.FromMinutes(3));
            var used = cpu.Read();
            var handled = await UntilHandledAsync(database);
            faults.AddRange(await CheckAsync(database, flood, run));
            var measured = new LoadRun(run.Elapsed, 0, 0, [.. run.Answers.Skip(warmUp * EventsPerSecond * Deliveries)]);
            FormattableString waits =
                $"{measured.Succeeded, 8} {run.Sent - run.Answers.Count, 6} {Ms(measured, 0.5), 7:0.0} {Ms(measured, 0.99), 7:0.0}";
            FormattableString rest = $"{Ms(measured, 1), 7:0.0} {handled.TotalSeconds, 15:0.0} {service.PeakMemory(), 7}";
            FormattableString processor =
                $"{used.Each[0], 5:0.0} {used.Each[1], 5:0.0} {used.Each.ElementAtOrDefault(2), 5:0.0} {used.Others, 6:0.0}";
            Console.WriteLine(string.Join(' ', [$"{name, -8}", .. new[] { waits, rest, processor }.Select(FormattableString.Invariant)]));
            figures.Add($"callbacks.{name}.p99-ms", Ms(measured, 0.99));
            figures.Add($"callbacks.{name}.longest-ms", Ms(measured, 1));
            figures.Add($"callbacks.{name}.handled-after-s", handled.TotalSeconds);
        }
        Directory.Delete(folder, recursive: true);
        return faults;
    }

    /// <summary>The service's stores in this process, on a database with its schema and one automatic reply.</summary>
    private static async Task<WebApplication> OpenStoresAsync(Dictionary<string, string?> configuration)
    {
        var stores = await MeasuredService.OpenStoresAsync(configuration);
        var reply = AutoReplyFields.Of(AutoReplyKind.Keyword, "投稿", Matching.Contains, "投稿请见菜单", true);
        await stores.Services.GetRequiredService<AutoReplyStore>().AddAsync(Actor.Command, reply, DateTimeOffset.UnixEpoch, default);
        return stores;
    }

    /// <summary>How long the job takes for what is left after the last answer.</summary>
    private static async Task<TimeSpan> UntilHandledAsync(Database database)
    {
        var after = Stopwatch.StartNew();
        while (
            after.Elapsed < TimeSpan.FromMinutes(2)
            && await database.FindAsync<long>("SELECT COUNT(*) FROM callbacks WHERE due_at IS NOT NULL") > 0
        )
        {
            await Task.Delay(20);
        }
        return after.Elapsed;
    }

    private static async Task<List<string>> CheckAsync(Database database, CallbackFlood flood, LoadRun run)
    {
        var faults = new List<string>();
        if (run.Succeeded != run.Answers.Count)
        {
            faults.Add($"{run.Answers.Count - run.Succeeded} were never answered with 200");
        }
        foreach (var (sql, expected) in flood.Counts())
        {
            if (await database.FindAsync<long>(sql) is var found && found != expected)
            {
                faults.Add($"{sql}: {found}, not {expected}");
            }
        }
        return faults;
    }

    private static double Ms(LoadRun run, double share) => run.Within(share).TotalMilliseconds;
}
