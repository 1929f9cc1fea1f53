using NetVips;

namespace CsrmeWeChat.Foundation.Media;

/// <summary>What a photo says of itself before anything of it is decoded, and whether that may be done at all.</summary>
internal static class PhotoHeader
{
    /// <summary>What may be unpacked at once of a photo that cannot be read row by row: a progressive JPEG of 61 million pixels.</summary>
    private const long MaxWhole = 400L << 20;

    public static (PhotoFacts? Facts, PhotoRefusal? Why) Look(string path, DateTimeOffset now)
    {
        var (kind, whyNot) = PhotoFile.Look(path);
        if (whyNot is not null)
        {
            return (null, whyNot);
        }
        try
        {
            using var header = Open(path, kind);
            return WhyNotSize(header, kind) is { } why ? (null, why) : (PhotoFacts.Of(kind, header, now), null);
        }
        catch (VipsException)
        {
            return (null, PhotoRefusal.Damaged);
        }
    }

    /// <summary>By the loader that the bytes call for, and no other.</summary>
    private static Image Open(string path, PhotoKind kind) =>
        kind switch
        {
            PhotoKind.Jpeg => Image.Jpegload(path, access: Enums.Access.Sequential),
            PhotoKind.Png => Image.Pngload(path, access: Enums.Access.Sequential),
            PhotoKind.WebP => Image.Webpload(path, access: Enums.Access.Sequential),
            PhotoKind.Heic => Image.Heifload(path, access: Enums.Access.Sequential),
        };

    private static PhotoRefusal? WhyNotSize(Image header, PhotoKind kind)
    {
        var (width, height) = (header.Width, header.Height);
        if (width > Photos.MaxSide || height > Photos.MaxSide || (long)width * height > Photos.MaxPixels)
        {
            return PhotoRefusal.TooLarge(width, height);
        }
        if (width < Photos.MinSide || height < Photos.MinSide)
        {
            return PhotoRefusal.TooSmall(width, height);
        }
        return BytesAtOnce(header, kind) > MaxWhole ? PhotoRefusal.TooHeavy(width, height) : null;
    }

    /// <summary>
    /// A photo that is stored in passes, each over all of it, is held whole, a JPEG in twice the bytes of what it stores. Others are read
    /// row by row and shrunk on the way; a HEIC is opened elsewhere.
    /// </summary>
    private static long BytesAtOnce(Image header, PhotoKind kind)
    {
        var pixels = (long)header.Width * header.Height;
        var isInPasses = header.Contains("interlaced");
        return kind switch
        {
            PhotoKind.Jpeg when isInPasses => pixels * (IsSubsampled(header) ? 3 : 2 * header.Bands),
            PhotoKind.Png when isInPasses => pixels * header.Bands * (header.Format is Enums.BandFormat.Uchar ? 1 : 2),
            PhotoKind.WebP => pixels * 4,
            _ => 0,
        };
    }

    private static bool IsSubsampled(Image header) =>
        header.Contains("jpeg-chroma-subsample") && header.Get("jpeg-chroma-subsample") is "4:2:0";

    /// <summary>Which of the pictures within a HEIC is the photo.</summary>
    public static int Primary(string path)
    {
        using var header = Open(path, PhotoKind.Heic);
        return header.Contains("heif-primary") && header.Get("heif-primary") is int primary ? primary : 0;
    }

    /// <summary>To turn colours that are sRGB already into sRGB would more than double the time of the decoding.</summary>
    public static bool NeedsProfile(string path, PhotoKind kind)
    {
        using var header = Open(path, kind);
        return header.Contains("icc-profile-data") || header.Interpretation is Enums.Interpretation.Cmyk;
    }
}
