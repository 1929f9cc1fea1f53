using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>What the statements that run again and again read, beside many messages of other campaigns.</summary>
public sealed class MessageStatementTests(App app) : IClassFixture<App>
{
    private const int Recipients = 150;

    /// <summary>A hundred a second, half a second ahead.</summary>
    private const int Batch = 50;

    /// <summary>The rows of a channel, a campaign and the like that each transaction reads.</summary>
    private const int Few = 20;

    private static readonly string[] Growing =
    [
        "audit_events",
        "bindings",
        "campaigns",
        "consents",
        "deliveries",
        "members",
        "message_choices",
        "message_receipts",
        "people",
        "subscription_credits",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DeliveryLeaser Leaser => app.Get<DeliveryLeaser>();

    [Theory]
    [InlineData(MessageChannel.Template)]
    [InlineData(MessageChannel.Notice)]
    public async Task A_lease_reads_what_it_leases_and_not_what_others_have_planned(MessageChannel channel)
    {
        var campaign = await StartAmongOthersAsync(channel);
        LeasedBatch? batch = null;

        var statements = await app.Services.WatchAsync(async () =>
            batch = await Leaser.RecordAndLeaseAsync(campaign, [], Batch, "node", app.Now, Ct)
        );

        Assert.Equal(Batch, batch!.Leased.Count);
        // Each with its member, its binding and its credit.
        statements.ExamineAtMost((5 * Batch) + Few, Growing);
    }

    [Fact]
    public async Task To_record_outcomes_reads_what_is_recorded()
    {
        var campaign = await StartAmongOthersAsync(MessageChannel.Notice);
        var batch = await Leaser.RecordAndLeaseAsync(campaign, [], Batch, "node", app.Now, Ct);
        List<DeliveryOutcome> outcomes =
        [
            .. batch.Leased.Take(30).Select(delivery => delivery.Became(DeliveryState.Sent) with { MessageId = delivery.Id }),
            .. batch.Leased.Skip(30).Take(10).Select(delivery => delivery.Became(DeliveryState.Unknown, Reasons.Waiting)),
            .. batch.Leased.Skip(40).Select(delivery => delivery.Became(DeliveryState.Refused, Reasons.NoCredit)),
        ];

        var statements = await app.Services.WatchAsync(() => Leaser.RecordAndLeaseAsync(campaign, outcomes, 0, "node", app.Now, Ct));

        Assert.Equal(10, (await app.Services.CountAsync(campaign))[(DeliveryState.Unknown, Reasons.Waiting)]);
        statements.ExamineAtMost((4 * Batch) + Few, Growing);
    }

    [Theory]
    [InlineData(MessageChannel.Template)]
    [InlineData(MessageChannel.Notice)]
    public async Task The_sweep_of_dead_leases_reads_no_more_than_those(MessageChannel channel)
    {
        var campaign = await StartAmongOthersAsync(channel);
        await Leaser.RecordAndLeaseAsync(campaign, [], Batch, "dead", app.Now, Ct);
        app.Clock.Advance(TimeSpan.FromSeconds(61));

        var statements = await app.Services.WatchAsync(() => app.Get<ExpiredLeases>().SweepAsync(app.Now, Ct));

        Assert.False((await app.Services.CountAsync(campaign)).ContainsKey((DeliveryState.Leased, "")));
        // Each with its campaign and its template; and where it cannot be repeated its row and its credit again.
        statements.ExamineAtMost((5 * Batch) + Few, Growing);
    }

    [Fact]
    public async Task What_was_leased_without_our_knowing_is_found_among_the_leased()
    {
        var campaign = await StartAmongOthersAsync(MessageChannel.Template);
        await Leaser.RecordAndLeaseAsync(campaign, [], Batch, "node", app.Now, Ct);

        var statements = await app.Services.WatchAsync(() =>
            app.Get<ExpiredLeases>().GiveBackAsync(MessageChannel.Template, "node", [], app.Now, Ct)
        );

        Assert.Equal(Recipients, (await app.Services.CountAsync(campaign))[(DeliveryState.Planned, "")]);
        statements.ExamineAtMost((4 * Batch) + Few, Growing);
    }

    [Fact]
    public async Task A_receipt_finds_its_message_by_its_id_or_its_recipient()
    {
        var campaign = await StartAmongOthersAsync(MessageChannel.Template);
        var batch = await Leaser.RecordAndLeaseAsync(campaign, [], Batch, "node", app.Now, Ct);
        List<DeliveryOutcome> outcomes =
        [
            .. batch.Leased.Take(40).Select(delivery => delivery.Became(DeliveryState.Sent) with { MessageId = 7_000_000 + delivery.Id }),
            .. batch.Leased.Skip(40).Select(delivery => delivery.Became(DeliveryState.Unknown, Reasons.Waiting)),
        ];
        await Leaser.RecordAndLeaseAsync(campaign, outcomes, 0, "node", app.Now, Ct);
        foreach (var delivery in batch.Leased)
        {
            var message = new DeliveredMessage(
                1,
                app.Now,
                app.Services.AppOf(MessageChannel.Template),
                delivery.OpenId,
                campaign.WechatId,
                7_000_000 + delivery.Id
            );
            await app.TellFinishedAsync(message, "success");
        }
        app.Clock.Advance(TimeSpan.FromSeconds(40));

        var statements = await app.Services.WatchAsync(() => app.Get<ReceiptStore>().MatchAsync(app.Now, Ct));

        Assert.Equal(Batch, (await app.Services.CountAsync(campaign))[(DeliveryState.Confirmed, "")]);
        statements.ExamineAtMost((5 * Batch) + (2 * Few), Growing);
    }

    [Fact]
    public async Task With_nothing_to_clear_up_next_to_nothing_is_read()
    {
        await StartAmongOthersAsync(MessageChannel.Template);
        await app.Get<SendMessages>().TidyAsync(Ct);

        var statements = await app.Services.WatchAsync(async () =>
        {
            await app.Get<SendMessages>().TidyAsync(Ct);
            await app.Get<CampaignStore>().ListDueAsync(app.Now, Ct);
        });

        statements.ExamineAtMost(5 * Few, Growing);
    }

    [Fact]
    public async Task To_forget_the_recipients_of_a_draft_reads_those()
    {
        await StartAmongOthersAsync(MessageChannel.Template);
        var audience = await app.Services.NewAudienceAsync(app.WeChat, Recipients);
        var template = await app.Services.NewTemplateAsync(app.WeChat, MessageChannel.Template);
        var campaign = await app.Services.FreezeCampaignAsync(template, audience);

        var statements = await app.Services.WatchAsync(() => app.Get<CampaignStates>().ThawAsync(Actor.Command, campaign, app.Now, Ct));

        Assert.Empty(await app.Services.CountAsync(campaign));
        statements.ExamineAtMost((4 * Recipients) + Few, Growing);
    }

    /// <summary>A running campaign beside some 30,000 messages that others have planned or sent.</summary>
    private async Task<Campaign> StartAmongOthersAsync(MessageChannel channel)
    {
        // What the last test left leased or unknown is settled.
        app.Clock.Advance(ReceiptStore.Patience + TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);
        app.Clock.Advance(ReceiptStore.Patience + TimeSpan.FromMinutes(1));
        await app.Get<SendMessages>().TidyAsync(Ct);
        var audience = await app.Services.NewAudienceAsync(app.WeChat, Recipients);
        var template = await app.Services.NewTemplateAsync(app.WeChat, channel);
        if (template.Channel.NeedsCredit)
        {
            await app.Services.AcceptAsync(app.WeChat, template, audience);
        }
        if (await app.Get<CampaignStore>().FindMadeAsync("statements-planned", Ct) is null)
        {
            await FillAsync(template, "statements-planned", "planned", 20_000);
            await FillAsync(template, "statements-sent", "sent", 10_000);
            await FillCreditsAsync("statements-sent");
        }
        var campaign = await app.Services.StartCampaignAsync(template, audience);
        await app.RestAsync();
        return campaign;
    }

    /// <summary>With none but those that are spent, to read all of them would be the right plan.</summary>
    private Task FillCreditsAsync(string dedupe) =>
        app.Get<Database>()
            .ExecuteAsync(
                """
                INSERT INTO subscription_credits (channel, open_id, wechat_id, credits, answered_at)
                SELECT 'notice', d.open_id, 'other', 1, @Now
                  FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id
                 WHERE c.dedupe = @dedupe
                """,
                new { dedupe, app.Now },
                Ct
            );

    private async Task FillAsync(MessageTemplate template, string dedupe, string state, int count)
    {
        var draft = new CampaignDraft("别的消息", Topic.Events, template.Id, new Dictionary<string, string>(), "", Audience.All);
        var id = await app.Get<CampaignStore>().TryAddAsync(Actor.Command, dedupe, draft, app.Now, Ct);
        var database = app.Get<Database>();
        await database.ExecuteAsync("UPDATE campaigns SET state = 'frozen' WHERE id = @id", new { id }, Ct);
        await database.ExecuteAsync(
            """
            INSERT INTO deliveries (campaign_id, recipient, open_id, state, reason, lease, due_at, attempts, round)
            VALUES (@id, 'other', @dedupe, @state, '', '', @now, 0, 0)
            """,
            new
            {
                id,
                dedupe,
                state,
                now = app.Now.AddDays(-1),
            },
            Ct
        );
        for (var rows = 1; rows < count; rows *= 2)
        {
            await database.ExecuteAsync(
                """
                INSERT INTO deliveries (campaign_id, recipient, open_id, state, reason, lease, due_at, attempts, round)
                SELECT campaign_id, CONCAT(id, ':', @rows), CONCAT('other', id, ':', @rows), state, reason, lease, due_at, attempts, round
                  FROM deliveries
                 WHERE campaign_id = @id
                """,
                new { id, rows },
                Ct
            );
        }
    }
}
