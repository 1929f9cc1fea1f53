using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Videos;

public sealed class VideoOptions
{
    public const string Section = "Videos";

    /// <summary>Debian's package ffmpeg has both programs. Without them videos are received and wait.</summary>
    [Required]
    public string Ffmpeg { get; init; } = "ffmpeg";

    [Required]
    public string Ffprobe { get; init; } = "ffprobe";

    /// <summary>Seconds after which a program that says nothing is ended.</summary>
    [Range(1, 3600)]
    public int SilenceSeconds { get; init; } = 60;

    /// <summary>How long after the deadline an upload that began before it may still become complete, and its entry be handed in.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long an author has at least to change what was returned to them.</summary>
    public TimeSpan FixFor { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long a draft that nobody handed in is kept after its call has closed.</summary>
    public TimeSpan KeepDrafts { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long an address of a private video can be opened.</summary>
    public TimeSpan AddressLasts { get; init; } = TimeSpan.FromHours(2);
}
