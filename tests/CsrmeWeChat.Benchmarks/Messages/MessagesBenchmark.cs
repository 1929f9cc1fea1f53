using System.Diagnostics;
using System.Globalization;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Messages;

/// <summary>A message to many beside other ways to send one, and what it costs in commits, rows and memory.</summary>
internal static class MessagesBenchmark
{
    /// <summary>Planned messages of other campaigns that <c>--crowded</c> puts into the tables first.</summary>
    private const int Crowd = 200_000;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("push [--short] [--memory] [--sides] [--crowded]");
            return 0;
        }
        var isShort = args.Contains("--short");
        var (messages, rounds) = isShort ? (1_000, 1) : (6_000, 3);
        var (few, many) = isShort ? (2_000, 10_000) : (10_000, 200_000);
        var figures = new Figures();
        await using var stage = await MessageStage.SetAsync();
        if (args.Contains("--crowded"))
        {
            await stage.FillAsync(Crowd);
            Console.WriteLine($"{Crowd:N0} messages are planned by other campaigns.");
        }
        await CountRowsAsync(stage, figures);
        var sound = true;
        if (!args.Contains("--memory"))
        {
            sound &= await CompareAsync(stage, messages, rounds, figures);
        }
        if (!args.Contains("--sides"))
        {
            await SendFewAndManyAsync(stage, few, many, figures);
        }
        var delivered = await stage.DeliveredAsync();
        Console.WriteLine(sound ? "\nrows: as they must be\n" : "\nrows: WRONG, see above\n");
        figures.Print(
            new("gate", "push.vs-bare", 0.8),
            new("gate", "push.vs-job-per-message-redis", 3),
            new("gate", "push.vs-job-per-message", 1),
            new("gate", "push.commits-per-1000", 20, IsMost: true),
            new("gate", "push.rows-per-lease", 4, IsMost: true),
            new("gate", "push.many-vs-few", 0.8),
            new("gate", "push.memory-mb", 20, IsMost: true)
        );
        return sound && delivered.Messages > 0 ? 0 : 1;
    }

    /// <summary>The rows that MariaDB reads for one lease, by its own count.</summary>
    private static async Task CountRowsAsync(MessageStage stage, Figures figures)
    {
        var openIds = Enumerable.Range(0, 2_000).Select(i => $"nobody-{i}").ToList();
        var campaign = await stage.NewCampaignAsync(openIds);
        var (leased, rows) = await stage.LeaseAsync(campaign, want: MessageStage.InFlight + 128);
        Console.WriteLine($"{rows:N0} rows were read to lease {leased:N0} messages.\n");
        figures.Add("push.rows-per-lease", (double)rows / leased);
        await stage.CancelAsync(campaign);
    }

    private static async Task<bool> CompareAsync(MessageStage stage, int messages, int rounds, Figures figures)
    {
        await using var redis = await RedisServer.StartAsync();
        Console.WriteLine(
            $"""
            {messages:N0} template messages a side and round, {MessageStage.InFlight} in flight, one row written per message on MariaDB
            flushing each commit; WeChat's stand-in is a process of its own that answers at once. All share {Environment.ProcessorCount}
            cores. bare: an HttpClient loop with a row each; beside it, for comparison, one without a row.

            {"round", -6} {"ours/s", 8} {"bare/s", 8} {"without row/s", 13} {"jobs/s", 8} {"jobs redis/s", 13} {"commits/1000", 13}
            """
        );
        var measured = new List<Round>();
        // The first round warms up.
        for (var round = 0; round <= rounds; round++)
        {
            var one = await MeasureAsync(stage, redis, messages);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(round == 0 ? "warm" : round), -6} {one.Ours, 8:0} {one.Bare, 8:0} {one.Rowless, 13:0} "
                        + $"{one.Jobs, 8:0} {one.RedisJobs, 13:0} {one.Commits, 13:0.0}"
                )
            );
            measured.Add(one);
        }
        var counted = measured[1..];
        var ours = Median(counted, round => round.Ours);
        figures.Add("push.per-second", ours);
        figures.Add("push.vs-bare", ours / Median(counted, round => round.Bare));
        figures.Add("push.vs-bare-without-row", ours / Median(counted, round => round.Rowless));
        figures.Add("push.vs-job-per-message", ours / Median(counted, round => round.Jobs));
        figures.Add("push.vs-job-per-message-redis", ours / Median(counted, round => round.RedisJobs));
        figures.Add("push.commits-per-1000", Median(counted, round => round.Commits));
        return measured.All(round => round.IsSound);
    }

    private static async Task<Round> MeasureAsync(MessageStage stage, RedisServer redis, int messages)
    {
        var followers = await stage.NewFollowersAsync(messages);
        var before = (await stage.DeliveredAsync()).Messages;
        var campaign = await stage.NewCampaignAsync(followers);
        var committed = await stage.CommitsAsync();
        var ours = await PaceAsync(messages, () => Sides.OursAsync(stage));
        var commits = (await stage.CommitsAsync() - committed) * 1000.0 / messages;
        var sent = (await stage.Get<CampaignProgress>().ReadAsync(campaign.Id, default))
            .Where(count => count.State is DeliveryState.Sent)
            .Sum(count => count.Amount);
        return new Round
        {
            IsSound = sent == messages && (await stage.DeliveredAsync()).Messages - before == messages,
            Ours = ours,
            Commits = commits,
            Bare = await OtherAsync(campaign => Sides.BareAsync(stage, campaign, writes: true)),
            Rowless = await OtherAsync(campaign => Sides.BareAsync(stage, campaign, writes: false)),
            Jobs = await OtherAsync(campaign => Sides.JobsAsync(stage, campaign, Sides.InMemory())),
            RedisJobs = await OtherAsync(campaign => Sides.JobsAsync(stage, campaign, Sides.Redis(redis))),
        };

        async Task<double> OtherAsync(Func<Campaign, Task> run)
        {
            var other = await stage.NewCampaignAsync(followers, runs: false);
            return await PaceAsync(messages, () => run(other));
        }
    }

    /// <summary>The real service sends to few and then to many; its pace and its peak memory after each.</summary>
    private static async Task SendFewAndManyAsync(MessageStage stage, int few, int many, Figures figures)
    {
        await using var service = await ServiceProcess.StartAsync(
            typeof(AppHost).Assembly.Location,
            new Dictionary<string, string?>(stage.Configuration) { ["Jobs:Run"] = "true" }
        );
        // What it needs once, whatever it sends.
        await SendAsync(few / 5);
        var small = await SendAsync(few);
        var large = await SendAsync(many);
        figures.Add("push.per-second-few", small.Pace);
        figures.Add("push.per-second-many", large.Pace);
        figures.Add("push.many-vs-few", large.Pace / small.Pace);
        figures.Add("push.memory-mb", large.Memory - small.Memory);
        figures.Add("push.peak-memory-mb", large.Memory);

        async Task<(double Pace, long Memory)> SendAsync(int recipients)
        {
            var campaign = await stage.NewCampaignAsync(await stage.NewFollowersAsync(recipients));
            while ((await stage.Get<CampaignStore>().FindAsync(campaign.Id, default))!.State is not CampaignState.Done)
            {
                await Task.Delay(200);
            }
            var taken = await stage.TakenAsync(campaign);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{recipients, 8:N0} recipients in {taken.TotalSeconds:0.0} s, peak memory {service.PeakMemory()} MB"
                )
            );
            return (recipients / taken.TotalSeconds, service.PeakMemory());
        }
    }

    private static async Task<double> PaceAsync(int messages, Func<Task> run)
    {
        var taken = Stopwatch.StartNew();
        await run();
        return messages / taken.Elapsed.TotalSeconds;
    }

    private static double Median(List<Round> rounds, Func<Round, double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);

    /// <summary>Messages a second of each side, and our commits for a thousand of them.</summary>
    private sealed record Round
    {
        public required bool IsSound { get; init; }
        public required double Ours { get; init; }
        public required double Commits { get; init; }
        public required double Bare { get; init; }
        public required double Rowless { get; init; }
        public required double Jobs { get; init; }
        public required double RedisJobs { get; init; }
    }
}
