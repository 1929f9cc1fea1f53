using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Contests;

/// <summary>How votes are taken, and which of them staff look at before they count. The README says what the numbers do.</summary>
public sealed class VoteOptions
{
    public const string Section = "Votes";

    /// <summary>The maximum number of votes of one contest in one transaction.</summary>
    [Range(1, 1024)]
    public int Batch { get; init; } = 256;

    /// <summary>Votes of one contest that may wait on a node; the next one is asked to come back (503).</summary>
    [Range(1, 1_000_000)]
    public int Waiting { get; init; } = 8192;

    /// <summary>A vote is held whose voter was first seen less than so long before.</summary>
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How many votes for one entry may come from one address; with one more, all of them are held.</summary>
    [Range(1, 1_000_000)]
    public int PerAddress { get; init; } = 20;

    /// <summary>Fewer votes for one entry within a minute are no burst.</summary>
    [Range(1, 1_000_000)]
    public int BurstLeast { get; init; } = 30;

    /// <summary>How many times what was to be expected makes a burst.</summary>
    [Range(1, 1_000)]
    public double BurstTimes { get; init; } = 5;

    /// <summary>How many minutes before a minute say what was to be expected of it.</summary>
    [Range(1, 1_440)]
    public int BurstMinutes { get; init; } = 60;
}
