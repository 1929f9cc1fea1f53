using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Stories;

namespace CsrmeWeChat.Tests;

/// <summary>Sends as staff plan them: the question before, another time afterwards, and drafts that are taken away.</summary>
public sealed class StoryPlanPageTests(TestEngine engine) : IAsyncLifetime
{
    private readonly Newsroom room = new(engine);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => room.InitializeAsync();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task The_question_says_whom_how_many_and_what_remains()
    {
        var tag = await room.NewTagAsync("青年", await room.NewFollowerAsync());
        var story = await room.NewStoryAsync(StoryState.Approved);
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        Task<string> AskAsync(params (string, string)[] fields) => AskOfAsync(secretary, story, fields);

        Assert.StartsWith("将立即群发给全部关注者，共 6 人。当月剩余 4 次 → 3 次。", await AskAsync(("Way", "All"), ("Later", "false")));
        Assert.StartsWith(
            "将于 2026-06-02 10:00 群发给标签“青年”，共 1 人。",
            await AskAsync(("To", $"{tag}"), ("At", "2026-06-02T10:00"), ("Later", "true"))
        );
        Assert.Contains("不推送给关注者", await AskAsync(("To", "publish"), ("Later", "false")));
        // Where it will be refused, the form's own answer says why.
        Assert.Equal("", await AskAsync(("Later", "false")));
        Assert.Empty(await room.App.Get<SendStore>().ListAsync(story, Ct));
    }

    [Fact]
    public async Task At_once_is_at_once_whatever_stands_in_the_field_of_the_time()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        Task<HttpResponseMessage> PlanAsync(params (string, string)[] fields) =>
            secretary.PostAsync($"/staff/stories/{story}?handler=Plan", [("Revision", "3"), ("Way", "All"), .. fields]);

        Assert.Contains("请填写群发时间", await TestStaff.PageOf(await PlanAsync(("Later", "true"))));
        await secretary.FollowAsync(await PlanAsync(("Later", "false"), ("At", "2026-06-02T10:00")));

        Assert.Equal(room.App.Now, (await room.App.Get<SendStore>().ListAsync(story, Ct))[0].ScheduledAt);
    }

    [Fact]
    public async Task A_planned_send_gets_another_time_and_does_not_stand_in_its_own_way()
    {
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story, at: room.App.Now.AddDays(2));
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        var at = room.App.Now.AddDays(2).AddHours(1);

        var page = await secretary.FollowAsync(await MoveAsync(secretary, story, send, at));

        Assert.Contains("已改到", page);
        Assert.Contains("send.move", (await room.App.ListAuditAsync("send", send)).Select(row => row.Action));
        Assert.Equal((SendState.Planned, at), ((await room.SendAsync(send)).State, (await room.SendAsync(send)).ScheduledAt));
        await room.PassAsync(TimeSpan.FromDays(2));
        Assert.Empty(room.MassSends);
        await room.PassAsync(TimeSpan.FromHours(1));
        Assert.Single(room.MassSends);
    }

    [Fact]
    public async Task A_send_is_not_moved_onto_a_taken_day_into_the_past_or_once_it_has_begun()
    {
        var taken = room.App.Now.AddDays(1);
        await room.PlanAsync(await room.NewStoryAsync(StoryState.Approved), at: taken);
        var story = await room.NewStoryAsync(StoryState.Approved);
        var send = await room.PlanAsync(story, at: room.App.Now.AddDays(2));
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        Assert.Contains("这一天已安排", await TestStaff.PageOf(await MoveAsync(secretary, story, send, taken)));
        Assert.Contains("已经过去", await TestStaff.PageOf(await MoveAsync(secretary, story, send, room.App.Now.AddDays(-1))));
        await room.App.Get<Database>().ExecuteAsync("UPDATE mass_sends SET state = 'preparing' WHERE id = @send", new { send }, Ct);
        Assert.Contains("已经开始发送", await TestStaff.PageOf(await MoveAsync(secretary, story, send, room.App.Now.AddDays(3))));
        Assert.Equal(room.App.Now.AddDays(2), (await room.SendAsync(send)).ScheduledAt);
    }

    [Fact]
    public async Task The_record_names_the_tag()
    {
        var tag = await room.NewTagAsync("青年", await room.NewFollowerAsync());
        var story = await room.NewStoryAsync(StoryState.Approved);
        await room.PlanAsync(story, SendWay.Tag, room.App.Now.AddDays(1), tag);
        var reviewer = await room.App.NewStaffAsync(Role.Reviewer);

        Assert.Contains("标签“青年”", await reviewer.GetPageAsync($"/staff/stories/{story}"));
    }

    [Fact]
    public async Task A_draft_is_removed_with_its_versions_and_stays_in_the_trail()
    {
        var story = await room.NewStoryAsync(title: "删掉的草稿");
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        var page = await secretary.FollowAsync(await RemoveAsync(secretary, story, 1));

        Assert.Contains("草稿“删掉的草稿”已删除", page);
        Assert.Null(await room.App.Get<StoryStore>().FindAsync(story, Ct));
        Assert.Empty(await room.App.Get<StoryStore>().ListVersionsAsync(story, Ct));
        Assert.Equal(["story.add", "story.remove"], (await room.App.ListAuditAsync("story", story)).Select(row => row.Action));
    }

    [Fact]
    public async Task What_was_planned_once_or_has_changed_is_not_removed()
    {
        var store = room.App.Get<StoryStore>();
        var (changed, planned) = (await room.NewStoryAsync(), await room.NewStoryAsync(StoryState.Approved));
        var text = (await store.FindVersionAsync(changed, 1, Ct))!.Text;
        await store.EditAsync(Newsroom.Second, changed, 1, text with { Title = "改过" }, room.App.Now, Ct);
        var send = await room.PlanAsync(planned, at: room.App.Now.AddDays(1));
        await room.App.Get<SendStore>().CancelAsync(Newsroom.Writer, send, room.App.Now, Ct);
        var seen = (await room.StoryAsync(planned)).Revision;
        await store.EditAsync(Newsroom.Writer, planned, seen, text, room.App.Now, Ct);
        var review = await room.NewStoryAsync(StoryState.Review);
        var secretary = await room.App.NewStaffAsync(Role.Secretary);

        foreach (var (story, revision) in ((long, long)[])[(changed, 1), (planned, seen + 1), (review, 2)])
        {
            Assert.Contains("没有删除", await TestStaff.PageOf(await RemoveAsync(secretary, story, revision)));
            Assert.NotNull(await store.FindAsync(story, Ct));
        }
    }

    private static Task<HttpResponseMessage> RemoveAsync(TestStaff secretary, long story, long revision) =>
        secretary.PostAsync($"/staff/stories/{story}?handler=Remove", ("Revision", $"{revision}"));

    private static Task<HttpResponseMessage> MoveAsync(TestStaff secretary, long story, long send, DateTimeOffset at) =>
        secretary.PostAsync(
            $"/staff/stories/{story}?handler=Move",
            ("send", $"{send}"),
            ("At", China.Local(at).ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture))
        );

    private static async Task<string> AskOfAsync(TestStaff secretary, long story, (string, string)[] fields) =>
        await TestStaff.PageOf(await secretary.PostAsync($"/staff/stories/{story}?handler=Ask", [("Revision", "3"), .. fields]));
}
