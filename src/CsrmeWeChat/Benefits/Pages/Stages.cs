using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>How states look.</summary>
public static class Stages
{
    public static string Badge(BenefitStage stage) =>
        stage switch
        {
            BenefitStage.Open => "bg-green-lt",
            BenefitStage.Upcoming => "bg-blue-lt",
            BenefitStage.SoldOut => "bg-yellow-lt",
            _ => "bg-secondary-lt",
        };

    public static string Badge(ClaimState state) =>
        state switch
        {
            ClaimState.Redeemed => "bg-green-lt",
            ClaimState.Held => "bg-blue-lt",
            _ => "bg-secondary-lt",
        };

    /// <summary>A time that may not have been filled in yet.</summary>
    public static string When(DateTimeOffset at) => at == default ? "待定" : Show.Beijing(at);
}
