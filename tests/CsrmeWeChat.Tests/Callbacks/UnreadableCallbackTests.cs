using System.Net;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using WeChat.Callbacks;
using WeChat.Sandbox.Pushes;
using static CsrmeWeChat.Tests.Support.Pushed;

namespace CsrmeWeChat.Tests;

/// <summary>What WeChat signed is answered "success" also where it cannot be read, or the person who wrote is told of a fault.</summary>
public sealed class UnreadableCallbackTests(App app) : IClassFixture<App>
{
    private const string Head =
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o-writer</FromUserName><CreateTime>1780102800</CreateTime><MsgType>text</MsgType>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Unreadable =>
        [
            $"{Head}<Content><![CDATA[a]]>b]]></Content></xml>",
            $"{Head}<Content>&#8;</Content></xml>",
            $"{Head}<Content>&#xD83D;</Content></xml>",
            $"<!DOCTYPE xml [<!ENTITY a \"b\">]>{Head}<Content>&a;</Content></xml>",
            $"{Head}<Content>half",
            """{"FromUserName":"o-writer","CreateTime":1780102800,"MsgType":"text","Content":"\ud83d"}""",
            "{\"FromUserName\":\"o-writer\",\"CreateTime\":1780102800,\"MsgType\":\"text\",\"Content\":\"a\u0002b\"}",
            "<xml><MsgType>text</MsgType><CreateTime>1</CreateTime></xml>",
            string.Concat(Enumerable.Repeat("<a>", 2_000)),
            $"{{\"a\":{new string('[', 2_000)}",
            "no message at all",
        ];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_WeChat_signed_and_nobody_can_read_is_kept_as_it_came_and_answered(string text)
    {
        foreach (var (account, callback) in new[] { (Official, Safe), (Mini, Plain) })
        {
            var before = await app.CountCallbacksAsync("kind = 'unreadable'");
            var push = Signed(account, callback, text);

            foreach (var answer in new[] { await app.DeliverAsync(account, push), await app.DeliverAsync(account, push) })
            {
                Assert.Equal((HttpStatusCode.OK, "success"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct)));
            }

            Assert.Equal(before + 1, await app.CountCallbacksAsync("kind = 'unreadable'"));
            Assert.Equal(
                text,
                await app.Get<Database>().FindAsync<string>("SELECT body FROM callbacks WHERE kind = 'unreadable' ORDER BY id DESC", ct: Ct)
            );
        }
        await app.HandleCallbacksAsync();
        Assert.Equal(0, await app.CountCallbacksAsync("due_at IS NOT NULL"));
        Assert.Contains("无法识别的消息", await (await app.NewStaffAsync(Role.Secretary)).GetPageAsync("/staff/callbacks"));
    }

    [Fact]
    public async Task A_byte_that_is_no_text_keeps_no_message_out()
    {
        var push = Signed(Mini, Plain, "");
        using var http = app.CreateClient();
        var head = Head.Replace("gh_1", $"gh_{Mini[^12..]}", StringComparison.Ordinal);
        byte[] body = [.. System.Text.Encoding.UTF8.GetBytes($"{head}<MsgId>77</MsgId><Content>半"), 0xE5, .. "个</Content></xml>"u8];

        var answer = await http.PostAsync($"/callbacks/mini?{push.Query}", new ByteArrayContent(body), Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, await app.CountCallbacksAsync("kind = 'text' AND body LIKE '%<MsgId>77</MsgId>%'"));
    }

    [Fact]
    public async Task A_byte_order_mark_keeps_no_message_out()
    {
        foreach (var (account, callback) in new[] { (Official, Safe), (Mini, PlainJson) })
        {
            var before = await app.CountCallbacksAsync("kind = 'text'");
            var push = app.Sign(account, callback, "o-writer", app.WeChat.Pushes.Text("你好"));

            Assert.Equal(HttpStatusCode.OK, (await app.DeliverAsync(account, push, body: $"\uFEFF{push.Body}")).StatusCode);
            Assert.Equal(before + 1, await app.CountCallbacksAsync("kind = 'text'"));
        }
    }

    [Fact]
    public async Task What_is_not_signed_is_refused_whether_it_can_be_read_or_not()
    {
        var before = await app.CountCallbacksAsync();
        var push = Signed(Official, Safe, "no message at all");

        var answer = await app.DeliverAsync(Official, push, query: push.Query.Replace("msg_signature=", "msg_signature=0"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(before, await app.CountCallbacksAsync());
    }

    /// <summary>A text that WeChat would have to have written, in the envelope that it writes.</summary>
    private SignedPush Signed(string account, SandboxCallback callback, string text)
    {
        var frame = app.Sign(account, callback, "o-writer", []);
        if (callback.Mode is PushMode.Plain)
        {
            return frame with { Body = text };
        }
        var query = System.Web.HttpUtility.ParseQueryString(frame.Query);
        var (timestamp, nonce) = (query["timestamp"]!, query["nonce"]!);
        var sealedText = new CallbackCrypto(Token, Key, account).Encrypt(text, timestamp, nonce);
        return frame with
        {
            Body = $"<xml><ToUserName>gh_1</ToUserName><Encrypt>{sealedText.Encrypted}</Encrypt></xml>",
            Query = frame.Query.Replace(query["msg_signature"]!, sealedText.MessageSignature),
        };
    }
}
