using System.Globalization;
using System.Text.Json;

namespace CsrmeWeChat.Videos;

/// <summary>What ffprobe says of a video. Anybody can write what stands there: facts for a human, and for how to make the copy.</summary>
/// <param name="Width">As it is shown, turned and with square pixels.</param>
/// <param name="IsTurned">Whether the player is asked to turn it.</param>
/// <param name="AudioCodec">Null where there is no sound.</param>
/// <param name="BitRate">Of the whole file, bits a second; 0 where it is not told.</param>
/// <param name="HasPlace">Whether the file says where it was recorded, which its copies do not.</param>
/// <param name="IsHdr">Brighter than what most screens show: its copy is brought down.</param>
public sealed record VideoFacts(
    string Container,
    long Milliseconds,
    int Width,
    int Height,
    bool IsTurned,
    string VideoCodec,
    string PixelFormat,
    double FramesPerSecond,
    string? AudioCodec,
    long BitRate,
    bool IsHdr,
    string Device,
    string RecordedAt,
    bool HasPlace
)
{
    public const int LongSide = 1280,
        ShortSide = 720;

    private const long MaxBitRate = 5_000_000;

    private const double MaxFramesPerSecond = 61;

    private static readonly string[] DeviceTags =
    [
        "com.apple.quicktime.make",
        "com.apple.quicktime.model",
        "com.android.manufacturer",
        "com.android.model",
    ];

    private static readonly string[] PlaceTags = ["com.apple.quicktime.location.ISO6709", "location"];

    private const string RecordedTag = "creation_time";

    /// <summary>Both systems play it as it is, and it is no larger than a phone needs: it is only put into a new wrapper.</summary>
    public bool PlaysAsIs =>
        VideoCodec is "h264"
        && PixelFormat is "yuv420p" or "yuvj420p"
        && AudioCodec is null or "aac"
        && Container is "mov"
        && Math.Max(Width, Height) <= LongSide
        && Math.Min(Width, Height) <= ShortSide
        && FramesPerSecond <= MaxFramesPerSecond
        && BitRate is > 0 and <= MaxBitRate;

    /// <summary>Its size within these sides, upright or lying as it is; even, as H.264 wants it, and never larger than it is.</summary>
    public (int Width, int Height) Within(int longSide, int shortSide)
    {
        var scale = Math.Min(1.0, Math.Min((double)longSide / Math.Max(Width, Height), (double)shortSide / Math.Min(Width, Height)));
        return (Even(Width * scale), Even(Height * scale));

        static int Even(double side) => Math.Max(2, (int)Math.Round(side / 2) * 2);
    }

    /// <summary>All that is asked of ffprobe: whatever else stands in a file, however much, it does not say.</summary>
    public static readonly string Wanted = string.Join(
        ':',
        "stream=codec_type,codec_name,width,height,pix_fmt,avg_frame_rate,sample_aspect_ratio,duration,color_transfer",
        "stream_disposition=attached_pic",
        "stream_side_data=rotation",
        "format=duration,bit_rate",
        $"format_tags={string.Join(',', [.. DeviceTags, RecordedTag, .. PlaceTags])}"
    );

    /// <summary>Null where ffprobe found no picture, or more than it can tell.</summary>
    public static VideoFacts? Read(string container, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(container, document.RootElement);
        }
        catch (JsonException)
        {
            // So many streams that the rest of them was not heard.
            return null;
        }
    }

    private static VideoFacts? Read(string container, JsonElement root)
    {
        var streams = root.TryGetProperty("streams", out var all) ? [.. all.EnumerateArray()] : Array.Empty<JsonElement>();
        // A cover is a picture too, but none that moves.
        var video = streams.FirstOrDefault(stream =>
            Text(stream, "codec_type") is "video" && Number(stream, "disposition", "attached_pic") is not 1
        );
        if (video.ValueKind is JsonValueKind.Undefined)
        {
            return null;
        }
        var format = root.TryGetProperty("format", out var told) ? told : default;
        var audio = streams.FirstOrDefault(stream => Text(stream, "codec_type") is "audio");
        var (width, height, isTurned) = Shown(video);
        var seconds = Decimal(format, "duration") is > 0 and var whole ? whole : Decimal(video, "duration");
        return new VideoFacts(
            container,
            (long)(Math.Clamp(seconds, 0, 1e9) * 1000),
            width,
            height,
            isTurned,
            Text(video, "codec_name"),
            Text(video, "pix_fmt"),
            Ratio(Text(video, "avg_frame_rate")),
            audio.ValueKind is JsonValueKind.Undefined ? null : Text(audio, "codec_name"),
            (long)Decimal(format, "bit_rate"),
            Text(video, "color_transfer") is "smpte2084" or "arib-std-b67",
            string.Join(' ', DeviceTags.Select(name => Tag(format, name)).Where(told => told is not "")),
            Tag(format, RecordedTag),
            PlaceTags.Any(name => Tag(format, name) is not "")
        );
    }

    private static (int Width, int Height, bool IsTurned) Shown(JsonElement video)
    {
        var (width, height) = ((int)Decimal(video, "width"), (int)Decimal(video, "height"));
        if (Ratio(Text(video, "sample_aspect_ratio").Replace(':', '/')) is > 0.1 and < 10 and var aspect)
        {
            width = (int)Math.Round(width * aspect);
        }
        var turn = video.TryGetProperty("side_data_list", out var side)
            ? side.EnumerateArray().Select(one => Decimal(one, "rotation")).FirstOrDefault(degrees => degrees != 0)
            : 0;
        return Math.Abs(turn) % 180 is > 45 and < 135 ? (height, width, true) : (width, height, turn != 0);
    }

    private static string Tag(JsonElement format, string name) =>
        format.ValueKind is JsonValueKind.Object && format.TryGetProperty("tags", out var tags) ? PlainLine(Text(tags, name)) : "";

    private static string PlainLine(string text) => Foundation.Data.PlainText.Cut(Foundation.Data.PlainText.Clean(text), 60);

    private static string Text(JsonElement from, string name) =>
        from.ValueKind is JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()!
            : "";

    private static int? Number(JsonElement from, string outer, string name) =>
        from.TryGetProperty(outer, out var inner) && inner.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    /// <summary>ffprobe writes some numbers as text.</summary>
    private static double Decimal(JsonElement from, string name)
    {
        if (from.ValueKind is not JsonValueKind.Object || !from.TryGetProperty(name, out var value))
        {
            return 0;
        }
        var number = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String => double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var read) ? read : 0,
            _ => 0,
        };
        return double.IsFinite(number) ? number : 0;
    }

    private static double Ratio(string text) =>
        text.Split('/') is [var above, var below]
        && double.TryParse(above, CultureInfo.InvariantCulture, out var a)
        && double.TryParse(below, CultureInfo.InvariantCulture, out var b)
        && b > 0
            ? a / b
            : 0;
}
