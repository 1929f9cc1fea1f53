using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>What is late, or would begin at night, waits for a person. The clock stands at 09:00 in Beijing when a test begins.</summary>
public sealed class LateMessageTests(TestEngine engine) : IAsyncLifetime
{
    private readonly App app = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private CampaignStates States => app.Get<CampaignStates>();

    public ValueTask InitializeAsync() => app.InitializeAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    // Nobody sent from Friday to Monday; over an hour by day; and each of them in the night.
    [InlineData("10:00", "67:00", true)]
    [InlineData("10:00", "11:01", true)]
    [InlineData("10:00", "10:59", false)]
    [InlineData("21:30", "22:10", true)]
    [InlineData("21:58", "22:01", false)]
    [InlineData("23:00", "23:40", false)]
    [InlineData("29:00", "29:40", false)]
    [InlineData("31:30", "32:20", false)]
    public async Task What_was_not_sent_at_its_hour_waits_for_a_person_when_it_is_late_or_night(string asked, string lookedAt, bool waits)
    {
        var (campaign, template) = await StartAtAsync(Beijing(asked));

        app.Clock.Advance(Beijing(lookedAt) - app.Now);
        await app.SendDueAsync();

        var found = await app.FindAsync(campaign);
        Assert.Equal(waits ? CampaignState.Paused : CampaignState.Done, found.State);
        Assert.Equal(waits ? 0 : 3, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        if (waits)
        {
            Assert.Contains("请决定是否还要发", found.Why);
            Assert.True(await States.ResumeAsync(Actor.Command, found, app.Now, Ct));
            await app.SendDueAsync();
            Assert.Equal(new DeliveredSummary(3, 3, 1), app.WeChat.DeliveredSummary(template.WechatId));
        }
    }

    [Fact]
    public async Task What_somebody_starts_at_night_goes_out_at_night()
    {
        app.Clock.Advance(Beijing("23:30") - app.Now);
        var (campaign, _) = await StartAtAsync(null);

        await app.SendDueAsync();

        Assert.Equal(CampaignState.Done, (await app.FindAsync(campaign)).State);
    }

    [Fact]
    public async Task What_stopped_half_way_does_not_go_on_by_itself_hours_later()
    {
        var (campaign, template) = await StartAtAsync(null);
        // A node sent two of three, and its host went down.
        var leaser = app.Get<DeliveryLeaser>();
        var leased = (await leaser.RecordAndLeaseAsync(campaign, [], 2, "node", app.Now, Ct)).Leased;
        await leaser.RecordAndLeaseAsync(campaign, [.. leased.Select(one => one.Became(DeliveryState.Sent))], 0, "node", app.Now, Ct);

        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.SendDueAsync();

        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 2, [(DeliveryState.Planned, "")] = 1 }, await app.Services.CountAsync(campaign));
        Assert.Equal(CampaignState.Paused, (await app.FindAsync(campaign)).State);
        var staff = await app.NewStaffAsync(Role.Secretary);
        var page = await staff.GetPageAsync($"/staff/messages/{campaign.Id}");
        Assert.Contains("系统没有自动补发", page);
        Assert.Contains("继续发送", page);
    }

    [Fact]
    public async Task One_that_a_node_looks_at_all_the_time_is_never_late()
    {
        var (campaign, template) = await StartAtAsync(null);
        await app.Get<ChannelPauses>().PauseAsync(MessageChannel.Template, app.Now.AddMinutes(90), forDay: false, "调用过于频繁。", Ct);
        for (var minute = 0; minute < 90; minute += 10)
        {
            await app.SendDueAsync();
            app.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        await app.SendDueAsync();

        Assert.Equal(CampaignState.Done, (await app.FindAsync(campaign)).State);
        Assert.Equal(3, app.WeChat.DeliveredSummary(template.WechatId).Messages);
    }

    [Fact]
    public async Task What_comes_due_while_the_day_s_quota_is_spent_does_not_go_out_at_midnight()
    {
        var (campaign, template) = await StartAtAsync(Beijing("23:50"));
        app.Clock.Advance(Beijing("23:40") - app.Now);
        await app.Get<ChannelPauses>().PauseAsync(MessageChannel.Template, China.NextDay(app.Now), forDay: true, "次数已用完。", Ct);
        app.Clock.Advance(Beijing("23:55") - app.Now);
        await app.SendDueAsync();
        app.Clock.Advance(Beijing("24:06") - app.Now);

        await app.SendDueAsync();

        Assert.Equal(CampaignState.Paused, (await app.FindAsync(campaign)).State);
        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);
    }

    [Fact]
    public async Task How_late_is_too_late_is_a_setting()
    {
        app.Settings["Sending:MaxLateness"] = "03:00:00";
        var (campaign, _) = await StartAtAsync(Beijing("10:00"));
        app.Clock.Advance(Beijing("12:30") - app.Now);

        await app.SendDueAsync();

        Assert.Equal(CampaignState.Done, (await app.FindAsync(campaign)).State);
    }

    /// <summary>A clock of the first day in Beijing; its hours go on beyond 24.</summary>
    private static DateTimeOffset Beijing(string clock)
    {
        var parts = clock.Split(':');
        return new DateTimeOffset(2026, 5, 30, 0, 0, 0, TimeSpan.FromHours(8))
            .AddHours(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture))
            .AddMinutes(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))
            .ToUniversalTime();
    }

    private async Task<(Campaign Campaign, MessageTemplate Template)> StartAtAsync(DateTimeOffset? at)
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 3),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.FreezeCampaignAsync(template, audience);
        Assert.True(await States.StartAsync(Actor.Command, campaign, at, app.Now, Ct));
        return (await app.FindAsync(campaign), template);
    }
}
