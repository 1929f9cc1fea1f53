using CsrmeWeChat.Audit;
using CsrmeWeChat.Data;
using CsrmeWeChat.Push;
using WeChat;
using WeChat.Callbacks;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>Messages to many, one by one, against WeChat's rules. No job runs here by itself.</summary>
public sealed class CampaignTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Channel.Template)]
    [InlineData(Channel.Notice)]
    [InlineData(Channel.Mini)]
    public async Task Everybody_gets_it_once_and_the_campaign_ends(Channel channel)
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 100), await app.Services.NewTemplateAsync(app.WeChat, channel));
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await SendAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 100 }, await app.Services.CountAsync(campaign));
        Assert.Equal(new DeliveredSummary(100, 100, 1), app.WeChat.DeliveredSummary(template.WechatId));
        Assert.Equal(CampaignState.Done, (await FindAsync(campaign)).State);
    }

    [Fact]
    public async Task A_message_whose_answer_is_lost_is_repeated_only_where_WeChat_tells_repeats_apart()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 5);
        var (template, mini) = (await app.Services.NewTemplateAsync(app.WeChat, Channel.Template), await app.Services.NewTemplateAsync(app.WeChat, Channel.Mini));
        await app.Services.AcceptAsync(app.WeChat, mini, audience, count: 2);
        foreach (var user in audience.Users)
        {
            app.WeChat.AddFault(new SandboxFault { OpenId = user.OpenIds[app.Services.AppOf(Channel.Template)], Drop = DropConnection.AfterActing });
            app.WeChat.AddFault(new SandboxFault { OpenId = user.OpenIds[app.Services.AppOf(Channel.Mini)], Drop = DropConnection.AfterActing });
        }
        var (repeated, unknown) = (await app.Services.StartCampaignAsync(template, audience), await app.Services.StartCampaignAsync(mini, audience));

        await SendAsync();
        Assert.Equal(new() { [(DeliveryState.Planned, Reasons.Again)] = 5 }, await app.Services.CountAsync(repeated));
        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 5 }, await app.Services.CountAsync(unknown));
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await SendAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 5 }, await app.Services.CountAsync(repeated));
        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 5 }, await app.Services.CountAsync(unknown));
        Assert.Equal(new DeliveredSummary(5, 5, 1), app.WeChat.DeliveredSummary(template.WechatId));
        Assert.Equal(new DeliveredSummary(5, 5, 1), app.WeChat.DeliveredSummary(mini.WechatId));
    }

    [Fact]
    public async Task A_lost_answer_is_made_up_for_by_WeChats_receipt_and_without_one_stays_unknown_for_good()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 3), await app.Services.NewTemplateAsync(app.WeChat, Channel.Mini));
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        audience.Users.ToList().ForEach(user => app.WeChat.AddFault(new SandboxFault { OpenId = user.OpenIds[app.Services.AppOf(Channel.Mini)], Drop = DropConnection.AfterActing }));
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await SendAsync();
        foreach (var message in app.WeChat.Delivered(template.WechatId).Take(2))
        {
            await TellSentAsync(message);
        }

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);
        Assert.Equal(new() { [(DeliveryState.Confirmed, "")] = 2, [(DeliveryState.Unknown, Reasons.Waiting)] = 1 }, await app.Services.CountAsync(campaign));
        app.Clock.Advance(ReceiptStore.Patience);
        await app.Get<SendMessages>().TidyAsync(Ct);

        Assert.Equal(new() { [(DeliveryState.Confirmed, "")] = 2, [(DeliveryState.Unknown, Reasons.Unmatched)] = 1 }, await app.Services.CountAsync(campaign));
        Assert.Equal(0, await app.Get<CampaignStore>().RetryAsync(Actor.Command, campaign, app.Now, Ct));
    }

    [Fact]
    public async Task A_receipt_may_come_before_we_wrote_that_it_was_sent()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 1), await app.Services.NewTemplateAsync(app.WeChat, Channel.Template));
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        var openId = audience.Users[0].OpenIds[app.Services.AppOf(Channel.Template)];
        var id = await app.Get<IOfficialAccount>().SendTemplateAsync(new TemplateMessage(openId, template.WechatId, null, campaign.Values, "other"), Ct);
        await TellAsync(new CallbackMessage(app.Services.AppOf(Channel.Template), openId, app.Now, "templatesendjobfinish", Node("xml", Text("MsgID", $"{id + 1}"), Text("Status", "failed:user block"))));
        await app.Get<SendMessages>().TidyAsync(Ct);

        await SendAsync();
        await app.Get<SendMessages>().TidyAsync(Ct);

        Assert.Equal(new() { [(DeliveryState.Refused, Reasons.Blocked)] = 1 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task A_spent_subscription_is_no_error_and_closes_the_credit()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 2), await app.Services.NewTemplateAsync(app.WeChat, Channel.Mini));
        await app.Services.AcceptAsync(app.WeChat, template, audience, count: 3);
        app.WeChat.GiveCredits(audience.Users[0].OpenIds[app.Services.AppOf(Channel.Mini)], template.WechatId, -3);
        var first = await app.Services.StartCampaignAsync(template, audience);

        await SendAsync();
        var second = await app.Services.FreezeCampaignAsync(template, audience);

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1, [(DeliveryState.Refused, Reasons.NoCredit)] = 1 }, await app.Services.CountAsync(first));
        Assert.Equal(new() { [(DeliveryState.Planned, "")] = 1, [(DeliveryState.Skipped, Reasons.NoCredit)] = 1 }, await app.Services.CountAsync(second));
    }

    [Fact]
    public async Task One_acceptance_lets_one_of_two_campaigns_through()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 20), await app.Services.NewTemplateAsync(app.WeChat, Channel.Mini));
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var (one, other) = (await app.Services.FreezeCampaignAsync(template, audience), await app.Services.FreezeCampaignAsync(template, audience));
        await app.Get<CampaignStore>().StartAsync(Actor.Command, one, null, app.Now, Ct);
        await app.Get<CampaignStore>().StartAsync(Actor.Command, other, null, app.Now, Ct);

        await SendAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await SendAsync();

        var (counts, others) = (await app.Services.CountAsync(one), await app.Services.CountAsync(other));
        Assert.Equal(20, counts.GetValueOrDefault((DeliveryState.Sent, "")) + others.GetValueOrDefault((DeliveryState.Sent, "")));
        Assert.Equal(20, counts.GetValueOrDefault((DeliveryState.Skipped, Reasons.NoCredit)) + others.GetValueOrDefault((DeliveryState.Skipped, Reasons.NoCredit)));
        Assert.Equal(new DeliveredSummary(20, 20, 1), app.WeChat.DeliveredSummary(template.WechatId));
    }

    [Fact]
    public async Task A_spent_daily_quota_pauses_the_way_of_sending_until_the_next_day_in_Beijing_and_costs_nobody_an_attempt()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 30), await app.Services.NewTemplateAsync(app.WeChat, Channel.Notice));
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var fault = app.WeChat.AddFault(new SandboxFault { Api = "/cgi-bin/message/subscribe/bizsend", ErrCode = 45009, Times = null });
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await SendAsync();
        app.WeChat.RemoveFault(fault.Id);
        await SendAsync();
        Assert.Equal(new() { [(DeliveryState.Planned, "")] = 30 }, await app.Services.CountAsync(campaign));
        var pause = Assert.Single(await app.Get<DeliveryStore>().ListPausesAsync(app.Now, Ct), pause => pause.Channel is Channel.Notice);
        Assert.Equal(China.Midnight(China.Date(app.Now).AddDays(1)).AddMinutes(2), pause.PausedUntil);

        app.Clock.Advance(pause.PausedUntil - app.Now);
        await SendAsync();
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 30 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task What_WeChat_will_never_let_through_stops_the_campaign_and_says_what_to_do()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 10), await app.Services.NewTemplateAsync(app.WeChat, Channel.Template));
        var fault = app.WeChat.AddFault(new SandboxFault { Api = "/cgi-bin/message/template/send", ErrCode = 48001, Times = null });
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await SendAsync();
        app.WeChat.RemoveFault(fault.Id);

        var stopped = await FindAsync(campaign);
        Assert.Equal(CampaignState.Paused, stopped.State);
        Assert.Contains("没有此项接口的权限", stopped.Why);
        Assert.Equal(new() { [(DeliveryState.Planned, "")] = 10 }, await app.Services.CountAsync(campaign));
        Assert.True(await app.Get<CampaignStore>().ResumeAsync(Actor.Command, stopped, app.Now, Ct));
        await SendAsync();
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 10 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task A_campaign_that_fails_too_often_stops_by_itself_and_only_the_failed_are_tried_again()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 300), await app.Services.NewTemplateAsync(app.WeChat, Channel.Template));
        var failing = audience.Users.Take(40).Select(user => app.WeChat.AddFault(new SandboxFault { OpenId = user.OpenIds[app.Services.AppOf(Channel.Template)], ErrCode = 40037, Times = null })).ToList();
        var campaign = await app.Services.StartCampaignAsync(template, audience);

        await SendAsync();
        var stopped = await FindAsync(campaign);
        Assert.Equal(CampaignState.Paused, stopped.State);
        Assert.Contains("10%", stopped.Why);
        failing.ForEach(fault => app.WeChat.RemoveFault(fault.Id));
        Assert.True(await app.Get<CampaignStore>().ResumeAsync(Actor.Command, stopped, app.Now, Ct));
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await SendAsync();
        Assert.Equal(new() { [(DeliveryState.Failed, "40037")] = 40, [(DeliveryState.Sent, "")] = 260 }, await app.Services.CountAsync(campaign));

        Assert.Equal(40, await app.Get<CampaignStore>().RetryAsync(Actor.Command, await FindAsync(campaign), app.Now, Ct));
        await SendAsync();
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 300 }, await app.Services.CountAsync(campaign));
        Assert.Equal(new DeliveredSummary(300, 300, 1), app.WeChat.DeliveredSummary(template.WechatId));
    }

    [Fact]
    public async Task Who_declines_a_topic_is_left_out_even_when_the_recipients_stand_already()
    {
        var template = await app.Services.NewTemplateAsync(app.WeChat, Channel.Mini);
        var (phone, audience) = (await app.NewMemberAsync(), await app.Services.NewAudienceAsync(app.WeChat, 1));
        await app.Services.AcceptAsync(app.WeChat, template, new TestAudience(audience.Prefix, [.. audience.Users, phone.User]));
        await app.Get<Members.MemberStore>().TagAsync(Actor.Command, phone.Member!.Id, audience.Prefix, app.Now, Ct);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        (await phone.PutAsync("/api/me/messages", new { topics = new[] { new { topic = "events", wanted = false } } })).EnsureSuccessStatusCode();

        await SendAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1, [(DeliveryState.Skipped, Reasons.Declined)] = 1 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task A_member_without_WeChat_or_who_does_not_follow_stands_among_the_recipients_with_the_reason()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 3), await app.Services.NewTemplateAsync(app.WeChat, Channel.Template));
        var unbound = await app.NewRosterMemberAsync("13800001111");
        await app.Get<Members.MemberStore>().TagAsync(Actor.Command, unbound.Id, audience.Prefix, app.Now, Ct);
        await app.Get<Database>().ExecuteAsync("UPDATE followers SET follows = 0 WHERE open_id = @openId", new { openId = audience.Users[0].OpenIds[app.Services.AppOf(Channel.Template)] }, Ct);

        var campaign = await app.Services.FreezeCampaignAsync(template, audience);

        Assert.Equal(new() { [(DeliveryState.Planned, "")] = 2, [(DeliveryState.Skipped, Reasons.NoWechat)] = 1, [(DeliveryState.Skipped, Reasons.NotFollowing)] = 1 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_given_back_where_a_repeat_is_harmless_and_unknown_where_not()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 10);
        var (template, mini) = (await app.Services.NewTemplateAsync(app.WeChat, Channel.Template), await app.Services.NewTemplateAsync(app.WeChat, Channel.Mini));
        await app.Services.AcceptAsync(app.WeChat, mini, audience);
        var (again, lost) = (await app.Services.StartCampaignAsync(template, audience), await app.Services.StartCampaignAsync(mini, audience));
        var store = app.Get<DeliveryStore>();
        Assert.Equal(10, (await store.ExchangeAsync(again, [], 10, "dead", app.Now, Ct)).Leased.Count);
        Assert.Equal(10, (await store.ExchangeAsync(lost, [], 10, "dead", app.Now, Ct)).Leased.Count);

        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await app.Get<SendMessages>().TidyAsync(Ct);
        await SendAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 10 }, await app.Services.CountAsync(again));
        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 10 }, await app.Services.CountAsync(lost));
        Assert.Equal(0, app.WeChat.DeliveredSummary(mini.WechatId).Messages);
    }

    [Fact]
    public async Task A_template_message_is_not_repeated_once_WeChat_no_longer_heeds_its_id()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 2), await app.Services.NewTemplateAsync(app.WeChat, Channel.Template));
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.Get<DeliveryStore>().ExchangeAsync(campaign, [], 10, "dead", app.Now, Ct);

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Get<SendMessages>().TidyAsync(Ct);
        await SendAsync();

        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 2 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task Cancelling_stops_what_is_not_yet_out()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 10), await app.Services.NewTemplateAsync(app.WeChat, Channel.Template));
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        Assert.True(await app.Get<CampaignStore>().CancelAsync(Actor.Command, campaign, app.Now, Ct));

        await SendAsync();

        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        Assert.False(await app.Get<CampaignStore>().ResumeAsync(Actor.Command, campaign, app.Now, Ct));
    }

    [Fact]
    public async Task The_same_cause_makes_a_campaign_once()
    {
        var template = await app.Services.NewTemplateAsync(app.WeChat, Channel.Template);
        var draft = new CampaignDraft("提醒", Topic.Events, template.Id, new Dictionary<string, string>(), "", Audience.All);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Get<CampaignStore>().TryAddAsync(Actor.Command, $"event-{template.WechatId[..20]}", draft, app.Now, Ct)));

        Assert.Single(made, id => id is not null);
    }

    [Fact]
    public async Task Acceptances_add_up_and_a_refusal_takes_them_all()
    {
        var template = await app.Services.NewTemplateAsync(app.WeChat, Channel.Mini);
        await TellChoiceAsync("o-someone", template.WechatId, "accept");
        await TellChoiceAsync("o-someone", template.WechatId, "accept");
        Assert.Equal(2, await CreditsAsync("o-someone", template));
        await TellChoiceAsync("o-someone", template.WechatId, "reject");
        Assert.Equal(0, await CreditsAsync("o-someone", template));
    }

    /// <summary>Sends what is due; the clock goes on meanwhile, for messages wait for their slots.</summary>
    private async Task SendAsync()
    {
        var sending = Task.WhenAll(Enum.GetValues<Channel>().Select(channel => app.Get<Sender>().RunAsync(channel, TimeSpan.FromHours(1), Ct)));
        while (!sending.IsCompleted)
        {
            app.Clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.WhenAny(sending, Task.Delay(2, Ct));
        }
        await sending;
    }

    private async Task<Campaign> FindAsync(Campaign campaign) => (await app.Get<CampaignStore>().FindAsync(campaign.Id, Ct))!;

    private Task<int> CreditsAsync(string openId, MessageTemplate template) =>
        app.Get<Database>().FindAsync<int>("SELECT credits FROM subscription_credits WHERE open_id = @openId AND wechat_id = @WechatId", new { openId, template.WechatId }, Ct);

    private Task TellSentAsync(DeliveredMessage message) => TellAsync(new CallbackMessage(message.AppId, message.OpenId, message.At, "subscribe_msg_sent_event",
        Node("xml", Node("SubscribeMsgSentEvent", Node("List", Text("TemplateId", message.TemplateId), Text("MsgID", $"{message.MessageId}"), Text("ErrorCode", "0"))))));

    private Task TellChoiceAsync(string openId, string wechatId, string choice) => TellAsync(new CallbackMessage(app.Services.AppOf(Channel.Mini), openId, app.Now, "subscribe_msg_popup_event",
        Node("xml", Node("SubscribeMsgPopupEvent", Node("List", Text("TemplateId", wechatId), Text("SubscribeStatusString", choice))))));

    private Task TellAsync(CallbackMessage message) => app.Get<Database>().TransactAsync(async tx =>
    {
        await app.Get<MessageCallbacks>().HandleAsync(tx, message, app.Now, Ct);
        return (true, true);
    }, Ct);

    private static CallbackNode Node(string name, params CallbackNode[] children) => new(name, "", children);

    private static CallbackNode Text(string name, string value) => new(name, value, []);
}
