using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Testing;
using NetVips;

namespace CsrmeWeChat.Benchmarks.Pictures;

/// <summary>
/// Photos of 24 million pixels become a preview and a thumbnail, each as WebP and JPEG. Ours and sharp, which is libvips too, each in a
/// process of its own, one photo after the other, in turn so that a busy machine slows both.
/// </summary>
internal static class PicturesBenchmark
{
    private const int Width = 6_000;

    private const int Height = 4_000;

    private static readonly string Sharp = Path.Combine(Repository.Root, "tests", "CsrmeWeChat.Benchmarks", "Pictures", "Sharp");

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--ours", var from, var to])
        {
            return await DevelopAsync(from, to);
        }
        var count = int.Parse(args.List("--count", args.Contains("--short") ? "10" : "100")[0], CultureInfo.InvariantCulture);
        var rounds = int.Parse(args.List("--rounds", "2")[0], CultureInfo.InvariantCulture);
        await EndAsync(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = Sharp });
        var photos = await PhotosAsync(count);
        var copies = Directory.CreateTempSubdirectory("csrme-bench-");
        try
        {
            var ours = new List<Run>();
            var (one, each) = (new List<Run>(), new List<Run>());
            for (var round = 0; round < rounds; round++)
            {
                ours.Add(await RunAsync(Ours(photos, Sub("ours"))));
                one.Add(await RunAsync(Node(photos, Sub("one"), "one")));
                each.Add(await RunAsync(Node(photos, Sub("each"), "each")));
            }
            return Report(count, ours, one, each, copies.FullName);
        }
        finally
        {
            copies.Delete(recursive: true);
        }

        string Sub(string name) => copies.CreateSubdirectory(name).FullName;
    }

    /// <param name="MemoryBefore">In MB, of the process when it has started, like the peak.</param>
    private sealed record Run(double Seconds, double CpuSeconds, double MemoryBefore, double MemoryPeak)
    {
        public double Memory => MemoryPeak - MemoryBefore;
    }

    private static int Report(int count, List<Run> ours, List<Run> one, List<Run> each, string copies)
    {
        Console.WriteLine($"{count} photos of {Width} x {Height}, {ours.Count} rounds of which the best counts\n");
        Console.WriteLine($"{"", -26} {"s a photo", 10} {"cpu s", 8} {"MB before", 10} {"MB more", 8}");
        foreach (var (name, runs) in new[] { ("ours", ours), ("sharp, decodes once", one), ("sharp, decodes for each", each) })
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -26} {Seconds(runs) / count, 10:0.000} {runs.Min(run => run.CpuSeconds) / count, 8:0.000} "
                        + $"{runs.Min(run => run.MemoryBefore), 10:0} {Memory(runs), 8:0}"
                )
            );
        }
        Console.WriteLine();
        var files = Directory.EnumerateFiles(copies, "*", SearchOption.AllDirectories).Count(path => new FileInfo(path).Length > 1_000);
        var figures = new Figures();
        // Beside whichever way of sharp is the faster, and whichever takes less memory.
        figures.Add("pictures.vs-sharp", Seconds(ours) / Math.Min(Seconds(one), Seconds(each)));
        figures.Add("pictures.cpu-vs-sharp", Cpu(ours) / Math.Min(Cpu(one), Cpu(each)));
        figures.Add("pictures.memory-vs-sharp", Memory(ours) / Math.Min(Memory(one), Memory(each)));
        figures.Add("pictures.s-a-photo", Seconds(ours) / count);
        figures.Print(
            new Gate("gate", "pictures.vs-sharp", 1.1, IsMost: true),
            new Gate("gate", "pictures.memory-vs-sharp", 1, IsMost: true)
        );
        return files == 3 * 4 * count ? 0 : 1;

        static double Seconds(List<Run> runs) => runs.Min(run => run.Seconds);
        static double Cpu(List<Run> runs) => runs.Min(run => run.CpuSeconds);
        static double Memory(List<Run> runs) => runs.Min(run => run.Memory);
    }

    /// <summary>Ours, as a process of its own: with the facts and the hash, which sharp is not asked for.</summary>
    private static async Task<int> DevelopAsync(string from, string to)
    {
        var photos = new Photos(Microsoft.Extensions.Options.Options.Create(new MediaOptions()));
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5");
        var (before, started, cpu) = (Memory("VmRSS"), Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        foreach (var photo in Directory.EnumerateFiles(from))
        {
            var folder = Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(photo))).FullName;
            var (_, why) = await photos.DevelopAsync(photo, folder, TimeProvider.System.GetUtcNow(), CancellationToken.None);
            if (why is not null)
            {
                throw new InvalidOperationException($"{photo}: {why.Code}");
            }
        }
        var taken = Stopwatch.GetElapsedTime(started);
        var run = new Run(taken.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, before, Memory("VmHWM"));
        Console.WriteLine(JsonSerializer.Serialize(run));
        return 0;
    }

    private static double Memory(string what)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(what, StringComparison.Ordinal));
        return long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1_024.0;
    }

    private static ProcessStartInfo Ours(string photos, string copies) =>
        new("dotnet", [typeof(PicturesBenchmark).Assembly.Location, "pictures", "--ours", photos, copies]);

    private static ProcessStartInfo Node(string photos, string copies, string way) =>
        new(
            "node",
            [Path.Combine(Sharp, "develop.mjs"), photos, copies, NetVips.NetVips.Concurrency.ToString(CultureInfo.InvariantCulture), way]
        );

    private static async Task<Run> RunAsync(ProcessStartInfo start)
    {
        var said = await EndAsync(start);
        return JsonSerializer.Deserialize<Run>(said.TrimEnd().Split('\n')[^1])!;
    }

    private static async Task<string> EndAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode is 0 ? said : throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}.");
    }

    /// <summary>Made once and kept: shapes of several sizes under the noise of a sensor, 6 to 10 MB each.</summary>
    private static async Task<string> PhotosAsync(int count)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"csrme-bench-photos-{count}")).FullName;
        for (var number = 1; number <= count; number++)
        {
            var path = Path.Combine(folder, $"{number:D3}.jpg");
            if (!File.Exists(path))
            {
                await Task.Run(() => Write(path, number));
            }
        }
        return folder;
    }

    private static void Write(string path, int seed)
    {
        using var large = Image.Perlin(Width, Height, cellSize: 512, seed: seed);
        using var small = Image.Perlin(Width, Height, cellSize: 48, seed: seed + 1_000);
        using var fine = Image.Perlin(Width, Height, cellSize: 10, seed: seed + 2_000);
        using var noise = Image.Gaussnoise(Width, Height, sigma: 7 + seed % 4, mean: 0, seed: seed);
        using var grey = large * 70 + small * 35 + fine * 18 + noise + 120;
        using var bands = grey.Bandjoin(grey * 0.9 + 10, grey * 0.7 + 40);
        using var pixels = bands.Cast(Enums.BandFormat.Uchar);
        using var photo = pixels.Copy(interpretation: Enums.Interpretation.Srgb);
        // As cameras do: colour at half the width and height, and every second photo lies on its side.
        using var noted = photo.Mutate(change => change.Set(GValue.GIntType, "orientation", seed % 2 is 0 ? 6 : 1));
        var aside = $"{path}.{Guid.NewGuid():N}";
        noted.Jpegsave(aside, q: 92, subsampleMode: Enums.ForeignSubsample.On);
        File.Move(aside, path);
    }
}
