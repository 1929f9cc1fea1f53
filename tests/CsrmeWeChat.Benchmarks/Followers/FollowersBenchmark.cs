using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CsrmeWeChat.Followers;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChat.Sandbox;

namespace CsrmeWeChat.Benchmarks.Followers;

/// <summary>100,000 followers are read from a WeChat that answers in 20 ms; the service is killed on the way and started again.</summary>
internal static class FollowersBenchmark
{
    private const int PerList = 10_000,
        PerCall = 100;

    private static readonly string dll = Path.Combine(AppContext.BaseDirectory, "CsrmeWeChat.dll");

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
            reads them and is killed with -9 when half of them are read; "s" contains the wait for its lease. A list page is then read 20 times in its
            slowest filter.

            {"engine", -8} {"s", 6} {"user/get", 9} {"batchget", 9} {"peak MB", 8} {"list ms", 8}
            """
        );
        var (figures, sound) = (new Figures(), true);
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
        var account = SandboxOptions.DefaultApps[1];
        sandbox.Control.AddTag(account.AppId, 100, "会员");
        foreach (var (index, user) in sandbox.Control.MakeUsers(count, follows: true).Index())
        {
            if (index % 10 == 0)
            {
                sandbox.Control.Tag(user.OpenIds[account.AppId], 100);
            }
        }
        sandbox.Control.AddFault(new SandboxFault { DelayMs = 20, Times = null });
        var configuration = new Dictionary<string, string?>
        {
            // The sandbox has no https.
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Data:Engine"] = server is null ? "Sqlite" : "MySql",
            ["Data:ConnectionString"] = server is null ? $"Data Source={folder}/followers.db" : await server.NewDatabaseAsync(),
            ["Audit:Folder"] = $"{folder}/audit",
            ["Media:Folder"] = $"{folder}/media",
            ["Keys:Current"] = "k1",
            ["Keys:Ring:k1"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["WeChat:BaseUrl"] = sandbox.BaseUrl,
            ["WeChat:MiniProgram:AppId"] = SandboxOptions.DefaultApps[0].AppId,
            ["WeChat:MiniProgram:Secret"] = SandboxOptions.DefaultApps[0].Secret,
            ["WeChat:OfficialAccount:AppId"] = account.AppId,
            ["WeChat:OfficialAccount:Secret"] = account.Secret,
            ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "0",
        };
        var builder = AppHost.NewBuilder([
            .. configuration.Select(setting => $"--{setting.Key}={setting.Value}"),
            "--environment=Development",
            "--Data:CommandTimeout=600",
        ]);
        builder.Logging.ClearProviders();
        await using var stores = builder.Build();
        await stores.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        var (database, syncs, faults) = (
            stores.Services.GetRequiredService<Database>(),
            stores.Services.GetRequiredService<FollowerSyncStore>(),
            new List<string>()
        );

        await syncs.AskAsync(Actor.Command, stores.Services.GetRequiredService<TimeProvider>().GetUtcNow(), default);
        long memory;
        var clock = Stopwatch.StartNew();
        await using (var service = await ServiceProcess.StartAsync(dll, configuration))
        {
            await UntilAsync(async () => await database.FindAsync<int>("SELECT detailed FROM follower_syncs") >= count / 2);
            memory = service.PeakMemory();
            await service.KillAsync();
            await service.UpAsync();
            await UntilAsync(async () => (await syncs.ListAsync(1, default))[0].Step is SyncStep.Done);
            memory = Math.Max(memory, service.PeakMemory());
        }
        var seconds = clock.Elapsed.TotalSeconds;
        var (lists, infos) = (Calls(SyncFollowers.ListApi), Calls(SyncFollowers.InfoApi));
        await ExpectAsync("SELECT COUNT(*) FROM followers WHERE follows = 1 AND details_at IS NOT NULL", count);
        await ExpectAsync("SELECT COUNT(DISTINCT union_id) FROM followers WHERE union_id <> ''", count);
        await ExpectAsync("SELECT COUNT(*) FROM follower_tags", count / 10);
        await ExpectAsync($"SELECT SUM(calls) FROM api_calls WHERE api = '{SyncFollowers.ListApi}'", lists);
        if (lists > (count / PerList) + 1 || infos > (count / PerCall) + 1)
        {
            faults.Add($"{lists} and {infos} calls are more than the work and the one that was under way");
        }
        var list = stores.Services.GetRequiredService<FollowerList>();
        var waits = new List<double>();
        for (var time = 0; time < 20; time++)
        {
            var started = Stopwatch.GetTimestamp();
            await list.FindAsync(new FollowerFilter(Text: "没有这个", Follows: true), FollowerList.Columns["since"], 0, 50, default);
            waits.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        var listed = waits.Order().ElementAt(18);
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

        async Task ExpectAsync(string sql, long expected)
        {
            if (await database.FindAsync<long>(sql) is var found && found != expected)
            {
                faults.Add($"{sql}: {found}, not {expected}");
            }
        }
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
