using System.Diagnostics;
using System.Globalization;
using CsrmeWeChat.Foundation.Media;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Videos;

/// <summary>ffprobe and ffmpeg, each in a bounded process of its own. None of them is ever trusted to end well.</summary>
public sealed class VideoTools(IOptions<VideoOptions> options)
{
    /// <summary>Small enough for a check, large enough to see what is on a drawing.</summary>
    private const int FrameLong = 1280,
        FrameShort = 1280;

    internal const int PosterLong = 960,
        PosterShort = 540;

    private const int MaxFrames = 20,
        MinFrames = 3,
        SecondsAFrame = 5;

    /// <summary>Neither 8K nor a tower of pixels: their pictures alone would take the memory that is allowed.</summary>
    private const long MaxPixels = 4096L * 2304;

    /// <summary>Milliseconds.</summary>
    private const int Slack = 200;

    /// <summary>The slowest motion that phones take is 240. What has more costs more to unpack than its length tells.</summary>
    private const double MaxFramesPerSecond = 250;

    private static readonly ProcessBounds Short = new(Memory: 2L << 30, CpuSeconds: 60, Time: TimeSpan.FromSeconds(120));

    /// <summary>One picture, and all of a video together: others wait meanwhile.</summary>
    private static readonly ProcessBounds Cut = new(Memory: 2L << 30, CpuSeconds: 20, Time: TimeSpan.FromSeconds(40));
    private static readonly TimeSpan AllCuts = TimeSpan.FromSeconds(90);

    /// <summary>
    /// What the file is. Throws <see cref="ToolMissingException"/> where the programs are not installed, which is no fault of the file.
    /// </summary>
    public async Task<(VideoFacts? Facts, VideoFault? Fault)> ExamineAsync(string path, CancellationToken ct)
    {
        if (await VideoContainer.OfAsync(path, ct) is not { } container)
        {
            return (null, VideoFault.NotVideo);
        }
        string[] arguments = ["-v", "error", "-of", "json", "-show_entries", VideoFacts.Wanted, .. Input(container, path)];
        var ended = await RunAsync(options.Value.Ffprobe, arguments, Short, ct);
        if (!ended.IsDone)
        {
            return (null, ended.WasStopped ? VideoFault.Stubborn : VideoFault.Damaged);
        }
        if (VideoFacts.Read(container, ended.Output) is not { } facts)
        {
            return (null, VideoFault.NoPicture);
        }
        facts = facts with { Milliseconds = Math.Max(facts.Milliseconds, await MeasureAsync(container, path, ct)) };
        return facts is { Milliseconds: 0 } or { Width: 0 } or { Height: 0 } ? (null, VideoFault.Damaged)
            : facts.FramesPerSecond > MaxFramesPerSecond ? (null, VideoFault.TooManyFrames)
            : (long)facts.Width * facts.Height > MaxPixels || Math.Max(facts.Width, facts.Height) > 8192 ? (null, VideoFault.TooManyPixels)
            : (facts, null);
    }

    /// <summary>
    /// How long it is, read through without unpacking it: a recording that broke off does not say so, and a header may say less than there
    /// is.
    /// </summary>
    private async Task<long> MeasureAsync(string container, string path, CancellationToken ct)
    {
        var milliseconds = 0L;
        string[] arguments = [.. Quietly, .. Input(container, path), "-map", Picture, "-map", "0:a:0?", "-c", "copy", "-f", "null", "-"];
        await RunAsync(options.Value.Ffmpeg, arguments, Short, ct, line => milliseconds = Reached(line) ?? milliseconds);
        return milliseconds;
    }

    /// <summary>
    /// Pictures for the check, evenly spread, as <c>frame-N.jpg</c> in the folder, and one of them as <c>poster.jpg</c>.
    /// </summary>
    /// <returns>At which milliseconds they were cut; empty where no picture can be unpacked.</returns>
    public async Task<IReadOnlyList<long>> CutFramesAsync(string path, VideoFacts facts, string folder, CancellationToken ct)
    {
        var wanted = FramesOf(facts);
        var began = Stopwatch.StartNew();
        var frame = facts.Within(FrameLong, FrameShort);
        var cut = new List<long>();
        for (var i = 0; i < wanted && began.Elapsed < AllCuts; i++)
        {
            var at = facts.Milliseconds * (2 * i + 1) / (2 * wanted);
            if (await CutAsync(path, facts, at, frame, Path.Combine(folder, $"frame-{cut.Count}.jpg"), ct))
            {
                cut.Add(at);
            }
        }
        // Where nothing can be found by time, the beginning may still be read in order.
        if (cut.Count == 0 && await CutAsync(path, facts, 0, frame, Path.Combine(folder, "frame-0.jpg"), ct))
        {
            cut.Add(0);
        }
        if (cut.Count > 0)
        {
            var poster = facts.Within(PosterLong, PosterShort);
            var to = Path.Combine(folder, "poster.jpg");
            if (!await CutAsync(path, facts, cut[cut.Count / 3], poster, to, ct))
            {
                // It went once, but not twice within its time.
                File.Copy(Path.Combine(folder, $"frame-{cut.Count / 3}.jpg"), to, overwrite: true);
            }
        }
        return cut;
    }

    /// <summary>How many pictures are wanted of it.</summary>
    public static int FramesOf(VideoFacts facts) => (int)Math.Clamp(facts.Milliseconds / 1000 / SecondsAFrame, MinFrames, MaxFrames);

    private async Task<bool> CutAsync(string path, VideoFacts facts, long at, (int Width, int Height) size, string to, CancellationToken ct)
    {
        string[] arguments =
        [
            .. Quietly,
            "-ss",
            Seconds(at),
            .. Input(facts.Container, path),
            "-map",
            Picture,
            "-frames:v",
            "1",
            "-vf",
            $"scale={size.Width}:{size.Height},setsar=1",
            "-map_metadata",
            "-1",
            "-q:v",
            "4",
            "-f",
            "image2",
            "-update",
            "1",
            "-y",
            to,
        ];
        var ended = await RunAsync(options.Value.Ffmpeg, arguments, Cut, ct);
        return ended.IsDone && File.Exists(to);
    }

    /// <summary>The sound for the check: 32 kbit/s are 10 MB, which WeChat takes at most, after 43 minutes.</summary>
    public async Task<bool> CutSoundAsync(string path, VideoFacts facts, string to, CancellationToken ct)
    {
        string[] arguments =
        [
            .. Quietly,
            .. Input(facts.Container, path),
            .. "-map 0:a:0 -vn -map_metadata -1 -ac 1 -ar 16000 -c:a libmp3lame -b:a 32k -f mp3 -y".Split(' '),
            to,
        ];
        var bounds = Long(facts);
        return (await RunAsync(options.Value.Ffmpeg, arguments, bounds, ct, _ => { })).IsDone
            && new FileInfo(to) is { Exists: true, Length: > 0 };
    }

    /// <summary>
    /// The copy that plays on every phone: MP4 that begins to play at once, without what the camera noted. Converted where it must be.
    /// </summary>
    /// <param name="progress">Hears the percentage.</param>
    /// <returns>False where the program failed, hung, or made something that is much shorter than what it was given.</returns>
    public async Task<bool> MakeCopyAsync(string path, VideoFacts facts, string to, Action<int> progress, CancellationToken ct)
    {
        string[] arguments =
        [
            .. Quietly,
            .. Input(facts.Container, path),
            .. $"-map {Picture} -map 0:a:0? -map_metadata -1 -map_chapters -1 -sn -dn".Split(' '),
            .. facts.PlaysAsIs ? ["-c", "copy"] : Conversion(facts),
            .. "-movflags +faststart -f mp4 -y".Split(' '),
            to,
        ];
        var reached = 0L;
        var ended = await RunAsync(options.Value.Ffmpeg, arguments, Long(facts), ct, line =>
        {
            if (Reached(line) is { } now)
            {
                reached = now;
                progress((int)Math.Clamp(now * 100 / facts.Milliseconds, 0, 99));
            }
        });
        // The last picture's own time is not counted.
        return ended.IsDone && reached + Slack >= facts.Milliseconds / 2;
    }

    private static string[] Conversion(VideoFacts facts)
    {
        var (width, height) = facts.Within(VideoFacts.LongSide, VideoFacts.ShortSide);
        var picture = $"scale={width}:{height}:flags=bicubic,setsar=1";
        if (facts.IsHdr)
        {
            picture += ",zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv";
        }
        return
        [
            "-vf",
            $"{picture},format=yuv420p",
            .. "-c:v libx264 -preset veryfast -crf 23 -maxrate 2500k -bufsize 5000k -profile:v high -level:v 4.0 -fpsmax 30".Split(' '),
            "-threads",
            Math.Max(1, Environment.ProcessorCount - 1).ToString(CultureInfo.InvariantCulture),
            .. "-c:a aac -b:a 96k -ac 2 -ar 44100".Split(' '),
        ];
    }

    /// <summary>A minute of 4K takes some minutes of processor on an old server.</summary>
    private ProcessBounds Long(VideoFacts facts)
    {
        var seconds = facts.Milliseconds / 1000 + 1;
        return new ProcessBounds(
            Memory: 4L << 30,
            CpuSeconds: (int)Math.Min(int.MaxValue, 120 + seconds * 60),
            Time: TimeSpan.FromSeconds(120 + seconds * 60),
            Silence: TimeSpan.FromSeconds(options.Value.SilenceSeconds)
        );
    }

    private static readonly string[] Quietly = ["-nostdin", "-v", "error", "-progress", "pipe:1", "-stats_period", "1"];

    /// <summary>The first stream of pictures that move: a cover, which may stand before it, is none.</summary>
    private const string Picture = "0:V:0";

    /// <summary>Nothing but this file is ever opened, whatever it refers to.</summary>
    private static string[] Input(string container, string path) =>
        ["-protocol_whitelist", "file", "-f", container, "-i", Path.GetFullPath(path)];

    private static string Seconds(long milliseconds) => (milliseconds / 1000.0).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds. ffmpeg counts microseconds under this name.</summary>
    private static long? Reached(string line) =>
        line.StartsWith("out_time_us=", StringComparison.Ordinal)
        && long.TryParse(line.AsSpan("out_time_us=".Length), CultureInfo.InvariantCulture, out var microseconds)
            ? microseconds / 1000
            : null;

    private static async Task<EndedProcess> RunAsync(
        string program,
        IEnumerable<string> arguments,
        ProcessBounds bounds,
        CancellationToken ct,
        Action<string>? said = null
    )
    {
        var ended = await BoundedProcess.RunAsync(program, arguments, bounds, ct, said);
        return ended.ExitCode is null ? throw new ToolMissingException(program) : ended;
    }
}

/// <summary>A program is not installed.</summary>
internal sealed class ToolMissingException(string program) : Exception($"{program} is not installed.");
