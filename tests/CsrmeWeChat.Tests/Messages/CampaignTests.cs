using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>Messages to many, against WeChat's rules. No job runs here by itself.</summary>
public sealed class CampaignTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MessageChannel.Template)]
    [InlineData(MessageChannel.Notice)]
    [InlineData(MessageChannel.Mini)]
    public async Task Everybody_gets_it_once_and_the_campaign_ends(MessageChannel channel)
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 100),
            await app.Services.NewTemplateAsync(app.WeChat, channel)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 100 }, await app.Services.CountAsync(campaign));
        Assert.Equal(new DeliveredSummary(100, 100, 1), app.WeChat.DeliveredSummary(template.WechatId));
        Assert.Equal(CampaignState.Done, (await app.FindAsync(campaign)).State);
    }

    [Fact]
    public async Task Each_statement_is_compiled_once_however_many_are_sent()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1_500),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        var before = Statements();

        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1_500 }, await app.Services.CountAsync(campaign));
        // Each transaction records 64 outcomes, so a text that held them would be there 24 times; there are fewer than 20 kinds of
        // statement. The growth of the cache is not counted, for Dapper drops now and then what it met only once.
        Assert.InRange(Statements().Except(before).Count(), 0, 20);

        static HashSet<string> Statements() =>
            [
                .. Dapper
                    .SqlMapper.GetCachedSQL()
                    .Select(cached => cached.Item2)
                    .Where(text => text.Contains("UPDATE deliveries", StringComparison.Ordinal)),
            ];
    }

    [Fact]
    public async Task A_spent_quota_costs_no_attempt_and_after_midnight_somebody_says_whether_it_goes_on()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 30),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Notice)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var fault = app.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/message/subscribe/bizsend",
                ErrCode = 45009,
                Times = null,
            }
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await app.SendDueAsync();
        app.WeChat.RemoveFault(fault.Id);
        await app.SendDueAsync();
        Assert.Equal(
            30,
            await app.Get<Database>()
                .FindAsync<int>(
                    "SELECT COUNT(*) FROM deliveries WHERE campaign_id = @Id AND state = 'planned' AND attempts = 0 AND tried_at IS NULL",
                    new { campaign.Id },
                    Ct
                )
        );
        var pause = Assert.Single(await app.Get<ChannelPauses>().ListAsync(app.Now, Ct), pause => pause.Channel is MessageChannel.Notice);
        Assert.Equal(China.NextDay(app.Now), pause.PausedUntil);

        app.Clock.Advance(pause.PausedUntil - app.Now);
        await app.SendDueAsync();
        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        var waiting = await app.FindAsync(campaign);
        Assert.Equal((CampaignState.Paused, ChannelPauses.QuotaSpent), (waiting.State, waiting.Why));
        Assert.True(await app.Get<CampaignStates>().ResumeAsync(Actor.Command, waiting, app.Now, Ct));
        await app.SendDueAsync();
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 30 }, await app.Services.CountAsync(campaign));
    }

    [Theory]
    [InlineData(48001, "没有此项接口的权限")]
    [InlineData(48004, "限制")]
    [InlineData(50002, "限制")]
    public async Task What_WeChat_will_never_let_through_stops_the_campaign_and_says_what_to_do(int code, string why)
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 10),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var fault = app.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/message/template/send",
                ErrCode = code,
                Times = null,
            }
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await app.SendDueAsync();
        app.WeChat.RemoveFault(fault.Id);

        var stopped = await app.FindAsync(campaign);
        Assert.Equal(CampaignState.Paused, stopped.State);
        Assert.Contains(why, stopped.Why);
        Assert.Equal(new() { [(DeliveryState.Planned, "")] = 10 }, await app.Services.CountAsync(campaign));
        Assert.True(await app.Get<CampaignStates>().ResumeAsync(Actor.Command, stopped, app.Now, Ct));
        await app.SendDueAsync();
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 10 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task A_campaign_that_fails_too_often_pauses_and_only_the_failed_are_tried_again()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 300),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var failing = audience
            .Users.Take(40)
            .Select(user =>
                app.WeChat.AddFault(
                    new SandboxFault
                    {
                        OpenId = user.OpenIds[app.Services.AppOf(MessageChannel.Template)],
                        ErrCode = 40999,
                        Times = null,
                    }
                )
            )
            .ToList();
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await app.SendDueAsync();
        var stopped = await app.FindAsync(campaign);
        Assert.Equal(CampaignState.Paused, stopped.State);
        Assert.Contains("10%", stopped.Why);
        failing.ForEach(fault => app.WeChat.RemoveFault(fault.Id));
        Assert.True(await app.Get<CampaignStates>().ResumeAsync(Actor.Command, stopped, app.Now, Ct));
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await app.SendDueAsync();
        Assert.Equal(
            new() { [(DeliveryState.Failed, "40999")] = 40, [(DeliveryState.Sent, "")] = 260 },
            await app.Services.CountAsync(campaign)
        );

        Assert.Equal(40, await app.Get<CampaignStates>().RetryAsync(Actor.Command, await app.FindAsync(campaign), app.Now, Ct));
        await app.SendDueAsync();
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 300 }, await app.Services.CountAsync(campaign));
        Assert.Equal(new DeliveredSummary(300, 300, 1), app.WeChat.DeliveredSummary(template.WechatId));
    }

    [Fact]
    public async Task Who_declines_a_topic_is_left_out_even_when_the_recipients_stand_already()
    {
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini);
        var (phone, audience) = (await app.NewMemberAsync(), await app.Services.NewAudienceAsync(app.WeChat, 1));
        await app.Services.AcceptAsync(app.WeChat, template, new TestAudience(audience.Prefix, [.. audience.Users, phone.User]));
        await app.Get<Members.MarkStore>().TagAsync(Actor.Command, phone.Member!.Id, audience.Prefix, app.Now, Ct);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        (
            await phone.PutAsync("/api/me/messages", new { topics = new[] { new { topic = "events", wanted = false } } })
        ).EnsureSuccessStatusCode();

        await app.SendDueAsync();

        Assert.Equal(
            new() { [(DeliveryState.Sent, "")] = 1, [(DeliveryState.Skipped, Reasons.Declined)] = 1 },
            await app.Services.CountAsync(campaign)
        );
    }

    [Fact]
    public async Task A_member_who_cannot_be_reached_is_among_the_recipients_with_the_reason()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 3),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var unbound = await app.NewRosterMemberAsync("13800001111");
        await app.Get<Members.MarkStore>().TagAsync(Actor.Command, unbound.Id, audience.Prefix, app.Now, Ct);
        await app.Get<Database>()
            .ExecuteAsync(
                "UPDATE followers SET follows = 0 WHERE open_id = @openId",
                new { openId = audience.Users[0].OpenIds[app.Services.AppOf(MessageChannel.Template)] },
                Ct
            );

        var campaign = await app.Services.FreezeCampaignAsync(template, audience);

        Assert.Equal(
            new()
            {
                [(DeliveryState.Planned, "")] = 2,
                [(DeliveryState.Skipped, Reasons.NoWechat)] = 1,
                [(DeliveryState.Skipped, Reasons.NotFollowing)] = 1,
            },
            await app.Services.CountAsync(campaign)
        );
    }

    [Fact]
    public async Task Cancelling_stops_what_is_not_yet_out()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 10),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        Assert.True(await app.Get<CampaignStates>().CancelAsync(Actor.Command, campaign, app.Now, Ct));

        await app.SendDueAsync();

        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        Assert.False(await app.Get<CampaignStates>().ResumeAsync(Actor.Command, campaign, app.Now, Ct));
    }

    [Fact]
    public async Task The_same_cause_makes_a_campaign_once()
    {
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template);
        var draft = new CampaignDraft("提醒", Topic.Events, template.Id, new Dictionary<string, string>(), "", Audience.All);

        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => app.Get<CampaignStore>().TryAddAsync(Actor.Command, $"event-{template.WechatId[..20]}", draft, app.Now, Ct))
        );

        Assert.Single(made, id => id is not null);
    }
}
