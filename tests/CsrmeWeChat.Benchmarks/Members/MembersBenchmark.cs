using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benchmarks.Members;

/// <summary>The console's page of members by what its search box and filters ask for, beside the plain query of whole rows.</summary>
internal static class MembersBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("members [--short] [--engines sqlite,mariadb]");
            return 0;
        }
        var isShort = args.Contains("--short");
        var (members, rounds) = isShort ? (20_000, 3) : (100_000, 6);
        var engines = args.List("--engines", "sqlite,mariadb");
        Console.WriteLine(
            $"""
            A page of 50 out of {members:N0} members by part of the name or unit: common, rare and absent parts,
            the first pages, a middle one and the last that the list shows, in all orders.
            ours: all that the page asks the database for, with the total up to 500 and the 50 phones opened and masked.
            naive: LIKE, ORDER BY and LIMIT on whole rows, no total.
            Then each filter and the rest that the box finds, ours alone.
            Both sides take turns, {rounds} times each page; the rows of both are compared.
            Database and benchmark share {Environment.ProcessorCount} cores.

            {MembersRun.Header}
            """
        );
        var figures = new Figures();
        var sound = true;
        foreach (var engine in engines)
        {
            var faults = await MembersRun.RunAsync(engine, engine == "mariadb" ? Engine.MySql : Engine.Sqlite, members, rounds, figures);
            sound &= faults.Count == 0;
            foreach (var fault in faults.Take(20))
            {
                Console.WriteLine($"{engine}: WRONG: {fault}");
            }
        }
        Console.WriteLine(sound ? "\nrows: as they must be\n" : "\nrows: WRONG, see above\n");
        figures.Print([
            .. engines.SelectMany(engine =>
                (Gate[])
                    [
                        new Gate("gate", $"members.{engine}.p95-ms", 50, IsMost: true),
                        new Gate("gate", $"members.{engine}.worst-filter-p95-ms", 50, IsMost: true),
                    ]
            ),
        ]);
        return sound ? 0 : 1;
    }
}
