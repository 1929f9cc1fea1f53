using System.Globalization;

namespace CsrmeWeChat.Stories;

/// <summary>
/// Where a story stands among those that are out. It stays the same whatever comes out or is recalled meanwhile, so that who reads on
/// from it misses nothing and gets nothing twice.
/// </summary>
public sealed record StoryPlace
{
    public required DateTimeOffset OutAt { get; init; }
    public required long Id { get; init; }

    private static readonly long MaxMicroseconds = Microseconds(DateTimeOffset.MaxValue);

    public static StoryPlace Of(PublicStory story) => new() { OutAt = story.OutAt, Id = story.Id };

    /// <summary>Null where the text is not one of <see cref="ToString"/>.</summary>
    public static StoryPlace? Parse(string text) =>
        text.Split('-') is [var instant, var id]
        && long.TryParse(instant, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
        && microseconds <= MaxMicroseconds
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new StoryPlace { OutAt = DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond), Id = number }
            : null;

    /// <summary>Whether it comes later in the list, in which the latest is first.</summary>
    public bool IsBehind(StoryPlace other) => (OutAt, Id).CompareTo((other.OutAt, other.Id)) < 0;

    public override string ToString() => $"{Microseconds(OutAt)}-{Id}";

    private static long Microseconds(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
