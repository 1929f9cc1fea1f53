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

/// <summary>What is being done for a rehearsal.</summary>
public enum RehearsalStep
{
    Waiting,
    Filling,
    WarmingUp,
    Rushing,
    Removing,
}

/// <summary>A synthetic rush of so many phones for so many pieces.</summary>
public sealed record Rehearsal
{
    public const int LeastPhones = 10,
        MostPhones = 2_000;

    public required long Id { get; init; }
    public required int Phones { get; init; }
    public required int Stock { get; init; }
    public required RehearsalState State { get; init; }
    public required RehearsalStep Step { get; init; }

    /// <summary>How much of the step is done, of <see cref="Phones"/> and <see cref="WarmUp"/>.</summary>
    public required int Done { get; init; }

    /// <summary>The benefit they rush for, while it is there.</summary>
    public long? BenefitId { get; init; }
    public required string AskedBy { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public required string Result { get; init; }

    /// <summary>Why there is no result, in words.</summary>
    public required string Why { get; init; }

    public bool IsUnderWay => State is RehearsalState.Wanted or RehearsalState.Running or RehearsalState.Removing;

    /// <summary>Further phones, who claim another benefit first: the first claims of a process are slower.</summary>
    public int WarmUp => Math.Min(Phones, 500);

    public RehearsalResult? Outcome => Result is "" ? null : JsonSerializer.Deserialize<RehearsalResult>(Result);

    /// <summary>Why not, in words, or null.</summary>
    public static string? WhyRefused(int phones, int stock) =>
        phones is < LeastPhones or > MostPhones ? $"手机数量须为 {LeastPhones} 至 {MostPhones:N0}。"
        : stock < 1 || stock > phones ? "福利份数须为 1 至手机数量。"
        : null;
}

/// <summary>What was measured. Times are from the moment at which all phones ask to each one's answer.</summary>
/// <param name="Outcomes">How many were answered how, by the code that phones are told; "claimed" for a ticket, "none" for no answer.</param>
/// <param name="Holds">The rows agree with the counters and with what the phones were told.</param>
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
    public const string Claimed = "claimed",
        None = "none";
}
