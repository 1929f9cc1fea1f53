namespace CsrmeWeChat.Contests;

public sealed class ContestOptions
{
    public const string Section = "Contests";

    /// <summary>How long after the deadline an upload that began before it may still become complete, and its entry be handed in.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long an author has at least to change what was returned to them.</summary>
    public TimeSpan FixFor { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long a draft that nobody handed in is kept after its contest has closed.</summary>
    public TimeSpan KeepDrafts { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long an address of a private photo can be opened.</summary>
    public TimeSpan AddressLasts { get; init; } = TimeSpan.FromHours(2);
}
