using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Stories;

namespace CsrmeWeChat.Tests;

/// <summary>The one calendar: what every room has in a month, and what a day begins.</summary>
public sealed partial class CalendarTests(TestEngine engine) : IAsyncLifetime
{
    private readonly Newsroom room = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task Sends_messages_and_openings_stand_in_one_month_and_weeks_begin_on_Monday()
    {
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved, "六月的故事"), at: June(3));
        await room.App.NewBenefitAsync(with: benefit => benefit with { OpensAt = June(5), ClosesAt = June(9) });
        await NewMessageAsync("六月的通知", June(8));
        var (secretary, reviewer) = (await room.App.NewStaffAsync(Role.Secretary), await room.App.NewStaffAsync(Role.Reviewer));

        var page = await secretary.GetPageAsync("/staff/planner?month=2026-06");

        Assert.Equal(["群发 · 已安排", "福利 · 开始领取", "消息 · 草稿"], Kinds().Matches(page).Select(match => match.Groups[1].Value));
        Assert.True(page.IndexOf("周一", StringComparison.Ordinal) < page.IndexOf("周日", StringComparison.Ordinal));
        Assert.True(page.IndexOf("class=\"month\"", StringComparison.Ordinal) < page.IndexOf("各人群还能收到", StringComparison.Ordinal));
        // The reviewer may not open messages and benefits, and reads them as words.
        var others = await reviewer.GetPageAsync("/staff/planner?month=2026-06");
        Assert.Contains("六月的通知", others);
        Assert.DoesNotContain("/staff/messages/", others);
        Assert.DoesNotContain("day=2026", others);
    }

    [Fact]
    public async Task A_day_offers_the_approved_stories_and_a_message_with_its_date_filled()
    {
        var story = await room.NewStoryAsync(StoryState.Approved, "等着群发的");
        await room.NewStoryAsync(StoryState.Review, "还没审的");
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        var page = await secretary.GetPageAsync("/staff/planner?month=2026-06&day=2026-06-02");

        Assert.Contains("6 月 2 日（周二）安排什么？", page);
        Assert.Contains("value=\"2026-06-02T10:00\"", page);
        Assert.DoesNotContain("还没审的", page);
        Assert.Contains("/staff/messages/new?day=2026-06-02", page);
        await secretary.FollowAsync(
            await secretary.PostAsync(
                $"/staff/stories/{story}?handler=Plan",
                ("Revision", "3"),
                ("To", "all"),
                ("At", "2026-06-02T10:00"),
                ("Later", "true")
            )
        );
        Assert.Contains("等着群发的", await secretary.GetPageAsync("/staff/planner?month=2026-06"));
    }

    [Fact]
    public async Task A_day_that_has_passed_or_is_none_begins_nothing()
    {
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        foreach (var day in (string[])["2026-05-01", "2031-01-01", "x"])
        {
            Assert.DoesNotContain("安排什么？", await secretary.GetPageAsync($"/staff/planner?month=2026-06&day={day}"));
        }
    }

    private async Task NewMessageAsync(string name, DateTimeOffset wanted)
    {
        var template = await room.App.Services.NewTemplateAsync(room.App.WeChat, MessageChannel.Template);
        var draft = new CampaignDraft(name, Topic.Events, template.Id, new Dictionary<string, string>(), "", Audience.All);
        await room.App.Get<CampaignStore>().TryAddAsync(Actor.Command, $"{Guid.NewGuid():N}", draft, room.App.Now, Ct, wanted);
    }

    private static DateTimeOffset June(int day) => new(2026, 6, day, 2, 0, 0, TimeSpan.Zero);

    [GeneratedRegex("""-lt">([^<]+ · [^<]+)</span>""")]
    private static partial Regex Kinds();
}
