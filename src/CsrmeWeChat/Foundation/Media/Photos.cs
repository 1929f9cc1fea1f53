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

    /// <summary>Of the copy that a juror zooms into.</summary>
    public const int LargeSide = 4_096;

    public const int PreviewSide = 1_440;

    public const int ThumbnailSide = 320;

    public const int WebpQuality = 80;

    public const int JpegQuality = 82;

    /// <summary>Of the large copy, in which one looks for faults of the photo and not of the copying.</summary>
    public const int LargeQuality = 88;

    private const string LargeName = "large.jpg";

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
        Task.Run(() => PhotoHeader.Look(path, now), ct);

    /// <summary>
    /// Makes the copies within the folder, upright, in sRGB and without any notes. Each is there whole or not at all, and none where the
    /// photo is refused. A file that breaks the process itself cannot be caught here: count the attempt before, and give up after a few.
    /// </summary>
    /// <param name="withLarge">Whether a copy to zoom into is made too.</param>
    /// <exception cref="TimeoutException">The photo before does not end; another node, or a later attempt, may have more luck.</exception>
    public async Task<(DevelopedPhoto? Photo, PhotoRefusal? Why)> DevelopAsync(
        string path,
        string folder,
        DateTimeOffset now,
        CancellationToken ct,
        bool withLarge = false
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
        var work = Task.Run(() => MakeAsync(path, facts, folder, withLarge, limit.Token), CancellationToken.None);
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
        catch (OperationCanceledException)
        {
            // The folder is the caller's again, who may delete it.
            await Task.WhenAny(work, Task.Delay(Patience, CancellationToken.None));
            throw;
        }
    }

    private async Task<(DevelopedPhoto? Photo, PhotoRefusal? Why)> MakeAsync(
        string path,
        PhotoFacts facts,
        string folder,
        bool withLarge,
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
                var (jpeg, why) = await HeifConvert.RunAsync(
                    options.Value.HeifConvert,
                    path,
                    PhotoHeader.Primary(path),
                    aside.FullName,
                    limit
                );
                if (jpeg is null)
                {
                    return (null, why);
                }
                (readable, kind) = (jpeg, PhotoKind.Jpeg);
            }
            // heif-convert turns the pixels and leaves the note that asks for it.
            var isUpright = facts.Kind is PhotoKind.Heic;
            if (withLarge)
            {
                var large = Path.Combine(aside.FullName, LargeName);
                if (!WriteLarge(readable, kind, isUpright, large, limit))
                {
                    return (null, PhotoRefusal.Damaged);
                }
                (readable, kind, isUpright) = (large, PhotoKind.Jpeg, true);
            }
            using var preview = Decode(readable, kind, isUpright, limit);
            return preview is null ? (null, PhotoRefusal.Damaged) : (Copy(preview, facts, aside.FullName, folder, withLarge), null);
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

    /// <summary>
    /// The large copy, row by row from file to file: its pixels are never held together, but for those of a photo that must be turned. The
    /// other copies are made of it, so that a photo is decoded once.
    /// </summary>
    private static bool WriteLarge(string path, PhotoKind kind, bool isUpright, string to, CancellationToken limit) =>
        Use(
            path,
            kind,
            isUpright,
            LargeSide,
            pixels =>
            {
                pixels.Jpegsave(to, q: LargeQuality, keep: Enums.ForeignKeep.None);
                return true;
            },
            limit
        );

    /// <summary>The preview's pixels. Null where the photo is damaged.</summary>
    private static Image? Decode(string path, PhotoKind kind, bool isUpright, CancellationToken limit) =>
        Use(path, kind, isUpright, PreviewSide, pixels => pixels.CopyMemory(), limit);

    /// <summary>
    /// Has the photo's pixels used, shrunk, upright and in sRGB. Nothing comes of a photo that breaks off or is damaged so that a decoder
    /// gives up; one that goes on with a warning is heard out, because some cameras' own files earn one.
    /// </summary>
    private static T? Use<T>(string path, PhotoKind kind, bool isUpright, int side, Func<Image, T> use, CancellationToken limit)
    {
        limit.ThrowIfCancellationRequested();
        try
        {
            using var lazy = Image.Thumbnail(
                path,
                side,
                height: side,
                size: Enums.Size.Down,
                noRotate: isUpright,
                outputProfile: PhotoHeader.NeedsProfile(path, kind) ? "srgb" : null,
                failOn: Enums.FailOn.Error
            );
            using var colours = lazy.Colourspace(Enums.Interpretation.Srgb);
            using var opaque = colours.HasAlpha() ? colours.Flatten(background: [255, 255, 255]) : colours.Copy();
            using var pixels = opaque.Cast(Enums.BandFormat.Uchar);
            using var stop = limit.Register(() => pixels.SetKill(true));
            return use(pixels);
        }
        catch (VipsException)
        {
            limit.ThrowIfCancellationRequested();
            return default;
        }
    }

    private static DevelopedPhoto Copy(Image preview, PhotoFacts facts, string aside, string folder, bool withLarge)
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
            Keep("thumbnail.jpg", thumbnail),
            withLarge ? KeepLarge() : null
        );

        PhotoCopy KeepLarge()
        {
            using var large = Image.Jpegload(Path.Combine(aside, LargeName));
            return Keep(LargeName, large);
        }

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
/// <param name="LargeJpeg">Of at most 4,096 pixels; null where none was asked for.</param>
public sealed record DevelopedPhoto(
    PhotoFacts Facts,
    PhotoHash Hash,
    PhotoCopy PreviewWebp,
    PhotoCopy PreviewJpeg,
    PhotoCopy ThumbnailWebp,
    PhotoCopy ThumbnailJpeg,
    PhotoCopy? LargeJpeg
);

/// <param name="Width">In pixels, like the height; never more than the photo's own.</param>
public sealed record PhotoCopy(string Path, int Width, int Height, long Bytes);
