using CsrmeWeChat.Stories;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.Newsroom;

namespace CsrmeWeChat.Tests;

/// <summary>Several jobs, nodes and people at the same sends.</summary>
public sealed class MassSendRaceTests(TestEngine engine) : IAsyncLifetime
{
    private const string SendApi = "/cgi-bin/message/mass/sendall";

    private readonly Newsroom room = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task Two_jobs_at_once_send_once_and_upload_each_picture_once()
    {
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => room.RunAsync()));
        await room.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Single(room.MassSends);
        Assert.Single(room.WeChat.Received("/cgi-bin/media/uploadimg"));
        Assert.Single(room.WeChat.Received("/cgi-bin/material/add_material"));
        Assert.Single(room.WeChat.Received("/cgi-bin/draft/add"));
    }

    [Fact]
    public async Task A_picture_that_many_need_at_once_is_uploaded_once_and_the_others_wait_for_it()
    {
        var (picture, media) = (await room.NewPictureAsync(), room.App.Get<WeChatMedia>());
        room.WeChat.AddFault(new SandboxFault { Api = "/cgi-bin/media/uploadimg", DelayMs = 500 });

        var places = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => media.FindAddressAsync(picture, Ct)));

        var place = Assert.Single(places, place => place is not null);
        Assert.Equal(place, await media.FindAddressAsync(picture, Ct));
        Assert.Single(room.WeChat.Received("/cgi-bin/media/uploadimg"));
    }

    [Fact]
    public async Task What_was_changed_after_the_page_was_opened_is_not_planned()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var (store, text) = (room.App.Get<StoryStore>(), (await room.App.Get<StoryStore>().FindVersionAsync(story, 1, Ct))!.Text);
        await store.EditAsync(Writer, story, 3, text with { Title = "改过的标题" }, room.App.Now, Ct);
        await store.SubmitAsync(Writer, story, 4, room.App.Now, Ct);
        await store.ApproveAsync(Second, story, 5, room.App.Now, Ct);

        var (outcome, _) = await room
            .App.Get<SendStore>()
            .PlanAsync(Writer, new SendPlan(story, 3, SendWay.All, null, room.App.Now), room.App.Now, Ct);

        Assert.Equal(PlanOutcome.EditedMeanwhile, outcome);
        Assert.Equal(StoryState.Approved, (await room.StoryAsync(story)).State);
    }

    [Fact]
    public async Task An_event_that_may_be_of_either_of_two_unknown_sends_settles_neither()
    {
        var tag = await room.NewTagAsync("其中一人", await room.NewFollowerAsync());
        var (one, other) = (
            await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved)),
            await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Tag, tag: tag)
        );
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = SendApi,
                Drop = DropConnection.AfterActing,
                Times = null,
            }
        );
        await room.RunAsync();
        room.WeChat.ClearFaults();

        await room.PushAsync("masssendjobfinish", Node("MsgID", "1234567"), Node("Status", "send success"));

        Assert.Equal([SendState.Unknown, SendState.Unknown], [(await room.SendAsync(one)).State, (await room.SendAsync(other)).State]);
        await room.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal([SendState.Sent, SendState.Sent], [(await room.SendAsync(one)).State, (await room.SendAsync(other)).State]);
        Assert.Equal(2, room.MassSends.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_of_something_else_is_not_the_one_send_that_is_unknown(bool isPublished)
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
        if (isPublished)
        {
            await room.NewStoryAsync(StoryState.Out);
        }
        else
        {
            room.App.Clock.Advance(TimeSpan.FromHours(25));
        }

        await room.PushAsync("masssendjobfinish", Node("MsgID", "1234567"), Node("Status", "send success"));

        Assert.Equal((SendState.Unknown, null), ((await room.SendAsync(send)).State, (await room.SendAsync(send)).MessageId));
    }

    [Fact]
    public async Task A_publication_s_event_of_days_later_is_of_another()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Publish);
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/freepublish/submit",
                Drop = DropConnection.BeforeActing,
                Times = null,
            }
        );
        await room.RunAsync();
        room.App.Clock.Advance(TimeSpan.FromHours(25));

        await room.PushAsync("publishjobfinish", Node("PublishEventInfo", Node("publish_id", "77"), Node("publish_status", "0")));

        Assert.Equal((SendState.Unknown, ""), ((await room.SendAsync(send)).State, (await room.SendAsync(send)).PublishId));
    }
}
