using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Votes;

/// <summary>
/// Members vote at a steady rate for as long as a rush lasts, and then as fast as they are answered: by the service as it is, and by the
/// naive way (<see cref="NaiveVotes"/>), with as many transactions under way at once as serve it best.
/// </summary>
internal static class VotesBenchmark
{
    private const int Connections = 256,
        PerSecond = 2_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(string[] args)
    {
        var isShort = args.Contains("--short");
        var (seconds, voters, warmUp, trial) = isShort ? (2, 100, 50, 20) : (20, 2_000, 300, 200);
        var (steady, full) = (PerSecond * seconds / VoteStage.VotesEach, voters * VoteStage.VotesEach);
        Console.WriteLine(
            $"""
            {PerSecond:N0} votes a second for {seconds} s on {VoteStage.Entries} entries, {VoteStage.VotesEach} of each member, over
            {Connections} connections. Then {full:N0} votes as fast as they are answered, ours and naive. Each is a new service process
            (Release, Production, one node) on one MariaDB that flushes each commit.
            Load, service and database share {Environment.ProcessorCount} cores: compare within one run.

            """
        );
        await using var stage = await VoteStage.SetAsync(Math.Max(steady, voters) + warmUp);
        var figures = new Figures();
        List<string> faults = [];

        var rush = await RunAsync(stage, "ours, steady", ours: true, steady, warmUp, atOnce: 0, PerSecond, faults, figures);
        var ours = await RunAsync(stage, "ours, full", ours: true, voters, warmUp, atOnce: 0, perSecond: null, faults);
        var best = await BestNaiveAsync(stage, trial, isShort ? [4] : [2, 4, 8, 16, 32], faults);
        var naive = await RunAsync(stage, $"naive, {best} at once", ours: false, voters, trial, best, perSecond: null, faults);

        figures.Add("votes.per-s", rush.PerSecond);
        figures.Add("votes.p99-ms", rush.Within(0.99).TotalMilliseconds);
        figures.Add("votes.full.per-s", ours.PerSecond);
        figures.Add("votes.vs-naive", ours.PerSecond / naive.PerSecond);
        Console.WriteLine(faults.Count == 0 ? "\nrows: as they must be on every side\n" : $"\nrows: WRONG: {string.Join("; ", faults)}\n");
        figures.Print(
            new Gate("gate", "votes.lost", 0, IsMost: true),
            new Gate("gate", "votes.doubled", 0, IsMost: true),
            new Gate("gate", "votes.miscounted", 0, IsMost: true),
            new Gate("gate", "votes.vs-naive", 3),
            new Gate("goal", "votes.p99-ms", 250, IsMost: true)
        );
        return faults.Count == 0 ? 0 : 1;
    }

    private static async Task<int> BestNaiveAsync(VoteStage stage, int voters, int[] choices, List<string> faults)
    {
        var (best, bestRate) = (choices[0], 0.0);
        foreach (var atOnce in choices.Length > 1 ? choices : [])
        {
            var run = await RunAsync(stage, $"naive trial, {atOnce}", ours: false, voters, voters, atOnce, perSecond: null, faults);
            (best, bestRate) = run.PerSecond > bestRate ? (atOnce, run.PerSecond) : (best, bestRate);
        }
        return best;
    }

    /// <param name="perSecond">Null for as fast as they are answered.</param>
    /// <param name="figures">Where what the rows say is to be told.</param>
    private static async Task<LoadRun> RunAsync(
        VoteStage stage,
        string name,
        bool ours,
        int voters,
        int warmUp,
        int atOnce,
        int? perSecond,
        List<string> faults,
        Figures? figures = null
    )
    {
        var (contest, entries) = await stage.NewContestAsync();
        var (_, others) = await stage.NewContestAsync();
        var settings = new Dictionary<string, string?>(stage.Configuration);
        foreach (var (key, value) in ours ? new Dictionary<string, string?>() : NaiveVotes.Configuration(atOnce))
        {
            settings[key] = value;
        }
        await using var service = await ServiceProcess.StartAsync(MeasuredService.Dll, settings);
        var client = new LoadClient(service.BaseUrl, Connections);
        await client.RunAsync(Requests(VoteStage.Votes(warmUp, others), stage.Tokens.Count - warmUp), Limit);

        var votes = VoteStage.Votes(voters, entries);
        var requests = Requests(votes, 0);
        GC.Collect();
        var meter = new CpuMeter(service.Pid, Environment.ProcessId, stage.ServerPid);
        var run = perSecond is { } rate
            ? await new SteadyPosts(service.BaseUrl, Connections).RunAsync(requests, rate, Limit)
            : await client.RunAsync(requests, Limit);
        var (cpu, rest) = meter.Read();
        Console.WriteLine(
            $"{name, -16} {run.Succeeded, 7} votes {run.PerSecond, 7:0}/s  p50 {run.Within(0.5).TotalMilliseconds, 6:0.0} ms  "
                + $"p99 {run.Within(0.99).TotalMilliseconds, 6:0.0} ms  max {run.Within(1).TotalMilliseconds, 6:0.0} ms  "
                + $"resent {run.Sent - run.Answers.Count}  cpu service/database/load/others "
                + $"{cpu[0]:0.0} / {cpu[2]:0.0} / {cpu[1]:0.0} / {rest:0.0}"
        );
        var audit = await VoteAudit.OfAsync(stage, contest, votes, run, counts: ours);
        faults.AddRange(audit.Faults.Select(fault => $"{name}: {fault}"));
        figures?.Add("votes.lost", audit.Lost);
        figures?.Add("votes.doubled", audit.Doubled);
        figures?.Add("votes.miscounted", audit.Miscounted);
        return run;

        List<byte[]> Requests(IEnumerable<(int Voter, long Entry)> of, int from) =>
            [
                .. of.Select(vote =>
                    LoadClient.Put(
                        ours ? $"/api/contests/gallery/{vote.Entry}/vote" : NaiveVotes.PathOf(vote.Entry),
                        stage.Tokens[from + vote.Voter]
                    )
                ),
            ];
    }
}
