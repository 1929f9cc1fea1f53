using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.WeChatCalls;

public sealed class SendingOptions
{
    public const string Section = "Sending";

    /// <summary>What should have gone out longer ago than this does not go out by itself any more: somebody decides.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "12:00:00")]
    public TimeSpan MaxLateness { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>
/// Whether what was planned may still go out to many by itself. A host that was down from Friday to Monday at three in the morning must
/// not send Friday's message then: what is late waits for a person, and nothing begins at night that was asked for by day.
/// </summary>
public sealed class SendingHours(IOptions<SendingOptions> options)
{
    private static readonly TimeOnly NightBegins = new(22, 0);
    private static readonly TimeOnly NightEnds = new(8, 0);

    /// <summary>A job looks every few seconds. What was asked for just before the night, and begins just after, is not late.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Why it waits for a person, in Chinese; null where it may go out.</summary>
    /// <param name="asked">The hour that a person asked for; or, of what is under way, when it last went on.</param>
    public string? WhyHeld(DateTimeOffset asked, DateTimeOffset now)
    {
        var late = now - asked;
        var at = China.Local(asked).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        if (late > options.Value.MaxLateness)
        {
            return $"原定 {at} 发出，当时没有发成，现在已经太晚，系统没有自动补发。请决定是否还要发。";
        }
        return late > Grace && NightOf(now) is { } night && NightOf(asked) != night
            ? $"原定 {at} 发出，当时没有发成，现在是夜里（22:00 到 8:00），系统没有自动补发。请决定是否还要发。"
            : null;
    }

    /// <summary>The day on which the night of an instant began in Beijing; null by day.</summary>
    private static DateOnly? NightOf(DateTimeOffset instant)
    {
        var local = China.Local(instant);
        var clock = TimeOnly.FromDateTime(local.DateTime);
        var day = DateOnly.FromDateTime(local.DateTime);
        return clock >= NightBegins ? day
            : clock < NightEnds ? day.AddDays(-1)
            : null;
    }
}
