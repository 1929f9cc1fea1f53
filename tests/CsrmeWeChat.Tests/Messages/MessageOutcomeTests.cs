using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>What is known of a message whose answer was lost, and what WeChat tells of it later.</summary>
public sealed class MessageOutcomeTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_whose_answer_is_lost_is_repeated_only_where_WeChat_tells_repeats_apart()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 5);
        var (template, mini) = (
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, mini, audience, count: 2);
        foreach (var user in audience.Users)
        {
            app.WeChat.AddFault(
                new SandboxFault { OpenId = user.OpenIds[app.Services.AppOf(MessageChannel.Template)], Drop = DropConnection.AfterActing }
            );
            app.WeChat.AddFault(
                new SandboxFault { OpenId = user.OpenIds[app.Services.AppOf(MessageChannel.Mini)], Drop = DropConnection.AfterActing }
            );
        }
        var (repeated, unknown) = (
            await app.Services.StartCampaignAsync(template, audience),
            await app.Services.StartCampaignAsync(mini, audience)
        );

        await app.SendDueAsync();
        Assert.Equal(new() { [(DeliveryState.Planned, Reasons.Again)] = 5 }, await app.Services.CountAsync(repeated));
        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 5 }, await app.Services.CountAsync(unknown));
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 5 }, await app.Services.CountAsync(repeated));
        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 5 }, await app.Services.CountAsync(unknown));
        Assert.Equal(new DeliveredSummary(5, 5, 1), app.WeChat.DeliveredSummary(template.WechatId));
        Assert.Equal(new DeliveredSummary(5, 5, 1), app.WeChat.DeliveredSummary(mini.WechatId));
    }

    [Fact]
    public async Task A_lost_answer_is_made_up_for_by_a_receipt_and_without_one_stays_unknown()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 3),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        audience
            .Users.ToList()
            .ForEach(user =>
                app.WeChat.AddFault(
                    new SandboxFault { OpenId = user.OpenIds[app.Services.AppOf(MessageChannel.Mini)], Drop = DropConnection.AfterActing }
                )
            );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.SendDueAsync();
        foreach (var message in app.WeChat.Delivered(template.WechatId).Take(2))
        {
            await app.TellSentAsync(message);
        }

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);
        Assert.Equal(
            new() { [(DeliveryState.Confirmed, "")] = 2, [(DeliveryState.Unknown, Reasons.Waiting)] = 1 },
            await app.Services.CountAsync(campaign)
        );
        app.Clock.Advance(ReceiptStore.Patience);
        await app.Get<SendMessages>().TidyAsync(Ct);

        Assert.Equal(
            new() { [(DeliveryState.Confirmed, "")] = 2, [(DeliveryState.Unknown, Reasons.Unmatched)] = 1 },
            await app.Services.CountAsync(campaign)
        );
        Assert.Equal(0, await app.Get<CampaignStates>().RetryAsync(Actor.Command, campaign, app.Now, Ct));
    }

    [Fact]
    public async Task A_receipt_may_come_before_we_wrote_that_it_was_sent()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        var openId = audience.Users[0].OpenIds[app.Services.AppOf(MessageChannel.Template)];
        await app.RestAsync();
        var leased = (await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], 1, "node", app.Now, Ct)).Leased;
        var outcome = await app.Get<MessageCall>().SendAsync(campaign, Assert.Single(leased), app.Now);
        var sent = Assert.Single(app.WeChat.Delivered(template.WechatId));
        Assert.Equal((sent.OpenId, sent.MessageId), (openId, outcome.MessageId));
        await app.TellFinishedAsync(sent, "failed:user block");
        await app.Get<SendMessages>().TidyAsync(Ct);

        await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [outcome], 0, "node", app.Now, Ct);
        await app.Get<SendMessages>().TidyAsync(Ct);

        Assert.Equal(new() { [(DeliveryState.Refused, Reasons.Blocked)] = 1 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task A_template_message_is_not_repeated_once_WeChat_no_longer_heeds_its_id()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 2),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();
        Assert.Equal(2, (await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], 10, "dead", app.Now, Ct)).Leased.Count);

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Get<SendMessages>().TidyAsync(Ct);
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 2 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task A_receipt_is_not_taken_for_a_message_that_was_tried_only_later()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var openId = audience.Users[0].OpenIds[app.Services.AppOf(MessageChannel.Mini)];
        await app.TellSentAsync(
            new DeliveredMessage(1, app.Now, app.Services.AppOf(MessageChannel.Mini), openId, template.WechatId, 987_654_321)
        );
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        app.WeChat.AddFault(new SandboxFault { OpenId = openId, Drop = DropConnection.BeforeActing });
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await app.SendDueAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);

        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 1 }, await app.Services.CountAsync(campaign));
    }
}
