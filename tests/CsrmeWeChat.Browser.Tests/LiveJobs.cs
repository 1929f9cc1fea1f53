using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>A rush watched, a rush rehearsed, and the schedule of jobs.</summary>
public sealed class LiveJobs(Venue venue)
{
    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_rush_is_watched_with_what_remains_who_was_refused_and_whether_the_accounts_hold(Width width)
    {
        var benefit = await venue.Services.NewBenefitAsync(stock: 20);
        var tokens = await venue.Services.NewCrowdAsync(50);
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        await secretary.Page.GotoAsync($"/staff/benefits/{benefit}/live");
        await Assertions.Expect(secretary.Page.GetByTestId("verdict")).ToContainTextAsync("账实相符");

        var load = new LoadClient(venue.BaseUrl, 10);
        await load.RunAsync(
            [.. tokens.Select(token => LoadClient.Post($"/api/benefits/{benefit}/claim", token))],
            TimeSpan.FromSeconds(30)
        );

        await Assertions.Expect(secretary.Page.Locator("[data-live=remaining]")).ToHaveTextAsync("0");
        await Assertions.Expect(secretary.Page.Locator("#refusals")).ToContainTextAsync("领完");
        await Assertions.Expect(secretary.Page.GetByTestId("verdict")).ToContainTextAsync("账实相符");
        await secretary.LookAsync("live");

        // Somebody tampers with the rows: the page says so.
        await venue
            .Services.GetRequiredService<Database>()
            .ExecuteAsync(
                "UPDATE benefits SET held = held - 1 WHERE id = @benefit",
                new { benefit },
                TestContext.Current.CancellationToken
            );
        await Assertions.Expect(secretary.Page.GetByTestId("verdict")).ToContainTextAsync("账实不符");
        await secretary.LookAsync("live-wrong");
    }

    [Fact]
    public async Task Two_who_watch_a_rush_may_each_add_to_the_total_that_they_see()
    {
        var benefit = await venue.Services.NewBenefitAsync(stock: 20);
        await using var first = await venue.OpenAsync(Width.Desk);
        await using var second = await venue.OpenAsync(Width.Desk);
        foreach (var secretary in (Visit[])[first, second])
        {
            await secretary.SignInAsync(venue, Role.Secretary);
            await secretary.Page.GotoAsync($"/staff/benefits/{benefit}/live");
        }

        await first.Button("加 10").ClickAsync();
        await Assertions.Expect(second.Page.Locator("[data-live=stock]")).ToHaveTextAsync("30");
        await second.Button("加 50").ClickAsync();

        await second.SeesAsync("总量已改为 80。");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_rush_is_rehearsed_and_its_figures_stay(Width width)
    {
        // Benefits of other tests are being claimed: nobody may rehearse beside them.
        await venue
            .Services.GetRequiredService<Database>()
            .ExecuteAsync("UPDATE benefits SET state = 'closed'", ct: TestContext.Current.CancellationToken);
        await using var boss = await venue.OpenAsync(width);
        await boss.SignInAsync(venue, Role.Admin);
        await boss.ChooseAsync("开抢演练");
        await boss.LookAsync("rehearsal");
        await boss.Page.GetByLabel("手机数量").FillAsync("50");
        await boss.Page.GetByLabel("福利份数").FillAsync("20");
        await boss.Button("开始演练").ClickAsync();
        await boss.SeesAsync("正在演练");

        await Assertions.Expect(boss.Page.GetByTestId("result")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await boss.SeesAsync("账实相符");
        await boss.LookAsync("rehearsed");
    }

    [Fact]
    public async Task An_administrator_looks_at_the_jobs_without_leaving_the_policy_of_the_console()
    {
        await using var boss = await venue.OpenAsync(Width.Desk);
        await boss.SignInAsync(venue, Role.Admin);
        await boss.Page.GotoAsync("/staff/jobs/recurring");
        await boss.SeesAsync("expire-claims");
        await boss.PictureAsync("jobs");
    }
}
