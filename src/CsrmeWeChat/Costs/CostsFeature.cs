namespace CsrmeWeChat.Costs;

/// <summary>费用: what a call, a contest or an event cost, noted by staff for the closing report.</summary>
public static class CostsFeature
{
    public static IHostApplicationBuilder AddCosts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CostBook>();
        return builder;
    }
}
