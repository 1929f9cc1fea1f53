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

public enum BenefitKind
{
    /// <summary>Shown at a counter, where its code is redeemed.</summary>
    Counter,

    /// <summary>A partner's voucher code is handed out; once shown it never returns.</summary>
    Voucher,
}

public enum BenefitState { Draft, Published, Closed }

/// <summary>What a benefit's state, windows and stock come to at an instant.</summary>
public enum BenefitStage { Draft, Upcoming, Open, SoldOut, Closed }

public static class BenefitStages
{
    public static BenefitStage Of(BenefitState state, DateTimeOffset opensAt, DateTimeOffset closesAt, int remaining, DateTimeOffset now) => state switch
    {
        BenefitState.Draft => BenefitStage.Draft,
        BenefitState.Closed => BenefitStage.Closed,
        _ when now >= closesAt => BenefitStage.Closed,
        _ when now < opensAt => BenefitStage.Upcoming,
        _ when remaining <= 0 => BenefitStage.SoldOut,
        _ => BenefitStage.Open,
    };
}

/// <summary>A member's claim, with all that the screen showing it needs.</summary>
/// <param name="Code">What the counter scans or types, or the partner's voucher code.</param>
/// <param name="UseUntil">The first instant at which it is no longer good.</param>
public sealed record ClaimTicket(
    long BenefitId, BenefitKind Kind, string Title, string UsageNote, string Partner, int Serial, string Code, ClaimState State, DateTimeOffset ClaimedAt, DateTimeOffset UseUntil)
{
    /// <summary>What to draw as a QR.</summary>
    public string ScanText => Kind is BenefitKind.Counter ? Claim.ScanPrefix + Code : Code;
}

public enum ClaimState { Held, Redeemed, Cancelled, Expired }

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

public static class ClaimWords
{
    extension(ClaimOutcome outcome)
    {
        /// <summary>Why not, and what to do next.</summary>
        public (string Code, string Detail) WhyNot => outcome switch
        {
            ClaimOutcome.Claimed => ("benefit.claimed", "您已领取该福利。"),
            ClaimOutcome.NoSuchBenefit => ("benefit.unknown", "该福利不存在或已撤下。"),
            ClaimOutcome.NotYetOpen => ("benefit.not_open", "该福利尚未开始领取，请到开始时间再来。"),
            ClaimOutcome.Closed => ("benefit.closed", "该福利的领取时间已结束。您可以看看其他福利。"),
            ClaimOutcome.SoldOut => ("benefit.sold_out", "该福利已领完。您可以看看其他福利。"),
            ClaimOutcome.NoMember => ("member.not_bound", "请先绑定会员身份，再领取福利。"),
            ClaimOutcome.WrongLevel => ("benefit.level", "该福利面向特定级别的会员，您的会员级别不在其中。如有疑问请联系秘书处。"),
            ClaimOutcome.WrongBranch => ("benefit.branch", "该福利面向特定分支机构的会员。如您的分支机构登记有误，请联系秘书处更正。"),
            ClaimOutcome.NotTagged => ("benefit.tag", "该福利面向受邀会员。如您收到过邀请，请联系秘书处核对。"),
            ClaimOutcome.DuesUnpaid => ("benefit.dues", "该福利面向已缴会费的会员。请先缴纳会费，到账后即可领取。"),
        };
    }
}
