using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace CsrmeWeChat.Foundation.Media;

/// <summary>
/// Debian's program that opens HEIC, in a process of its own with bounds on memory and processor. NetVips.Native has no HEVC, whose
/// patents its makers leave to others.
/// </summary>
internal static class HeifConvert
{
    private const long MaxMemory = 1_536L << 20;

    private const int MaxCpuSeconds = 60;

    /// <summary>Nearly nothing is lost on the way to copies of a quarter of the width.</summary>
    private const int Quality = 92;

    /// <summary>
    /// The photo as a JPEG within the folder, already upright, though its notes may ask to turn it again. Of a file with several photos
    /// the program writes all, and <paramref name="primary"/> says which one is meant.
    /// </summary>
    public static async Task<(string? Jpeg, PhotoRefusal? Why)> RunAsync(
        string program,
        string photo,
        int primary,
        string folder,
        CancellationToken ct
    )
    {
        if (program is "")
        {
            return (null, PhotoRefusal.Heic);
        }
        var jpeg = Path.Combine(folder, "photo.jpg");
        var start = new ProcessStartInfo("prlimit")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                $"--as={MaxMemory.ToString(CultureInfo.InvariantCulture)}",
                $"--cpu={MaxCpuSeconds.ToString(CultureInfo.InvariantCulture)}",
                program,
                "-q",
                Quality.ToString(CultureInfo.InvariantCulture),
                Path.GetFullPath(photo),
                jpeg,
            },
        };
        try
        {
            using var process = Process.Start(start)!;
            await EndAsync(process, ct);
            // That is how prlimit says that there is no such program.
            if (process.ExitCode is 126 or 127)
            {
                return (null, PhotoRefusal.Heic);
            }
        }
        catch (Win32Exception)
        {
            return (null, PhotoRefusal.Heic);
        }
        var one = new[] { jpeg, Path.Combine(folder, $"photo-{primary + 1}.jpg") }.FirstOrDefault(File.Exists);
        return one is null ? (null, PhotoRefusal.Damaged) : (one, null);
    }

    private static async Task EndAsync(Process process, CancellationToken ct)
    {
        try
        {
            // What it says is of no use, but a full pipe would stop it.
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, ct),
                process.StandardError.BaseStream.CopyToAsync(Stream.Null, ct),
                process.WaitForExitAsync(ct)
            );
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
