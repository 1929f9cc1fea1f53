using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>Whose a receipt is.</summary>
public sealed class MessageReceiptTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_waits_for_its_repeat_is_confirmed_by_its_receipt_and_not_repeated()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await LostAsync(audience, template);
        await app.Get<CampaignStates>().PauseAsync(Actor.Command, campaign, app.Now, Ct);
        await app.TellFinishedAsync(Assert.Single(app.WeChat.Delivered(template.WechatId)), "success");

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);
        await app.Get<CampaignStates>().ResumeAsync(Actor.Command, campaign, app.Now, Ct);
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Confirmed, "")] = 1 }, await app.Services.CountAsync(campaign));
        Assert.Single(app.WeChat.Received("/cgi-bin/message/template/send", OpenIdOf(audience)));
    }

    [Fact]
    public async Task A_receipt_that_may_be_of_either_of_two_is_of_neither()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 1);
        var (one, other) = (
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var (first, second) = (await LostAsync(audience, one), await LostAsync(audience, other));

        await app.TellFinishedAsync(Assert.Single(app.WeChat.Delivered(other.WechatId)), "failed: system failed");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);

        Assert.Equal(new() { [(DeliveryState.Planned, Reasons.Again)] = 1 }, await app.Services.CountAsync(first));
        Assert.Equal(new() { [(DeliveryState.Planned, Reasons.Again)] = 1 }, await app.Services.CountAsync(second));
    }

    [Fact]
    public async Task What_a_cancelled_message_left_behind_is_no_rival_half_an_hour_later()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 1);
        var (one, other) = (
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        await app.Get<CampaignStates>().CancelAsync(Actor.Command, await LostAsync(audience, one), app.Now, Ct);
        app.Clock.Advance(ReceiptStore.Patience);
        var campaign = await LostAsync(audience, other);

        await app.TellFinishedAsync(Assert.Single(app.WeChat.Delivered(other.WechatId)), "success");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);

        Assert.Equal(new() { [(DeliveryState.Confirmed, "")] = 1 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task A_receipt_of_what_a_node_is_sending_is_not_taken_for_that_of_an_unknown_one()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 1);
        var (one, other) = (
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var unknown = await LostAsync(audience, one);
        await app.Get<Database>()
            .ExecuteAsync(
                "UPDATE deliveries SET state = 'unknown', reason = @Waiting, ended_at = @Now WHERE campaign_id = @Id",
                new
                {
                    Reasons.Waiting,
                    app.Now,
                    unknown.Id,
                },
                Ct
            );
        var sending = await app.Services.StartCampaignAsync(other, audience);
        await app.RestAsync();
        Assert.Single((await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(sending, [], 1, "killed", app.Now, Ct)).Leased);
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        await app.TellFinishedAsync(
            new DeliveredMessage(1, app.Now, app.Services.AppOf(MessageChannel.Template), OpenIdOf(audience), other.WechatId, 55_555),
            "failed: system failed"
        );
        app.Clock.Advance(TimeSpan.FromSeconds(40));
        await app.Get<SendMessages>().TidyAsync(Ct);

        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 1 }, await app.Services.CountAsync(unknown));
    }

    [Fact]
    public async Task A_receipt_of_what_a_node_is_just_leasing_waits_for_it()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await LostAsync(audience, template);
        await app.TellFinishedAsync(Assert.Single(app.WeChat.Delivered(template.WechatId)), "success");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var matching = Task.CompletedTask;

        await app.Get<Database>()
            .TransactAsync(
                async tx =>
                {
                    // As a lease begins, and as it ends.
                    await tx.ExecuteAsync("UPDATE message_pace SET why = why", ct: Ct);
                    matching = Task.Run(() => app.Get<ReceiptStore>().MatchAsync(app.Now, Ct), Ct);
                    await Task.WhenAny(matching, Task.Delay(500, Ct));
                    await tx.ExecuteAsync(
                        "UPDATE deliveries SET state = 'leased', lease = 'node', expires_at = @until WHERE campaign_id = @Id",
                        new { campaign.Id, until = app.Now.AddMinutes(1) },
                        Ct
                    );
                    return (true, true);
                },
                Ct
            );
        await matching;

        Assert.Equal(
            1,
            await app.Get<Database>()
                .FindAsync<int>(
                    "SELECT COUNT(*) FROM deliveries WHERE campaign_id = @Id AND state = 'leased' AND message_id IS NULL",
                    new { campaign.Id },
                    Ct
                )
        );
    }

    [Fact]
    public async Task Where_WeChat_told_no_id_its_later_word_still_finds_the_message()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.SendDueAsync();
        await app.Get<Database>().ExecuteAsync("UPDATE deliveries SET message_id = NULL WHERE campaign_id = @Id", new { campaign.Id }, Ct);

        await app.TellSentAsync(Assert.Single(app.WeChat.Delivered(template.WechatId)));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);

        Assert.Equal(new() { [(DeliveryState.Confirmed, "")] = 1 }, await app.Services.CountAsync(campaign));
    }

    private string OpenIdOf(TestAudience audience) => audience.Users[0].OpenIds[app.Services.AppOf(MessageChannel.Template)];

    /// <summary>A template message that WeChat took, and whose answer was lost.</summary>
    private async Task<Campaign> LostAsync(TestAudience audience, MessageTemplate template)
    {
        app.WeChat.AddFault(new SandboxFault { OpenId = OpenIdOf(audience), Drop = DropConnection.AfterActing });
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        await app.RestAsync();
        var leased = (await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], 1, "node", app.Now, Ct)).Leased;
        var outcome = await app.Get<MessageCall>().SendAsync(campaign, Assert.Single(leased), app.Now);
        await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [outcome], 0, "node", app.Now, Ct);
        Assert.Equal(new() { [(DeliveryState.Planned, Reasons.Again)] = 1 }, await app.Services.CountAsync(campaign));
        return campaign;
    }
}
