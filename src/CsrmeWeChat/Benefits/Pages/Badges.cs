namespace CsrmeWeChat.Benefits.Pages;

/// <summary>The look of a state's badge.</summary>
public static class Badges
{
    public static string Of(BenefitPhase phase) =>
        phase switch
        {
            BenefitPhase.Open => "bg-green-lt",
            BenefitPhase.Upcoming => "bg-blue-lt",
            BenefitPhase.SoldOut => "bg-yellow-lt",
            _ => "bg-secondary-lt",
        };

    public static string Of(MemberBenefitState state) =>
        state switch
        {
            MemberBenefitState.Redeemed or MemberBenefitState.Can => "bg-green-lt",
            MemberBenefitState.Held or MemberBenefitState.Will => "bg-blue-lt",
            MemberBenefitState.Cannot => "bg-yellow-lt",
            _ => "bg-secondary-lt",
        };

    public static string Of(ClaimState state) =>
        state switch
        {
            ClaimState.Redeemed => "bg-green-lt",
            ClaimState.Held => "bg-blue-lt",
            _ => "bg-secondary-lt",
        };
}
