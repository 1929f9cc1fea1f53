using System.Text.Encodings.Web;
using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Roster;

/// <summary>
/// Where an import stands. Uploading and uploaded are states of files from the console only, which are not staged yet. One that is staging,
/// applying or undoing without a lease was interrupted; applying and undoing are resumed where they stopped.
/// </summary>
public enum ImportState
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

/// <summary>What an import would do about a line.</summary>
public enum LineVerdict
{
    New,
    Updated,
    Same,

    /// <summary>The line contradicts the roster, or a line before it. It is not applied.</summary>
    Conflicting,

    /// <summary>The line cannot be understood. It is not applied.</summary>
    Invalid,

    /// <summary>No line of the file: a member whom the file does not name gets <see cref="Import.AbsentTag"/>.</summary>
    Absent,

    /// <summary>No line of its own: a member whom the file names again loses that tag.</summary>
    Returned,
}

/// <summary>What became of a line.</summary>
public enum LineOutcome
{
    /// <summary>There is nothing to do about it.</summary>
    None,
    Pending,
    Applied,

    /// <summary>Not applied, because the roster has changed since the line was staged.</summary>
    Changed,
    Undone,

    /// <summary>Not undone, because the member has changed since, or other records hang on the member.</summary>
    Kept,
}

/// <summary>What came of trying to take an import in order to work on it.</summary>
public enum TakeOutcome
{
    Taken,
    NoSuchImport,
    WrongState,

    /// <summary>Somebody else holds it, or did until a moment ago: the lease still runs.</summary>
    Held,

    /// <summary>Another import is being applied or undone, or was interrupted at it.</summary>
    OtherBusy,
}

/// <summary>The import was taken over by somebody else or discarded, so whoever worked on it must change nothing more.</summary>
public sealed class ImportTakenOverException : Exception;

public sealed record Import
{
    /// <summary>The tag of members whom the latest file did not name, where whoever imported it asked for that.</summary>
    public const string AbsentTag = "不在名册";

    public required long Id { get; init; }
    public required string FileName { get; init; }

    /// <summary>Which part of the file was read, in Chinese.</summary>
    public required string About { get; init; }

    /// <summary>
    /// What to know before it is applied, and what that will create besides members; of an uploaded file, why it could not be staged. In
    /// Chinese.
    /// </summary>
    public required string Notes { get; init; }
    public required ImportState State { get; init; }

    /// <summary>What somebody at the console asked for and a job is to do: staging, applying or undoing.</summary>
    public ImportState? Wanted { get; init; }

    /// <summary>How often a job has begun what is wanted without ending it or getting on.</summary>
    public required int Begun { get; init; }

    /// <summary>The staff member who last asked for something; null where it was a command.</summary>
    public long? AskedId { get; init; }
    public required string AskedBy { get; init; }

    /// <summary>A <see cref="ReadingPlan"/>; empty where the file was not uploaded or its plan is not made yet.</summary>
    public required string Plan { get; init; }

    /// <summary>Who works on it; empty for nobody.</summary>
    public required string Lease { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? AppliedAt { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }

    public Actor Asker => new(AskedId, AskedBy);

    /// <summary>Somebody works on it, or a job will resume it.</summary>
    public bool IsGoingOn(DateTimeOffset now) => Wanted is not null || (Lease is not "" && LeaseUntil > now);
}

/// <summary>A staged line, what it holds of people sealed by <see cref="LineSeal"/>.</summary>
public sealed record ImportLine
{
    public required long ImportId { get; init; }
    public required int Line { get; init; }
    public required string Number { get; init; }
    public required string Name { get; init; }
    public required LineVerdict Verdict { get; init; }
    public required string Reason { get; init; }
    public required string BeforeSealed { get; init; }
    public required string AfterSealed { get; init; }

    /// <summary>Which of the fields it changes were edited by hand since an import last changed them.</summary>
    public required string ByHand { get; init; }
    public required LineOutcome Outcome { get; init; }
    public required string OutcomeReason { get; init; }
}

/// <summary>How many lines of an import have this verdict and this outcome.</summary>
public sealed record LineTally
{
    public required LineVerdict Verdict { get; init; }
    public required LineOutcome Outcome { get; init; }
    public required long Amount { get; init; }
}

/// <summary>Seals what a staged line holds of people, as JSON that opens for its own line only.</summary>
public sealed class LineSeal(Keyring keyring)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Before(long importId, int line, MemberFields fields) =>
        keyring.Seal(BeforePlace(importId, line), JsonSerializer.Serialize(fields, Json));

    public string After(long importId, int line, MemberFields fields) =>
        keyring.Seal(AfterPlace(importId, line), JsonSerializer.Serialize(fields, Json));

    /// <param name="cells">In the order of <see cref="Column"/>.</param>
    public string Refused(long importId, int line, IEnumerable<string> cells) =>
        keyring.Seal(AfterPlace(importId, line), JsonSerializer.Serialize(cells, Json));

    public MemberFields OpenBefore(ImportLine line) =>
        JsonSerializer.Deserialize<MemberFields>(keyring.Open(BeforePlace(line.ImportId, line.Line), line.BeforeSealed))!;

    public MemberFields OpenAfter(ImportLine line) =>
        JsonSerializer.Deserialize<MemberFields>(keyring.Open(AfterPlace(line.ImportId, line.Line), line.AfterSealed))!;

    /// <summary>The cells of a refused line, in the order of <see cref="Column"/>.</summary>
    public string[] OpenRefused(ImportLine line) =>
        JsonSerializer.Deserialize<string[]>(keyring.Open(AfterPlace(line.ImportId, line.Line), line.AfterSealed))!;

    public static string BeforePlace(long importId, int line) => $"roster_lines.before:{importId}:{line}";

    public static string AfterPlace(long importId, int line) => $"roster_lines.after:{importId}:{line}";
}

public static class ImportKeys
{
    extension(ImportState state)
    {
        public string Key => state.ToString().ToLowerInvariant();
    }

    extension(LineVerdict verdict)
    {
        public string Key => verdict.ToString().ToLowerInvariant();
    }

    extension(LineOutcome outcome)
    {
        public string Key => outcome.ToString().ToLowerInvariant();
    }
}
