namespace CsrmeWeChat.Benefits;

public enum BenefitKind
{
    /// <summary>Shown at a counter, where its code is redeemed.</summary>
    Counter,

    /// <summary>A partner's voucher code is handed out; once shown it never returns.</summary>
    Voucher,
}

public enum BenefitState
{
    Draft,
    Published,
    Closed,
}

/// <summary>What a benefit's state, windows and stock come to at an instant.</summary>
public enum BenefitStage
{
    Draft,
    Upcoming,
    Open,
    SoldOut,
    Closed,
}

public static class BenefitStages
{
    public static BenefitStage Of(BenefitState state, DateTimeOffset opensAt, DateTimeOffset closesAt, int remaining, DateTimeOffset now) =>
        state switch
        {
            BenefitState.Draft => BenefitStage.Draft,
            BenefitState.Closed => BenefitStage.Closed,
            _ when now >= closesAt => BenefitStage.Closed,
            _ when now < opensAt => BenefitStage.Upcoming,
            _ when remaining <= 0 => BenefitStage.SoldOut,
            _ => BenefitStage.Open,
        };
}
