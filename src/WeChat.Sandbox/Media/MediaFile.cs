using System.Text;
using NetVips;

namespace WeChat.Sandbox.Media;

/// <summary>
/// A file as WeChat would find it. One that holds 违规 is risky, and one that holds 可疑 needs a look, wherever in it the word stands; so does
/// a picture that is mostly red, or yellow.
/// </summary>
internal static class MediaFile
{
    public const int MaxBytes = 10 << 20;

    private const int Side = 32;

    private const double Mostly = 0.6;

    private static readonly byte[] Risky = Encoding.UTF8.GetBytes("违规"),
        Doubtful = Encoding.UTF8.GetBytes("可疑");

    static MediaFile() => Cache.Max = 0;

    /// <summary>Whether it is of a kind that is checked: sounds (1) and pictures (2), by their first bytes.</summary>
    public static bool IsOfKind(int mediaType, ReadOnlySpan<byte> file) => mediaType == 2 ? IsPicture(file) : IsSound(file);

    /// <summary>Null for a picture that cannot be read.</summary>
    public static (string Suggest, int Label)? Judge(int mediaType, byte[] file)
    {
        if (file.AsSpan().IndexOf(Risky) >= 0)
        {
            return ("risky", 20006);
        }

        if (file.AsSpan().IndexOf(Doubtful) >= 0)
        {
            return ("review", 21000);
        }

        return mediaType == 2 ? Look(file) : ("pass", 100);
    }

    private static (string Suggest, int Label)? Look(byte[] file)
    {
        byte[] pixels;
        try
        {
            using var small = Image.ThumbnailBuffer(file, Side, height: Side, size: Enums.Size.Force);
            using var flat = small.HasAlpha() ? small.Flatten() : small.Copy();
            using var colours = flat.Colourspace(Enums.Interpretation.Srgb);
            pixels = colours.WriteToMemory<byte>();
        }
        catch (VipsException)
        {
            return null;
        }

        return ShareOf((red, green, blue) => red > 180 && green < 80 && blue < 80) > Mostly ? ("risky", 20002)
            : ShareOf((red, green, blue) => red > 180 && green > 180 && blue < 100) > Mostly ? ("review", 20001)
            : ("pass", 100);

        double ShareOf(Func<byte, byte, byte, bool> isSo) =>
            pixels.Chunk(3).Count(pixel => isSo(pixel[0], pixel[1], pixel[2])) / (double)(Side * Side);
    }

    private static bool IsPicture(ReadOnlySpan<byte> file) =>
        file is [0xFF, 0xD8, 0xFF, ..]
        || file is [0x89, (byte)'P', (byte)'N', (byte)'G', ..]
        || file.StartsWith("BM"u8)
        || file.StartsWith("GIF8"u8);

    /// <summary>mp3, aac, ac3, wma, flac, vorbis, opus and wav. What lies in an MP4 container (m4a) is not in WeChat's list.</summary>
    private static bool IsSound(ReadOnlySpan<byte> file) =>
        file.StartsWith("ID3"u8)
        || file is [0xFF, >= 0xE0, ..]
        || file.StartsWith("RIFF"u8)
        || file.StartsWith("fLaC"u8)
        || file.StartsWith("OggS"u8)
        || file is [0x0B, 0x77, ..]
        || file is [0x30, 0x26, 0xB2, 0x75, ..];
}
