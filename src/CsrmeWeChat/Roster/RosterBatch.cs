namespace CsrmeWeChat.Roster;

/// <summary>What an import makes of a line.</summary>
public enum RosterVerdict
{
    New,
    Updated,
    Same,

    /// <summary>It contradicts the roster, or a line before it. Not applied.</summary>
    Conflicting,

    /// <summary>It cannot be understood. Not applied.</summary>
    Invalid,

    /// <summary>No line: a member that the file does not name gets <see cref="RosterTags.Absent"/>.</summary>
    Absent,

    /// <summary>No line of its own: a member that the file names again loses that tag.</summary>
    Returned,
}

/// <summary>What became of a line.</summary>
public enum RosterOutcome
{
    /// <summary>There is nothing to do about it.</summary>
    None,
    Pending,
    Applied,

    /// <summary>Not applied: the roster has changed since it was staged.</summary>
    Changed,
    Undone,

    /// <summary>Not undone: the member has changed since, or something hangs on it.</summary>
    Kept,
}

/// <summary>Where an import stands. What is applying or undoing and not held was interrupted, and is taken up where it stopped.</summary>
public enum RosterState { Staging, Staged, Applying, Applied, Undoing, Undone, Discarded }

public static class RosterTags
{
    public const string Absent = "不在名册";
}

public sealed record RosterBatch
{
    public required long Id { get; init; }
    public required string FileName { get; init; }

    /// <summary>Which part of the file was read.</summary>
    public required string About { get; init; }

    /// <summary>What applying it will create beside members.</summary>
    public required string Notes { get; init; }
    public required RosterState State { get; init; }
    public required string Holder { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? AppliedAt { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }
}

/// <summary>A staged line, personal data sealed.</summary>
public sealed record RosterRow
{
    public required long BatchId { get; init; }
    public required int Line { get; init; }
    public required string Number { get; init; }
    public required string Name { get; init; }
    public required RosterVerdict Verdict { get; init; }
    public required string Reason { get; init; }
    public required string BeforeSealed { get; init; }
    public required string AfterSealed { get; init; }
    public required RosterOutcome Outcome { get; init; }
    public required string OutcomeReason { get; init; }
}

public sealed record RosterTally
{
    public required RosterVerdict Verdict { get; init; }
    public required RosterOutcome Outcome { get; init; }
    public required long Amount { get; init; }
}
