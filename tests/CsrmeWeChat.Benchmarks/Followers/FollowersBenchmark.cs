using System.Diagnostics;
using System.Globalization;
using CsrmeWeChat.Followers;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Sandbox;

namespace CsrmeWeChat.Benchmarks.Followers;

/// <summary>
/// Reads 100,000 followers from a WeChat that answers in 20 ms. The service is killed half way and started again.
/// </summary>
internal static class FollowersBenchmark
{
    private const int PerList = 10_000;

    private const int PerCall = 100;

    private static readonly SandboxAppOptions Account = SandboxOptions.DefaultApps[1];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("followers [--short] [--engines sqlite,mariadb]");
            return 0;
        }
        var count = args.Contains("--short") ? 10_000 : 100_000;
        var engines = args.List("--engines", "sqlite,mariadb");
        Console.WriteLine(
            $"""
            {count:N0} followers, each with a unionid, one in ten with a tag; WeChat answers in 20 ms. One service process (Release)
            reads them and is killed with -9 when half of them are read; "s" contains the wait for its lease. A list page is then
            read 20 times with its slowest filter.

            {"engine", -8} {"s", 6} {"user/get", 9} {"batchget", 9} {"peak MB", 8} {"list ms", 8}
            """
        );
        var figures = new Figures();
        var sound = true;
        foreach (var engine in engines)
        {
            var faults = await RunAsync(engine, count, figures);
            sound &= faults.Count == 0;
            faults.ForEach(fault => Console.WriteLine($"{engine}: WRONG: {fault}"));
        }
        Console.WriteLine(sound ? "\nrows: as they must be\n" : "\nrows: WRONG, see above\n");
        figures.Print([
            .. engines.SelectMany(engine =>
                (Gate[])
                    [
                        new("gate", $"followers.{engine}.memory-mb", 300, IsMost: true),
                        new("gate", $"followers.{engine}.list-calls", 500, IsMost: true),
                    ]
            ),
        ]);
        return sound ? 0 : 1;
    }

    private static async Task<List<string>> RunAsync(string name, int count, Figures figures)
    {
        var folder = Directory.CreateTempSubdirectory("csrme-bench-").FullName;
        await using var server = name == "mariadb" ? await MariaDbServer.StartAsync() : null;
        await using var sandbox = await SandboxServer.StartAsync();
        MakeFollowers(sandbox, count);
        var configuration = await MeasuredService.SettingsAsync(server, folder);
        configuration.AskSandbox(sandbox.BaseUrl);
        await using var stores = await MeasuredService.OpenStoresAsync(configuration);

        var clock = Stopwatch.StartNew();
        var memory = await SyncAsync(stores, configuration, count);
        var seconds = clock.Elapsed.TotalSeconds;

        var lists = Calls(SyncFollowers.ListApi);
        var infos = Calls(SyncFollowers.InfoApi);
        var faults = await CheckRowsAsync(stores, count, lists);
        if (lists > (count / PerList) + 1 || infos > (count / PerCall) + 1)
        {
            faults.Add($"{lists} and {infos} calls are more than the work and the one that was under way");
        }
        var listed = await ReadPagesAsync(stores);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name, -8} {seconds, 6:0.0} {lists, 9} {infos, 9} {memory, 8} {listed, 8:0}")
        );
        figures.Add($"followers.{name}.seconds", seconds);
        figures.Add($"followers.{name}.memory-mb", memory);
        figures.Add($"followers.{name}.list-calls", lists);
        figures.Add($"followers.{name}.info-calls", infos);
        figures.Add($"followers.{name}.page-ms", listed);
        Directory.Delete(folder, recursive: true);
        return faults;

        long Calls(string api) => sandbox.Control.Counts().Where(call => call.Api == api).Sum(call => call.Count);
    }

    private static void MakeFollowers(RunningSandbox sandbox, int count)
    {
        sandbox.Control.AddTag(Account.AppId, 100, "会员");
        foreach (var (index, user) in sandbox.Control.MakeUsers(count, follows: true).Index())
        {
            if (index % 10 == 0)
            {
                sandbox.Control.Tag(user.OpenIds[Account.AppId], 100);
            }
        }
        sandbox.Control.AddFault(new SandboxFault { DelayMs = 20, Times = null });
    }

    /// <summary>Has a service process read all followers, with a kill half way. Its peak memory in MB.</summary>
    private static async Task<long> SyncAsync(WebApplication stores, Dictionary<string, string?> configuration, int count)
    {
        var database = stores.Services.GetRequiredService<Database>();
        var syncs = stores.Services.GetRequiredService<FollowerSyncStore>();
        await syncs.AskAsync(Actor.Command, stores.Services.GetRequiredService<TimeProvider>().GetUtcNow(), default);
        await using var service = await ServiceProcess.StartAsync(MeasuredService.Dll, configuration);
        await UntilAsync(async () => await database.FindAsync<int>("SELECT detailed FROM follower_syncs") >= count / 2);
        var before = service.PeakMemory();
        await service.KillAsync();
        await service.UpAsync();
        await UntilAsync(async () => (await syncs.ListAsync(1, default))[0].Step is SyncStep.Done);
        return Math.Max(before, service.PeakMemory());
    }

    private static async Task<List<string>> CheckRowsAsync(WebApplication stores, int count, long lists)
    {
        var database = stores.Services.GetRequiredService<Database>();
        var faults = new List<string>();
        await ExpectAsync("SELECT COUNT(*) FROM followers WHERE follows = 1 AND details_at IS NOT NULL", count);
        await ExpectAsync("SELECT COUNT(DISTINCT union_id) FROM followers WHERE union_id <> ''", count);
        await ExpectAsync("SELECT COUNT(*) FROM follower_tags", count / 10);
        await ExpectAsync($"SELECT SUM(calls) FROM api_calls WHERE api = '{SyncFollowers.ListApi}'", lists);
        return faults;

        async Task ExpectAsync(string sql, long expected)
        {
            if (await database.FindAsync<long>(sql) is var found && found != expected)
            {
                faults.Add($"{sql}: {found}, not {expected}");
            }
        }
    }

    /// <summary>Milliseconds that 19 of 20 readings of a page stay within.</summary>
    private static async Task<double> ReadPagesAsync(WebApplication stores)
    {
        var list = stores.Services.GetRequiredService<FollowerList>();
        var waits = new List<double>();
        for (var time = 0; time < 20; time++)
        {
            var started = Stopwatch.GetTimestamp();
            await list.FindAsync(new FollowerFilter(Text: "没有这个", Follows: true), FollowerList.Columns["since"], 0, 50, default);
            waits.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return waits.Order().ElementAt(18);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var patience = Stopwatch.StartNew(); !await holds(); )
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(10))
            {
                throw new InvalidOperationException("It did not come about within 10 minutes.");
            }
            await Task.Delay(50);
        }
    }
}
