using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>What may have gone out does not go out again; what surely has not, does.</summary>
public sealed class MessageRepeatTests(App app) : IClassFixture<App>
{
    private const string TemplateApi = "/cgi-bin/message/template/send";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repeat_that_had_to_wait_until_WeChat_forgot_the_id_is_not_made()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 3),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        audience.Users.ToList().ForEach(user => Fault(user, new() { Drop = DropConnection.AfterActing }));
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.SendDueAsync();
        Assert.Equal(new() { [(DeliveryState.Planned, Reasons.Again)] = 3 }, await app.Services.CountAsync(campaign));

        Assert.True(await Campaigns.PauseAsync(Actor.Command, campaign, app.Now, Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.True(await Campaigns.ResumeAsync(Actor.Command, campaign, app.Now, Ct));
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 3 }, await app.Services.CountAsync(campaign));
        Assert.All(audience.Users, user => Assert.Single(app.WeChat.Received(TemplateApi, OpenIdOf(user))));
    }

    [Theory]
    [InlineData(47003, 1)]
    [InlineData(40999, 1)]
    [InlineData(43004, 1)]
    [InlineData(43101, 1)]
    public async Task A_refusal_after_a_lost_answer_does_not_mean_that_nothing_went_out(int errCode, int times)
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        Fault(audience.Users[0], new() { Drop = DropConnection.AfterActing });
        Fault(audience.Users[0], new() { ErrCode = errCode, Times = times });
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await app.SendDueAsync();
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 1 }, await app.Services.CountAsync(campaign));
        Assert.Equal(0, await Campaigns.RetryAsync(Actor.Command, campaign, app.Now, Ct));
        Assert.Equal(1, app.WeChat.DeliveredSummary(template.WechatId).Messages);
    }

    [Fact]
    public async Task What_WeChat_was_away_for_goes_out_as_long_as_it_is_not_late()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 2),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        audience.Users.ToList().ForEach(user => Fault(user, new() { HttpStatus = 503 }));
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await app.SendDueAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(55));
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 2 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task What_WeChat_says_it_did_not_deliver_goes_out_anew_when_staff_say_so()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.SendDueAsync();
        var sent = Assert.Single(app.WeChat.Delivered(template.WechatId));
        await app.TellFinishedAsync(sent, "failed: system failed");
        await app.Get<SendMessages>().TidyAsync(Ct);
        Assert.Equal(new() { [(DeliveryState.Failed, Reasons.System)] = 1 }, await app.Services.CountAsync(campaign));

        Assert.Equal(1, await Campaigns.RetryAsync(Actor.Command, campaign, app.Now, Ct));
        await app.SendDueAsync();

        Assert.Equal(2, app.WeChat.DeliveredSummary(template.WechatId).Messages);
    }

    [Fact]
    public async Task What_WeChat_confirmed_stays_confirmed()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.SendDueAsync();
        var sent = Assert.Single(app.WeChat.Delivered(template.WechatId));

        foreach (var status in (string[])["success", "failed: system failed"])
        {
            await app.TellFinishedAsync(sent, status);
            await app.Get<SendMessages>().TidyAsync(Ct);
        }

        Assert.Equal(new() { [(DeliveryState.Confirmed, "")] = 1 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task An_outcome_counts_once_however_often_it_is_written()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 5),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience, count: 3);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();
        var leased = (await Store.RecordAndLeaseAsync(campaign, [], 5, "node", app.Now, Ct)).Leased;
        List<DeliveryOutcome> outcomes =
        [
            leased[0].Became(DeliveryState.Sent),
            leased[1].Became(DeliveryState.Failed, Reasons.GaveUp),
            leased[2].Became(DeliveryState.Planned, Reasons.Again),
            leased[3].GivenBack(),
            leased[4].Became(DeliveryState.Unknown, Reasons.Waiting),
        ];

        await Store.RecordAndLeaseAsync(campaign, outcomes, 0, "node", app.Now, Ct);
        // Its answer was lost: it is written again.
        await Store.RecordAndLeaseAsync(campaign, outcomes, 0, "node", app.Now, Ct);

        Assert.Equal(
            "4 3",
            await app.Get<Database>()
                .FindAsync<string>("SELECT CONCAT(done, ' ', failed) FROM campaigns WHERE id = @Id", new { campaign.Id }, Ct)
        );
        Assert.Equal(2, await app.CreditsAsync(leased[0].OpenId, template));
        Assert.Equal(
            [1, 1, 1, 0, 1],
            await app.Get<Database>()
                .ListAsync<int>("SELECT attempts FROM deliveries WHERE campaign_id = @Id ORDER BY id", new { campaign.Id }, Ct)
        );
    }

    [Fact]
    public async Task A_late_outcome_of_a_lost_lease_spends_no_second_credit()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience, count: 2);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();
        var leased = Assert.Single((await Store.RecordAndLeaseAsync(campaign, [], 1, "slow", app.Now, Ct)).Leased);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await app.Get<SendMessages>().TidyAsync(Ct);
        Assert.Equal(1, await app.CreditsAsync(leased.OpenId, template));

        await Store.RecordAndLeaseAsync(campaign, [leased.Became(DeliveryState.Sent) with { MessageId = 5 }], 0, "slow", app.Now, Ct);

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1 }, await app.Services.CountAsync(campaign));
        Assert.Equal(1, await app.CreditsAsync(leased.OpenId, template));
    }

    [Fact]
    public async Task What_a_late_node_did_not_send_goes_out_all_the_same_though_it_was_given_up()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();
        var leased = Assert.Single((await Store.RecordAndLeaseAsync(campaign, [], 1, "frozen", app.Now, Ct)).Leased);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await app.Get<SendMessages>().TidyAsync(Ct);
        await app.SendDueAsync();
        Assert.Equal((CampaignState.Done, 0), ((await app.FindAsync(campaign)).State, await app.CreditsAsync(leased.OpenId, template)));

        await Store.RecordAndLeaseAsync(campaign, [leased.GivenBack()], 0, "frozen", app.Now, Ct);
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1 }, await app.Services.CountAsync(campaign));
        Assert.Equal((CampaignState.Done, 0), ((await app.FindAsync(campaign)).State, await app.CreditsAsync(leased.OpenId, template)));
    }

    [Fact]
    public async Task A_repeat_leased_without_our_knowing_is_still_one_that_WeChat_did_not_take()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();
        var first = Assert.Single((await Store.RecordAndLeaseAsync(campaign, [], 1, "node", app.Now, Ct)).Leased);
        await Store.RecordAndLeaseAsync(
            campaign,
            [first.Became(DeliveryState.Planned, Reasons.Again) with { WasSeen = false }],
            0,
            "node",
            app.Now,
            Ct
        );
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Single((await Store.RecordAndLeaseAsync(campaign, [], 1, "node", app.Now, Ct)).Leased);

        await app.Get<ExpiredLeases>().GiveBackAsync(MessageChannel.Mini, "node", [], app.Now, Ct);
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task What_was_leased_without_our_knowing_is_given_back_untouched()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 5),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();
        var leased = (await Store.RecordAndLeaseAsync(campaign, [], 5, "node", app.Now, Ct)).Leased;

        await app.Get<ExpiredLeases>().GiveBackAsync(MessageChannel.Mini, "node", [leased[0].Id], app.Now, Ct);

        Assert.Equal(
            new() { [(DeliveryState.Leased, "")] = 1, [(DeliveryState.Planned, "")] = 4 },
            await app.Services.CountAsync(campaign)
        );
        Assert.Equal(
            4,
            await app.Get<Database>()
                .FindAsync<int>(
                    "SELECT COUNT(*) FROM deliveries WHERE campaign_id = @Id AND attempts = 0 AND tried_at IS NULL",
                    new { campaign.Id },
                    Ct
                )
        );
        Assert.Equal(4, (await Store.RecordAndLeaseAsync(campaign, [], 5, "other", app.Now, Ct)).Leased.Count);
    }

    private CampaignStates Campaigns => app.Get<CampaignStates>();

    private DeliveryLeaser Store => app.Get<DeliveryLeaser>();

    private string OpenIdOf(SandboxUser user) => user.OpenIds[app.Services.AppOf(MessageChannel.Template)];

    private void Fault(SandboxUser user, SandboxFault fault) => app.WeChat.AddFault(fault with { OpenId = OpenIdOf(user) });
}
