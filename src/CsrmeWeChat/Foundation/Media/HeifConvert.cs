using System.Globalization;

namespace CsrmeWeChat.Foundation.Media;

/// <summary>
/// Debian's program that opens HEIC, in a process of its own with bounds on memory and processor. NetVips.Native has no HEVC, whose
/// patents its makers leave to others.
/// </summary>
internal static class HeifConvert
{
    /// <summary>Nearly nothing is lost on the way to copies of a quarter of the width.</summary>
    private const int Quality = 92;

    private static readonly ProcessBounds Bounds = new(Memory: 1_536L << 20, CpuSeconds: 60, Time: TimeSpan.FromSeconds(180));

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
        string[] arguments = ["-q", Quality.ToString(CultureInfo.InvariantCulture), Path.GetFullPath(photo), jpeg];
        if (await BoundedProcess.RunAsync(program, arguments, Bounds, ct) is { ExitCode: null })
        {
            return (null, PhotoRefusal.Heic);
        }
        var one = new[] { jpeg, Path.Combine(folder, $"photo-{primary + 1}.jpg") }.FirstOrDefault(File.Exists);
        return one is null ? (null, PhotoRefusal.Damaged) : (one, null);
    }
}
