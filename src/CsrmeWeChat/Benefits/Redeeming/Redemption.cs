using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Benefits;

/// <summary>Who stands at the counter: a member with the right to redeem, or staff, whose doings go into the audit trail.</summary>
public sealed class Redeemer
{
    private Redeemer(long? memberId, Actor? staff) => (MemberId, Staff) = (memberId, staff);

    public long? MemberId { get; }
    public Actor? Staff { get; }

    internal long Id => MemberId ?? Staff!.StaffId!.Value;

    internal string Column => MemberId is null ? "staff_id" : "redeemer_id";

    public static Redeemer OfMember(long memberId) => new(memberId, null);

    public static Redeemer OfStaff(Actor staff) => new(null, staff);

    internal bool Made(Redemption redemption) => MemberId is null ? redemption.StaffId == Id : redemption.RedeemerId == Id;
}

public sealed record Redemption
{
    public required long Id { get; init; }

    /// <summary>The member who redeemed it; null where staff did (<see cref="StaffId"/>).</summary>
    public long? RedeemerId { get; init; }
    public long? StaffId { get; init; }

    /// <summary>The name of whoever redeemed it.</summary>
    public required string Redeemer { get; init; }
    public required DateTimeOffset RedeemedAt { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }
    public required long ClaimId { get; init; }
    public required int Serial { get; init; }
    public required string Title { get; init; }

    /// <summary>The name of the member who held the claim.</summary>
    public required string Name { get; init; }
}

/// <summary>A member's claim, for a counter to which the member comes without the code.</summary>
public sealed record ClaimToRedeem
{
    public required long Id { get; init; }
    public required int Serial { get; init; }
    public required DateTimeOffset ClaimedAt { get; init; }
    public required string Title { get; init; }
    public required string Number { get; init; }
    public required string Name { get; init; }
    public required string Unit { get; init; }
}

public enum RedeemWay
{
    /// <summary>The member showed the code.</summary>
    Code,

    /// <summary>Staff found the claim by the member, or in the list.</summary>
    ByHand,
}

public enum RedeemOutcome
{
    Redeemed,
    Repeated,
    NoSuchCode,
    Voucher,
    Cancelled,
    Expired,
    AlreadyRedeemed,
    ForeignCode,
}

/// <param name="Redemption">The one that stands, where the claim is redeemed.</param>
public readonly record struct RedeemResult(RedeemOutcome Outcome, Redemption? Redemption = null);
