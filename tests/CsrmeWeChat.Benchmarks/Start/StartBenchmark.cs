using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Start;

/// <summary>
/// Measures the published service from the start of its process on an empty SQLite database
/// until it first answers that it is ready.
/// </summary>
internal static class StartBenchmark
{
    private const int Runs = 5;

    /// <param name="args">`--publish` and what follows it goes to `dotnet publish`, to try settings.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("csrme-bench-");
        try
        {
            if (await PublishAsync(folder.FullName, args is ["--publish", .. var more] ? more : []) is not 0 and var failed)
            {
                return failed;
            }
            Console.WriteLine(
                $"{Runs} starts of the published service (Release, Production, jobs and all at their defaults), "
                    + "each on a new, empty SQLite file."
            );
            List<double> starts = [];
            for (var run = 0; run < Runs; run++)
            {
                await using var service = await ServiceProcess.StartAsync(
                    $"{folder}/service/CsrmeWeChat.dll",
                    Configuration($"{folder}/{run}.db")
                );
                using var process = Process.GetProcessById(service.Pid);
                starts.Add(service.StartedIn.TotalSeconds);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  ready after {starts[^1]:0.00} s, {process.TotalProcessorTime.TotalSeconds:0.00} s of processor, "
                            + $"peak {service.PeakMemory()} MB"
                    )
                );
            }
            Console.WriteLine();
            var figures = new Figures();
            figures.Add("start.sqlite.ready-s", starts.Order().ElementAt(Runs / 2));
            figures.Print(new Gate("gate", "start.sqlite.ready-s", 2, IsMost: true));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> PublishAsync(string folder, string[] more)
    {
        using var publish = Process.Start(
            "dotnet",
            [
                "publish",
                Path.Combine(Repository.Root, "src/CsrmeWeChat"),
                "-c",
                "Release",
                "-v",
                "quiet",
                "--nologo",
                "-o",
                $"{folder}/service",
                .. more,
            ]
        );
        await publish.WaitForExitAsync();
        return publish.ExitCode;
    }

    private static Dictionary<string, string?> Configuration(string database) =>
        new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Data:ConnectionString"] = $"Data Source={database}",
            ["Keys:Current"] = "k1",
            ["Keys:Ring:k1"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            // Nothing is asked of WeChat.
            ["WeChat:BaseUrl"] = "https://127.0.0.1:1",
            ["WeChat:MiniProgram:AppId"] = "none",
            ["WeChat:MiniProgram:Secret"] = "none",
            ["WeChat:OfficialAccount:AppId"] = "none",
            ["WeChat:OfficialAccount:Secret"] = "none",
            ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "0",
        };
}
