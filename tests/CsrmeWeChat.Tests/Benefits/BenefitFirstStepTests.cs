using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Tests;

/// <summary>What a new installation is led to do first.</summary>
public sealed class BenefitFirstStepTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_season_and_a_benefit_are_first_steps_until_they_are_there()
    {
        IFirstStep[] steps = [.. app.Get<IEnumerable<IFirstStep>>().Where(step => step is FirstSeason or FirstBenefit)];
        Assert.Equal(2, steps.Length);
        foreach (var step in steps)
        {
            Assert.False(await step.IsDoneAsync(Ct), step.Words);
        }

        await app.NewBenefitAsync();

        foreach (var step in steps)
        {
            Assert.True(await step.IsDoneAsync(Ct), step.Words);
        }
    }
}
