namespace CsrmeWeChat.Foundation.Data;

/// <summary>Moves the clock of the whole process, to see today what will happen in a month. Refused outside Development.</summary>
public sealed class ClockOptions
{
    public const string Section = "Clock";

    /// <summary>By how much the clock is ahead of the machine's, or behind it where it is negative.</summary>
    public TimeSpan Ahead { get; init; }
}
