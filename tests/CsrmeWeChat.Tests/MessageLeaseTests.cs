using CsrmeWeChat.Push;

namespace CsrmeWeChat.Tests;

/// <summary>Who may send what, and when, over all nodes.</summary>
public sealed class MessageLeaseTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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
        await app.SendDueAsync();

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 10 }, await app.Services.CountAsync(again));
        Assert.Equal(new() { [(DeliveryState.Unknown, Reasons.Waiting)] = 10 }, await app.Services.CountAsync(lost));
        Assert.Equal(0, app.WeChat.DeliveredSummary(mini.WechatId).Messages);
    }

    [Fact]
    public async Task Nodes_that_lease_at_once_lease_no_message_twice()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 40), await app.Services.NewTemplateAsync(app.WeChat, Channel.Template));
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();

        var leased = await Task.WhenAll(Enumerable.Range(0, 8).Select(node => app.Get<DeliveryStore>().ExchangeAsync(campaign, [], 10, $"node{node}", app.Now, Ct)));

        var ids = leased.SelectMany(exchanged => exchanged.Leased.Select(delivery => delivery.Id)).ToList();
        Assert.Equal(40, ids.Count);
        Assert.Equal(40, ids.Distinct().Count());
    }

    [Fact]
    public async Task The_slots_of_all_nodes_follow_each_other_and_none_is_given_far_ahead()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 200), await app.Services.NewTemplateAsync(app.WeChat, Channel.Template));
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();

        var nodes = new List<LeasedDelivery>();
        for (var node = 0; node < 5; node++)
        {
            nodes.AddRange((await app.Get<DeliveryStore>().ExchangeAsync(campaign, [], 20, $"node{node}", app.Now, Ct)).Leased);
        }

        // A hundred a second, half a second ahead.
        Assert.Equal(Enumerable.Range(0, 50).Select(i => app.Now.AddMilliseconds(10 * i)), nodes.Select(delivery => delivery.NotBefore));
    }

    [Fact]
    public async Task A_person_is_sent_one_message_at_a_time()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 5), await app.Services.NewTemplateAsync(app.WeChat, Channel.Template));
        var (one, other) = (await app.Services.StartCampaignAsync(template, audience), await app.Services.StartCampaignAsync(template, audience));
        var store = app.Get<DeliveryStore>();
        await app.RestAsync();
        var leased = (await store.ExchangeAsync(one, [], 10, "node1", app.Now, Ct)).Leased;

        Assert.Empty((await store.ExchangeAsync(other, [], 10, "node2", app.Now, Ct)).Leased);
        await store.ExchangeAsync(one, [.. leased.Select(delivery => new DeliveryOutcome(delivery.Id, delivery.OpenId, DeliveryState.Sent, "", 1))], 0, "node1", app.Now, Ct);
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(5, (await store.ExchangeAsync(other, [], 10, "node2", app.Now, Ct)).Leased.Count);
    }

    [Fact]
    public async Task Who_lost_the_lease_overwrites_nothing()
    {
        var (audience, template) = (await app.Services.NewAudienceAsync(app.WeChat, 1), await app.Services.NewTemplateAsync(app.WeChat, Channel.Template));
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        var store = app.Get<DeliveryStore>();
        await app.RestAsync();
        var lost = Assert.Single((await store.ExchangeAsync(campaign, [], 1, "asleep", app.Now, Ct)).Leased);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await app.Get<SendMessages>().TidyAsync(Ct);
        var taken = Assert.Single((await store.ExchangeAsync(campaign, [], 1, "awake", app.Now, Ct)).Leased);

        await store.ExchangeAsync(campaign, [new DeliveryOutcome(lost.Id, lost.OpenId, DeliveryState.Failed, Reasons.Tired)], 0, "asleep", app.Now, Ct);
        Assert.Equal(new() { [(DeliveryState.Leased, "")] = 1 }, await app.Services.CountAsync(campaign));
        await store.ExchangeAsync(campaign, [new DeliveryOutcome(taken.Id, taken.OpenId, DeliveryState.Sent, "", 2)], 0, "awake", app.Now, Ct);

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1 }, await app.Services.CountAsync(campaign));
    }
}
