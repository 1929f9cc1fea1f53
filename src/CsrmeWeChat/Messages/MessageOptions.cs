using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Messages;

public sealed class MessageOptions
{
    public const string Section = "Messages";

    /// <summary>Messages a second over one channel, by all nodes together.</summary>
    [Range(1, 10_000)]
    public int PerSecond { get; init; } = 100;

    /// <summary>Messages under way at once over one channel on a node.</summary>
    [Range(1, 512)]
    public int InFlight { get; init; } = 32;

    /// <summary>After how long the messages of a node that died are taken back. More than four times WeChat:Timeout.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:05:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A campaign pauses by itself when a larger share of its attempts fails, in percent.</summary>
    [Range(1, 100)]
    public int MaxFailedPercent { get; init; } = 10;
}
