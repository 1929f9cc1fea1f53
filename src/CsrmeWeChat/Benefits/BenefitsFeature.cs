namespace CsrmeWeChat.Benefits;

public static class BenefitsFeature
{
    public static void MapBenefits(this IEndpointRouteBuilder app)
    {
        app.MapClaiming();
        app.MapRedeeming();
    }
}
