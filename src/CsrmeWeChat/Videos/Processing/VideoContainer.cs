namespace CsrmeWeChat.Videos;

/// <summary>
/// What wraps a video, told by its first bytes and never by its name. ffmpeg is told which reader to use: left to guess, it would take a
/// text for a playlist and open what that names, on this machine or elsewhere.
/// </summary>
internal static class VideoContainer
{
    private const int Head = 12;

    /// <summary>The name of ffmpeg's reader; null where it is no video that phones make.</summary>
    public static async Task<string?> OfAsync(string path, CancellationToken ct)
    {
        var head = new byte[Head];
        await using var file = File.OpenRead(path);
        return await file.ReadAtLeastAsync(head, Head, throwOnEndOfStream: false, ct) < Head ? null : Of(head);
    }

    private static string? Of(ReadOnlySpan<byte> head) =>
        // QuickTime's older files have no ftyp, and begin with any other of its boxes.
        IsOneOf(head[4..8], ["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"]) ? "mov"
        : head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? "matroska"
        : head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("AVI "u8) ? "avi"
        : head.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0xBA]) ? "mpeg"
        : null;

    private static bool IsOneOf(ReadOnlySpan<byte> kind, ReadOnlySpan<string> kinds)
    {
        foreach (var one in kinds)
        {
            if (System.Text.Encoding.ASCII.GetBytes(one).AsSpan().SequenceEqual(kind))
            {
                return true;
            }
        }
        return false;
    }
}
