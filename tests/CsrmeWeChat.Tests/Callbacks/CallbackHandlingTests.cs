using System.Text.Json.Nodes;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using WeChat.Callbacks;
using static CsrmeWeChat.Tests.Support.Pushed;

namespace CsrmeWeChat.Tests;

/// <summary>What becomes of what was pushed: each handled once, together with its mark.</summary>
public sealed class CallbackHandlingTests(App app) : IClassFixture<App>
{
    private const string FailsAtFirst = "fails_at_first";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Follower => app.WeChat.MakeUser().OpenIds[Official];

    [Fact]
    public async Task Who_follows_and_who_left_is_known_in_whatever_order_it_is_told()
    {
        var (stays, leaves) = (Follower, Follower);
        var left = app.Sign(Official, Safe, leaves, Event("unsubscribe"), app.Now.AddSeconds(1));

        await app.PushAsync(Official, Safe, stays, Event("subscribe"));
        await app.DeliverAsync(Official, left);
        await app.HandleCallbacksAsync();
        await app.PushAsync(Official, Safe, leaves, Event("subscribe"));
        await app.HandleCallbacksAsync();

        Assert.True(await FollowsAsync(stays));
        Assert.False(await FollowsAsync(leaves));
        await app.DeliverAsync(Official, app.Sign(Official, Safe, stays, Event("unsubscribe"), app.Now.AddSeconds(-1)));
        await app.HandleCallbacksAsync();
        Assert.True(await FollowsAsync(stays));
    }

    [Fact]
    public async Task Whoever_begins_to_follow_by_a_code_counts_as_a_scan_of_it()
    {
        var key = $"hall-{Guid.NewGuid():N}";
        await app.PushAsync(Official, Safe, Follower, Event("subscribe", ("EventKey", $"qrscene_{key}"), ("Ticket", "t")));
        await app.PushAsync(Official, Safe, Follower, Event("SCAN", ("EventKey", key), ("Ticket", "t")));
        await app.HandleCallbacksAsync();

        Assert.Equal(2, (await app.Get<AccountHits>().ListAsync(China.Date(app.Now), 1_000, Ct)).Single(hit => hit.EventKey == key).Hits);
    }

    [Fact]
    public async Task What_no_feature_handles_is_kept_and_counted()
    {
        await app.PushAsync(Official, Safe, Follower, Event("kf_create_session"));
        await app.PushAsync(Official, Safe, Follower, Event("kf_create_session"));
        await app.HandleCallbacksAsync();

        var list = app.Get<CallbackList>();
        Assert.Equal(2, (await list.CountAsync(Ct)).Single(count => count.Kind == "kf_create_session").Amount);
        Assert.False(list.IsHandled("kf_create_session"));
        Assert.True(list.IsHandled("subscribe"));
        Assert.Equal(0, await app.CountCallbacksAsync("due_at IS NOT NULL"));
    }

    [Fact]
    public async Task One_that_fails_holds_up_no_other_and_is_tried_again_later_as_a_whole()
    {
        var (bad, good) = (Follower, Follower);
        await app.PushAsync(Official, Safe, good, Event(FailsAtFirst));
        await app.PushAsync(Official, Safe, bad, Event(FailsAtFirst));
        await app.PushAsync(Official, Safe, good, Event(FailsAtFirst, ("EventKey", "2")));
        var handler = new Writes { FailsFor = bad };
        var job = new HandleCallbacks(
            app.Get<Database>(),
            app.Get<CallbackStore>(),
            [new CallbackRoute(FailsAtFirst, handler)],
            app.Get<JobRunner>(),
            app.Clock,
            NullLogger<HandleCallbacks>.Instance
        );

        await job.RunAsync(Ct);

        Assert.Equal((2, 0), (await WritesAsync(good), await WritesAsync(bad)));
        var failing = Assert.Single(await app.Get<CallbackList>().ListFailingAsync(0, 10, Ct));
        Assert.Equal((1, nameof(NotSupportedException)), (failing.Attempts, failing.Error));

        handler.FailsFor = "";
        await job.RunAsync(Ct);
        Assert.Equal(0, await WritesAsync(bad));
        app.Clock.Advance(TimeSpan.FromSeconds(11));
        await job.RunAsync(Ct);
        Assert.Equal((2, 1), (await WritesAsync(good), await WritesAsync(bad)));
        Assert.Empty(await app.Get<CallbackList>().ListFailingAsync(0, 10, Ct));
    }

    [Fact]
    public async Task Many_nodes_at_once_handle_each_once()
    {
        var follower = Follower;
        foreach (var i in Enumerable.Range(0, 120))
        {
            await app.PushAsync(Official, Safe, follower, Event(FailsAtFirst, ("EventKey", $"{i}")));
        }
        var jobs = Enumerable
            .Range(0, 6)
            .Select(_ => new HandleCallbacks(
                app.Get<Database>(),
                app.Get<CallbackStore>(),
                [new CallbackRoute(FailsAtFirst, new Writes())],
                app.Get<JobRunner>(),
                app.Clock,
                NullLogger<HandleCallbacks>.Instance
            ));

        await Task.WhenAll(jobs.Select(job => Task.Run(() => job.RunAsync(Ct), Ct)));

        Assert.Equal(120, await WritesAsync(follower));
    }

    [Fact]
    public async Task What_is_older_than_30_days_is_removed_handled_or_not()
    {
        await app.PushAsync(Official, Safe, Follower, Event("subscribe"));
        await app.HandleCallbacksAsync();
        await app.PushAsync(Official, Safe, Follower, Event("unsubscribe"));
        var before = await app.CountCallbacksAsync();

        app.Clock.Advance(TimeSpan.FromDays(29));
        await new RemoveCallbacks(app.Get<CallbackStore>(), app.Get<CallbackRefusals>(), app.Clock).RunAsync(Ct);
        Assert.Equal(before, await app.CountCallbacksAsync());

        app.Clock.Advance(TimeSpan.FromDays(2));
        await new RemoveCallbacks(app.Get<CallbackStore>(), app.Get<CallbackRefusals>(), app.Clock).RunAsync(Ct);
        Assert.Equal(0, await app.CountCallbacksAsync());
        await app.HandleCallbacksAsync();
    }

    [Fact]
    public async Task Hits_are_counted_by_day_and_key()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await app.PushAsync(Official, Safe, Follower, Event("VIEW", ("EventKey", "https://example.org/一"), ("MenuId", "1")));
        }
        await app.PushAsync(Official, Safe, Follower, Event("SCAN", ("EventKey", "展台")));
        await app.HandleCallbacksAsync();

        var hits = await app.Get<AccountHits>().ListAsync(China.Date(app.Now), 1_000, Ct);

        Assert.Contains(hits, hit => hit is { Kind: "view", EventKey: "https://example.org/一", Hits: 3 });
        Assert.Contains(hits, hit => hit is { Kind: "scan", EventKey: "展台", Hits: 1 });
    }

    [Theory]
    [InlineData("""{"MsgType":"event","Event":"TEMPLATESENDJOBFINISH","MsgID":200163836,"Status":"success"}""", "MsgID", "200163837")]
    [InlineData(
        """
            {"MsgType":"event","Event":"MASSSENDJOBFINISH","MsgID":1000001625,"Status":"send success",
            "ArticleUrlResult":{"Count":0,"ResultList":"\n\n"}}
            """,
        "MsgID",
        "1000001626"
    )]
    [InlineData(
        """
            {"MsgType":"event","Event":"PUBLISHJOBFINISH","PublishEventInfo":{"publish_id":2247503051,"publish_status":0,
            "article_detail":{"count":1,"item":{"idx":1,"article_url":"u"}}}}
            """,
        "publish_id",
        "2247503052"
    )]
    [InlineData(
        """
            {"MsgType":"event","Event":"wxa_media_check","trace_id":"60ae120f-371d5872","errcode":0,
            "result":{"suggest":"pass","label":100}}
            """,
        "trace_id",
        "60ae120f-371d5873"
    )]
    [InlineData(
        """
            {"MsgType":"event","Event":"subscribe_msg_sent_event",
            "List":{"TemplateId":"T1","MsgID":"1700827132819554304","ErrorCode":"0"}}
            """,
        "MsgID",
        "1700827132819554305"
    )]
    [InlineData(
        """
            {"MsgType":"event","Event":"subscribe_msg_popup_event","List":[{"TemplateId":"T1","SubscribeStatusString":"accept"},
            {"TemplateId":"T2","SubscribeStatusString":"reject"}]}
            """,
        "TemplateId",
        "T3"
    )]
    [InlineData(
        """{"MsgType":"event","Event":"subscribe_msg_change_event","List":{"TemplateId":"T1","SubscribeStatusString":"reject"}}""",
        "TemplateId",
        "T3"
    )]
    [InlineData("""{"MsgType":"event","Event":"CLICK","EventKey":"530"}""", "EventKey", "531")]
    [InlineData("""{"MsgType":"text","Content":"你好","MsgId":23000000000000001}""", "MsgId", "23000000000000002")]
    public void What_names_a_message_tells_it_from_another_in_XML_as_in_JSON(string fields, string id, string otherId)
    {
        var (xml, json) = (Read(Plain, fields), Read(PlainJson, fields));
        var last = fields.LastIndexOf($"\"{id}\"", StringComparison.Ordinal);
        var value = new string([
            .. fields[(last + id.Length + 3)..].TrimStart('"').TakeWhile(character => character is not ('"' or ',' or '}')),
        ]);
        var other = Read(PlainJson, fields[..last] + fields[last..].Replace(value, otherId));

        Assert.Equal(xml.Kind, json.Kind);
        Assert.Equal(CallbackKey.Of(xml), CallbackKey.Of(json));
        Assert.NotEqual(CallbackKey.Of(json), CallbackKey.Of(other));
        Assert.NotEqual(CallbackKey.Of(json), CallbackKey.Of(json with { OpenId = "o2" }));
        Assert.NotEqual(CallbackKey.Of(json), CallbackKey.Of(json with { CreatedAt = json.CreatedAt.AddSeconds(1) }));
        Assert.NotEqual(CallbackKey.Of(json), CallbackKey.Of(json with { AppId = "wx2" }));
    }

    private CallbackMessage Read(global::WeChat.Sandbox.Pushes.SandboxCallback callback, string fields) =>
        CallbackReader.ReadMessage(Official, app.Sign(Official, callback, "o1", JsonNode.Parse(fields)!.AsObject()).Body)!;

    private async Task<bool> FollowsAsync(string openId) =>
        await app.Get<Database>().FindAsync<int>("SELECT follows FROM followers WHERE open_id = @openId", new { openId }, Ct) == 1;

    private async Task<long> WritesAsync(string openId) =>
        await app.Get<Database>()
            .FindAsync<long>("SELECT COUNT(*) FROM account_hits WHERE kind = @openId", new { openId = openId[..20] }, Ct);

    /// <summary>Leaves a row each time it handles a message, so that a second time shows.</summary>
    private sealed class Writes : ICallbackHandler
    {
        public string FailsFor { get; set; } = "";

        public async Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
        {
            await tx.ExecuteAsync(
                "INSERT INTO account_hits (day, kind, event_key, hits) VALUES (@day, @kind, @key, 1)",
                new
                {
                    day = China.Date(now),
                    kind = message.OpenId[..20],
                    key = Guid.NewGuid().ToString(),
                },
                ct
            );
            if (message.OpenId == FailsFor)
            {
                throw new NotSupportedException();
            }
        }
    }
}
