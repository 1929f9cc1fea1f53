using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Stories;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.Newsroom;

namespace CsrmeWeChat.Tests;

/// <summary>Mass sends are neither lost nor doubled. Counted is what WeChat has.</summary>
public sealed class MassSendTests(TestEngine engine) : IAsyncLifetime
{
    private const string SendApi = "/cgi-bin/message/mass/sendall";

    private readonly Newsroom room = new(engine);

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task A_send_goes_out_once_with_its_pictures_at_WeChat_and_the_story_is_out()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);

        await room.RunAsync();
        await room.RunAsync();

        var sent = Assert.Single(room.MassSends);
        Assert.Contains("mmbiz.qpic.cn", sent.Content);
        Assert.Equal(5, sent.Reached);
        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
        Assert.Equal(StoryState.Out, (await room.StoryAsync(story)).State);
        Assert.Equal(0, room.WeChat.Articles.CountDrafts(room.AppId));
    }

    [Theory]
    [InlineData("/cgi-bin/media/uploadimg")]
    [InlineData("/cgi-bin/material/add_material")]
    [InlineData("/cgi-bin/draft/add")]
    [InlineData(SendApi)]
    [InlineData("/cgi-bin/message/mass/get")]
    public async Task Wherever_the_connection_drops_after_WeChat_acted_it_has_one_send(string api)
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = api,
                Drop = DropConnection.AfterActing,
                Times = 2,
            }
        );

        await room.RunAsync();
        await room.PassAsync(TimeSpan.FromMinutes(3));
        await room.PassAsync(TimeSpan.FromMinutes(3));
        await room.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Single(room.MassSends);
        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
    }

    [Fact]
    public async Task A_send_without_an_answer_is_unknown_until_its_id_is_tried_again()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, Drop = DropConnection.AfterActing });

        await room.RunAsync();
        Assert.Equal(SendState.Unknown, (await room.SendAsync(send)).State);
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, ErrCode = 45066 });
        await room.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(SendState.Unknown, (await room.SendAsync(send)).State);
        await room.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
        Assert.Equal(room.MassSends.Single().MessageId, (await room.SendAsync(send)).MessageId);
    }

    [Fact]
    public async Task A_vanished_draft_on_a_repeat_means_perhaps_sent_and_the_event_settles_it()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, Drop = DropConnection.AfterActing });
        await room.RunAsync();
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, ErrCode = 40007 });
        await room.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(SendState.Unknown, (await room.SendAsync(send)).State);

        await room.PushAsync(
            "masssendjobfinish",
            Node("MsgID", $"{room.MassSends.Single().MessageId}"),
            Node("Status", "send success"),
            Node("TotalCount", "5"),
            Node("SentCount", "4"),
            Node(
                "ArticleUrlResult",
                Node("Count", "1"),
                Node("ResultList", Node("item", Node("ArticleIdx", "1"), Node("ArticleUrl", "http://mp.weixin.qq.com/s/x")))
            )
        );

        var settled = await room.SendAsync(send);
        Assert.Equal((SendState.Sent, 4), (settled.State, settled.SentCount));
        Assert.Equal("http://mp.weixin.qq.com/s/x", (await room.StoryAsync(story)).ArticleUrl);
        await room.PassAsync(TimeSpan.FromDays(1));
        Assert.Single(room.MassSends);
    }

    [Fact]
    public async Task What_WeChat_cannot_tell_for_a_day_is_never_sent_again()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = SendApi,
                Drop = DropConnection.BeforeActing,
                Times = null,
            }
        );
        await room.RunAsync();
        await room.PassAsync(TimeSpan.FromHours(24));
        room.WeChat.ClearFaults();
        await room.PassAsync(TimeSpan.FromDays(2));

        Assert.Empty(room.MassSends);
        var unknown = await room.SendAsync(send);
        Assert.Equal(SendState.Unknown, unknown.State);
        Assert.Contains("群发记录", unknown.Why);
    }

    [Theory]
    [InlineData(true, SendState.Sent, StoryState.Out)]
    [InlineData(false, SendState.Failed, StoryState.Approved)]
    public async Task What_WeChat_cannot_tell_staff_settle_by_what_its_own_console_shows(bool isOut, SendState end, StoryState story)
    {
        var written = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(written);
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = SendApi,
                Drop = DropConnection.BeforeActing,
                Times = null,
            }
        );
        await room.RunAsync();
        room.WeChat.ClearFaults();

        Assert.Equal(SettleOutcome.Settled, await room.SettleAsync(send, isOut));
        await room.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal((end, story), ((await room.SendAsync(send)).State, (await room.StoryAsync(written)).State));
        Assert.Contains("公众平台核对", (await room.SendAsync(send)).Why);
        Assert.Empty(room.MassSends);
        Assert.Equal(SettleOutcome.Known, await room.SettleAsync(send, isOut));
    }

    [Fact]
    public async Task Under_group_protection_it_waits_for_the_administrator_and_then_ends()
    {
        room.WeChat.Articles.Protect(room.AppId);
        var (confirmed, lapsed) = (await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved)), 0L);
        await room.RunAsync();
        Assert.Equal(SendState.Awaiting, (await room.SendAsync(confirmed)).State);
        room.WeChat.Articles.Confirm(room.AppId, room.MassSends.Single().MessageId);
        await room.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(SendState.Sent, (await room.SendAsync(confirmed)).State);

        room.App.Clock.Advance(TimeSpan.FromDays(1));
        var story = await room.NewStoryAsync(StoryState.Approved);
        lapsed = await room.PlanAsync(story);
        await room.RunAsync();
        await room.PassAsync(TimeSpan.FromMinutes(31));

        var failed = await room.SendAsync(lapsed);
        Assert.Equal(SendState.Failed, failed.State);
        Assert.Contains("30 分钟", failed.Why);
        Assert.Equal(StoryState.Approved, (await room.StoryAsync(story)).State);
    }

    [Theory]
    [InlineData("err(10001)", "涉嫌广告")]
    [InlineData("err(20013)", "版权")]
    [InlineData("send fail", "没有发出")]
    public async Task A_verdict_of_WeChats_review_is_told_in_words_and_an_empty_list_does_no_harm(string status, string said)
    {
        room.WeChat.Articles.Protect(room.AppId);
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        await room.RunAsync();

        await room.PushAsync(
            "masssendjobfinish",
            Node("MsgID", $"{room.MassSends.Single().MessageId}"),
            Node("Status", status),
            Node("ArticleUrlResult", Node("Count", "0"), Node("ResultList", "\n\n"))
        );

        var failed = await room.SendAsync(send);
        Assert.Equal(SendState.Failed, failed.State);
        Assert.Contains(said, failed.Why);
    }

    [Theory]
    [InlineData(48001, "没有此项接口的权限")]
    [InlineData(45028, "群发次数已用完")]
    public async Task A_refusal_is_told_in_words_and_the_story_can_be_planned_again(int errCode, string said)
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, ErrCode = errCode });

        await room.RunAsync();

        Assert.Equal(SendState.Failed, (await room.SendAsync(send)).State);
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        Assert.Contains(said, await secretary.GetPageAsync($"/staff/stories/{story}"));
        await room.PlanAsync(story);
        await room.RunAsync();
        Assert.Single(room.MassSends);
    }

    [Theory]
    [InlineData(40125, "密钥")]
    [InlineData(40164, "白名单")]
    public async Task A_wrong_secret_and_an_unlisted_address_are_told_in_words(int errCode, string said)
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/stable_token",
                ErrCode = errCode,
                Times = null,
            }
        );

        await room.RunAsync();

        Assert.Contains(said, (await room.SendAsync(send)).Why);
        Assert.Empty(room.MassSends);
    }

    [Fact]
    public async Task A_recalled_send_is_dead_at_WeChat_and_gone_from_the_web_site()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);
        await room.RunAsync();
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        Assert.Contains(
            "已撤回",
            await secretary.FollowAsync(await secretary.PostAsync($"/staff/stories/{story}?handler=Recall", ("send", $"{send}")))
        );

        Assert.Equal("DELETE", room.MassSends.Single().Status);
        Assert.Equal(StoryState.Recalled, (await room.StoryAsync(story)).State);
    }

    [Fact]
    public async Task A_publication_whose_answer_is_lost_is_told_by_its_event()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story, SendWay.Publish);
        room.WeChat.AddFault(new SandboxFault { Api = "/cgi-bin/freepublish/submit", Drop = DropConnection.AfterActing });
        await room.RunAsync();
        await room.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(SendState.Unknown, (await room.SendAsync(send)).State);

        var published = Assert.Single(room.WeChat.Articles.Publications(room.AppId));
        await room.PushAsync(
            "publishjobfinish",
            Node(
                "PublishEventInfo",
                Node("publish_id", published.PublishId),
                Node("publish_status", "0"),
                Node("article_detail", Node("item", Node("article_url", "http://mp.weixin.qq.com/s/y")))
            )
        );

        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
        Assert.Equal("http://mp.weixin.qq.com/s/y", (await room.StoryAsync(story)).ArticleUrl);
    }
}
