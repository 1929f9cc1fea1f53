using CsrmeWeChat.Stories;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.Newsroom;

namespace CsrmeWeChat.Tests;

/// <summary>A send that WeChat took and then would not tell of, settled by staff; afterwards WeChat tells its end.</summary>
public sealed class MassSendSettledTests(TestEngine engine) : IAsyncLifetime
{
    private readonly Newsroom room = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task Settled_as_not_out_and_out_after_all_its_replacement_is_cancelled()
    {
        var (story, send) = await SettledAsync(SendWay.All, isOut: false);
        var again = await room.PlanAsync(story, at: room.App.Now.AddDays(1));

        await TellAsync(send, "send success");
        await room.PassAsync(TimeSpan.FromDays(2));

        var (first, second) = (await room.SendAsync(send), await room.SendAsync(again));
        Assert.Equal((SendState.Sent, PlanAnswers.OutAfterAll, 4), (first.State, first.Why, first.SentCount));
        Assert.Equal((SendState.Cancelled, PlanAnswers.OutBefore), (second.State, second.Why));
        Assert.Equal(StoryState.Out, (await room.StoryAsync(story)).State);
        Assert.Single(room.MassSends);
    }

    [Fact]
    public async Task A_publication_settled_as_not_out_and_out_after_all_is_out_at_its_address()
    {
        var (story, send) = await SettledAsync(SendWay.Publish, isOut: false);

        await room.PushAsync(
            "publishjobfinish",
            Node(
                "PublishEventInfo",
                Node("publish_id", (await room.SendAsync(send)).PublishId),
                Node("publish_status", "0"),
                Node("article_detail", Node("item", Node("article_url", "http://mp.weixin.qq.com/s/y")))
            )
        );

        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
        var known = await room.StoryAsync(story);
        Assert.Equal((StoryState.Out, "http://mp.weixin.qq.com/s/y"), (known.State, known.ArticleUrl));
        Assert.Equal(PlanOutcome.NotApproved, await room.TryPlanAsync(story));
    }

    [Fact]
    public async Task What_was_written_meanwhile_is_not_out_but_the_version_that_went()
    {
        var (story, send) = await SettledAsync(SendWay.All, isOut: false);
        var store = room.App.Get<StoryStore>();
        var known = await room.StoryAsync(story);
        await store.EditAsync(
            Writer,
            story,
            known.Revision,
            (await store.FindVersionAsync(story, 1, Ct))!.Text with
            {
                Title = "改过的标题",
            },
            room.App.Now,
            Ct
        );

        await TellAsync(send, "send success");

        known = await room.StoryAsync(story);
        Assert.Equal((StoryState.Out, 1), (known.State, known.ApprovedVersion));
    }

    [Fact]
    public async Task Settled_as_out_and_refused_by_WeChat_it_can_be_planned_again()
    {
        var (story, send) = await SettledAsync(SendWay.All, isOut: true);

        await TellAsync(send, "err(10001)");

        var failed = await room.SendAsync(send);
        Assert.Equal((SendState.Failed, Verdicts.OfMassSend("err(10001)")), (failed.State, failed.Why));
        Assert.Equal(StoryState.Approved, (await room.StoryAsync(story)).State);
        Assert.Equal(PlanOutcome.Planned, await room.TryPlanAsync(story, at: room.App.Now.AddDays(1)));
    }

    [Fact]
    public async Task What_WeChat_told_once_nothing_turns_round_again()
    {
        var (story, send) = await SettledAsync(SendWay.All, isOut: true);
        var revision = (await room.StoryAsync(story)).Revision;

        await TellAsync(send, "send success");
        await TellAsync(send, "err(10001)");

        var sent = await room.SendAsync(send);
        Assert.Equal(SendState.Sent, sent.State);
        Assert.Contains("公众平台核对", sent.Why);
        Assert.Equal((StoryState.Out, revision), ((await room.StoryAsync(story)).State, (await room.StoryAsync(story)).Revision));
    }

    private async Task TellAsync(long send, string status) =>
        await room.PushAsync(
            "masssendjobfinish",
            Node("MsgID", $"{(await room.SendAsync(send)).MessageId}"),
            Node("Status", status),
            Node("SentCount", "4")
        );

    private async Task<(long Story, long Send)> SettledAsync(SendWay way, bool isOut)
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story, way);
        room.WeChat.AddFault(
            way is SendWay.Publish
                ? new SandboxFault { Api = "/cgi-bin/freepublish/get", ErrCode = 53600 }
                : new SandboxFault { Api = "/cgi-bin/message/mass/get", ErrCode = 40059 }
        );
        await room.RunAsync();
        Assert.Equal(SendState.Unknown, (await room.SendAsync(send)).State);
        Assert.Equal(SettleOutcome.Settled, await room.SettleAsync(send, isOut));
        return (story, send);
    }
}
