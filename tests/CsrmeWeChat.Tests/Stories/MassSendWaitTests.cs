using System.Net;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Stories;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>Mass sends that wait, and what staff may do with them meanwhile.</summary>
public sealed class MassSendWaitTests(TestEngine engine) : IAsyncLifetime
{
    private const string SendApi = "/cgi-bin/message/mass/sendall",
        DraftApi = "/cgi-bin/draft/add";

    private readonly Newsroom room = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task What_is_refused_after_WeChat_surely_did_nothing_is_known_not_to_be_out()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, HttpStatus = 503 });
        await room.RunAsync();
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, ErrCode = 48001 });

        await room.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal((SendState.Failed, StoryState.Approved), ((await room.SendAsync(send)).State, (await room.StoryAsync(story)).State));
    }

    [Fact]
    public async Task While_it_waits_for_WeChat_it_can_be_cancelled()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);
        room.WeChat.AddFault(new SandboxFault { Api = DraftApi, ErrCode = -1 });
        await room.RunAsync();
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        Assert.Contains("取消安排", await secretary.GetPageAsync($"/staff/stories/{story}"));

        Assert.Contains(
            "已取消安排",
            await secretary.FollowAsync(await secretary.PostAsync($"/staff/stories/{story}?handler=Cancel", ("send", $"{send}")))
        );
        await room.PassAsync(TimeSpan.FromHours(1));

        Assert.Empty(room.MassSends);
        Assert.Equal(
            (SendState.Cancelled, StoryState.Approved),
            ((await room.SendAsync(send)).State, (await room.StoryAsync(story)).State)
        );
    }

    [Fact]
    public async Task Cancelled_between_the_draft_and_the_send_it_does_not_go_out()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        var running = await WhileWeChatActsAsync(DraftApi);

        Assert.True(await room.App.Get<SendStore>().CancelAsync(Newsroom.Writer, send, room.App.Now, Ct));
        await running;

        Assert.Empty(room.MassSends);
        Assert.Equal(SendState.Cancelled, (await room.SendAsync(send)).State);
    }

    [Fact]
    public async Task Once_WeChat_was_asked_it_can_no_longer_be_cancelled()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        var running = await WhileWeChatActsAsync(SendApi);

        Assert.False(await room.App.Get<SendStore>().CancelAsync(Newsroom.Writer, send, room.App.Now, Ct));
        await running;

        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
    }

    [Fact]
    public async Task While_WeChat_is_asked_again_nobody_settles_it_as_not_sent()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, Drop = DropConnection.BeforeActing });
        await room.RunAsync();
        room.App.Clock.Advance(TimeSpan.FromMinutes(2));
        var running = await WhileWeChatActsAsync(SendApi);

        Assert.Equal(SettleOutcome.UnderWay, await room.SettleAsync(send, isOut: false));
        await running;

        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
        Assert.Equal(SettleOutcome.Known, await room.SettleAsync(send, isOut: false));
    }

    [Fact]
    public async Task A_send_settled_as_out_says_on_recall_that_the_article_is_still_at_WeChat()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, Drop = DropConnection.AfterActing });
        await room.RunAsync();
        Assert.Equal(SettleOutcome.Settled, await room.SettleAsync(send, isOut: true));
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        Assert.Contains(
            "请到公众平台“发表记录”删除",
            await secretary.FollowAsync(await secretary.PostAsync($"/staff/stories/{story}?handler=Recall", ("send", $"{send}")))
        );
        Assert.Equal(StoryState.Recalled, (await room.StoryAsync(story)).State);
    }

    [Fact]
    public async Task A_picture_that_is_lost_ends_the_send_in_words_and_no_other_waits_for_it()
    {
        var (story, other) = (await room.NewStoryAsync(StoryState.Approved), await room.NewStoryAsync(StoryState.Approved));
        var cover = (await room.App.Get<StoryStore>().FindVersionAsync(story, 1, Ct))!.Cover;
        File.Delete(room.App.Get<MediaFolder>().FindPath(cover)!);
        var (send, later) = (await room.PlanAsync(story), await room.PlanAsync(other, SendWay.Publish));

        await room.RunAsync();

        var failed = await room.SendAsync(send);
        Assert.Equal((SendState.Failed, PlanAnswers.LostPicture), (failed.State, failed.Why));
        Assert.Equal(SendState.Sent, (await room.SendAsync(later)).State);
    }

    [Fact]
    public async Task A_preview_says_each_time_that_a_picture_is_lost()
    {
        var story = await room.NewStoryAsync();
        File.Delete(room.App.Get<MediaFolder>().FindPath((await room.App.Get<StoryStore>().FindVersionAsync(story, 1, Ct))!.Cover)!);
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        for (var i = 0; i < 2; i++)
        {
            Assert.Contains(
                PlanAnswers.LostPicture,
                WebUtility.HtmlDecode(
                    await TestStaff.PageOf(await secretary.PostAsync($"/staff/stories/{story}?handler=Preview", ("weChatId", "zhang")))
                )
            );
        }
    }

    [Fact]
    public async Task However_long_it_was_prepared_it_is_asked_under_a_whole_lease()
    {
        const string PublishApi = "/cgi-bin/freepublish/submit";
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Publish);
        room.WeChat.AddFault(new SandboxFault { Api = PublishApi, DelayMs = 1_500 });
        var running = await WhileWeChatActsAsync(DraftApi);
        // The lease of the preparation ends just now.
        await room.App.Get<Database>().ExecuteAsync("UPDATE mass_sends SET due_at = @Now WHERE id = @send", new { room.App.Now, send }, Ct);
        await UntilTakenAsync(running);

        await room.RunAsync();
        await running;

        Assert.Single(room.WeChat.Received(PublishApi));
        Assert.Equal(SendState.Sent, (await room.SendAsync(send)).State);
    }

    [Fact]
    public async Task A_fault_of_ours_at_one_send_is_told_and_holds_up_no_other()
    {
        var (story, other) = (await room.NewStoryAsync(StoryState.Approved), await room.NewStoryAsync(StoryState.Approved));
        var (send, later) = (await room.PlanAsync(story), await room.PlanAsync(other, SendWay.Publish));
        await room.App.Get<Database>().ExecuteAsync("UPDATE stories SET approved_version = NULL WHERE id = @story", new { story }, Ct);

        await room.RunAsync();

        var held = await room.SendAsync(send);
        Assert.Equal(SendState.Preparing, held.State);
        Assert.Contains("本系统出了错", held.Why);
        Assert.Equal(SendState.Sent, (await room.SendAsync(later)).State);
        Assert.Empty(room.MassSends);
    }

    [Fact]
    public async Task The_way_is_chosen_by_nobody_but_the_one_who_plans()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        Assert.DoesNotContain("checked=\"checked\"", await secretary.GetPageAsync($"/staff/stories/{story}"));
        Assert.Contains(
            "请选择发给谁",
            await TestStaff.PageOf(await secretary.PostAsync($"/staff/stories/{story}?handler=Plan", ("Revision", "3")))
        );
        Assert.Equal(StoryState.Approved, (await room.StoryAsync(story)).State);
    }

    /// <summary>The job has asked WeChat this, which takes its time over it.</summary>
    private async Task<Task> WhileWeChatActsAsync(string api)
    {
        room.WeChat.AddFault(new SandboxFault { Api = api, DelayMs = 1_500 });
        var others = room.WeChat.Faults.Count - 1;
        var running = Task.Run(room.RunAsync, Ct);
        await UntilTakenAsync(running, others);
        return running;
    }

    private async Task UntilTakenAsync(Task running, int others = 0)
    {
        while (room.WeChat.Faults.Count > others && !running.IsCompleted)
        {
            await Task.Delay(20, Ct);
        }
        Assert.False(running.IsCompleted);
    }
}
