using System.Diagnostics;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>Who may send what, and when, over all nodes.</summary>
public sealed class MessageLeaseTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lease_that_ran_out_is_given_back_where_a_repeat_is_harmless_else_unknown()
    {
        var audience = await app.Services.NewAudienceAsync(app.WeChat, 10);
        var (template, mini) = (
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, mini, audience);
        var (again, lost) = (
            await app.Services.StartCampaignAsync(template, audience),
            await app.Services.StartCampaignAsync(mini, audience)
        );
        var store = app.Get<DeliveryLeaser>();
        await app.RestAsync();
        Assert.Equal(10, (await store.RecordAndLeaseAsync(again, [], 10, "dead", app.Now, Ct)).Leased.Count);
        Assert.Equal(10, (await store.RecordAndLeaseAsync(lost, [], 10, "dead", app.Now, Ct)).Leased.Count);

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
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 40),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();

        var leased = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(node => app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], 10, $"node{node}", app.Now, Ct))
        );

        var ids = leased.SelectMany(exchanged => exchanged.Leased.Select(delivery => delivery.Id)).ToList();
        Assert.Equal(40, ids.Count);
        Assert.Equal(40, ids.Distinct().Count());
    }

    [Fact]
    public async Task The_slots_of_all_nodes_follow_each_other_and_none_is_given_far_ahead()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 200),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();

        var nodes = new List<LeasedDelivery>();
        for (var node = 0; node < 5; node++)
        {
            nodes.AddRange((await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], 20, $"node{node}", app.Now, Ct)).Leased);
        }

        // A hundred a second, half a second ahead.
        Assert.Equal(Enumerable.Range(0, 50).Select(i => app.Now.AddMilliseconds(10 * i)), nodes.Select(delivery => delivery.NotBefore));
    }

    [Fact]
    public async Task A_node_whose_clock_was_far_ahead_silences_nobody()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 5),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], 1, "fast", app.Now.AddMinutes(50), Ct);

        Assert.Equal(4, (await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], 5, "node", app.Now, Ct)).Leased.Count);
    }

    [Fact]
    public async Task A_person_is_sent_one_message_at_a_time()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 5),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var (one, other) = (
            await app.Services.StartCampaignAsync(template, audience),
            await app.Services.StartCampaignAsync(template, audience)
        );
        var store = app.Get<DeliveryLeaser>();
        await app.RestAsync();
        var leased = (await store.RecordAndLeaseAsync(one, [], 10, "node1", app.Now, Ct)).Leased;

        Assert.Empty((await store.RecordAndLeaseAsync(other, [], 10, "node2", app.Now, Ct)).Leased);
        await store.RecordAndLeaseAsync(
            one,
            [.. leased.Select(delivery => delivery.Became(DeliveryState.Sent) with { MessageId = 1 })],
            0,
            "node1",
            app.Now,
            Ct
        );
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(5, (await store.RecordAndLeaseAsync(other, [], 10, "node2", app.Now, Ct)).Leased.Count);
    }

    [Theory]
    [InlineData(CampaignState.Paused)]
    [InlineData(CampaignState.Cancelled)]
    public async Task Of_a_campaign_that_was_stopped_a_moment_ago_nothing_is_leased(CampaignState stopped)
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 5),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();
        await (
            stopped is CampaignState.Paused
                ? app.Get<CampaignStates>().PauseAsync(Actor.Command, campaign, app.Now, Ct)
                : app.Get<CampaignStates>().CancelAsync(Actor.Command, campaign, app.Now, Ct)
        );

        Assert.Empty((await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(campaign, [], 5, "node", app.Now, Ct)).Leased);
    }

    [Fact]
    public async Task Nobody_is_sent_another_by_a_template_while_it_is_unknown_what_became_of_the_last()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience, count: 2);
        app.WeChat.AddFault(
            new SandboxFault
            {
                OpenId = audience.Users[0].OpenIds[app.Services.AppOf(MessageChannel.Mini)],
                Drop = DropConnection.AfterActing,
            }
        );
        await app.Services.StartCampaignAsync(template, audience);
        await app.SendDueAsync();
        var second = await app.Services.StartCampaignAsync(template, audience);

        await app.RestAsync();
        Assert.Empty((await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(second, [], 5, "node", app.Now, Ct)).Leased);
        app.Clock.Advance(ReceiptStore.Patience + TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);

        Assert.Single((await app.Get<DeliveryLeaser>().RecordAndLeaseAsync(second, [], 5, "node", app.Now, Ct)).Leased);
    }

    [Fact]
    public async Task A_slot_that_passed_is_not_caught_up()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 3),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.FreezeCampaignAsync(template, audience);
        await app.RestAsync();
        // Nothing else is due.
        await app.Get<Database>().ExecuteAsync("UPDATE campaigns SET state = 'cancelled' WHERE state = 'running'", ct: Ct);
        await app.Get<CampaignStates>().StartAsync(Actor.Command, campaign, null, app.Now, Ct);
        // Half a second ahead, so that the workers wait for their slots.
        await app.Get<Database>().ExecuteAsync("UPDATE message_pace SET next_at = @next", new { next = app.Now.AddMilliseconds(450) }, Ct);
        using var end = new CancellationTokenSource();
        var sending = app.Get<Sender>().RunAsync(MessageChannel.Template, TimeSpan.FromMinutes(1), end.Token);
        for (
            var waited = Stopwatch.StartNew();
            (await app.Services.CountAsync(campaign)).GetValueOrDefault((DeliveryState.Leased, "")) < 3;

        )
        {
            Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
            await Task.Delay(10, Ct);
        }

        await app.Get<CampaignStates>().PauseAsync(Actor.Command, campaign, app.Now, Ct);
        // A worker may begin to wait for its slot only now; the clock goes on until all have.
        while (!sending.IsCompleted)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(10, Ct);
        }
        await sending;

        Assert.Equal(new() { [(DeliveryState.Planned, "")] = 3 }, await app.Services.CountAsync(campaign));
        Assert.Equal(0, app.WeChat.DeliveredSummary(template.WechatId).Messages);
        Assert.Equal(
            3,
            await app.Get<Database>()
                .FindAsync<int>(
                    "SELECT COUNT(*) FROM deliveries WHERE campaign_id = @Id AND attempts = 0 AND tried_at IS NULL",
                    new { campaign.Id },
                    Ct
                )
        );
    }

    [Fact]
    public async Task Who_lost_the_lease_overwrites_nothing()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template)
        );
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        var store = app.Get<DeliveryLeaser>();
        await app.RestAsync();
        var lost = Assert.Single((await store.RecordAndLeaseAsync(campaign, [], 1, "asleep", app.Now, Ct)).Leased);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await app.Get<SendMessages>().TidyAsync(Ct);
        var taken = Assert.Single((await store.RecordAndLeaseAsync(campaign, [], 1, "awake", app.Now, Ct)).Leased);

        await store.RecordAndLeaseAsync(campaign, [lost.Became(DeliveryState.Failed, Reasons.GaveUp)], 0, "asleep", app.Now, Ct);
        Assert.Equal(new() { [(DeliveryState.Leased, "")] = 1 }, await app.Services.CountAsync(campaign));
        await store.RecordAndLeaseAsync(campaign, [taken.Became(DeliveryState.Sent) with { MessageId = 2 }], 0, "awake", app.Now, Ct);

        Assert.Equal(new() { [(DeliveryState.Sent, "")] = 1 }, await app.Services.CountAsync(campaign));
    }

    [Fact]
    public async Task Who_gave_a_message_back_does_not_take_it_from_who_has_it_since()
    {
        var (audience, template) = (
            await app.Services.NewAudienceAsync(app.WeChat, 1),
            await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Mini)
        );
        await app.Services.AcceptAsync(app.WeChat, template, audience);
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        var store = app.Get<DeliveryLeaser>();
        await app.RestAsync();
        var back = Assert.Single((await store.RecordAndLeaseAsync(campaign, [], 1, "first", app.Now, Ct)).Leased).GivenBack();
        await store.RecordAndLeaseAsync(campaign, [back], 0, "first", app.Now, Ct);
        Assert.Single((await store.RecordAndLeaseAsync(campaign, [], 1, "second", app.Now, Ct)).Leased);

        // The answer to its commit was lost: it is written again.
        await store.RecordAndLeaseAsync(campaign, [back], 0, "first", app.Now, Ct);

        Assert.Equal(new() { [(DeliveryState.Leased, "")] = 1 }, await app.Services.CountAsync(campaign));
    }
}
