using System.Net;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.Pushed;

namespace CsrmeWeChat.Tests;

/// <summary>WeChat's receipts of messages with a client message id may carry MsgID 0, which is no id.</summary>
public sealed class NamelessReceiptTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("success", DeliveryState.Confirmed, "")]
    [InlineData("failed:user block", DeliveryState.Refused, Reasons.Blocked)]
    [InlineData("failed: system failed", DeliveryState.Failed, Reasons.System)]
    [InlineData("failed:freq limit", DeliveryState.Failed, Reasons.Frequency)]
    public async Task A_receipt_without_an_id_is_found_by_its_person_and_time(string status, DeliveryState state, string reason)
    {
        var (audience, campaign) = await SentAsync(2);

        await TellAsync(audience.Users[0], status);
        await MatchAsync();

        Assert.Equal(new() { [(state, reason)] = 1, [(DeliveryState.Sent, "")] = 1 }, await app.Services.CountAsync(campaign));
        Assert.Equal(0, await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM deliveries WHERE message_id = 0", ct: Ct));
        Assert.Equal(0, await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM message_receipts", ct: Ct));
    }

    [Fact]
    public async Task A_message_that_WeChat_names_0_when_it_takes_it_has_no_id()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 3),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        foreach (var user in audience.Users)
        {
            app.WeChat.AddFault(new SandboxFault { OpenId = user.OpenIds[Official], Body = """{"errcode":0,"errmsg":"ok","msgid":0}""" });
        }
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.SendDueAsync();
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 3 }, await app.Services.CountAsync(campaign));

        await TellAsync(audience.Users[1], "failed:user block");
        await MatchAsync();

        Assert.Equal(
            new() { [(DeliveryState.Refused, Reasons.Blocked)] = 1, [(DeliveryState.Sent, "")] = 2 },
            await app.Services.CountAsync(campaign)
        );
    }

    [Fact]
    public async Task Two_receipts_without_an_id_of_one_person_in_one_second_are_two()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 1);
        var campaigns = new List<Campaign>();
        for (var i = 0; i < 2; i++)
        {
            var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template);
            campaigns.Add(await app.Services.StartCampaignAsync(template, audience));
            await app.SendDueAsync();
            app.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        foreach (var status in (string[])["success", "failed:user block", "success"])
        {
            var answer = await app.PushAsync(
                Official,
                Safe,
                audience.Users[0].OpenIds[Official],
                Event("TEMPLATESENDJOBFINISH", ("MsgID", 0), ("Status", status))
            );
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        await app.HandleCallbacksAsync();
        await MatchAsync();

        Assert.Equal(new() { [(DeliveryState.Confirmed, "")] = 1 }, await app.Services.CountAsync(campaigns[0]));
        Assert.Equal(new() { [(DeliveryState.Refused, Reasons.Blocked)] = 1 }, await app.Services.CountAsync(campaigns[1]));
    }

    [Fact]
    public async Task A_receipt_without_an_id_is_not_taken_for_a_message_by_the_mini_program()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 1);
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Notice);
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.SendDueAsync();

        await TellAsync(audience.Users[0], "failed:user block");
        await MatchAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1 }, await app.Services.CountAsync(campaign));
        app.Clock.Advance(ReceiptStore.Patience);
        await app.Get<SendMessages>().TidyAsync(Ct);
    }

    [Fact]
    public async Task Whom_WeChat_holds_back_for_sending_too_much_is_left_alone_for_a_day()
    {
        var (audience, campaign) = await SentAsync(2);
        await TellAsync(audience.Users[0], "failed:freq limit");
        await TellAsync(audience.Users[1], "failed: system failed");
        await MatchAsync();
        var states = app.Get<CampaignStates>();

        Assert.Equal(1, await states.RetryAsync(Actor.Command, campaign, app.Now, Ct));
        Assert.Equal(0, await states.RetryAsync(Actor.Command, campaign, app.Now, Ct));
        app.Clock.Advance(DeliveryRest);

        Assert.Equal(1, await states.RetryAsync(Actor.Command, campaign, app.Now, Ct));
        Assert.Contains("频率", Reasons.LabelOf(Reasons.Frequency));
        Assert.True(await states.CancelAsync(Actor.Command, campaign, app.Now, Ct));
    }

    private static readonly TimeSpan DeliveryRest = TimeSpan.FromHours(25);

    private async Task<(TestAudience Audience, Campaign Campaign)> SentAsync(int count)
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, count),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.SendDueAsync();
        Assert.Equal(new() { [(DeliveryState.Sent, "")] = count }, await app.Services.CountAsync(campaign));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        return (audience, campaign);
    }

    private Task TellAsync(SandboxUser user, string status) =>
        app.TellFinishedAsync(new DeliveredMessage(1, app.Now, Official, user.OpenIds[Official], "", 0), status);

    /// <summary>Receipts without an id wait until what was sent is surely written down.</summary>
    private async Task MatchAsync()
    {
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);
    }
}
