using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.People;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Benchmarks.Uploads;

/// <summary>
/// One file in chunks of 4 MB, and 64 files at once, by tus-js-client: to ours, and to @tus/server with its store of files. Ours flushes
/// each chunk to the disk, keeps a row and computes the whole file's hash; the other does none of these.
/// </summary>
internal static class UploadsBenchmark
{
    private const int Chunk = 4 << 20,
        AtOnce = 64;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("uploads [--short] [--runs 3]");
            return 0;
        }
        var isShort = args.Contains("--short");
        var (large, small, runs) = (
            isShort ? 256L << 20 : 1L << 30,
            isShort ? 4L << 20 : 16L << 20,
            int.Parse(args.List("--runs", "3")[0])
        );
        var folder = Directory.CreateTempSubdirectory("csrme-bench-");
        try
        {
            var files = (Large: $"{folder}/large", Small: $"{folder}/small");
            Make(files.Large, large);
            Make(files.Small, small);
            Console.WriteLine(
                $"A file of {large >> 20} MB in chunks of 4 MB, and {AtOnce} of {small >> 20} MB at once; medians of {runs} runs.\n"
            );
            Console.WriteLine($"{"side", -8} {"load", -10} {"MB/s", 7} {"MB before", 10} {"peak", 6} {"more", 6}");
            List<Side> ours = [];
            List<Side> theirs = [];
            for (var run = 0; run < runs; run++)
            {
                // In turn: what else the machine does meets both.
                ours.Add(await OursAsync($"{folder}/ours", files.Large, files.Small));
                Directory.Delete($"{folder}/ours", recursive: true);
                theirs.Add(await TheirsAsync($"{folder}/theirs", files.Large, files.Small));
                Directory.Delete($"{folder}/theirs", recursive: true);
            }
            Console.WriteLine();
            Figures(ours, theirs)
                .Print(
                    new Gate("gate", "uploads.vs-tus", 1),
                    new Gate("gate", "uploads.many.vs-tus", 1),
                    new Gate("gate", "uploads.memory-vs-tus", 0.5, IsMost: true)
                );
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Figures Figures(List<Side> ours, List<Side> theirs)
    {
        var figures = new Figures();
        figures.Add("uploads.mb-per-s", Median(ours, side => side.Large));
        figures.Add("uploads.vs-tus", Median(ours, side => side.Large) / Median(theirs, side => side.Large));
        figures.Add("uploads.many.vs-tus", Median(ours, side => side.Many) / Median(theirs, side => side.Many));
        figures.Add("uploads.memory-mb", Median(ours, side => side.Memory));
        figures.Add("uploads.memory-vs-tus", Median(ours, side => side.Memory) / Median(theirs, side => side.Memory));
        return figures;
    }

    private static double Median(List<Side> sides, Func<Side, double> of) => sides.Select(of).Order().ElementAt(sides.Count / 2);

    private static async Task<Side> OursAsync(string folder, string large, string small)
    {
        Directory.CreateDirectory(folder);
        var settings = MeasuredService.Settings(Engine.Sqlite, $"Data Source={folder}/measured.db", folder);
        settings["Limits:PerPerson"] = "1000000";
        settings["Uploads:Purposes:video:MaxBytes"] = $"{4L << 30}";
        settings["Uploads:Purposes:video:MaxOpen"] = "100";
        settings["Uploads:Purposes:video:MaxBytesPerDay"] = $"{100L << 30}";
        settings["Uploads:BodiesPerPerson"] = "100";
        await using var stores = await MeasuredService.OpenStoresAsync(settings);
        var person = await stores
            .Services.GetRequiredService<Database>()
            .InsertAsync("INSERT INTO people (created_at) VALUES (@now)", new { now = TimeProvider.System.GetUtcNow() });
        var (token, _) = await stores.Services.GetRequiredService<SessionStore>().OpenAsync(person, CancellationToken.None);
        await using var service = await ServiceProcess.StartAsync(MeasuredService.Dll, settings);
        return await MeasureAsync("ours", $"{service.BaseUrl}/api/uploads", [token], service.Pid, folder, large, small);
    }

    private static async Task<Side> TheirsAsync(string folder, string large, string small)
    {
        Directory.CreateDirectory($"{folder}/files");
        var port = Ports.Free();
        using var server = Process.Start(
            new ProcessStartInfo("node", ["server.mjs", $"{port}", $"{folder}/files"]) { WorkingDirectory = TusClient.Folder }
        )!;
        try
        {
            using var http = new HttpClient();
            for (var up = false; !up; await Task.Delay(50))
            {
                try
                {
                    using var answer = await http.GetAsync($"http://127.0.0.1:{port}/");
                    up = true;
                }
                catch (HttpRequestException)
                {
                    // Not yet.
                }
            }
            return await MeasureAsync("theirs", $"http://127.0.0.1:{port}/files", [], server.Id, folder, large, small);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task<Side> MeasureAsync(
        string name,
        string endpoint,
        string[] tokens,
        int pid,
        string folder,
        string large,
        string small
    )
    {
        var metadata = new Dictionary<string, string> { ["purpose"] = "video", ["filename"] = "a.mp4" };
        // What the other side left to the kernel to write is written: it is not this side's to wait for.
        using (var sync = Process.Start("sync"))
        {
            await sync.WaitForExitAsync();
        }
        // The one file once over before it counts: neither side is measured while it still compiles what it runs often.
        await TusClient.UploadAsync(endpoint, tokens, large, Chunk, metadata);
        var before = Resident(pid, "VmRSS");
        var one = await TusClient.UploadAsync(endpoint, tokens, large, Chunk, metadata);
        var many = await TusClient.UploadAsync(endpoint, tokens, small, Chunk, metadata, AtOnce);
        Check(folder, one, large);
        Check(folder, many, small);
        var peak = Resident(pid, "VmHWM");
        var side = new Side(
            new FileInfo(large).Length / 1e6 / one.Seconds,
            AtOnce * new FileInfo(small).Length / 1e6 / many.Seconds,
            peak - before
        );
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name, -8} {"one", -10} {side.Large, 7:0}"));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -8} {"many", -10} {side.Many, 7:0} {before, 10:0} {peak, 6:0} {side.Memory, 6:0}"
            )
        );
        return side;
    }

    /// <summary>A figure of a file that did not arrive is none.</summary>
    private static void Check(string folder, TusResult result, string sent)
    {
        var expected = Hash(sent);
        foreach (var url in result.Urls)
        {
            var name = url.Split('/')[^1];
            var stored = Directory
                .GetFiles(folder, $"{name}*", SearchOption.AllDirectories)
                .First(path => !path.EndsWith(".json", StringComparison.Ordinal));
            if (!Hash(stored).SequenceEqual(expected))
            {
                throw new InvalidOperationException("What is stored is not what was sent.");
            }
        }
    }

    private static byte[] Hash(string path)
    {
        using var file = File.OpenRead(path);
        return SHA256.HashData(file);
    }

    private static double Resident(int pid, string what) =>
        double.Parse(
            File.ReadLines($"/proc/{pid}/status")
                .First(line => line.StartsWith(what, StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        ) / 1024;

    private static void Make(string path, long size)
    {
        using var file = File.Create(path);
        var block = new byte[1 << 20];
        for (var at = 0L; at < size; at += block.Length)
        {
            Random.Shared.NextBytes(block);
            file.Write(block);
        }
    }

    /// <param name="Large">MB a second of the one file.</param>
    /// <param name="Many">MB a second of all at once.</param>
    /// <param name="Memory">MB of peak above what it had before.</param>
    private sealed record Side(double Large, double Many, double Memory);
}
