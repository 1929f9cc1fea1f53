namespace CsrmeWeChat.Benefits;

/// <summary>One 530 benefit: its text, windows, rules and counters.</summary>
public sealed record Benefit
{
    public required long Id { get; init; }
    public required BenefitKind Kind { get; init; }
    public required BenefitState State { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required string UsageNote { get; init; }
    public required string Partner { get; init; }
    public required DateTimeOffset OpensAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }
    public required DateTimeOffset UseUntil { get; init; }
    public required bool ExpiryReturnsStock { get; init; }
    public required bool DuesRequired { get; init; }
    public required int Stock { get; init; }

    /// <summary>Serials given so far; also the last serial.</summary>
    public required int Issued { get; init; }

    /// <summary>Claims that take stock.</summary>
    public required int Held { get; init; }

    public int Remaining => Stock - Held;

    public BenefitStage StageAt(DateTimeOffset now) => BenefitStages.Of(State, OpensAt, ClosesAt, Remaining, now);
}

/// <summary>A member's claim, with all that the screen showing it needs.</summary>
/// <param name="Code">What the counter scans or types, or the partner's voucher code.</param>
/// <param name="UseUntil">The first instant at which it is no longer good.</param>
public sealed record ClaimTicket(
    long BenefitId,
    BenefitKind Kind,
    string Title,
    string UsageNote,
    string Partner,
    int Serial,
    string Code,
    ClaimState State,
    DateTimeOffset ClaimedAt,
    DateTimeOffset UseUntil
)
{
    /// <summary>What to draw as a QR.</summary>
    public string ScanText => Kind is BenefitKind.Counter ? Claim.ScanPrefix + Code : Code;
}

public enum ClaimState
{
    Held,
    Redeemed,
    Cancelled,
    Expired,
}

public enum ClaimOutcome
{
    Claimed,
    NoSuchBenefit,
    NotYetOpen,
    Closed,
    SoldOut,
    NoMember,
    WrongLevel,
    WrongBranch,
    NotTagged,
    DuesUnpaid,
}

public readonly record struct ClaimResult(ClaimOutcome Outcome, ClaimTicket? Ticket = null);
