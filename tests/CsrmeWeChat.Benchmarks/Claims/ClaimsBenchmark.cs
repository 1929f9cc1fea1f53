using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benchmarks.Claims;

/// <summary>
/// All members claim one benefit at once. The service as it is ("ours") is compared with an empty POST that signs in the same way ("empty":
/// what HTTP and signing in leave) and with the same service that takes a transaction for each claim ("naive", with as many under way at
/// once as serve it best).
/// </summary>
internal static class ClaimsBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine($"claims {Plan.Usage}");
            return 0;
        }
        var plan = Plan.From(args);
        Console.WriteLine(
            $"""
            {plan.Callers:N0} members claim once each, with stock for all; only answers of 200 count.
            Members, bindings and sessions were written in bulk. Each line is a new service process (Release, Production, one node),
            warmed by {plan.WarmUp:N0} other members on another benefit (naive: {plan.Trial:N0}).
            The process has seen none of the tokens, so each is looked up in the database. Rate limits are on; only the one per address
            is raised, because all phones of the load share one. MariaDB and SQLite flush each commit.
            Load, service and database share {Environment.ProcessorCount} cores: compare within one run.
            cpu: seconds of service / database / load / others on the machine.

            """
        );
        var figures = new Figures();
        var sound = true;
        var busy = false;
        foreach (var engine in plan.Engines)
        {
            await using var stage = await Stage.SetAsync(engine, plan.Callers + plan.WarmUp);
            var results = await new Contest(stage, plan, engine is Engine.MySql ? "mariadb" : "sqlite").RunAsync(figures);
            sound &= results.All(result => result.Faults.Count == 0);
            busy |= results.Any(result => result is { Side: Side.Ours, Connections: 1024, IsBusy: true });
        }
        Console.WriteLine(sound ? "rows: as they must be on every side\n" : "rows: WRONG, see above\n");
        figures.Print(
            new Gate("gate", "claims.mariadb.256.vs-naive", 8),
            new Gate("gate", "claims.mariadb.1024.vs-naive", 12),
            new Gate(
                "gate",
                "claims.mariadb.1024.p99-ms",
                busy ? 500 : 250,
                IsMost: true,
                busy ? " (doubled: others kept the machine busy)" : ""
            ),
            new Gate("goal", "claims.mariadb.1024.vs-empty", 0.33)
        );
        return sound ? 0 : 1;
    }
}
