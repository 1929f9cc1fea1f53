using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>Acceptances that WeChat does not tell of: the mini program reports them, and of the rest WeChat decides.</summary>
public sealed class ConsentReportTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_mini_program_reports_counts_without_an_event()
    {
        var (phone, template) = await NewAsync();

        var settings = await ReportAsync(phone, template, "accept");
        await ReportAsync(phone, template, "acceptWithAudio");

        Assert.Equal(2, await app.CreditsAsync(phone.OpenId, template));
        var offered = settings
            .GetProperty("templates")
            .EnumerateArray()
            .Single(offer => offer.GetProperty("id").GetString() == template.WechatId);
        Assert.Equal(1, offered.GetProperty("credits").GetInt32());
    }

    [Theory]
    [InlineData("report", "event", 0, 1)]
    [InlineData("event", "report", 0, 1)]
    [InlineData("report", "event", 119, 1)]
    [InlineData("event", "report", 119, 1)]
    [InlineData("report", "event", 121, 2)]
    [InlineData("event", "report", 121, 2)]
    public async Task A_report_and_an_event_within_two_minutes_are_one_acceptance(string first, string second, int seconds, int credits)
    {
        var (phone, template) = await NewAsync();

        await HearAsync(first);
        app.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await HearAsync(second);

        Assert.Equal(credits, await app.CreditsAsync(phone.OpenId, template));

        Task HearAsync(string source) =>
            source is "event" ? app.TellChoiceAsync(phone.OpenId, template.WechatId, "accept") : ReportAsync(phone, template, "accept");
    }

    [Fact]
    public async Task Events_and_reports_are_paired_one_to_one()
    {
        var (phone, template) = await NewAsync();

        // Two taps with a popup, and one where the choice was kept.
        await ReportAsync(phone, template, "accept");
        await ReportAsync(phone, template, "accept");
        await app.TellChoiceAsync(phone.OpenId, template.WechatId, "accept");
        await app.TellChoiceAsync(phone.OpenId, template.WechatId, "accept");
        await ReportAsync(phone, template, "accept");

        Assert.Equal(3, await app.CreditsAsync(phone.OpenId, template));
    }

    [Fact]
    public async Task An_event_and_a_report_at_the_same_moment_are_one()
    {
        var phone = await app.NewPhoneAsync();
        for (var round = 0; round < 10; round++)
        {
            var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini);

            await Task.WhenAll(
                Task.Run(() => ReportAsync(phone, template, "accept"), Ct),
                Task.Run(() => RepeatedAsync(() => app.TellChoiceAsync(phone.OpenId, template.WechatId, "accept")), Ct)
            );

            Assert.Equal(1, await app.CreditsAsync(phone.OpenId, template));
        }

        // As the callbacks' job does: what is undone for a duplicate is tried again.
        Task RepeatedAsync(Func<Task> tell) =>
            app.Get<Foundation.Data.Database>()
                .RetryOnDuplicateAsync(async () =>
                {
                    await tell();
                    return true;
                });
    }

    [Fact]
    public async Task A_phone_reports_no_more_than_thirty_acceptances_a_day()
    {
        var (phone, template) = await NewAsync();
        for (var i = 0; i < 40; i++)
        {
            await ReportAsync(phone, template, "accept");
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(PersonMessages.MaxReportsPerDay, await app.CreditsAsync(phone.OpenId, template));

        app.Clock.Advance(TimeSpan.FromDays(1));
        await phone.SignInAsync();
        await ReportAsync(phone, template, "accept");

        Assert.Equal(PersonMessages.MaxReportsPerDay + 1, await app.CreditsAsync(phone.OpenId, template));
    }

    [Fact]
    public async Task A_ban_and_a_filter_say_nothing_of_the_person_and_a_rejection_takes_all()
    {
        var (phone, template) = await NewAsync();
        var other = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Notice);
        await ReportAsync(phone, template, "accept");

        foreach (var word in (string[])["ban", "filter", "", "anything"])
        {
            await ReportAsync(phone, template, word);
        }
        var results = new Dictionary<string, string>
        {
            ["errMsg"] = "requestSubscribeMessage:ok",
            [other.WechatId] = "accept",
            ["no-such-template"] = "accept",
        };
        (await phone.PostAsync("/api/me/messages/consents", new { results })).EnsureSuccessStatusCode();
        Assert.Equal(1, await app.CreditsAsync(phone.OpenId, template));
        Assert.Equal(0, await app.CreditsAsync(phone.OpenId, other));

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReportAsync(phone, template, "reject");
        Assert.Equal(0, await app.CreditsAsync(phone.OpenId, template));
    }

    [Fact]
    public async Task Whoever_accepted_before_is_asked_of_WeChat_and_whoever_never_did_is_left_out()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 4),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        var (sure, kept, spent) = (audience.Users[0], audience.Users[1], audience.Users[2]);
        await app.Services.AcceptAsync(app.WeChat, template, new TestAudience(audience.Prefix, [sure]));
        await app.Services.AcceptAsync(app.WeChat, template, new TestAudience(audience.Prefix, [kept, spent]), count: 0);
        // What the choice that is kept allows, and nobody tells us of.
        app.WeChat.GiveCredits(kept.OpenIds[app.Services.AppOf(MessageChannel.Mini)], template.WechatId);
        var campaign = await app.Services.FreezeCampaignAsync(template, audience);
        Assert.Equal(
            new()
            {
                [(DeliveryState.Planned, "")] = 1,
                [(DeliveryState.Planned, Reasons.Perhaps)] = 2,
                [(DeliveryState.Skipped, Reasons.NoCredit)] = 1,
            },
            await app.Services.CountAsync(campaign)
        );
        var page = await (await app.NewStaffAsync(Role.Secretary)).GetPageAsync($"/staff/messages/{campaign.Id}");
        Assert.Contains("<strong>2</strong><span>人可能收到", page);
        Assert.Contains("<strong>1</strong><span>人会收到", page);

        await app.Get<CampaignStates>().StartAsync(Actor.Command, campaign, null, app.Now, Ct);
        await app.SendDueAsync();

        Assert.Equal(
            new()
            {
                [(DeliveryState.Sent, "")] = 2,
                [(DeliveryState.Refused, Reasons.NoCredit)] = 1,
                [(DeliveryState.Skipped, Reasons.NoCredit)] = 1,
            },
            await app.Services.CountAsync(campaign)
        );
        Assert.Equal((CampaignState.Done, ""), ((await app.FindAsync(campaign)).State, (await app.FindAsync(campaign)).Why));
        Assert.Equal(new DeliveredSummary(2, 2, 1), app.WeChat.DeliveredSummary(template.WechatId));
    }

    [Fact]
    public async Task That_many_have_nothing_left_does_not_stop_a_campaign()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 80),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience, count: 0);
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Refused, Reasons.NoCredit)] = 80 }, await app.Services.CountAsync(campaign));
        Assert.Equal(CampaignState.Done, (await app.FindAsync(campaign)).State);
    }

    private async Task<(TestPhone Phone, MessageTemplate Template)> NewAsync() =>
        (await app.NewPhoneAsync(), await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini));

    private static async Task<System.Text.Json.JsonElement> ReportAsync(TestPhone phone, MessageTemplate template, string word)
    {
        var results = new Dictionary<string, string> { [template.WechatId] = word };
        return await TestPhone.JsonOf(await phone.PostAsync("/api/me/messages/consents", new { results }));
    }
}
