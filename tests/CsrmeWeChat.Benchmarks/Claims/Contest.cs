using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Claims;

/// <summary>All sides on one database, one after another.</summary>
internal sealed class Contest(Stage stage, Plan plan, string engine)
{
    private const int AskAgain = 50;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<SideResult>> RunAsync(Figures figures)
    {
        List<SideResult> results = [];
        var naive = plan.Sides.Contains(Side.Naive) ? await BestNaiveAsync() : null;
        Console.WriteLine(SideResult.Header);
        foreach (var connections in plan.Connections)
        {
            Side?[] sides = [Side.NewOurs(), Side.NewEmpty(), naive];
            var here = new Dictionary<string, SideResult>();
            foreach (var side in sides.OfType<Side>().Where(side => plan.Sides.Contains(side.Name)))
            {
                var result = await RunAsync(side, connections, plan.Callers);
                Console.WriteLine(result.Line(engine));
                here.Add(side.Name, result);
            }
            AddFigures(figures, $"claims.{engine}.{connections}", here);
            results.AddRange(here.Values);
        }
        Console.WriteLine();
        return results;
    }

    private static void AddFigures(Figures figures, string name, Dictionary<string, SideResult> sides)
    {
        if (!sides.TryGetValue(Side.Ours, out var ours))
        {
            return;
        }
        foreach (var other in sides.Values.Where(side => side != ours))
        {
            figures.Add($"{name}.vs-{other.Side}", ours.PerSecond / other.PerSecond);
        }
        figures.Add($"{name}.p99-ms", ours.P99);
        figures.Add($"{name}.vmhwm-mb", ours.PeakMegabytes);
    }

    private async Task<Side> BestNaiveAsync()
    {
        if (plan.Pumps is [var only])
        {
            return Side.NewNaive(only);
        }
        var best = 0;
        var bestRate = 0.0;
        foreach (var pumps in plan.Pumps)
        {
            var trial = await RunAsync(Side.NewNaive(pumps), Math.Min(256, plan.Connections.Max()), plan.Trial);
            var faults = string.Concat(trial.Faults.Select(fault => $"; {fault}"));
            Console.WriteLine($"naive with {pumps} transactions under way: {trial.PerSecond:N0} claims/s{faults}");
            (best, bestRate) = trial.PerSecond > bestRate ? (pumps, trial.PerSecond) : (best, bestRate);
        }
        return Side.NewNaive(best);
    }

    private async Task<SideResult> RunAsync(Side side, int connections, int callers)
    {
        var benefit = await stage.NewBenefitAsync(plan.Callers);
        var other = await stage.NewBenefitAsync(plan.WarmUp);
        var dll = Path.Combine(AppContext.BaseDirectory, "CsrmeWeChat.dll");
        await using var service = await ServiceProcess.StartAsync(
            dll,
            new Dictionary<string, string?>([.. stage.Configuration, .. side.Settings])
        );
        var client = new LoadClient(service.BaseUrl, connections);
        await client.RunAsync(
            Requests(side.Path(other), stage.Tokens.Skip(plan.Callers).Take(side.Name == Side.Naive ? plan.Trial : plan.WarmUp)),
            Limit
        );

        var requests = Requests(side.Path(benefit), stage.Tokens.Take(callers));
        GC.Collect();
        var meter = new CpuMeter([service.Pid, Environment.ProcessId, .. stage.ServerPid is { } server ? [server] : Array.Empty<int>()]);
        var run = await client.RunAsync(requests, Limit);
        var (cpu, others) = meter.Read();
        var busy = meter.IsBusy;

        var again = Enumerable.Range(0, callers).Where(i => i % AskAgain == 0).ToList();
        var answers = side.Claims ? (await client.RunAsync([.. again.Select(i => requests[i])], Limit)).Answers : [];
        var faults = side.Claims
            ? await ClaimAudit.FindFaultsAsync(stage.Database, benefit, callers, run, again.Zip(answers).ToDictionary())
            : ClaimAudit.FindUnanswered(run);
        return new SideResult(
            side.Name,
            connections,
            run,
            new Cpu(cpu[0], cpu.ElementAtOrDefault(2), cpu[1], others),
            busy,
            service.PeakMemory(),
            faults
        );
    }

    private static List<byte[]> Requests(string path, IEnumerable<string> tokens) =>
        [.. tokens.Select(token => LoadClient.Post(path, token))];
}
