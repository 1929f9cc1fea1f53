using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Stories;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>Mass sends of the real service: killed with -9 in the middle of one, and told by WeChat how it ended.</summary>
public sealed class MassSendServiceTests(TestEngine engine)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/cgi-bin/media/uploadimg")]
    [InlineData("/cgi-bin/draft/add")]
    [InlineData("/cgi-bin/message/mass/sendall")]
    [InlineData("/cgi-bin/message/mass/get")]
    public async Task Killed_while_WeChat_acts_it_has_sent_once_in_the_end(string api)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        var configuration = new Dictionary<string, string?>(await engine.NewConfigurationAsync()) { ["WeChat:BaseUrl"] = sandbox.BaseUrl };
        await using var backstage = await Backstage.OnAsync(configuration);
        var (services, database) = (backstage.Services, backstage.Services.GetRequiredService<Database>());
        var story = await NewStoryAsync(services);
        sandbox.Control.AddFault(new SandboxFault { Api = api, DelayMs = 2_000 });
        await using var service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(configuration)
            {
                ["Jobs:Run"] = "true",
                ["Limits:RequestSeconds"] = "20",
                ["Data:CommandTimeout"] = "20",
            }
        );

        // The fault is taken when WeChat begins; it acts 2 s later, whoever has hung up.
        await UntilAsync(() => Task.FromResult(sandbox.Control.Faults.Count == 0), () => StandsAsync(database, sandbox));
        await service.KillAsync();
        await UntilAsync(() => Task.FromResult(sandbox.Control.Received(api).Count > 0), () => StandsAsync(database, sandbox));

        // Its lease and WeChat's minute between two tries pass.
        await database.ExecuteAsync(
            "UPDATE mass_sends SET due_at = @now",
            new { now = services.GetRequiredService<TimeProvider>().GetUtcNow() },
            Ct
        );
        await database.ExecuteAsync(
            "UPDATE wechat_media SET lease_until = @now",
            new { now = services.GetRequiredService<TimeProvider>().GetUtcNow() },
            Ct
        );
        await service.UpAsync();
        // WeChat refuses a hasty repeat (45066) or tells the send there was (45065): either way nothing new goes out. Nobody waits for the
        // minute after a call that a busy machine did not answer in time.
        await UntilAsync(
            async () =>
            {
                await database.ExecuteAsync(
                    "UPDATE mass_sends SET due_at = @now WHERE lease = '' AND due_at > @now",
                    new { now = services.GetRequiredService<TimeProvider>().GetUtcNow() },
                    Ct
                );
                return await database.FindAsync<string>("SELECT state FROM stories WHERE id = @story", new { story }, Ct) == "out"
                    || sandbox.Control.Received("/cgi-bin/message/mass/sendall").Count > 1;
            },
            () => StandsAsync(database, sandbox)
        );

        var sends = sandbox.Control.Articles.MassSends(SandboxOptions.DefaultApps[1].AppId);
        Assert.Single(sends);
        var row = (await services.GetRequiredService<SendStore>().ListAsync(story, Ct))[0];
        Assert.Equal(row.ClientMsgId, sends[0].ClientMessageId);
    }

    [Theory]
    [InlineData(SendWay.All, "masssendjobfinish")]
    [InlineData(SendWay.Publish, "publishjobfinish")]
    public async Task WeChat_tells_how_it_ended_whom_it_reached_and_where_it_stands(SendWay way, string kind)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        var configuration = new Dictionary<string, string?>(await engine.NewConfigurationAsync()) { ["WeChat:BaseUrl"] = sandbox.BaseUrl };
        await using var backstage = await Backstage.OnAsync(configuration);
        var (services, database) = (backstage.Services, backstage.Services.GetRequiredService<Database>());
        sandbox.Control.MakeUsers(3, follows: true);
        await using var service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(configuration) { ["Jobs:Run"] = "true" }
        );
        sandbox.Control.Pushes.SetCallback(Pushed.Official, Pushed.Safe with { Url = $"{service.BaseUrl}/callbacks/official" });

        var story = await NewStoryAsync(services, way);

        await UntilAsync(
            async () =>
                await database.FindAsync<int>(
                    "SELECT COUNT(*) FROM callbacks WHERE kind = @kind AND handled_at IS NOT NULL",
                    new { kind },
                    Ct
                ) == 1
                && (await services.GetRequiredService<SendStore>().ListAsync(story, Ct))[0].State is SendState.Sent,
            () => StandsAsync(database, sandbox)
        );
        var send = (await services.GetRequiredService<SendStore>().ListAsync(story, Ct))[0];
        Assert.Equal(way is SendWay.All ? 3 : null, send.SentCount);
        Assert.StartsWith(
            "http://mp.weixin.qq.com/",
            await database.FindAsync<string>("SELECT article_url FROM stories WHERE id = @story", new { story }, Ct),
            StringComparison.Ordinal
        );
    }

    /// <param name="stands">What is told of how things stand where it does not come to pass.</param>
    private static async Task UntilAsync(Func<Task<bool>> holds, Func<Task<string>> stands)
    {
        for (var i = 0; i < 1_800; i++)
        {
            if (await holds())
            {
                return;
            }
            await Task.Delay(100, Ct);
        }
        Assert.Fail($"It did not come to pass in three minutes: {await stands()}");
    }

    private static async Task<string> StandsAsync(Database database, RunningSandbox sandbox)
    {
        var sends = await database.ListAsync<string>(
            "SELECT CONCAT(state, ', due ', due_at, ', lease ', lease, ', ', why) FROM mass_sends",
            ct: Ct
        );
        var media = await database.ListAsync<string>(
            "SELECT CONCAT('lease ', lease, ' until ', COALESCE(lease_until, '')) FROM wechat_media",
            ct: Ct
        );
        var calls = sandbox.Control.Counts().Select(count => $"{count.Api} {count.ErrCode}: {count.Count}");
        return $"sends: {string.Join("; ", sends)}; media: {string.Join("; ", media)}; calls: {string.Join(", ", calls)}";
    }

    private static async Task<long> NewStoryAsync(IServiceProvider services, SendWay way = SendWay.All)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (store, pictures) = (services.GetRequiredService<StoryStore>(), services.GetRequiredService<Pictures>());
        await services
            .GetRequiredService<Database>()
            .ExecuteAsync("INSERT INTO followers (open_id, union_id, follows, scene, remark) VALUES ('o1', '', 1, '', '')", ct: Ct);
        await services.GetRequiredService<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, Ct);
        var (cover, inside) = (
            (await pictures.AddAsync(TestPicture.Png(90, 38, 11), Ct)).Name!,
            (await pictures.AddAsync(TestPicture.Png(90, 38, 12), Ct)).Name!
        );
        var text = new StoryText("张岩", "", 2022, "", cover, "深部岩体里的光", "", "", $"<p>正文<img src=\"/media/{inside}\"></p>");
        var id = (await store.AddAsync(Newsroom.Writer, 2026, text, now, Ct))!.Value;
        await store.SubmitAsync(Newsroom.Writer, id, 1, now, Ct);
        await store.ApproveAsync(Newsroom.Second, id, 2, now, Ct);
        var plan = new SendPlan(id, 3, way, null, now);
        var (outcome, _) = await services.GetRequiredService<SendStore>().PlanAsync(Newsroom.Writer, plan, now, Ct);
        Assert.Equal(PlanOutcome.Planned, outcome);
        return id;
    }
}
