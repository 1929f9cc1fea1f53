using System.Text.Json.Nodes;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>The ledger of what people allow to be sent: one acceptance, one message.</summary>
public sealed class SubscriptionCreditTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_spent_subscription_is_no_error_and_closes_the_credit()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 2),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience, count: 3);
        app.WeChat.GiveCredits(audience.Users[0].OpenIds[app.Services.AppOf(MessageChannel.Mini)], template.WechatId, -3);
        var first = await app.Services.StartCampaignAsync(template, audience);

        await app.SendDueAsync();
        var second = await app.Services.FreezeCampaignAsync(template, audience);

        Assert.Equal(
            new() { [(DeliveryState.Sent, "")] = 1, [(DeliveryState.Refused, Reasons.NoCredit)] = 1 },
            await app.Services.CountAsync(first)
        );
        Assert.Equal(
            new() { [(DeliveryState.Planned, "")] = 1, [(DeliveryState.Planned, Reasons.Perhaps)] = 1 },
            await app.Services.CountAsync(second)
        );
    }

    [Fact]
    public async Task One_acceptance_lets_one_of_two_campaigns_through()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 20),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var (one, other) = (
            await app.Services.FreezeCampaignAsync(template, audience),
            await app.Services.FreezeCampaignAsync(template, audience)
        );
        await app.Get<CampaignStates>().StartAsync(Actor.Command, one, null, app.Now, Ct);
        await app.Get<CampaignStates>().StartAsync(Actor.Command, other, null, app.Now, Ct);

        await app.SendDueAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await app.SendDueAsync();

        var (counts, others) = (await app.Services.CountAsync(one), await app.Services.CountAsync(other));
        Assert.Equal(20, counts.GetValueOrDefault((DeliveryState.Sent, "")) + others.GetValueOrDefault((DeliveryState.Sent, "")));
        Assert.Equal(
            20,
            counts.GetValueOrDefault((DeliveryState.Refused, Reasons.NoCredit))
                + others.GetValueOrDefault((DeliveryState.Refused, Reasons.NoCredit))
        );
        Assert.Equal(new DeliveredSummary(20, 20, 1), app.WeChat.DeliveredSummary(template.WechatId));
    }

    [Fact]
    public async Task What_somebody_accepts_while_WeChat_refuses_an_older_message_stays()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();
        var leased = Assert.Single((await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], 1, "node", app.Now, Ct)).Leased);
        var asked = app.Now;
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.TellChoiceAsync(leased.OpenId, template.WechatId, "accept");

        await app.Get<DeliveryLeaser>()
            .RecordAndLeaseAsync(
                campaign,
                [leased.Became(DeliveryState.Refused, Reasons.NoCredit) with { At = asked }],
                0,
                "node",
                app.Now,
                Ct
            );

        Assert.Equal(2, await app.CreditsAsync(leased.OpenId, template));
    }

    [Fact]
    public async Task A_long_term_subscription_is_not_spent_by_any_message()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 2);
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini, longTerm: true);
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var lost = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();
        Assert.Equal(2, (await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(lost, [], 2, "dead", app.Now, Ct)).Leased.Count);
        app.Clock.Advance(TimeSpan.FromSeconds(61) + ReceiptStore.Patience);
        await app.Get<SendMessages>().TidyAsync(Ct);
        app.Clock.Advance(TimeSpan.FromSeconds(61) + ReceiptStore.Patience);
        await app.Get<SendMessages>().TidyAsync(Ct);

        var (second, third) = (
            await app.Services.StartCampaignAsync(template, audience),
            await app.Services.StartCampaignAsync(template, audience)
        );
        await app.SendDueAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Unmatched)] = 2 }, await app.Services.CountAsync(lost));
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 2 }, await app.Services.CountAsync(second));
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 2 }, await app.Services.CountAsync(third));
    }

    [Fact]
    public async Task Acceptances_add_up_and_a_refusal_takes_them_all()
    {
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini);
        await app.TellChoiceAsync("o-someone", template.WechatId, "accept");
        await app.TellChoiceAsync("o-someone", template.WechatId, "accept");
        Assert.Equal(2, await app.CreditsAsync("o-someone", template));
        await app.TellChoiceAsync("o-someone", template.WechatId, "reject");
        Assert.Equal(0, await app.CreditsAsync("o-someone", template));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_somebody_takes_back_in_WeChats_settings_is_read_in_its_older_form_too(bool olderForm)
    {
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini);
        var user = app.WeChat.MakeUser().OpenIds[Pushed.Mini];
        JsonObject Choice(string status) => new() { ["TemplateId"] = template.WechatId, ["SubscribeStatusString"] = status };
        Task PushAsync(string what, string element, string status) =>
            app.PushAsync(Pushed.Mini, Pushed.Plain, user, Pushed.Event(what, (element, new JsonObject { ["List"] = Choice(status) })));

        await PushAsync("subscribe_msg_popup_event", "SubscribeMsgPopupEvent", "accept");
        await app.HandleCallbacksAsync();
        Assert.Equal(1, await app.CreditsAsync(user, template));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await PushAsync("subscribe_msg_change_event", olderForm ? "SubscribeMsgPopupEvent" : "SubscribeMsgChangeEvent", "reject");
        await app.HandleCallbacksAsync();

        Assert.Equal(0, await app.CreditsAsync(user, template));
    }
}
