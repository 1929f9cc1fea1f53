using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benchmarks.Roster;

/// <summary>
/// A roster of 20,000 new members is staged, applied and undone by the commands while the service serves claims on the same database.
/// </summary>
internal static class RosterBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("roster [--short] [--engines sqlite,mariadb]");
            return 0;
        }
        var isShort = args.Contains("--short");
        var lines = isShort ? 2_000 : 20_000;
        var engines = args.List("--engines", "sqlite,mariadb");
        PrintHead(lines);
        var figures = new Figures();
        var sound = true;
        var folder = Directory.CreateTempSubdirectory("csrme-bench-");
        var book = Path.Combine(folder.FullName, "roster.xlsx");
        RosterWorkbook.Save(book, lines);
        foreach (var engine in engines)
        {
            var faults = await RosterRun.RunAsync(
                engine,
                engine == "mariadb" ? Engine.MySql : Engine.Sqlite,
                book,
                lines,
                TimeSpan.FromSeconds(isShort ? 2 : 10),
                figures
            );
            sound &= faults.Count == 0;
            foreach (var fault in faults)
            {
                Console.WriteLine($"{engine}: WRONG: {fault}");
            }
        }
        folder.Delete(recursive: true);
        Console.WriteLine(sound ? "\nrows: as they must be\n" : "\nrows: WRONG, see above\n");
        PrintFigures(figures, engines);
        return sound ? 0 : 1;
    }

    private static void PrintHead(int lines) =>
        Console.WriteLine(
            $"""
            {lines:N0} new members: `roster import`, `apply`, `undo`, each a process of its own (Release, Production).
            Meanwhile a service process serves {RosterRun.ClaimsPerSecond} claims a second over HTTP on the same database,
            each by another member ("alone": before the commands).
            Load, service, command and database share {Environment.ProcessorCount} cores; the seconds of a command contain its start.
            MariaDB and SQLite flush each commit.

            {RosterRun.Header}
            """
        );

    private static void PrintFigures(Figures figures, IReadOnlyList<string> engines) =>
        figures.Print([
            .. engines.SelectMany(engine =>
                (Gate[])
                    [
                        new("gate", $"roster.{engine}.stage-and-apply-s", 60, IsMost: true),
                        new("gate", $"roster.{engine}.undo-s", 60, IsMost: true),
                        new("gate", $"roster.{engine}.memory-mb", 300, IsMost: true),
                    ]
            ),
            new("gate", "roster.sqlite.claim-longest-ms", 500, IsMost: true),
        ]);
}
