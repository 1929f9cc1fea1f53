using System.Diagnostics;
using System.Net;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using WeChat.Sandbox.Pushes;
using static CsrmeWeChat.Tests.Support.Pushed;

namespace CsrmeWeChat.Tests;

/// <summary>What WeChat pushes to us over HTTP: what comes in, what is refused, what is answered.</summary>
public sealed class CallbackEndpointTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Follower => app.WeChat.MakeUser().OpenIds[Official];

    [Fact]
    public async Task A_signed_challenge_is_echoed_and_another_is_not()
    {
        using var http = app.CreateClient();
        var query = app.Sign(Official, Safe, "o", []).Query;

        Assert.Equal("4375120948345356249", await http.GetStringAsync($"/callbacks/official?{query}&echostr=4375120948345356249", Ct));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await http.GetAsync($"/callbacks/official?{query.Replace("signature=", "signature=0")}&echostr=1", Ct)).StatusCode
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync("/callbacks/official?echostr=1", Ct)).StatusCode);
    }

    [Fact]
    public async Task What_is_refused_is_counted()
    {
        var counted = 0L;
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name is "callbacks.refused")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) => Interlocked.Add(ref counted, tags.ToArray().Any(tag => tag.Value is "/callbacks/mini") ? count : 0)
        );
        listener.Start();
        using var http = app.CreateClient();

        var answer = await http.PostAsync("/callbacks/mini?signature=0&timestamp=1&nonce=1", new StringContent("<xml></xml>"), Ct);

        Assert.Equal((HttpStatusCode.Forbidden, 1), (answer.StatusCode, Interlocked.Read(ref counted)));
    }

    [Fact]
    public async Task A_message_is_taken_in_either_mode_and_format()
    {
        foreach (
            var (appId, callback) in new[]
            {
                (Official, Safe),
                (Official, SafeJson),
                (Official, Safe with { Mode = PushMode.Compatible }),
                (Mini, Plain),
                (Mini, PlainJson),
            }
        )
        {
            var before = await app.CountCallbacksAsync();

            var answer = await app.PushAsync(appId, callback, Follower, app.WeChat.Pushes.Text("你好 <b>𠮷</b> ]]> &"));

            Assert.Equal("success", await answer.Content.ReadAsStringAsync(Ct));
            Assert.Equal(before + 1, await app.CountCallbacksAsync());
        }
    }

    [Fact]
    public async Task What_is_not_WeChat_s_or_not_ours_is_refused_at_once_and_stored_nowhere()
    {
        var follower = Follower;
        var before = await app.CountCallbacksAsync();
        var safe = app.Sign(Official, Safe, follower, app.WeChat.Pushes.Text("你好"));
        var plain = app.Sign(Mini, Plain, follower, app.WeChat.Pushes.Text("你好"));
        // Whatever is compiled or opened at the first request is not what is measured.
        await app.DeliverAsync(Official, safe, body: "<xml/>");

        await RefusedAsync("a changed byte", Official, safe, body: safe.Body.Replace("<Encrypt><![CDATA[", "<Encrypt><![CDATA[A"));
        await RefusedAsync(
            "the signature that does not cover the message",
            Official,
            safe,
            query: safe.Query[..safe.Query.IndexOf("&encrypt_type", StringComparison.Ordinal)]
        );
        await RefusedAsync(
            "a message in the clear to an account with a key",
            Official,
            app.Sign(Official, Plain, follower, app.WeChat.Pushes.Text("明文"))
        );
        await RefusedAsync(
            "an old one",
            Official,
            app.Sign(Official, Safe, follower, app.WeChat.Pushes.Text("旧"), app.Now.AddMinutes(-11))
        );
        await RefusedAsync(
            "one from the future",
            Mini,
            app.Sign(Mini, Plain, follower, app.WeChat.Pushes.Text("新"), app.Now.AddMinutes(11))
        );
        await RefusedAsync("another app's, encrypted", Official, app.Sign(Mini, Safe, follower, app.WeChat.Pushes.Text("别人的")));
        await RefusedAsync("another app's, in the clear", Mini, app.Sign(Official, Plain, follower, app.WeChat.Pushes.Text("别人的")));
        await RefusedAsync(
            "another app's check",
            Mini,
            app.Sign(Mini, PlainJson, follower, Event("wxa_media_check", ("appid", Official), ("trace_id", "1")))
        );
        await RefusedAsync("an unsigned one", Mini, plain, query: "timestamp=1&nonce=2");
        await RefusedAsync("an entity bomb around what is encrypted", Official, safe, body: Bomb);
        await RefusedAsync("nothing", Mini, plain, body: "");
        await RefusedAsync("100 KB", Mini, plain, body: new string('x', 100 * 1024), status: HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal(before, await app.CountCallbacksAsync());
    }

    [Fact]
    public async Task A_control_character_that_somebody_pasted_keeps_no_message_out()
    {
        var before = await app.CountCallbacksAsync();
        foreach (var (account, mode) in new[] { (Mini, Plain), (Official, Safe) })
        {
            var push = app.Sign(account, mode, Follower, app.WeChat.Pushes.Text("有问题：\u0002\u001D完"));
            Assert.Equal(HttpStatusCode.OK, (await app.DeliverAsync(account, push)).StatusCode);
        }

        Assert.Equal(before + 2, await app.CountCallbacksAsync());
    }

    [Fact]
    public async Task A_repeat_is_stored_once_also_when_all_come_at_once()
    {
        var push = app.Sign(Official, Safe, Follower, app.WeChat.Pushes.Text("来了三次"));
        var before = await app.CountCallbacksAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => app.DeliverAsync(Official, push)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(before + 1, await app.CountCallbacksAsync());
    }

    [Fact]
    public async Task A_keyword_is_answered_at_once_and_a_repeat_gets_the_same_answer()
    {
        await ReplyAsync(AutoReplyKind.Keyword, "530福利", "福利在小程序里领取：]]> <a href=\"https://example.org\">看这里</a>");
        var push = app.Sign(Official, Safe, Follower, app.WeChat.Pushes.Text(" ５３０ 福利！"));

        var first = await ReplyOfAsync(await app.DeliverAsync(Official, push));
        await EditAsync("530福利", "改过的回复");
        var again = await ReplyOfAsync(await app.DeliverAsync(Official, push));
        var next = await ReplyOfAsync(await app.PushAsync(Official, Safe, Follower, app.WeChat.Pushes.Text("530福利")));

        Assert.Equal(["福利在小程序里领取：]]> <a href=\"https://example.org\">看这里</a>", first, "改过的回复"], [first, again, next]);
    }

    [Fact]
    public async Task The_longer_keyword_wins_and_what_nothing_answers_gets_the_default()
    {
        await ReplyAsync(AutoReplyKind.Keyword, "投稿", "短", Matching.Contains);
        await ReplyAsync(AutoReplyKind.Keyword, "投稿截止", "长", Matching.Contains);
        await ReplyAsync(AutoReplyKind.Keyword, "摄影", "整句", Matching.Exact);
        await ReplyAsync(AutoReplyKind.Otherwise, "", "没听懂");
        await ReplyAsync(AutoReplyKind.Welcome, "", "欢迎");

        Assert.Equal("短", await SayAsync("怎么投稿？"));
        Assert.Equal("长", await SayAsync("投稿 截止到哪天"));
        Assert.Equal("整句", await SayAsync("摄影"));
        Assert.Equal("没听懂", await SayAsync("摄影大赛"));
        Assert.Equal("整句", await ReplyOfAsync(await app.PushAsync(Official, Safe, Follower, Event("CLICK", ("EventKey", "摄影")))));
        Assert.Null(await ReplyOfAsync(await app.PushAsync(Official, Safe, Follower, Event("CLICK", ("EventKey", "没有这个")))));
        Assert.Equal("欢迎", await ReplyOfAsync(await app.PushAsync(Official, SafeJson, Follower, Event("subscribe"))));
        await app.Get<Database>().ExecuteAsync("UPDATE auto_replies SET enabled = 0 WHERE keyword = '摄影'", ct: Ct);
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("没听懂", await SayAsync("摄影"));
        Assert.Equal(
            HttpStatusCode.OK,
            (await app.PushAsync(Mini, PlainJson, Follower, app.WeChat.Pushes.Text("半个字\uFFFE和\uD83D"))).StatusCode
        );
        await app.Get<Database>().ExecuteAsync("DELETE FROM auto_replies WHERE kind <> 'keyword'", ct: Ct);
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        async Task<string?> SayAsync(string text) =>
            await ReplyOfAsync(await app.PushAsync(Official, Safe, Follower, app.WeChat.Pushes.Text(text)));
    }

    private const string Bomb = """
        <!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
        <xml><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Encrypt>&c;</Encrypt></xml>
        """;

    private async Task RefusedAsync(
        string what,
        string appId,
        SignedPush push,
        string? query = null,
        string? body = null,
        HttpStatusCode status = HttpStatusCode.Forbidden
    )
    {
        var times = new List<double>();
        for (var time = 0; time < 3; time++)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await app.DeliverAsync(appId, push, query, body);
            times.Add(clock.Elapsed.TotalMilliseconds);
            Assert.True(answer.StatusCode == status, $"{what}: {answer.StatusCode}");
        }
        Assert.True(times.Min() < 50, $"{what} took {times.Min()} ms");
    }

    private async Task<string?> ReplyOfAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body);
        return app.WeChat.Pushes.ReadReply(Official, Safe, body);
    }

    private async Task ReplyAsync(AutoReplyKind kind, string keyword, string reply, Matching matching = Matching.Exact)
    {
        Assert.True(
            await app.Get<AutoReplyStore>().AddAsync(Actor.Command, AutoReplyFields.Of(kind, keyword, matching, reply, true), app.Now, Ct)
        );
        app.Clock.Advance(TimeSpan.FromSeconds(3));
    }

    private async Task EditAsync(string keyword, string reply)
    {
        var store = app.Get<AutoReplyStore>();
        var known = (await store.ListAsync(Ct)).Single(one => one.Keyword == keyword);
        Assert.Equal(
            AutoReplyEdit.Saved,
            await store.EditAsync(
                Actor.Command,
                known.Id,
                AutoReplyFields.Of(known.Kind, known.Keyword, known.Matching, reply, true),
                app.Now,
                Ct
            )
        );
        app.Clock.Advance(TimeSpan.FromSeconds(3));
    }
}
