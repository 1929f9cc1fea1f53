using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Notices;
using CsrmeWeChat.Stories;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>Sends that wait for a person: late ones, those of the night, and those for which the day's quota is spent.</summary>
public sealed class MassSendHeldTests(TestEngine engine) : IAsyncLifetime
{
    private const string SendApi = "/cgi-bin/message/mass/sendall";

    private readonly Newsroom room = new(engine);

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Theory]
    [InlineData(2, 61, true)]
    [InlineData(2, 59, false)]
    // 21:30 in Beijing, and then 22:10.
    [InlineData(12.5, 40, true)]
    // 23:00, and then 23:40: it was asked for at night.
    [InlineData(14, 40, false)]
    public async Task What_did_not_go_out_at_its_hour_waits_for_a_person(double hours, int minutesLate, bool waits)
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story, at: room.App.Now.AddHours(hours));

        await room.PassAsync(TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutesLate));

        Assert.Equal(waits ? SendState.Held : SendState.Sent, (await room.SendAsync(send)).State);
        Assert.Equal(waits ? 0 : 1, room.MassSends.Count);
        await room.PassAsync(TimeSpan.FromHours(12));
        Assert.Equal(waits ? 0 : 1, room.MassSends.Count);
        var told = await room.App.Get<NoticeStore>().ListAsync(9, TestContext.Current.CancellationToken);
        Assert.Equal(waits ? [$"/staff/stories/{story}"] : [], told.Select(notice => notice.Address));
        if (!waits)
        {
            return;
        }
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        Assert.Contains("系统没有自动补发", await secretary.GetPageAsync($"/staff/stories/{story}"));
        Assert.Contains(
            "已开始发布",
            await secretary.FollowAsync(await secretary.PostAsync($"/staff/stories/{story}?handler=Go", ("send", $"{send}")))
        );
        await room.RunAsync();
        Assert.Single(room.MassSends);
        Assert.Equal((SendState.Sent, StoryState.Out), ((await room.SendAsync(send)).State, (await room.StoryAsync(story)).State));
    }

    [Fact]
    public async Task After_the_day_s_quota_is_spent_nothing_goes_out_at_midnight_by_itself()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story);
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, ErrCode = 45009 });
        await room.RunAsync();

        await room.PassAsync(China.NextDay(room.App.Now) - room.App.Now);
        await room.PassAsync(TimeSpan.FromHours(10));

        var held = await room.SendAsync(send);
        Assert.Equal((SendState.Held, null, PlanAnswers.QuotaSpent), (held.State, held.AskedAt, held.Why));
        Assert.Empty(room.MassSends);
        Assert.NotNull(await room.App.Get<SendStore>().GoAsync(Newsroom.Writer, held, room.App.Now, TestContext.Current.CancellationToken));
        await room.RunAsync();
        Assert.Single(room.MassSends);
    }

    [Fact]
    public async Task What_waits_for_a_person_can_be_cancelled_and_its_story_planned_again()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story, at: room.App.Now.AddHours(1));
        await room.PassAsync(TimeSpan.FromHours(3));
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        Assert.Contains(
            "已取消安排",
            await secretary.FollowAsync(await secretary.PostAsync($"/staff/stories/{story}?handler=Cancel", ("send", $"{send}")))
        );
        Assert.Contains(
            "已不是“待决定”",
            await TestStaff.PageOf(await secretary.PostAsync($"/staff/stories/{story}?handler=Go", ("send", $"{send}")))
        );

        await room.PlanAsync(story);
        await room.RunAsync();
        Assert.Single(room.MassSends);
    }

    [Fact]
    public async Task What_was_held_takes_no_other_s_place_and_goes_out_only_where_a_place_is_left()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var held = await room.PlanAsync(story, at: room.App.Now.AddHours(1));
        await room.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(SendState.Held, (await room.SendAsync(held)).State);
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        await room.RunAsync();
        Assert.Single(room.MassSends);
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        Assert.Contains(
            "每天只能有一次",
            await TestStaff.PageOf(await secretary.PostAsync($"/staff/stories/{story}?handler=Go", ("send", $"{held}")))
        );

        await room.RunAsync();
        Assert.Single(room.MassSends);
    }

    [Fact]
    public async Task A_repeat_that_would_be_late_is_not_made_for_it_may_be_the_first_to_go_out()
    {
        var send = await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        room.WeChat.AddFault(new SandboxFault { Api = SendApi, Drop = DropConnection.BeforeActing });
        await room.RunAsync();

        await room.PassAsync(TimeSpan.FromHours(5));
        await room.PassAsync(TimeSpan.FromDays(2));

        Assert.Empty(room.MassSends);
        var unknown = await room.SendAsync(send);
        Assert.Equal(SendState.Unknown, unknown.State);
        Assert.Contains("查到没有发出", unknown.Why);
        Assert.Equal(SettleOutcome.Settled, await room.SettleAsync(send, isOut: false));
    }
}
