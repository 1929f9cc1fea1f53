using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Stories;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>WeChat refuses a call about a send: what it says of the send, and what it does not.</summary>
public sealed class MassSendRefusedTests(TestEngine engine) : IAsyncLifetime
{
    private const string SendApi = "/cgi-bin/message/mass/sendall",
        TokenApi = "/cgi-bin/stable_token";

    private readonly Newsroom room = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Theory]
    [InlineData(SendWay.All, "/cgi-bin/message/mass/get")]
    [InlineData(SendWay.Publish, "/cgi-bin/freepublish/get")]
    public async Task What_WeChat_took_and_will_not_tell_of_has_not_failed(SendWay way, string checkApi)
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story, way);
        room.WeChat.AddFault(new SandboxFault { Api = checkApi, ErrCode = 48001 });

        await room.RunAsync();
        Assert.Equal((SendState.Unknown, StoryState.Scheduled), ((await room.SendAsync(send)).State, (await room.StoryAsync(story)).State));
        await room.PassAsync(TimeSpan.FromMinutes(11));

        Assert.Equal((SendState.Sent, StoryState.Out), ((await room.SendAsync(send)).State, (await room.StoryAsync(story)).State));
    }

    [Fact]
    public async Task A_wrong_secret_after_WeChat_took_it_has_not_failed_it()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        var turnedAway = room.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/message/mass/get",
                ErrCode = 40001,
                Times = null,
            }
        );
        await room.App.Get<WeChat.IOfficialAccount>().GetQuotaAsync(SendApi, Ct);
        var wrong = room.WeChat.AddFault(
            new SandboxFault
            {
                Api = TokenApi,
                ErrCode = 40125,
                Times = null,
            }
        );

        await room.RunAsync();

        Assert.Equal(SendState.Unknown, (await room.SendAsync(send)).State);
        room.WeChat.RemoveFault(turnedAway.Id);
        room.WeChat.RemoveFault(wrong.Id);
        await room.PassAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
        Assert.Single(room.MassSends);
    }

    [Fact]
    public async Task A_token_that_is_not_to_be_had_before_WeChat_is_asked_leaves_it_as_it_was()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, ErrCode = 45011 });
        await room.RunAsync();
        var away = room.WeChat.AddFault(
            new SandboxFault
            {
                Api = TokenApi,
                ErrCode = -1,
                Times = null,
            }
        );

        room.WeChat.InvalidateTokens(room.AppId);
        await room.PassAsync(TimeSpan.FromMinutes(2));

        var waiting = await room.SendAsync(send);
        Assert.Equal((SendState.Preparing, null), (waiting.State, waiting.AskedAt));
        room.WeChat.RemoveFault(away.Id);
        await room.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
    }

    [Fact]
    public async Task A_cover_that_somebody_deleted_at_WeChat_is_uploaded_again()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(new SandboxFault { Api = "/cgi-bin/draft/add", ErrCode = 40007 });

        await room.RunAsync();

        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
        Assert.Equal(2, room.WeChat.Received("/cgi-bin/material/add_material").Count);
        Assert.Single(room.WeChat.Received("/cgi-bin/media/uploadimg"));
    }

    [Theory]
    [InlineData(48001, "没有此项接口的权限")]
    [InlineData(40059, "已撤回")]
    [InlineData(45009, "次数")]
    public async Task What_WeChat_will_not_delete_is_gone_from_the_society_s_own_page(int code, string said)
    {
        var (story, send) = await SentAsync();
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/message/mass/delete",
                ErrCode = code,
                Times = null,
            }
        );
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        Assert.Contains(
            said,
            await secretary.FollowAsync(await secretary.PostAsync($"/staff/stories/{story}?handler=Recall", ("send", $"{send}")))
        );

        Assert.Equal((SendState.Recalled, StoryState.Recalled), ((await room.SendAsync(send)).State, (await room.StoryAsync(story)).State));
    }

    [Fact]
    public async Task A_deletion_that_WeChat_did_not_answer_can_be_asked_again()
    {
        var (story, send) = await SentAsync();
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/message/mass/delete",
                Drop = DropConnection.BeforeActing,
                Times = null,
            }
        );
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        await secretary.PostAsync($"/staff/stories/{story}?handler=Recall", ("send", $"{send}"));

        Assert.Equal((SendState.Sent, StoryState.Out), ((await room.SendAsync(send)).State, (await room.StoryAsync(story)).State));
    }

    [Fact]
    public async Task What_WeChat_deleted_is_recalled_though_nobody_waits_for_the_page_any_more()
    {
        var (story, send) = await SentAsync();
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        await secretary.LeaveAsync(
            room.WeChat,
            "/cgi-bin/message/mass/delete",
            $"/staff/stories/{story}?handler=Recall",
            ("send", $"{send}")
        );

        for (var looks = 0; (await room.SendAsync(send)).State is not SendState.Recalled; looks++)
        {
            Assert.InRange(looks, 0, 100);
            await Task.Delay(100, Ct);
        }
    }

    [Fact]
    public async Task What_was_recalled_can_be_sent_again_and_its_old_address_is_gone()
    {
        var (story, send) = await SentAsync();
        await room
            .App.Get<Database>()
            .ExecuteAsync("UPDATE stories SET article_url = 'http://mp.weixin.qq.com/s/old' WHERE id = @story", new { story }, Ct);
        var (store, sends) = (room.App.Get<StoryStore>(), room.App.Get<SendStore>());
        await sends.RecallAsync(Newsroom.Writer, send, room.App.Now, Ct);
        var recalled = await room.StoryAsync(story);
        Assert.Equal("", recalled.ArticleUrl);

        Assert.Equal(
            StoryEdit.Saved,
            await store.EditAsync(
                Newsroom.Writer,
                story,
                recalled.Revision,
                (await store.FindVersionAsync(story, 1, Ct))!.Text,
                room.App.Now,
                Ct
            )
        );

        Assert.Equal((StoryState.Draft, 2), ((await room.StoryAsync(story)).State, (await room.StoryAsync(story)).Version));
        Assert.Equal(StoryEdit.Saved, await store.SubmitAsync(Newsroom.Writer, story, recalled.Revision + 1, room.App.Now, Ct));
    }

    private async Task<(long Story, long Send)> SentAsync()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);
        await room.RunAsync();
        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
        return (story, send);
    }
}
