using System.Diagnostics;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Callbacks;
using WeChat.Sandbox;
using WeChat.Sandbox.Pushes;

namespace CsrmeWeChat.Tests;

/// <summary>A whole society is sent a message by real processes that are killed, against a WeChat that loses answers and errs.</summary>
public sealed class CampaignKillTests(TestEngine engine) : IAsyncLifetime
{
    private static readonly int Recipients = Soak.Of(4_000, 20_000),
        Kills = Soak.Of(3, 10),
        Sharing = Soak.Of(3_000, 20_000);

    /// <summary>Recipients between two kills.</summary>
    private static readonly int Apart = Recipients / (Kills + 1);

    private RunningSandbox sandbox = null!;
    private Backstage backstage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxServer.StartAsync(new SandboxOptions { ReceivedKept = 4 * Recipients });
        var configuration = await engine.NewConfigurationAsync();
        configuration["WeChat:BaseUrl"] = sandbox.BaseUrl;
        configuration["WeChat:Timeout"] = "00:00:01";
        configuration["Messages:Lease"] = "00:00:05";
        configuration["Data:CommandTimeout"] = "30";
        // That a campaign stops where too many fail has a test of its own; here a busy machine's time-outs must not stop it.
        configuration["Messages:MaxFailedPercent"] = "100";
        backstage = await Backstage.OnAsync(configuration);
    }

    public async ValueTask DisposeAsync()
    {
        await backstage.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(MessageChannel.Template)]
    [InlineData(MessageChannel.Mini)]
    [Trait("Soak", "campaigns")]
    public async Task However_often_it_is_killed_everybody_gets_it_once_at_most_and_nobody_is_forgotten(MessageChannel channel)
    {
        var (template, audience, campaign) = await PrepareAsync(channel, Recipients);
        var settings = new Dictionary<string, string?>(backstage.Configuration) { ["Jobs:Run"] = "true", ["Messages:PerSecond"] = "2000" };
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, settings);
        var held = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            await ReachAsync(template, (kill * Apart) - Random.Shared.Next(Apart * 4 / 5));
            await service.KillAsync();
            held += (await backstage.Services.CountAsync(campaign)).GetValueOrDefault((DeliveryState.Leased, ""));
            await service.UpAsync();
        }
        await EndAsync(campaign);
        await service.StopAsync();

        Assert.True(held > 0, "No kill met a message that was on its way.");
        await CheckAsync(channel, template, audience, campaign);
    }

    /// <summary>Three on MariaDB, one after the other killed; SQLite has one process, which is left alone.</summary>
    [Fact]
    [Trait("Soak", "campaigns")]
    public async Task Processes_share_one_campaign_and_one_rate()
    {
        var (nodes, kills) = TestEngine.IsMySql ? (3, Soak.Of(2, 10)) : (1, 0);
        const int PerSecond = 200;
        await using var redis = await RedisServer.StartAsync();
        var (template, audience, campaign) = await PrepareAsync(MessageChannel.Mini, Sharing);
        var settings = new Dictionary<string, string?>(backstage.Configuration)
        {
            ["Jobs:Run"] = "true",
            ["Jobs:Redis"] = redis.Address,
            ["Messages:PerSecond"] = $"{PerSecond}",
            ["Messages:InFlight"] = "64",
        };
        var from = TimeProvider.System.GetUtcNow();
        var services = await Task.WhenAll(
            Enumerable.Range(0, nodes).Select(_ => ServiceProcess.StartAsync(Backstage.ServiceDll, settings))
        );
        try
        {
            for (var kill = 1; kill <= kills; kill++)
            {
                await ReachAsync(template, (kill * Sharing / (kills + 1)) - Random.Shared.Next(Sharing / (kills + 2)));
                await services[kill % nodes].KillAsync();
                await services[kill % nodes].UpAsync();
            }
            await EndAsync(campaign);
        }
        finally
        {
            await Task.WhenAll(services.Select(service => service.DisposeAsync().AsTask()));
        }

        // Slots begin one after the other from the start to the time that the row holds. Each call used one of them; a busy machine misses
        // some, and a node that gave itself slots would make more calls than there are.
        var next = await backstage
            .Services.GetRequiredService<Database>()
            .FindAsync<DateTimeOffset>("SELECT next_at FROM message_pace WHERE channel = 'mini'", ct: Ct);
        var slots = (int)Math.Ceiling((next - from).TotalSeconds * PerSecond);
        var calls = sandbox.Control.Received("/cgi-bin/message/subscribe/send", limit: int.MaxValue).Count;
        Say($"{calls} calls in {slots} slots ({(double)calls / slots:P1})");
        Assert.InRange(calls, 1, slots);
        await CheckAsync(MessageChannel.Mini, template, audience, campaign);
    }

    [Theory]
    [InlineData(MessageChannel.Template, PushFormat.Xml)]
    [InlineData(MessageChannel.Mini, PushFormat.Xml)]
    [InlineData(MessageChannel.Mini, PushFormat.Json)]
    public async Task WeChats_own_receipts_and_acceptances_come_in_by_themselves(MessageChannel channel, PushFormat format)
    {
        var callback = new SandboxCallback
        {
            Token = "token",
            EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            Mode = PushMode.Safe,
            Format = format,
        };
        var account = channel is MessageChannel.Mini ? "MiniProgram" : "OfficialAccount";
        var settings = new Dictionary<string, string?>(backstage.Configuration)
        {
            ["Jobs:Run"] = "true",
            [$"WeChat:{account}:Token"] = callback.Token,
            [$"WeChat:{account}:EncodingAesKey"] = callback.EncodingAesKey,
        };
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, settings);
        var app = backstage.Services.AppOf(channel);
        sandbox.Control.Pushes.SetCallback(
            app,
            callback with
            {
                Url = $"{service.BaseUrl}/callbacks/{(channel is MessageChannel.Mini ? "mini" : "official")}",
            }
        );
        var (template, audience) = (
            await backstage.Services.NewTemplateAsync(sandbox.Control, channel),
            await backstage.Services.NewAudienceAsync(sandbox.Control, 30)
        );
        if (channel is MessageChannel.Mini)
        {
            await Task.WhenAll(
                audience.Users.Select(user =>
                    sandbox.Control.Pushes.ChooseAsync(user.OpenIds[app], template.WechatId, accepts: true, times: 3)
                )
            );
            await UntilAsync(async () =>
                await backstage
                    .Services.GetRequiredService<Database>()
                    .FindAsync<int>("SELECT COALESCE(SUM(credits), 0) FROM subscription_credits", ct: Ct) == 30
            );
        }

        var campaign = await backstage.Services.StartCampaignAsync(template, audience);

        await UntilAsync(async () =>
            (await backstage.Services.CountAsync(campaign)).GetValueOrDefault((DeliveryState.Confirmed, "")) == 30
        );
        Assert.Equal(new DeliveredSummary(30, 30, 1), sandbox.Control.DeliveredSummary(template.WechatId));
        Assert.Equal(
            0,
            await backstage
                .Services.GetRequiredService<Database>()
                .FindAsync<int>("SELECT COALESCE(SUM(credits), 0) FROM subscription_credits", ct: Ct)
        );
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var waited = Stopwatch.StartNew(); !await holds(); await Task.Delay(100, Ct))
        {
            Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }
    }

    private async Task<(MessageTemplate Template, TestAudience Audience, Campaign Campaign)> PrepareAsync(
        MessageChannel channel,
        int recipients
    )
    {
        var (template, audience) = (
            await backstage.Services.NewTemplateAsync(sandbox.Control, channel),
            await backstage.Services.NewAudienceAsync(sandbox.Control, recipients)
        );
        // More than one each: WeChat itself would hold back a second one for want of credit, and hide that it was sent.
        await backstage.Services.AcceptAsync(sandbox.Control, template, audience, count: 3);
        var api = channel is MessageChannel.Mini ? "/cgi-bin/message/subscribe/send" : "/cgi-bin/message/template/send";
        sandbox.Control.AddFault(
            new SandboxFault
            {
                Api = api,
                DelayMs = 20,
                Drop = DropConnection.AfterActing,
                Probability = 0.01,
                Times = null,
            }
        );
        sandbox.Control.AddFault(
            new SandboxFault
            {
                Api = api,
                DelayMs = 20,
                ErrCode = -1,
                Probability = 0.01,
                Times = null,
            }
        );
        sandbox.Control.AddFault(
            new SandboxFault
            {
                Api = api,
                DelayMs = 20,
                Times = null,
            }
        );
        return (template, audience, await backstage.Services.StartCampaignAsync(template, audience));
    }

    /// <summary>Until so many have got it.</summary>
    private async Task ReachAsync(MessageTemplate template, int messages)
    {
        while (sandbox.Control.DeliveredSummary(template.WechatId).Messages < messages)
        {
            await GoesOnAsync();
            await Task.Delay(20, Ct);
        }
    }

    private async Task EndAsync(Campaign campaign)
    {
        while ((await backstage.Services.GetRequiredService<CampaignStore>().FindAsync(campaign.Id, Ct))!.State is not CampaignState.Done)
        {
            await GoesOnAsync();
            await Task.Delay(100, Ct);
        }
    }

    /// <summary>What has stopped would be waited for in vain.</summary>
    private async Task GoesOnAsync() =>
        Assert.Equal(
            "",
            await backstage.Services.GetRequiredService<Database>().FindAsync<string>("SELECT MAX(why) FROM campaigns", ct: Ct)
        );

    private async Task CheckAsync(MessageChannel channel, MessageTemplate template, TestAudience audience, Campaign campaign)
    {
        var delivered = sandbox.Control.Delivered(template.WechatId);
        var counts = (await backstage.Services.CountAsync(campaign)).Select(count => $"{count.Key.State} {count.Key.Reason} {count.Value}");
        var engine = TestEngine.IsMySql ? "MySql" : "Sqlite";
        Say($"{engine} {channel}: {string.Join(", ", counts)}; WeChat delivered {delivered.Count}");
        Assert.Equal(1, sandbox.Control.DeliveredSummary(template.WechatId).Most);

        await TellReceiptsAsync(channel is MessageChannel.Mini ? delivered : []);

        var app = backstage.Services.AppOf(channel);
        var states = (
            await backstage
                .Services.GetRequiredService<Database>()
                .ListAsync<Row>("SELECT open_id, state FROM deliveries WHERE campaign_id = @Id", new { campaign.Id }, Ct)
        ).ToDictionary(row => row.OpenId, row => row.State);
        Say($"after receipts: {string.Join(", ", states.CountBy(pair => pair.Value).Select(count => $"{count.Key} {count.Value}"))}");
        Assert.Equal(audience.Users.Select(user => user.OpenIds[app]).Order(), states.Keys.Order());
        Assert.All(states.Values, state =>
            Assert.Contains(state, (DeliveryState[])[DeliveryState.Sent, DeliveryState.Confirmed, DeliveryState.Unknown])
        );
        // Whoever got it is known to have, and whoever is not known to have did not.
        Assert.Equal(
            delivered.Select(message => message.OpenId).Order(),
            states.Where(pair => pair.Value is not DeliveryState.Unknown).Select(pair => pair.Key).Order()
        );
        // Of a template message each lost answer is found out by a repeat that WeChat knows for one.
        Assert.InRange(
            states.Values.Count(state => state is DeliveryState.Unknown),
            0,
            channel is MessageChannel.Template ? 0 : Kills * 250
        );
    }

    /// <summary>WeChat's receipts, as they would have come.</summary>
    private async Task TellReceiptsAsync(IReadOnlyList<DeliveredMessage> delivered)
    {
        var (database, receipts, now) = (
            backstage.Services.GetRequiredService<Database>(),
            backstage.Services.GetRequiredService<MessageCallbacks>(),
            TimeProvider.System.GetUtcNow()
        );
        foreach (var some in delivered.Chunk(500))
        {
            await database.TransactAsync(
                async tx =>
                {
                    foreach (var message in some)
                    {
                        CallbackNode[] told =
                        [
                            new("TemplateId", message.TemplateId, []),
                            new("MsgID", $"{message.MessageId}", []),
                            new("ErrorCode", "0", []),
                        ];
                        await receipts.HandleAsync(
                            tx,
                            new CallbackMessage(
                                message.AppId,
                                message.OpenId,
                                message.At,
                                "subscribe_msg_sent_event",
                                new("xml", "", [new("SubscribeMsgSentEvent", "", [new("List", "", told)])])
                            ),
                            now,
                            Ct
                        );
                    }
                    return (true, true);
                },
                Ct
            );
        }
        await backstage.Services.GetRequiredService<ReceiptStore>().MatchAsync(now.AddMinutes(2), Ct);
    }

    private sealed record Row
    {
        public required string OpenId { get; init; }
        public required DeliveryState State { get; init; }
    }
}
