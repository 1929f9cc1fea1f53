using System.Diagnostics;
using System.Globalization;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Push;

/// <summary>A message to many beside other ways to send one, and what it costs in commits and memory.</summary>
internal static class PushBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("push [--short] [--memory] [--sides]");
            return 0;
        }
        var isShort = args.Contains("--short");
        var (messages, rounds, few, many) = isShort ? (1_000, 1, 2_000, 10_000) : (6_000, 3, 10_000, 200_000);
        var figures = new Figures();
        await using var stage = await PushStage.SetAsync();
        var sound = true;
        if (!args.Contains("--memory"))
        {
            sound &= await CompareAsync(stage, messages, rounds, figures);
        }
        if (!args.Contains("--sides"))
        {
            await MemoryAsync(stage, few, many, figures);
        }
        var delivered = await stage.DeliveredAsync();
        Console.WriteLine(sound ? "\nrows: as they must be\n" : "\nrows: WRONG, see above\n");
        figures.Print(
            new("gate", "push.vs-bare", 0.6),
            new("gate", "push.vs-job-per-message-redis", 3),
            new("gate", "push.vs-job-per-message", 1),
            new("gate", "push.commits-per-1000", 20, IsMost: true),
            new("gate", "push.memory-mb", 20, IsMost: true)
        );
        return sound && delivered.Messages > 0 ? 0 : 1;
    }

    private static async Task<bool> CompareAsync(PushStage stage, int messages, int rounds, Figures figures)
    {
        await using var redis = await RedisServer.StartAsync();
        Console.WriteLine(
            $"""
            {messages:N0} template messages a side and round, {PushStage.InFlight} in flight, one row written per message on MariaDB flushing each commit; WeChat's stand-in is a process of
            its own that answers at once. All share {Environment.ProcessorCount} cores. bare: an HttpClient loop with a row each; beside it, for comparison, one without a row.

            {"round", -6} {"ours/s", 8} {"bare/s", 8} {"without row/s", 13} {"jobs/s", 8} {"jobs redis/s", 13} {"commits/1000", 13}
            """
        );
        var (ours, bare, rowless, jobs, redisJobs, commits) = (
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>()
        );
        var sound = true;
        // The first round warms up.
        for (var round = 0; round <= rounds; round++)
        {
            var followers = await stage.NewFollowersAsync(messages);
            var before = (await stage.DeliveredAsync()).Messages;
            var campaign = await stage.NewCampaignAsync(followers);
            var committed = await stage.CommitsAsync();
            var ownPace = await PaceAsync(messages, () => Sides.OursAsync(stage));
            var ownCommits = (await stage.CommitsAsync() - committed) * 1000.0 / messages;
            var sent = (await stage.Get<CampaignProgress>().ReadAsync(campaign.Id, default))
                .Where(count => count.State is DeliveryState.Sent)
                .Sum(count => count.Amount);
            sound &= sent == messages && (await stage.DeliveredAsync()).Messages - before == messages;
            double[] others =
            [
                await OtherAsync(campaign => Sides.BareAsync(stage, campaign, writes: true)),
                await OtherAsync(campaign => Sides.BareAsync(stage, campaign, writes: false)),
                await OtherAsync(campaign => Sides.JobsAsync(stage, campaign, Sides.InMemory())),
                await OtherAsync(campaign => Sides.JobsAsync(stage, campaign, Sides.Redis(redis))),
            ];
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(round == 0 ? "warm" : round), -6} {ownPace, 8:0} {others[0], 8:0} {others[1], 13:0} {others[2], 8:0} {others[3], 13:0} {ownCommits, 13:0.0}"
                )
            );
            if (round > 0)
            {
                (List<double> All, double Value)[] told =
                [
                    (ours, ownPace),
                    (bare, others[0]),
                    (rowless, others[1]),
                    (jobs, others[2]),
                    (redisJobs, others[3]),
                    (commits, ownCommits),
                ];
                foreach (var (all, value) in told)
                {
                    all.Add(value);
                }
            }

            async Task<double> OtherAsync(Func<Campaign, Task> run)
            {
                var other = await stage.NewCampaignAsync(followers, runs: false);
                return await PaceAsync(messages, () => run(other));
            }
        }
        figures.Add("push.per-second", Median(ours));
        figures.Add("push.vs-bare", Median(ours) / Median(bare));
        figures.Add("push.vs-bare-without-row", Median(ours) / Median(rowless));
        figures.Add("push.vs-job-per-message", Median(ours) / Median(jobs));
        figures.Add("push.vs-job-per-message-redis", Median(ours) / Median(redisJobs));
        figures.Add("push.commits-per-1000", Median(commits));
        return sound;
    }

    /// <summary>The real service sends to few and then to many; its peak memory after each.</summary>
    private static async Task MemoryAsync(PushStage stage, int few, int many, Figures figures)
    {
        await using var service = await ServiceProcess.StartAsync(
            typeof(AppHost).Assembly.Location,
            new Dictionary<string, string?>(stage.Configuration) { ["Jobs:Run"] = "true" }
        );
        // What it needs once, whatever it sends.
        await SendAsync(few / 5);
        var (small, large) = (await SendAsync(few), await SendAsync(many));
        figures.Add("push.memory-mb", large - small);
        figures.Add("push.peak-memory-mb", large);

        async Task<long> SendAsync(int recipients)
        {
            var campaign = await stage.NewCampaignAsync(await stage.NewFollowersAsync(recipients));
            var taken = Stopwatch.StartNew();
            while ((await stage.Get<CampaignStore>().FindAsync(campaign.Id, default))!.State is not CampaignState.Done)
            {
                await Task.Delay(200);
            }
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{recipients, 8:N0} recipients in {taken.Elapsed.TotalSeconds:0.0} s, peak memory {service.PeakMemory()} MB"
                )
            );
            return service.PeakMemory();
        }
    }

    private static async Task<double> PaceAsync(int messages, Func<Task> run)
    {
        var taken = Stopwatch.StartNew();
        await run();
        return messages / taken.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);
}
