using NetVips;

namespace CsrmeWeChat.Foundation.Media;

/// <summary>
/// Takes pictures that people upload. Their bytes say what they really are, and they are kept in a form that WeChat takes.
/// </summary>
public sealed class Pictures(MediaFolder folder)
{
    public const int MaxBytes = 15 << 20;

    /// <summary>A picture within an article must be smaller than 1 MB, and JPEG or PNG. Source: uploadimg.</summary>
    public const int ArticleBytes = 1 << 20;

    /// <summary>WeChat's library takes a picture of 10 MB, and shows one that moves. Source: add_material.</summary>
    private const int MovingBytes = 10 << 20;

    private const int MaxSide = 12_000;

    private const int MinSide = 16;

    private const long MaxPixels = 60_000_000;

    /// <summary>What may be unpacked at once of a picture that cannot be read row by row.</summary>
    private const long MaxWhole = 160 << 20;

    /// <summary>In pixels; no phone shows an article wider.</summary>
    private const int MaxWidth = 1_280;

    private static readonly int[] Qualities = [88, 78, 66, 54, 42];

    /// <summary>Several large pictures that are unpacked at once would fill the memory together.</summary>
    private readonly SemaphoreSlim turn = new(1, 1);

    static Pictures() => Cache.Max = 0;

    /// <summary>
    /// The picture's name in the folder, or in Chinese why it is not taken. The picture is turned upright, and what the camera noted about
    /// place and person is removed.
    /// </summary>
    /// <param name="mayMove">A moving picture stays one where WeChat takes it; elsewhere its first frame is kept.</param>
    public async Task<(string? Name, string? Why)> AddAsync(byte[] content, CancellationToken ct, bool mayMove = false)
    {
        if (content.Length > MaxBytes)
        {
            return (null, "图片超过 15 MB。请压缩后再上传。");
        }
        if (WhyNoPicture(content) is { } why)
        {
            return (null, why);
        }
        await turn.WaitAsync(ct);
        try
        {
            // The header alone says how large the picture is, so one that would fill the memory is never unpacked.
            using (var header = Image.NewFromBuffer(content, access: Enums.Access.Sequential))
            {
                if (WhyNotSize(header, content) is { } whyNotSize)
                {
                    return (null, whyNotSize);
                }
            }
            var (made, extension) = await Task.Run(() => mayMove && Moving(content) is { } gif ? (gif, "gif") : Convert(content), ct);
            return (await folder.AddAsync(made, extension, ct), null);
        }
        catch (VipsException)
        {
            return (null, "这张图片已损坏，打不开。请重新导出后再上传。");
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>A picture of the folder with its size, which a page must know before the picture has come.</summary>
    public Picture Measure(string name)
    {
        using var header = Image.NewFromFile(folder.FindPath(name)!, access: Enums.Access.Sequential);
        return new Picture(name, header.Width, header.Height);
    }

    /// <summary>A picture with its size; none where the folder has no file of that name.</summary>
    public Picture Find(string name) => folder.FindPath(name) is null ? Picture.None : Measure(name);

    private static string? WhyNotSize(Image header, ReadOnlySpan<byte> content)
    {
        var size = $"{header.Width} × {header.Height} 像素";
        if (header.Width > MaxSide || header.Height > MaxSide || (long)header.Width * header.Height > MaxPixels)
        {
            return $"图片有 {size}，太大了。请缩小到 {MaxSide} 像素以内、总共 6000 万像素以内再上传。";
        }
        if (header.Width < MinSide || header.Height < MinSide)
        {
            return $"图片只有 {size}，太小了。请换一张。";
        }
        return BytesAtOnce(header, content) > MaxWhole
            ? $"图片有 {size}，存储方式又特殊（如渐进式），系统无法打开。请缩小，或另存为普通的 JPG 再上传。"
            : null;
    }

    /// <summary>
    /// A picture that is stored in passes, each over all of it, must be held whole, and a JPEG of that kind in twice the bytes of its
    /// pixels; so must a WebP and a GIF. Others are read row by row, and shrunk on the way.
    /// </summary>
    private static long BytesAtOnce(Image header, ReadOnlySpan<byte> content)
    {
        var (isJpeg, isPng) = (content[0] is 0xFF, content[0] is 0x89);
        if ((isJpeg || isPng) && !header.Contains("interlaced"))
        {
            return 0;
        }
        var bytes = header.Format is Enums.BandFormat.Uchar ? 1 : 2;
        return (long)header.Width * header.Height * Math.Max(header.Bands, 3) * bytes * (isJpeg ? 2 : 1);
    }

    /// <summary>Whether these bytes are a moving picture, which <see cref="AddAsync"/> may have to make a still one.</summary>
    public static bool IsMoving(byte[] content)
    {
        if (content is not [(byte)'G', (byte)'I', (byte)'F', ..])
        {
            return false;
        }
        try
        {
            using var header = Image.GifloadBuffer(content, access: Enums.Access.Sequential);
            return header.Contains("n-pages") && (int)header.Get("n-pages") > 1;
        }
        catch (VipsException)
        {
            return false;
        }
    }

    /// <summary>The moving picture without what was noted in it; null where it does not move, or is more than WeChat takes.</summary>
    private static byte[]? Moving(byte[] content)
    {
        if (content.Length > MovingBytes || !IsMoving(content))
        {
            return null;
        }
        using var header = Image.GifloadBuffer(content, access: Enums.Access.Sequential);
        if ((long)header.Width * header.Height * (int)header.Get("n-pages") > MaxPixels || header.Width > MaxWidth)
        {
            return null;
        }
        using var all = Image.GifloadBuffer(content, n: -1);
        var made = all.GifsaveBuffer(keep: Enums.ForeignKeep.None);
        return made.Length <= MovingBytes ? made : null;
    }

    private static (byte[] Content, string Extension) Convert(byte[] content)
    {
        using var upright = Image.ThumbnailBuffer(content, MaxWidth, height: 10_000, size: Enums.Size.Down);
        using var colours = upright.Colourspace(Enums.Interpretation.Srgb);
        if (colours.HasAlpha())
        {
            var png = colours.PngsaveBuffer(compression: 9, keep: Enums.ForeignKeep.None);
            if (png.Length < ArticleBytes)
            {
                return (png, "png");
            }
        }
        using var opaque = colours.HasAlpha() ? colours.Flatten(background: [255, 255, 255]) : colours.Copy();
        var jpeg = opaque.JpegsaveBuffer(q: Qualities[0], keep: Enums.ForeignKeep.None);
        foreach (var quality in Qualities.Skip(1).TakeWhile(_ => jpeg.Length >= ArticleBytes))
        {
            jpeg = opaque.JpegsaveBuffer(q: quality, keep: Enums.ForeignKeep.None);
        }
        for (var scale = 0.7; jpeg.Length >= ArticleBytes; scale *= 0.7)
        {
            using var smaller = opaque.Resize(scale);
            jpeg = smaller.JpegsaveBuffer(q: Qualities[2], keep: Enums.ForeignKeep.None);
        }
        return (jpeg, "jpg");
    }

    /// <summary>Judges by the first bytes, because a file's name and the type a browser states can be wrong.</summary>
    private static string? WhyNoPicture(ReadOnlySpan<byte> content) =>
        content switch
        {
            [0xFF, 0xD8, 0xFF, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] =>
                null,
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => null,
            [] => "文件是空的。请重新选择。",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "这个文件其实是 PDF，不是图片。请把其中的图片另存为 JPG 或 PNG 再上传。",
            [(byte)'P', (byte)'K', 3, 4, ..] => "这个文件其实是 Office 文档或压缩包，不是图片。请把其中的图片另存为 JPG 或 PNG 再上传。",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] =>
                "这个文件是 HEIC 图片或视频，微信不收。请在手机上导出为 JPG 再上传。",
            _ => "这个文件不是图片。请上传 JPG、PNG、GIF 或 WebP 图片。",
        };
}

/// <param name="Name">In the folder; empty where there is none.</param>
/// <param name="Width">In pixels, like the height.</param>
public readonly record struct Picture(string Name, int Width, int Height)
{
    public static readonly Picture None = new("", 0, 0);

    public string Address => MediaFolder.Address + Name;
}
