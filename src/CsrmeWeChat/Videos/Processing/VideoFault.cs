using System.Globalization;

namespace CsrmeWeChat.Videos;

/// <summary>Why a video cannot be taken.</summary>
public enum VideoFault
{
    /// <summary>No video that phones make, whatever its name says.</summary>
    NotVideo,
    Damaged,

    /// <summary>Sound alone.</summary>
    NoPicture,
    TooShort,
    TooLong,
    TooManyPixels,
    TooManyFrames,

    /// <summary>The programs that work on videos crashed or hung, three times.</summary>
    Stubborn,
}

public static class VideoFaults
{
    extension(VideoFault fault)
    {
        public string Key => fault.ToString().ToLowerInvariant();

        /// <summary>What is wrong and what to do, for the author.</summary>
        public string Words(VideoLimits limits) =>
            fault switch
            {
                VideoFault.NotVideo => "这个文件不是常见的视频格式。请用手机拍摄的视频，或导出为 MP4 后再上传。",
                VideoFault.Damaged => "视频文件不完整或已损坏。请先在手机上播放检查，再重新上传。",
                VideoFault.NoPicture => "文件里只有声音，没有画面。请换一个视频。",
                VideoFault.TooShort => $"视频不足 {Span(limits.MinSeconds)}。请换一个更长的。",
                VideoFault.TooLong => $"视频超过 {Span(limits.MaxSeconds)}。请剪短后再上传。",
                VideoFault.TooManyPixels => "视频的画面尺寸太大。请导出为 4K 或更小的尺寸后再上传。",
                VideoFault.TooManyFrames => "视频每秒的画面太多。请导出为每秒 60 帧或更低后再上传。",
                VideoFault.Stubborn => "这个视频处理不了。请用手机或剪辑软件重新导出为 MP4 后再上传。",
            };
    }

    public static VideoFault? Parse(string key) => Enum.TryParse<VideoFault>(key, ignoreCase: true, out var fault) ? fault : null;

    /// <summary>A length as people say it: 90 秒, 5 分钟, 2 分 30 秒.</summary>
    public static string Span(int seconds)
    {
        var (minutes, rest) = (seconds / 60, seconds % 60);
        return rest == 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes} 分钟")
            : seconds < 120 ? string.Create(CultureInfo.InvariantCulture, $"{seconds} 秒")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes} 分 {rest} 秒");
    }
}

/// <summary>How long a video of a call may be.</summary>
public sealed record VideoLimits(int MinSeconds, int MaxSeconds)
{
    /// <summary>Phones measure generously: a video of a minute may have a frame more.</summary>
    private const int Slack = 1_000;

    public VideoFault? FaultOf(long milliseconds) =>
        milliseconds + Slack < MinSeconds * 1_000L ? VideoFault.TooShort
        : milliseconds > MaxSeconds * 1_000L + Slack ? VideoFault.TooLong
        : null;
}
