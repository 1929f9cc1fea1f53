using System.Net;
using System.Text.Json;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Stories;

namespace CsrmeWeChat.Tests;

/// <summary>What a page of a story saves by itself: one version for each sitting, and nothing over what somebody else did.</summary>
public sealed class StoryAutosaveTests(Newsroom room) : IClassFixture<Newsroom>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private StoryStore Store => room.App.Get<StoryStore>();

    [Fact]
    public async Task A_sitting_makes_one_version_and_two_lines_of_the_trail_however_often_it_saves()
    {
        var id = await room.NewStoryAsync();
        var text = (await Store.FindVersionAsync(id, 1, Ct))!.Text;
        var form = $"{Guid.NewGuid():N}";
        for (var step = 1; step <= 20; step++)
        {
            Assert.Equal(StoryEdit.Saved, await SaveAsync(id, 1, text with { Title = $"标题 {step}" }, new Sitting(form, step)));
        }

        Assert.Equal(StoryEdit.Saved, await SaveAsync(id, 1, text with { Title = "写完了" }, new Sitting(form, 21), isAsked: true));

        Assert.Equal(["写完了", text.Title], (await Store.ListVersionsAsync(id, Ct)).Select(version => version.Title));
        Assert.Equal(["story.add", "story.edit", "story.edit"], (await room.App.ListAuditAsync("story", id)).Select(row => row.Action));
    }

    [Fact]
    public async Task What_somebody_else_saved_is_not_written_over()
    {
        var id = await room.NewStoryAsync();
        var text = (await Store.FindVersionAsync(id, 1, Ct))!.Text;
        var form = $"{Guid.NewGuid():N}";
        Assert.Equal(StoryEdit.Saved, await SaveAsync(id, 1, text with { Title = "甲" }, new Sitting(form, 1)));
        var seen = (await room.StoryAsync(id)).Revision;
        Assert.Equal(StoryEdit.Saved, await Store.EditAsync(Newsroom.Second, id, seen, text with { Title = "乙" }, room.App.Now, Ct));

        Assert.Equal(StoryEdit.EditedMeanwhile, await SaveAsync(id, seen, text with { Title = "丙" }, new Sitting(form, 2)));

        Assert.Equal(["乙", "甲", text.Title], (await Store.ListVersionsAsync(id, Ct)).Select(version => version.Title));
    }

    [Fact]
    public async Task One_that_comes_late_does_not_undo_what_came_after_it()
    {
        var id = await room.NewStoryAsync();
        var text = (await Store.FindVersionAsync(id, 1, Ct))!.Text;
        var form = $"{Guid.NewGuid():N}";
        foreach (var (step, title) in ((int, string)[])[(1, "一"), (3, "三"), (2, "二")])
        {
            Assert.Equal(StoryEdit.Saved, await SaveAsync(id, 1, text with { Title = title }, new Sitting(form, step)));
        }

        Assert.Equal("三", (await Store.FindVersionAsync(id, 2, Ct))!.Title);
    }

    [Theory]
    [InlineData(StoryState.Review)]
    [InlineData(StoryState.Approved)]
    public async Task What_waits_for_its_review_or_is_approved_is_not_taken_back_by_a_page(StoryState state)
    {
        var id = await room.NewStoryAsync(state);
        var story = await room.StoryAsync(id);
        var text = (await Store.FindVersionAsync(id, 1, Ct))!.Text;

        Assert.Equal(
            StoryEdit.NoDraft,
            await SaveAsync(id, story.Revision, text with { Title = "改了" }, new Sitting($"{Guid.NewGuid():N}", 1))
        );

        Assert.Equal((state, 1), ((await room.StoryAsync(id)).State, (await room.StoryAsync(id)).Version));
    }

    [Fact]
    public async Task A_sitting_ends_where_the_story_is_handed_in()
    {
        var id = await room.NewStoryAsync();
        var text = (await Store.FindVersionAsync(id, 1, Ct))!.Text;
        var form = $"{Guid.NewGuid():N}";
        await SaveAsync(id, 1, text with { Title = "交上去的" }, new Sitting(form, 1));
        await Store.SubmitAsync(Newsroom.Writer, id, 2, room.App.Now, Ct);
        await Store.ReturnAsync(Newsroom.Second, id, 3, "再想想", room.App.Now, Ct);

        Assert.Equal(StoryEdit.EditedMeanwhile, await SaveAsync(id, 2, text with { Title = "旧窗口" }, new Sitting(form, 2)));

        Assert.Equal("交上去的", (await Store.FindVersionAsync(id, 2, Ct))!.Title);
    }

    [Fact]
    public async Task A_new_story_is_begun_once_and_its_page_goes_on_to_edit_it()
    {
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        var form = $"{Guid.NewGuid()}";
        (string, string)[] Fields(int step, string body) =>
            [
                ("Season", "2026"),
                ("Opening", form),
                ("Step", $"{step}"),
                ("Form.Person", "张岩"),
                ("Form.ProgrammeYear", "2022"),
                ("Form.Title", "自己保存的"),
                ("Form.Body", body),
            ];

        var first = await AnswerAsync(await secretary.PostAsync("/staff/stories/new?handler=Autosave", Fields(1, "<p>一</p>")));
        // Its answer was lost, and more was typed.
        var again = await AnswerAsync(await secretary.PostAsync("/staff/stories/new?handler=Autosave", Fields(2, "<p>二</p>")));
        var id = first.GetProperty("id").GetInt64();
        var edited = await AnswerAsync(
            await secretary.PostAsync($"/staff/stories/{id}/edit?handler=Autosave", [.. Fields(3, "<p>三</p>"), ("Revision", "1")])
        );

        Assert.Equal(id, again.GetProperty("id").GetInt64());
        Assert.StartsWith("已自动保存 ", edited.GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Equal(["<p>三</p>"], (await Store.ListVersionsAsync(id, Ct)).Select(version => version.Body));
    }

    [Fact]
    public async Task Why_nothing_was_saved_is_said_and_an_ended_session_is_no_page()
    {
        var secretary = await room.App.NewStaffAsync(Role.Secretary);
        var nobody = room.App.NewVisitor();
        nobody.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        nobody.Http.DefaultRequestHeaders.Accept.Clear();
        nobody.Http.DefaultRequestHeaders.Accept.ParseAdd("application/json");

        var unnamed = await AnswerAsync(await secretary.PostAsync("/staff/stories/new?handler=Autosave", ("Form.Body", "<p>一</p>")));
        var ended = await nobody.Http.PostAsync("/staff/stories/new?handler=Autosave", new FormUrlEncodedContent([]), Ct);

        Assert.False(unnamed.GetProperty("saved").GetBoolean());
        Assert.Contains("请先填写标题", unnamed.GetProperty("words").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, ended.StatusCode);
        Assert.Contains("请在新标签页登录", await ended.Content.ReadAsStringAsync(Ct));
    }

    private Task<StoryEdit> SaveAsync(long id, long seen, StoryText text, Sitting sitting, bool isAsked = false) =>
        Store.EditAsync(Newsroom.Writer, id, seen, text, sitting, isAsked, room.App.Now, Ct);

    private static async Task<JsonElement> AnswerAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
    }
}
