using System.Text.Json;

namespace CsrmeWeChat.Rehearsals;

/// <summary>Where a rehearsal stands.</summary>
public enum RehearsalState
{
    Wanted,
    Running,
    Removing,
    Done,
    Failed,
}

/// <summary>What the job is doing for a running rehearsal.</summary>
public enum RehearsalStep
{
    Waiting,
    Filling,
    WarmingUp,
    Rushing,
    Removing,
}

/// <summary>A synthetic rush: a number of phones that claim a smaller number of pieces at the same moment.</summary>
public sealed record Rehearsal
{
    public const int MinPhones = 10;
    public const int MaxPhones = 2_000;

    public required long Id { get; init; }
    public required int Phones { get; init; }
    public required int Stock { get; init; }
    public required RehearsalState State { get; init; }
    public required RehearsalStep Step { get; init; }

    /// <summary>The phones made so far, of <see cref="Phones"/> and <see cref="WarmUp"/> together.</summary>
    public required int Done { get; init; }

    /// <summary>The benefit that the phones claim, while it exists.</summary>
    public long? BenefitId { get; init; }
    public required string AskedBy { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public required string Result { get; init; }

    /// <summary>Why there is no result, in Chinese.</summary>
    public required string Why { get; init; }

    public bool IsUnderWay => State is RehearsalState.Wanted or RehearsalState.Running or RehearsalState.Removing;

    /// <summary>Further phones, which claim another benefit first, because the first claims of a process are slower.</summary>
    public int WarmUp => Math.Min(Phones, 500);

    public RehearsalResult? Outcome => Result is "" ? null : JsonSerializer.Deserialize<RehearsalResult>(Result);

    /// <summary>Why no such rehearsal is allowed, in Chinese, or null where it is.</summary>
    public static string? WhyRefused(int phones, int stock) =>
        phones is < MinPhones or > MaxPhones ? $"手机数量须为 {MinPhones} 至 {MaxPhones:N0}。"
        : stock < 1 || stock > phones ? "福利份数须为 1 至手机数量。"
        : null;
}

/// <summary>What was measured. Times are milliseconds from the moment at which all phones ask to each one's answer.</summary>
/// <param name="PerSecond">Answers per second.</param>
/// <param name="P50">The time within which half of the phones were answered; likewise 95 and 99 %.</param>
/// <param name="Outcomes">The number of phones by the code of their answer: "claimed" for a ticket, "none" for no answer.</param>
/// <param name="Holds">The claims agree with the counters and with what the phones were told.</param>
public sealed record RehearsalResult(
    int PerSecond,
    int P50,
    int P95,
    int P99,
    int Slowest,
    IReadOnlyDictionary<string, int> Outcomes,
    bool Holds
)
{
    public const string Claimed = "claimed";
    public const string None = "none";
}
