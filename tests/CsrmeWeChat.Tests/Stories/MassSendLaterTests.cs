using CsrmeWeChat.Stories;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.Newsroom;

namespace CsrmeWeChat.Tests;

/// <summary>Answers of WeChat to a mass send that mean "later, under the same id", and its verdicts.</summary>
public sealed class MassSendLaterTests(TestEngine engine) : IAsyncLifetime
{
    private const string SendApi = "/cgi-bin/message/mass/sendall";

    private readonly Newsroom room = new(engine);

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Theory]
    [InlineData(268488001)]
    [InlineData(42010)]
    [InlineData(45066)]
    [InlineData(45065)]
    [InlineData(-1)]
    public async Task What_WeChat_wants_later_goes_out_once_under_the_same_id(int errCode)
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = SendApi,
                ErrCode = errCode,
                Times = 3,
            }
        );
        await room.RunAsync();
        var asked = await room.SendAsync(send);
        Assert.Contains(asked.State, new[] { SendState.Sending, SendState.Unknown });
        Assert.NotNull(asked.AskedAt);
        Assert.NotEqual("", asked.Why);
        Assert.False(await room.App.Get<SendStore>().CancelAsync(Writer, send, room.App.Now, TestContext.Current.CancellationToken));

        for (var i = 0; i < 4; i++)
        {
            await room.PassAsync(TimeSpan.FromSeconds(70));
        }

        Assert.Single(room.MassSends);
        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
        Assert.Equal(asked.ClientMsgId, room.MassSends.Single().ClientMessageId);
        Assert.All(room.WeChat.Received(SendApi), call => Assert.Contains(asked.ClientMsgId, call.Body));
    }

    [Theory]
    [InlineData(268488001)]
    [InlineData(-1)]
    public async Task The_repeats_have_an_end_and_staff_are_told_what_to_do(int errCode)
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = SendApi,
                ErrCode = errCode,
                Times = null,
            }
        );
        await room.RunAsync();
        for (var i = 0; i < 70; i++)
        {
            await room.PassAsync(TimeSpan.FromSeconds(65));
        }
        var calls = room.WeChat.Received(SendApi).Count;
        await room.PassAsync(TimeSpan.FromDays(2));

        Assert.InRange(calls, 40, 60);
        Assert.Equal(calls, room.WeChat.Received(SendApi).Count);
        var unknown = await room.SendAsync(send);
        Assert.Equal(SendState.Unknown, unknown.State);
        Assert.Contains("群发记录", unknown.Why);
    }

    [Fact]
    public async Task An_id_that_WeChat_knows_with_its_message_is_a_success()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(
            new SandboxFault { Api = SendApi, Body = """{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":3147494552}""" }
        );

        await room.RunAsync();

        Assert.Equal(3147494552, (await room.SendAsync(send)).MessageId);
        Assert.Empty(room.MassSends);
    }

    [Fact]
    public async Task Where_WeChat_wants_a_tag_it_gets_an_empty_one_once()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, ErrCode = 40152 });

        await room.RunAsync();

        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
        var calls = room.WeChat.Received(SendApi);
        Assert.Equal(2, calls.Count);
        Assert.Contains("\"tag_id\":\"\"", calls[0].Body);
        Assert.DoesNotContain("tag_id", calls[1].Body);
    }

    [Fact]
    public async Task A_tag_that_WeChat_does_not_know_is_not_tried_as_another()
    {
        var tag = await room.NewTagAsync("丁", await room.NewFollowerAsync());
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Tag, tag: tag);
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = SendApi,
                ErrCode = 40152,
                Times = null,
            }
        );

        await room.RunAsync();

        Assert.Equal(SendState.Failed, (await room.SendAsync(send)).State);
        Assert.Contains("核对标签", (await room.SendAsync(send)).Why);
        Assert.Single(room.WeChat.Received(SendApi));
    }

    [Theory]
    [InlineData("err(40001)", "管理员在微信里拒绝")]
    [InlineData("err(40002)", "30 分钟内没有")]
    [InlineData("err(20431)", "err(20431)")]
    [InlineData("err(30003)", "http://mp.weixin.qq.com/s/original1、http://mp.weixin.qq.com/s/original2")]
    public async Task A_verdict_says_what_WeChat_said(string status, string said)
    {
        room.WeChat.Articles.Protect(room.AppId);
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        await room.RunAsync();

        await room.PushAsync(
            "masssendjobfinish",
            Node("MsgID", $"{room.MassSends.Single().MessageId}"),
            Node("Status", status),
            Node(
                "CopyrightCheckResult",
                Node("Count", "2"),
                Node(
                    "ResultList",
                    Node("item", Node("ArticleIdx", "1"), Node("OriginalArticleUrl", "http://mp.weixin.qq.com/s/original1")),
                    Node("item", Node("ArticleIdx", "2"), Node("OriginalArticleUrl", "http://mp.weixin.qq.com/s/original2"))
                ),
                Node("CheckState", "2")
            )
        );

        var failed = await room.SendAsync(send);
        Assert.Equal(SendState.Failed, failed.State);
        Assert.Contains(said, failed.Why);
        Assert.DoesNotContain("API 群发保护", failed.Why);
    }
}
