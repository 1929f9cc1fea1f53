using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using NetVips;

namespace CsrmeWeChat.Foundation.Media;

/// <summary>What a photo's file says of itself. Anybody can write such notes, so they are hints. What cannot be read is absent.</summary>
public sealed record PhotoFacts
{
    public required PhotoKind Kind { get; init; }

    /// <summary>In pixels, as the photo is seen, that is after it was turned upright; so the height.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    public string? Make { get; init; }

    public string? Model { get; init; }

    public string? Lens { get; init; }

    /// <summary>What the camera's clock said.</summary>
    public DateTime? TakenAt { get; init; }

    /// <summary>How far that clock was ahead of UTC, where the camera noted it.</summary>
    public TimeSpan? TakenAtOffset { get; init; }

    /// <summary>The moment lies in the future, or before cameras had such notes: the clock was wrong, or the note was changed.</summary>
    public bool IsTakenAtDoubtful { get; init; }

    /// <summary>The f-number.</summary>
    public double? Aperture { get; init; }

    public double? ExposureSeconds { get; init; }

    public int? Iso { get; init; }

    /// <summary>In millimetres.</summary>
    public double? FocalLength { get; init; }

    /// <summary>In millimetres, as it would be with 35 mm film.</summary>
    public double? FocalLengthOn35 { get; init; }

    /// <summary>The file notes a place, which may be a sensitive site. True also where the place itself cannot be read.</summary>
    public bool NotesPlace { get; init; }

    public PhotoPlace? Place { get; init; }

    /// <summary>What wrote the file: often the camera's own, a program that edits otherwise.</summary>
    public string? Software { get; init; }

    /// <summary>A program that edits photos left its name.</summary>
    public bool LooksEdited { get; init; }

    /// <summary>The file says by the mark of the press (IPTC) that a model made it.</summary>
    public bool LooksGenerated { get; init; }

    private const int MaxText = 100;

    private const int MaxXmp = 256 << 10;

    /// <summary>EXIF is of 1995.</summary>
    private const int FirstYear = 1_995;

    /// <summary>A clock without an offset may be that of any place on Earth.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromHours(14);

    private static readonly TimeSpan ClockError = TimeSpan.FromMinutes(10);

    private static readonly string[] Editors =
    [
        "photoshop",
        "lightroom",
        "camera raw",
        "snapseed",
        "gimp",
        "capture one",
        "luminar",
        "affinity",
        "dxo",
        "picsart",
        "vsco",
        "meitu",
        "美图",
        "醒图",
        "黄油相机",
    ];

    internal static PhotoFacts Of(PhotoKind kind, Image header, DateTimeOffset now)
    {
        // A HEIC is turned by its container, and NetVips then removes the note.
        var isLying = header.Contains("orientation") && header.Get("orientation") is int and (>= 5 and <= 8);
        var (takenAt, offset) = (TakenAtOf(header), OffsetOf(header));
        var xmp = header.Contains("xmp-data") && header.Get("xmp-data") is byte[] bytes ? Text(bytes) : "";
        var software = Note(header, "exif-ifd0-Software") ?? CreatorTool(xmp);
        return new()
        {
            Kind = kind,
            Width = isLying ? header.Height : header.Width,
            Height = isLying ? header.Width : header.Height,
            Make = Note(header, "exif-ifd0-Make"),
            Model = Note(header, "exif-ifd0-Model"),
            Lens = Note(header, "exif-ifd2-LensModel"),
            TakenAt = takenAt,
            TakenAtOffset = takenAt is null ? null : offset,
            IsTakenAtDoubtful = takenAt is { } at && IsDoubtful(at, offset, now),
            Aperture = Number(header, "exif-ifd2-FNumber"),
            ExposureSeconds = Number(header, "exif-ifd2-ExposureTime"),
            Iso = Number(header, "exif-ifd2-ISOSpeedRatings") is { } iso and < int.MaxValue ? (int)iso : null,
            FocalLength = Number(header, "exif-ifd2-FocalLength"),
            FocalLengthOn35 = Number(header, "exif-ifd2-FocalLengthIn35mmFilm"),
            NotesPlace =
                header.GetFields().Any(field => field.StartsWith("exif-ifd3-GPS", StringComparison.Ordinal) && field.Contains("itude"))
                || xmp.Contains("GPSLatitude", StringComparison.Ordinal),
            Place = PlaceOf(header),
            Software = software,
            LooksEdited = IsEditor(software) || IsEditor(CreatorTool(xmp)),
            LooksGenerated = xmp.Contains("trainedAlgorithmicMedia", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static DateTime? TakenAtOf(Image header) =>
        DateTime.TryParseExact(
            Note(header, "exif-ifd2-DateTimeOriginal"),
            "yyyy:MM:dd HH:mm:ss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var at
        )
            ? at
            : null;

    private static TimeSpan? OffsetOf(Image header) =>
        Note(header, "exif-ifd2-OffsetTimeOriginal") is [('+' or '-') and var sign, .. var rest]
        && TimeSpan.TryParseExact(rest, @"hh\:mm", CultureInfo.InvariantCulture, out var offset)
        && offset <= MostAhead
            ? (sign is '-' ? -offset : offset)
            : null;

    /// <summary>Reckoned in ticks, because a year 1 less an offset is no moment.</summary>
    private static bool IsDoubtful(DateTime at, TimeSpan? offset, DateTimeOffset now) =>
        at.Year < FirstYear || at.Ticks - (offset ?? MostAhead).Ticks > now.UtcTicks + ClockError.Ticks;

    private static PhotoPlace? PlaceOf(Image header)
    {
        var latitude = Degrees(header, "exif-ifd3-GPSLatitude", negative: 'S');
        var longitude = Degrees(header, "exif-ifd3-GPSLongitude", negative: 'W');
        return latitude is { } north and >= -90 and <= 90 && longitude is { } east and >= -180 and <= 180 ? new(north, east) : null;
    }

    private static double? Degrees(Image header, string field, char negative)
    {
        double?[] parts = [.. (Note(header, field) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Fraction)];
        if (parts is not [{ } degrees, { } minutes, { } seconds] || minutes >= 60 || seconds >= 60)
        {
            return null;
        }
        var size = degrees + minutes / 60 + seconds / 3_600;
        return Note(header, field + "Ref") is [var side, ..] && char.ToUpperInvariant(side) == negative ? -size : size;
    }

    private static double? Number(Image header, string field) =>
        Note(header, field) is { } text && Fraction(text) is { } number and > 0 ? number : null;

    private static double? Fraction(string text)
    {
        var parts = text.Split('/');
        var (above, below) = (Whole(parts[0]), parts.Length > 1 ? Whole(parts[1]) : 1);
        return parts.Length <= 2 && above is >= 0 && below is > 0 ? above / below : null;
    }

    private static double? Whole(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>
    /// NetVips tells a note as <c>VALUE (MEANING, TYPE, N components, N bytes)</c>. Of a text both are the same, and it may hold brackets
    /// itself.
    /// </summary>
    private static string? Note(Image header, string field)
    {
        if (!header.Contains(field) || header.Get(field) is not string told)
        {
            return null;
        }
        for (var commas = 0; commas < 3 && told.LastIndexOf(", ", StringComparison.Ordinal) is > 0 and var at; commas++)
        {
            told = told[..at];
        }
        var half = Math.Max(0, (told.Length - 2) / 2);
        var isSaidTwice = told == $"{told[..half]} ({told[..half]}";
        var end = isSaidTwice ? half : told.IndexOf(" (", StringComparison.Ordinal);
        return Short(end < 0 ? told : told[..end]);
    }

    private static string? Short(string text) => PlainText.Cut(PlainText.Clean(text), MaxText) is { Length: > 0 } cut ? cut : null;

    private static string Text(byte[] xmp) => Encoding.UTF8.GetString(xmp.AsSpan(0, Math.Min(xmp.Length, MaxXmp)));

    /// <summary>Stands in XMP as an attribute or as an element.</summary>
    private static string? CreatorTool(string xmp)
    {
        const string Name = "xmp:CreatorTool";
        if (xmp.IndexOf(Name, StringComparison.Ordinal) is not (>= 0 and var at))
        {
            return null;
        }
        var rest = xmp[(at + Name.Length)..].TrimStart('=', '"', '\'', '>', ' ');
        var end = rest.AsSpan().IndexOfAny('"', '\'', '<');
        return end < 0 ? null : Short(rest[..end]);
    }

    private static bool IsEditor(string? software) =>
        software is not null && Editors.Any(editor => software.Contains(editor, StringComparison.OrdinalIgnoreCase));
}

/// <summary>
/// In degrees, north and east of zero, on WGS-84 as the camera noted it; Chinese maps are drawn a few hundred metres off it.
/// </summary>
public sealed record PhotoPlace(double Latitude, double Longitude);
