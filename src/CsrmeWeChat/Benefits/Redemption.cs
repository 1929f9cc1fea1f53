using CsrmeWeChat.Foundation.Audit;

namespace CsrmeWeChat.Benefits;

/// <summary>Who stands at the counter: a member with the right to redeem, or staff, of whom the trail tells.</summary>
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

    /// <summary>The member who redeemed it, or the staff: one of the two.</summary>
    public long? RedeemerId { get; init; }
    public long? StaffId { get; init; }
    public required string Redeemer { get; init; }
    public required DateTimeOffset RedeemedAt { get; init; }
    public DateTimeOffset? UndoneAt { get; init; }
    public required long ClaimId { get; init; }
    public required int Serial { get; init; }
    public required string Title { get; init; }
    public required string Name { get; init; }
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

public readonly record struct RedeemResult(RedeemOutcome Outcome, Redemption? Redemption = null);
