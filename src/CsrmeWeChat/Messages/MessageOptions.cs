using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Messages;

public sealed class MessageOptions
{
    public const string Section = "Messages";

    /// <summary>Messages a second of one way of sending, over all nodes.</summary>
    [Range(1, 10_000)]
    public int PerSecond { get; init; } = 100;

    /// <summary>Messages of one way of sending under way at once on a node.</summary>
    [Range(1, 512)]
    public int InFlight { get; init; } = 32;

    /// <summary>How long a node that died keeps what it was sending. More than four times WeChat:Timeout.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:05:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A campaign stops by itself when more than so many in a hundred attempts fail.</summary>
    [Range(1, 100)]
    public int MaxFailedPercent { get; init; } = 10;
}
