using System.Diagnostics;

namespace CsrmeWeChat.Benchmarks.Soaks;

/// <summary>
/// Runs the tests that rely on repetition in their long form. They are the same tests as in every run, but with TEST_SOAK=1
/// they kill more often, race more rounds and wait for whole leases. The trait Soak marks a test that has a long form.
/// </summary>
internal static class TestSoak
{
    private static readonly string[] all =
    [
        "callbacks",
        "campaigns",
        "followers",
        "judging",
        "registrations",
        "reminders",
        "roster",
        "rush",
        "videos",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var engines = args.List("--engines", "sqlite,mariadb");
        var names = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (args.Contains("--help") || names.Except(all).Any())
        {
            Console.WriteLine($"soak [{string.Join('|', all)}]... [--engines sqlite,mariadb]");
            return args.Contains("--help") ? 0 : 2;
        }
        var isSound = true;
        foreach (var engine in engines)
        {
            foreach (var name in names is [] ? all : names)
            {
                Console.WriteLine($"\n== {name} on {engine}");
                isSound &= await RunAsync(name, engine) == 0;
            }
        }
        Console.WriteLine(isSound ? "\nsoaks: as they must be" : "\nsoaks: WRONG, see above");
        return isSound ? 0 : 1;
    }

    private static async Task<int> RunAsync(string name, string engine)
    {
        // Built beside this project, which refers to it for that alone.
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = Path.Combine(here.Parent!.Parent!.FullName, "CsrmeWeChat.Tests", here.Name, "CsrmeWeChat.Tests.dll");
        var start = new ProcessStartInfo("dotnet", [tests, "-trait", $"Soak={name}", "-showLiveOutput", "-noLogo"]);
        start.Environment["TEST_SOAK"] = "1";
        start.Environment["TEST_ENGINE"] = engine is "mariadb" ? "MySql" : "Sqlite";
        // What suits a load generator does not suit the tests.
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        using var run = Process.Start(start)!;
        await run.WaitForExitAsync();
        return run.ExitCode;
    }
}
