using System.Collections.Concurrent;
using System.Diagnostics;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Real videos, drawn by ffmpeg's own sources. The same one is made once for all tests.</summary>
public static class TestVideo
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> Made = new();

    private static readonly string Folder = Directory.CreateTempSubdirectory("csrme-videos-").FullName;

    /// <summary>Two seconds that play on every phone as they are.</summary>
    public static Task<byte[]> SmallAsync() => MakeAsync("mp4", Picture(2) + Tone(2) + "-c:v libx264 -pix_fmt yuv420p -c:a aac -shortest");

    public static string Picture(double seconds, string size = "320x240", int rate = 25) =>
        $"-f lavfi -i testsrc=duration={seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)}:size={size}:rate={rate} ";

    public static string Tone(double seconds) =>
        $"-f lavfi -i sine=frequency=440:duration={seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} ";

    /// <param name="arguments">Of ffmpeg, without the name of what it makes.</param>
    public static Task<byte[]> MakeAsync(string ending, string arguments) =>
        Made.GetOrAdd($"{ending} {arguments}", _ => new Lazy<Task<byte[]>>(() => RunAsync(ending, arguments))).Value;

    private static async Task<byte[]> RunAsync(string ending, string arguments)
    {
        var path = Path.Combine(Folder, $"{Guid.NewGuid():N}.{ending}");
        var start = new ProcessStartInfo("ffmpeg", $"-nostdin -v error {arguments} -y {path}") { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"ffmpeg {arguments}: {said}");
        var bytes = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        return bytes;
    }
}
