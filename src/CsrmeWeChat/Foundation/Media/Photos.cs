using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using NetVips;

namespace CsrmeWeChat.Foundation.Media;

/// <summary>
/// Takes photos as cameras make them, from a file that stays private, and makes copies that may be shown. For pictures within articles
/// see <see cref="Pictures"/>.
/// </summary>
public sealed class Photos(IOptions<MediaOptions> options)
{
    /// <summary>In pixels. The widest panorama of a phone has 16,000.</summary>
    public const int MaxSide = 20_000;

    /// <summary>Of cameras that people own the largest make 102 million.</summary>
    public const long MaxPixels = 120_000_000;

    /// <summary>Smaller is no photo that a contest or a cover can use; a feature may ask for more.</summary>
    public const int MinSide = 256;

    public const int PreviewSide = 1_440;

    public const int ThumbnailSide = 320;

    public const int WebpQuality = 80;

    public const int JpegQuality = 82;

    /// <summary>What may be unpacked at once of a photo that cannot be read row by row: a progressive JPEG of 61 million pixels.</summary>
    private const long MaxWhole = 400L << 20;

    /// <summary>How long a decoder that was told to stop may take to hear it, before nobody waits for it any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Several large photos that are unpacked at once would fill the memory together.</summary>
    private readonly SemaphoreSlim turn = new(1, 1);

    static Photos() => Cache.Max = 0;

    /// <summary>For one photo, once it is its turn.</summary>
    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What the photo is, by its header alone: nothing is decoded, however large it says it is. So a photo that breaks off later is found
    /// by <see cref="DevelopAsync"/> only.
    /// </summary>
    public Task<(PhotoFacts? Facts, PhotoRefusal? Why)> LookAsync(string path, DateTimeOffset now, CancellationToken ct) =>
        Task.Run(() => Look(path, now), ct);

    /// <summary>
    /// Makes the copies within the folder, upright, in sRGB and without any notes. Each is there whole or not at all, and none where the
    /// photo is refused. A file that breaks the process itself cannot be caught here: count the attempt before, and give up after a few.
    /// </summary>
    /// <exception cref="TimeoutException">The photo before does not end; another node, or a later attempt, may have more luck.</exception>
    public async Task<(DevelopedPhoto? Photo, PhotoRefusal? Why)> DevelopAsync(
        string path,
        string folder,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var (facts, why) = await LookAsync(path, now, ct);
        if (facts is null)
        {
            return (null, why);
        }
        if (!await turn.WaitAsync(Limit * 10, ct))
        {
            throw new TimeoutException("The photo before is still being developed.");
        }
        var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        var work = Task.Run(() => MakeAsync(path, facts, folder, limit.Token), CancellationToken.None);
        // The turn is given back when the work has really ended, which may be later than anybody waits.
        _ = work.ContinueWith(
            _ =>
            {
                turn.Release();
                limit.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        try
        {
            return await work.WaitAsync(Limit + Patience, ct);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or TimeoutException && !ct.IsCancellationRequested)
        {
            return (null, PhotoRefusal.TooSlow);
        }
    }

    private static (PhotoFacts? Facts, PhotoRefusal? Why) Look(string path, DateTimeOffset now)
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
        if (width > MaxSide || height > MaxSide || (long)width * height > MaxPixels)
        {
            return PhotoRefusal.TooLarge(width, height);
        }
        if (width < MinSide || height < MinSide)
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

    private async Task<(DevelopedPhoto? Photo, PhotoRefusal? Why)> MakeAsync(
        string path,
        PhotoFacts facts,
        string folder,
        CancellationToken limit
    )
    {
        // All files are written aside and moved at the end, so that nobody meets half of one.
        var aside = Directory.CreateDirectory(Path.Combine(folder, $".{Guid.NewGuid():N}"));
        try
        {
            var (readable, kind) = (path, facts.Kind);
            if (kind is PhotoKind.Heic)
            {
                var (jpeg, why) = await HeifConvert.RunAsync(options.Value.HeifConvert, path, Primary(path), aside.FullName, limit);
                if (jpeg is null)
                {
                    return (null, why);
                }
                (readable, kind) = (jpeg, PhotoKind.Jpeg);
            }
            // heif-convert turns the pixels and leaves the note that asks for it.
            using var preview = Decode(readable, kind, isUpright: facts.Kind is PhotoKind.Heic, limit);
            return preview is null ? (null, PhotoRefusal.Damaged) : (Copy(preview, facts, aside.FullName, folder), null);
        }
        finally
        {
            aside.Delete(recursive: true);
            GiveBackMemory();
        }
    }

    /// <summary>
    /// Each thread that libvips once ran on keeps what it needed there. Forty photos, one after the other, took 120 MB at most, and 76 MB
    /// with this.
    /// </summary>
    private static void GiveBackMemory()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = TrimMemory(keep: 0);
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int TrimMemory(nuint keep);

    private static int Primary(string path)
    {
        using var header = Open(path, PhotoKind.Heic);
        return header.Contains("heif-primary") && header.Get("heif-primary") is int primary ? primary : 0;
    }

    /// <summary>
    /// The preview's pixels: the one time that the photo is decoded. Null where it breaks off or is damaged so that a decoder gives up;
    /// one that goes on with a warning is heard out, because some cameras' own files earn one.
    /// </summary>
    private static Image? Decode(string path, PhotoKind kind, bool isUpright, CancellationToken limit)
    {
        limit.ThrowIfCancellationRequested();
        try
        {
            using var lazy = Image.Thumbnail(
                path,
                PreviewSide,
                height: PreviewSide,
                size: Enums.Size.Down,
                noRotate: isUpright,
                outputProfile: NeedsProfile(path, kind) ? "srgb" : null,
                failOn: Enums.FailOn.Error
            );
            using var colours = lazy.Colourspace(Enums.Interpretation.Srgb);
            using var opaque = colours.HasAlpha() ? colours.Flatten(background: [255, 255, 255]) : colours.Copy();
            using var pixels = opaque.Cast(Enums.BandFormat.Uchar);
            using var stop = limit.Register(() => pixels.SetKill(true));
            return pixels.CopyMemory();
        }
        catch (VipsException)
        {
            limit.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>To turn colours that are sRGB already into sRGB would more than double the time of the decoding.</summary>
    private static bool NeedsProfile(string path, PhotoKind kind)
    {
        using var header = Open(path, kind);
        return header.Contains("icc-profile-data") || header.Interpretation is Enums.Interpretation.Cmyk;
    }

    private static DevelopedPhoto Copy(Image preview, PhotoFacts facts, string aside, string folder)
    {
        using var shrunk = preview.ThumbnailImage(ThumbnailSide, height: ThumbnailSide, size: Enums.Size.Down);
        using var thumbnail = shrunk.CopyMemory();
        preview.Webpsave(Path.Combine(aside, "preview.webp"), q: WebpQuality, keep: Enums.ForeignKeep.None);
        preview.Jpegsave(Path.Combine(aside, "preview.jpg"), q: JpegQuality, keep: Enums.ForeignKeep.None);
        thumbnail.Webpsave(Path.Combine(aside, "thumbnail.webp"), q: WebpQuality, keep: Enums.ForeignKeep.None);
        thumbnail.Jpegsave(Path.Combine(aside, "thumbnail.jpg"), q: JpegQuality, keep: Enums.ForeignKeep.None);
        return new(
            facts,
            HashOf(thumbnail),
            Keep("preview.webp", preview),
            Keep("preview.jpg", preview),
            Keep("thumbnail.webp", thumbnail),
            Keep("thumbnail.jpg", thumbnail)
        );

        PhotoCopy Keep(string name, Image image)
        {
            var path = Path.Combine(folder, name);
            File.Move(Path.Combine(aside, name), path, overwrite: true);
            return new(path, image.Width, image.Height, new FileInfo(path).Length);
        }
    }

    private static PhotoHash HashOf(Image thumbnail)
    {
        using var grey = thumbnail.Colourspace(Enums.Interpretation.Bw);
        using var small = grey.ThumbnailImage(PhotoHash.Side, height: PhotoHash.Side, size: Enums.Size.Force);
        return PhotoHash.Of(small.WriteToMemory<byte>());
    }
}

/// <param name="PreviewWebp">Of at most 1,440 pixels; for phones.</param>
/// <param name="PreviewJpeg">The same for what does not read WebP.</param>
/// <param name="ThumbnailWebp">Of at most 320 pixels; for lists.</param>
public sealed record DevelopedPhoto(
    PhotoFacts Facts,
    PhotoHash Hash,
    PhotoCopy PreviewWebp,
    PhotoCopy PreviewJpeg,
    PhotoCopy ThumbnailWebp,
    PhotoCopy ThumbnailJpeg
);

/// <param name="Width">In pixels, like the height; never more than the photo's own.</param>
public sealed record PhotoCopy(string Path, int Width, int Height, long Bytes);
