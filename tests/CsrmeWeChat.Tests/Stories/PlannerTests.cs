using CsrmeWeChat.Account;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Stories;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>What an audience has left, and what is refused beyond it.</summary>
public sealed class PlannerTests(TestEngine engine) : IAsyncLifetime
{
    private readonly Newsroom room = new(engine);

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task The_fifth_send_of_a_month_is_refused_and_the_next_month_has_four_again()
    {
        var first = new DateTimeOffset(2026, 6, 1, 1, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < SendPlanner.PerFollower; i++)
        {
            await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), at: first.AddDays(i));
        }
        var story = await room.NewStoryAsync(StoryState.Approved);

        Assert.Equal(PlanOutcome.UsedUp, await room.TryPlanAsync(story, at: first.AddDays(10)));
        Assert.Equal(PlanOutcome.Planned, await room.TryPlanAsync(story, at: first.AddMonths(1)));
    }

    [Fact]
    public async Task A_tag_reaches_its_followers_who_have_not_had_four_sends()
    {
        var (often, seldom, gone) = (
            await room.NewFollowerAsync(),
            await room.NewFollowerAsync(),
            await room.NewFollowerAsync(follows: false)
        );
        var (busy, both) = (await room.NewTagAsync("常收", often), await room.NewTagAsync("全部人", often, seldom, gone));
        for (var i = 0; i < SendPlanner.PerFollower; i++)
        {
            await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Tag, tag: busy);
        }
        var story = await room.NewStoryAsync(StoryState.Review);
        var reviewer = await room.App.NewStaffAsync(Role.Reviewer);

        var page = await reviewer.GetPageAsync($"/staff/stories/{story}");

        Assert.Contains("会送达 1 人；1 人收不到（本月已收满 4 次）；1 人收不到（已取消关注）", page);
        Assert.Equal(PlanOutcome.UsedUp, await room.TryPlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Tag, tag: busy));
        Assert.Equal(PlanOutcome.Planned, await room.TryPlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Tag, tag: both));
    }

    [Fact]
    public async Task To_all_goes_one_send_a_day_and_to_a_tag_another_may()
    {
        var tag = await room.NewTagAsync("丙", await room.NewFollowerAsync());
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved));
        var story = await room.NewStoryAsync(StoryState.Approved);

        Assert.Equal(PlanOutcome.UsedUp, await room.TryPlanAsync(story));
        Assert.Equal(PlanOutcome.Planned, await room.TryPlanAsync(story, at: room.App.Now.AddDays(1)));
        Assert.Equal(PlanOutcome.Planned, await room.TryPlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Tag, tag: tag));
    }

    [Fact]
    public async Task What_goes_out_late_takes_its_place_on_the_day_it_goes_out()
    {
        // 23:50 in Beijing, and then ten minutes past midnight: it was asked for in this night.
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), at: room.App.Now.AddHours(14).AddMinutes(50));
        room.App.Clock.Advance(TimeSpan.FromHours(15) + TimeSpan.FromMinutes(10));
        var story = await room.NewStoryAsync(StoryState.Approved);

        Assert.Equal(PlanOutcome.UsedUp, await room.TryPlanAsync(story));
        await room.RunAsync();
        Assert.Single(room.MassSends);
        Assert.Equal(PlanOutcome.UsedUp, await room.TryPlanAsync(story));
        Assert.Equal(PlanOutcome.Planned, await room.TryPlanAsync(story, at: room.App.Now.AddDays(1)));
    }

    [Fact]
    public async Task Sends_to_all_and_to_tags_together_make_a_followers_four()
    {
        var tagged = await room.NewFollowerAsync();
        var (first, second) = (await room.NewTagAsync("甲", tagged), await room.NewTagAsync("乙", tagged));
        var june = new DateTimeOffset(2026, 6, 1, 1, 0, 0, TimeSpan.Zero);
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), at: june);
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), at: june.AddDays(1));
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Tag, june.AddDays(2), first);
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Tag, june.AddDays(3), second);

        var ct = TestContext.Current.CancellationToken;
        var left = await room.App.Get<SendPlanner>().ListAudiencesAsync(june.AddDays(4), room.App.Now, ct);

        Assert.Equal(
            new()
            {
                [0] = (5, 1),
                [first] = (0, 1),
                [second] = (0, 1),
            },
            left.ToDictionary(audience => audience.TagId ?? 0, audience => (audience.Reach.Reached, audience.Reach.UsedUp))
        );
        Assert.Equal([2, 1, 1], left.OrderBy(audience => audience.TagId ?? 0).Select(audience => audience.Reach.Left));
        Assert.Equal(
            PlanOutcome.UsedUp,
            await room.TryPlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Tag, june.AddDays(5), first)
        );
        Assert.Equal(
            PlanOutcome.Planned,
            await room.TryPlanAsync(await room.NewStoryAsync(StoryState.Approved), SendWay.Tag, june.AddMonths(1), first)
        );
    }

    [Fact]
    public async Task A_tag_of_nobody_a_past_time_and_an_unapproved_story_are_refused()
    {
        var empty = await room.NewTagAsync("没有人", await room.NewFollowerAsync(follows: false));
        var (story, draft) = (await room.NewStoryAsync(StoryState.Approved), await room.NewStoryAsync());
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        Task<HttpResponseMessage> Post(long id, int revision, string way, string at, string tag) =>
            secretary.PostAsync($"/staff/stories/{id}?handler=Plan", ("Revision", $"{revision}"), ("Way", way), ("At", at), ("TagId", tag));

        Assert.Contains("没有人会收到", await TestStaff.PageOf(await Post(story, 3, "Tag", "", $"{empty}")));
        Assert.Contains("群发时间已经过去", await TestStaff.PageOf(await Post(story, 3, "All", "2026-05-01T09:00", "")));
        Assert.Contains("还没有审核通过", await TestStaff.PageOf(await Post(draft, 1, "All", "", "")));
        Assert.Contains("请选择标签", await TestStaff.PageOf(await Post(story, 3, "Tag", "", "")));
        Assert.Equal(PlanOutcome.NoSuchTag, await room.TryPlanAsync(story, SendWay.Tag, tag: 999_999));
    }

    [Fact]
    public async Task Of_many_who_plan_the_last_send_of_a_month_at_once_one_gets_it()
    {
        for (var i = 0; i < SendPlanner.PerFollower - 1; i++)
        {
            await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), at: room.App.Now.AddDays(2 + i));
        }
        var stories = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            stories.Add(await room.NewStoryAsync(StoryState.Approved));
        }

        // Three of June's four are planned; each of these wants a day of its own in June.
        var outcomes = await Task.WhenAll(
            stories.Select((story, i) => room.TryPlanAsync(story, at: new DateTimeOffset(2026, 6, 10 + i, 1, 0, 0, TimeSpan.Zero)))
        );

        Assert.Single(outcomes, PlanOutcome.Planned);
    }

    [Fact]
    public async Task The_calendar_shows_a_months_sends_and_the_account_says_what_it_may()
    {
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved, "日历上的故事"), at: room.App.Now.AddDays(1));
        room.WeChat.Articles.Deny(room.AppId, "/cgi-bin/freepublish/submit");
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        Assert.Contains("日历上的故事", await secretary.GetPageAsync("/staff/planner?month=2026-05"));
        Assert.Contains("检测完成", await secretary.FollowAsync(await secretary.PostAsync("/staff/abilities")));
        var abilities = await secretary.GetPageAsync("/staff/abilities");
        Assert.Contains(">可用<", abilities);
        Assert.Contains(">不可用<", abilities);
        Assert.Contains("群发接口剩 100/100", await secretary.GetPageAsync("/staff/planner"));
        Assert.Empty(room.MassSends);
    }

    [Theory]
    [InlineData(0, 3, "这一天已安排")]
    [InlineData(1, 3, "这一天已安排")]
    [InlineData(5, 3, "这个月已用完")]
    [InlineData(5, 0, "这个月已用完")]
    public void A_day_that_is_taken_is_told_from_a_month_that_is_spent(int spent, int left, string said) =>
        Assert.Contains(
            said,
            PlanAnswers.Refusal(
                PlanOutcome.UsedUp,
                WeChat.OfficialAccountKind.Service,
                SendWay.All,
                new Reach(0, spent, 0, left, 5, PlanOutcome.UsedUp)
            )
        );

    [Fact]
    public async Task Abilities_that_were_asked_in_part_are_as_old_as_the_oldest_answer()
    {
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        await secretary.FollowAsync(await secretary.PostAsync("/staff/abilities"));
        var asked = Show.Beijing(room.App.Now);
        room.App.Clock.Advance(TimeSpan.FromDays(3));
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/freepublish/get",
                ErrCode = -1,
                Times = null,
            }
        );

        var later = await room.App.NewStaffAsync(Role.Secretary);
        await later.PostAsync("/staff/abilities");

        Assert.Contains($"{asked} 检测", await later.GetPageAsync("/staff/abilities"));
    }

    [Fact]
    public async Task What_publishing_has_left_is_told_and_a_ban_is_no_ability()
    {
        var (abilities, ct) = (room.App.Get<Abilities>(), TestContext.Current.CancellationToken);
        var fault = room.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/freepublish/get",
                ErrCode = 53600,
                Times = null,
            }
        );
        await abilities.ProbeAsync(room.App.Now, ct);
        Assert.Equal((true, 100L), await PublishingAsync());

        room.WeChat.RemoveFault(fault.Id);
        room.WeChat.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/freepublish/get",
                ErrCode = 48004,
                Times = null,
            }
        );
        await abilities.ProbeAsync(room.App.Now, ct);
        Assert.Equal((false, null), await PublishingAsync());

        async Task<(bool?, long?)> PublishingAsync()
        {
            var publishing = (await abilities.ListAsync(ct)).Single(ability => ability.Api == Abilities.Publish);
            return (publishing.Allowed, publishing.PerDay);
        }
    }
}
