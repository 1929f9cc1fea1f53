using CsrmeWeChat.Foundation.Audit;

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

/// <summary>
/// Where an import stands. What is staging, applying or undoing and not held was interrupted; applying and undoing are taken up where they stopped.
/// Uploading and uploaded: from the console, a file that is not staged yet.
/// </summary>
public enum RosterState
{
    Uploading,
    Uploaded,
    Staging,
    Staged,
    Applying,
    Applied,
    Undoing,
    Undone,
    Discarded,
}

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

    /// <summary>What applying it will create beside members; of an uploaded file, why it could not be staged.</summary>
    public required string Notes { get; init; }
    public required RosterState State { get; init; }

    /// <summary>What somebody at the console asked for and a job is to do: staging, applying or undoing.</summary>
    public RosterState? Wanted { get; init; }

    /// <summary>Who last asked for something; no id where it was a command.</summary>
    public long? AskedId { get; init; }
    public required string AskedBy { get; init; }

    /// <summary>A <see cref="RosterPlan"/>; empty where the file was not uploaded or its plan is not made yet.</summary>
    public required string Plan { get; init; }
    public required string Holder { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? AppliedAt { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }

    public Actor Asker => new(AskedId, AskedBy);

    /// <summary>Somebody works on it, or did until a moment ago.</summary>
    public bool IsHeld(DateTimeOffset now) => Holder is not "" && LeaseUntil >= now;
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

public enum TakeOutcome
{
    Taken,
    NoSuchBatch,
    WrongState,

    /// <summary>Another works on it, or did until a moment ago: its lease still runs.</summary>
    Held,

    /// <summary>Another import is being applied or undone, or was interrupted at it.</summary>
    OtherBusy,
}

/// <summary>Another has taken the import, or it was discarded: whoever had it changes nothing more.</summary>
public sealed class RosterLeaseLostException : Exception;

public static class RosterWords
{
    extension(RosterVerdict verdict)
    {
        public string Word => verdict.ToString().ToLowerInvariant();
    }

    extension(RosterOutcome outcome)
    {
        public string Word => outcome.ToString().ToLowerInvariant();
    }

    extension(RosterState state)
    {
        public string Word => state.ToString().ToLowerInvariant();
    }
}
