using System.Diagnostics;
using System.Globalization;
using System.Net;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Start;

/// <summary>
/// The service as it is installed, from the start of its process on an empty SQLite database until it has answered a page and a call of the
/// API; with <c>--beside FOLDER</c> in turn with another build of it that was published there.
/// </summary>
internal static class StartBenchmark
{
    private const int Runs = 7;

    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("csrme-bench-");
        try
        {
            if (await PublishAsync(folder.FullName) is not 0 and var failed)
            {
                return failed;
            }
            var other = args is ["--beside", var beside] ? beside : null;
            Console.WriteLine($"{Runs} starts of the published service (Release, Production, defaults), each on a new, empty SQLite file.");
            List<double> ours = [];
            List<double> others = [];
            for (var run = 0; run < Runs; run++)
            {
                ours.Add(await StartAsync("this build", $"{folder}/service", $"{folder}/{run}.db"));
                if (other is not null)
                {
                    others.Add(await StartAsync("the other", other, $"{folder}/other{run}.db"));
                }
            }
            Console.WriteLine();
            var figures = new Figures();
            figures.Add("start.sqlite.answered-s", Median(ours));
            if (other is not null)
            {
                figures.Add("start.sqlite.vs-other", Median(ours) / Median(others));
            }
            figures.Print(new Gate("gate", "start.sqlite.answered-s", 2, IsMost: true));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Median(IEnumerable<double> runs) => runs.Order().ElementAt(Runs / 2);

    /// <summary>Seconds until both were answered.</summary>
    private static async Task<double> StartAsync(string name, string folder, string database)
    {
        await using var service = await ServiceProcess.StartAsync(
            Path.Combine(folder, "CsrmeWeChat.dll"),
            MeasuredService.Settings(Engine.Sqlite, $"Data Source={database}", Path.GetDirectoryName(database)!)
        );
        using var http = new HttpClient { BaseAddress = new Uri(service.BaseUrl) };
        var clock = Stopwatch.StartNew();
        using var page = await http.GetAsync("/staff/sign-in");
        page.EnsureSuccessStatusCode();
        // Nobody is signed in; to say so is an answer.
        using var call = await http.GetAsync("/api/benefits");
        if (call.StatusCode is not HttpStatusCode.Unauthorized)
        {
            throw new InvalidOperationException($"The API answered {call.StatusCode}.");
        }
        var answered = (service.StartedIn + clock.Elapsed).TotalSeconds;
        using var process = Process.GetProcessById(service.Pid);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {name}: ready after {service.StartedIn.TotalSeconds:0.00} s, answered after {answered:0.00} s, "
                    + $"{process.TotalProcessorTime.TotalSeconds:0.00} s of processor, peak {service.PeakMemory()} MB"
            )
        );
        return answered;
    }

    private static async Task<int> PublishAsync(string folder)
    {
        using var publish = Process.Start(
            "dotnet",
            [
                "publish",
                Path.Combine(Repository.Root, "src/CsrmeWeChat"),
                "-c",
                "Release",
                // As deploy/install.sh does.
                "-r",
                "linux-x64",
                "--self-contained",
                "false",
                "-p:PublishReadyToRun=true",
                "-v",
                "quiet",
                "--nologo",
                "-o",
                $"{folder}/service",
            ]
        );
        await publish.WaitForExitAsync();
        return publish.ExitCode;
    }
}
