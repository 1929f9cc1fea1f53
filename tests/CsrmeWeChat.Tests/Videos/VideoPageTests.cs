using System.IO.Compression;
using System.Net;
using CsrmeWeChat.Costs;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Videos;
using CsrmeWeChat.Videos.Pages;

namespace CsrmeWeChat.Tests;

/// <summary>What the secretariat does with calls and entries.</summary>
public sealed class VideoPageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_written_published_and_taken_back()
    {
        await app.NewCallAsync();
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var written = await secretary.PostAsync("/staff/videos/new", Fields());
        var address = written.Headers.Location!.OriginalString;
        var draft = await secretary.FollowAsync(written);
        var id = long.Parse(address.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var phone = await app.NewPhoneAsync();
        var before = await phone.Http.GetAsync($"/api/videos/calls/{id}", Ct);
        var published = await secretary.FollowAsync(await secretary.PostAsync($"{address}?handler=Publish", ("Revision", "1")));
        var screen = await phone.GetAsync($"/api/videos/calls/{id}");
        var stale = await TestStaff.PageOf(await secretary.PostAsync($"{address}?handler=Withdraw", ("Revision", "1")));
        await secretary.FollowAsync(await secretary.PostAsync($"{address}?handler=Withdraw", ("Revision", "2")));

        Assert.Contains("这次征集还是草稿", draft, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        Assert.Contains("已发布", published, StringComparison.Ordinal);
        Assert.Equal("自立自强", screen.GetProperty("title").GetString());
        Assert.Equal(["科普", "现场"], screen.GetProperty("categories").EnumerateArray().Select(one => one.GetString()));
        Assert.Contains("刚才另一位同事改过", stale, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Http.GetAsync($"/api/videos/calls/{id}", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("Form.Title", "", "请填写名称")]
    [InlineData("Form.ClosesAt", "2026-05-01T00:00", "截止时间须晚于开始时间")]
    [InlineData("Form.ClosesAt", "", "请填写开始时间和截止时间")]
    [InlineData("Form.MaxSeconds", "3", "时长须为")]
    [InlineData("Form.MaxEntries", "0", "每人作品数")]
    public async Task A_call_that_cannot_be_is_refused_with_what_was_typed(string field, string value, string why)
    {
        await app.NewCallAsync();
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var page = await TestStaff.PageOf(
            await secretary.PostAsync("/staff/videos/new", [.. Fields().Where(one => one.Name != field), (field, value)])
        );

        Assert.Contains(why, page, StringComparison.Ordinal);
        Assert.Contains("说说你的工作", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queue_leads_from_one_entry_to_the_next()
    {
        var call = await app.NewCallAsync(draft => draft with { MaxEntries = 9 });
        var author = await app.NewAuthorAsync();
        var ids = new List<long>();
        foreach (var title in (string[])["第一件", "第二件", "第三件"])
        {
            ids.Add(await author.HandInAsync(call, await TestVideo.SmallAsync(), title));
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await app.WorkOnVideosAsync();
        var reviewer = await app.NewStaffAsync(Role.Reviewer);

        var first = await reviewer.FollowAsync(await reviewer.GetAsync($"/staff/videos/review?call={call}"));
        var later = await reviewer.FollowAsync(await reviewer.GetAsync($"/staff/videos/review?call={call}&after={ids[0]}"));
        var address = EntryModel.AddressOf(ids[0], inQueue: true, call);
        var blind = await TestStaff.PageOf(await DecideAsync(reviewer, address, "Accept", ids[0]));
        var accepted = await DecideAsync(reviewer, address, "Accept", ids[0], ("IsAware", "true"));
        var next = await reviewer.FollowAsync(await reviewer.GetAsync(accepted.Headers.Location!.OriginalString));
        var returned = await DecideAsync(reviewer, EntryModel.AddressOf(ids[1], true, call), "Return", ids[1], ("Reason", "请换一段。"));
        var last = await reviewer.FollowAsync(await reviewer.GetAsync(returned.Headers.Location!.OriginalString));

        Assert.Contains("第一件", first, StringComparison.Ordinal);
        Assert.Contains("待审核 3 件", first, StringComparison.Ordinal);
        Assert.Contains("第二件", later, StringComparison.Ordinal);
        Assert.Contains("机审还没有通过", blind, StringComparison.Ordinal);
        Assert.Contains("第二件", next, StringComparison.Ordinal);
        Assert.Contains("第三件", last, StringComparison.Ordinal);
        Assert.Equal("returned", await author.StateOfAsync(ids[1]));
    }

    [Fact]
    public async Task Two_reviewers_do_not_decide_about_one_entry()
    {
        var call = await app.NewCallAsync();
        var id = await app.NewAuthorAsync() is { } author ? await author.HandInAsync(call, await TestVideo.SmallAsync()) : 0;
        await app.WorkOnVideosAsync();
        var (one, other) = (await app.NewStaffAsync(Role.Reviewer), await app.NewStaffAsync(Role.Reviewer));
        var seen = (await app.FindEntryAsync(id))!.Entry.Revision;

        var accepted = await DecideAsync(one, EntryModel.AddressOf(id, false, null), "Accept", id, ("IsAware", "true"));
        var late = await TestStaff.PageOf(
            await other.PostAsync($"/staff/videos/entries/{id}?handler=Return", ("Revision", $"{seen}"), ("Reason", "请修改。"))
        );

        Assert.Equal(HttpStatusCode.Redirect, accepted.StatusCode);
        Assert.Contains("刚才另一位同事处理过", late, StringComparison.Ordinal);
        Assert.Equal(EntryState.Accepted, (await app.FindEntryAsync(id))!.Entry.State);
    }

    [Fact]
    public async Task A_decision_about_an_entry_that_has_changed_since_it_was_seen_is_none()
    {
        var id = await app.NewAcceptedAsync(await app.NewAuthorAsync(), await app.NewCallAsync());
        var desk = app.Get<ReviewDesk>();
        var seen = (await app.FindEntryAsync(id))!.Entry;
        await desk.SetFeedAsync(Actor.Command, seen, "export/UzFfAg", app.Now, Ct);

        var feed = await desk.SetFeedAsync(Actor.Command, seen, "export/Other", app.Now, Ct);
        var shown = await desk.ShowAsync(Actor.Command, seen, app.Now, Ct);
        await desk.ShowAsync(Actor.Command, (await app.FindEntryAsync(id))!.Entry, app.Now, Ct);
        var hidden = await desk.HideAsync(Actor.Command, seen, "不再展示。", app.Now, Ct);

        var left = (await app.FindEntryAsync(id))!.Entry;
        Assert.Equal((ReviewOutcome.Moved, ReviewOutcome.Moved, ReviewOutcome.Moved), (feed, shown, hidden));
        Assert.Equal((EntryState.Shown, "export/UzFfAg"), (left.State, left.FeedId));
    }

    [Fact]
    public async Task What_its_author_has_changed_since_it_was_seen_is_not_accepted()
    {
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(await app.NewCallAsync(), await TestVideo.SmallAsync());
        await app.WorkOnVideosAsync();
        var (desk, seen) = (app.Get<ReviewDesk>(), (await app.FindEntryAsync(id))!.Entry);
        await desk.ReturnAsync(Actor.Command, seen, "请修改。", app.Now, Ct);
        await TestPhone.JsonOf(await author.PutAsync($"{VideoAuthor.Mine}/{id}", VideoAuthor.Text("另一个名字")));
        await TestPhone.JsonOf(await author.SubmitAsync(id));

        var accepted = await desk.AcceptAsync(Actor.Command, seen, isAware: true, app.Now, Ct);

        Assert.Equal(ReviewOutcome.Moved, accepted);
        Assert.Equal(EntryState.Reviewing, (await app.FindEntryAsync(id))!.Entry.State);
    }

    [Fact]
    public async Task What_was_decided_is_not_in_the_queue_any_more()
    {
        var call = await app.NewCallAsync();
        await app.NewAcceptedAsync(await app.NewAuthorAsync(), call);

        Assert.Null(await app.Get<ReviewStore>().FindNextAsync(call, after: null, Ct));
    }

    [Theory]
    [InlineData(EntryState.Submitted)]
    [InlineData(EntryState.Reviewing)]
    [InlineData(EntryState.Accepted)]
    [InlineData(EntryState.Shown)]
    [InlineData(EntryState.Returned)]
    [InlineData(EntryState.Withdrawn)]
    public async Task A_decision_that_an_entry_is_not_ready_for_changes_nothing(EntryState state)
    {
        var id = await app.NewAcceptedAsync(await app.NewAuthorAsync(), await app.NewCallAsync());
        await app.Get<Database>().ExecuteAsync("UPDATE video_entries SET state = @state WHERE id = @id", new { id, state = state.Key }, Ct);
        var (desk, seen) = (app.Get<ReviewDesk>(), (await app.FindEntryAsync(id))!.Entry);
        (Func<Task<ReviewOutcome>> Decide, EntryState[] From)[] decisions =
        [
            (() => desk.AcceptAsync(Actor.Command, seen, isAware: true, app.Now, Ct), [EntryState.Reviewing]),
            (() => desk.ShowAsync(Actor.Command, seen, app.Now, Ct), [EntryState.Accepted]),
            (() => desk.HideAsync(Actor.Command, seen, "不再展示。", app.Now, Ct), [EntryState.Shown]),
            (() => desk.SetFeedAsync(Actor.Command, seen, "export/UzFfAg", app.Now, Ct), [EntryState.Accepted, EntryState.Shown]),
            (
                () => desk.ReturnAsync(Actor.Command, seen, "请修改。", app.Now, Ct),
                [EntryState.Submitted, EntryState.Reviewing, EntryState.Accepted, EntryState.Shown]
            ),
        ];

        foreach (var (decide, from) in decisions.Where(decision => !decision.From.Contains(state)))
        {
            Assert.Equal(ReviewOutcome.Moved, await decide());
        }

        var left = (await app.FindEntryAsync(id))!.Entry;
        Assert.Equal((state, seen.Revision), (left.State, left.Revision));
    }

    [Fact]
    public async Task Of_two_who_change_one_call_at_once_the_second_is_told()
    {
        var id = await app.NewCallAsync();
        var calls = app.Get<CallStore>();
        var seen = (await calls.FindAsync(id, Ct))!;
        CallDraft Draft(string title) => new(title, "说说你的工作。", [], seen.OpensAt, seen.ClosesAt, 0, 60, 3, true, "");

        var first = await calls.EditAsync(Actor.Command, seen, Draft("第一"), app.Now, Ct);
        var second = await calls.EditAsync(Actor.Command, seen, Draft("第二"), app.Now, Ct);
        var published = await calls.MoveAsync(Actor.Command, (await calls.FindAsync(id, Ct))!, CallState.Published, app.Now, Ct);

        Assert.Equal((0, null, false), (first, second, published));
        Assert.Equal("第一", (await calls.FindAsync(id, Ct))!.Title);
    }

    [Fact]
    public async Task The_same_file_from_two_authors_is_pointed_out()
    {
        var call = await app.NewCallAsync();
        var video = await TestVideo.MakeAsync("mp4", TestVideo.Picture(1.5) + "-c:v libx264 -pix_fmt yuv420p");
        await (await app.NewAuthorAsync()).HandInAsync(call, video, "原作");
        var id = await (await app.NewAuthorAsync()).HandInAsync(call, video, "抄的");
        await app.WorkOnVideosAsync();
        var reviewer = await app.NewStaffAsync(Role.Reviewer);

        var page = await reviewer.GetPageAsync($"/staff/videos/entries/{id}");

        Assert.Contains("原作", page, StringComparison.Ordinal);
        Assert.Contains("还有作品是同一个文件", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_archives_hold_what_was_accepted_and_nothing_else()
    {
        var call = await app.NewCallAsync(draft => draft with { MaxEntries = 9 });
        var author = await app.NewAuthorAsync();
        var id = await app.NewAcceptedAsync(author, call, "../..\\:一天*?");
        await author.HandInAsync(call, await TestVideo.SmallAsync(), "没有审的");
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var originals = await ReadAsync(secretary, $"/staff/videos/{call}?handler=Originals");
        var channel = await ReadAsync(secretary, $"/staff/videos/{call}?handler=Channel");

        var name = $"{id:D5}-_..__一天__-张岩";
        Assert.Equal(["清单.xlsx", $"{name}.mp4"], originals.Keys);
        Assert.Equal(await TestVideo.SmallAsync(), originals[$"{name}.mp4"]);
        Assert.Equal(["清单.xlsx", $"{name}.mp4", $"{name}-封面.jpg"], channel.Keys);
    }

    [Fact]
    public async Task Who_cannot_show_a_video_reads_what_is_missing()
    {
        var call = await app.NewCallAsync(draft => draft with { IsPublic = false });
        var id = await app.NewAcceptedAsync(await app.NewAuthorAsync(), call);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var desk = app.Get<ReviewDesk>();

        var nothing = await secretary.GetPageAsync($"/staff/videos/entries/{id}");
        await desk.SetFeedAsync(Actor.Command, (await app.FindEntryAsync(id))!.Entry, "export/1", app.Now, Ct);
        var feed = await secretary.GetPageAsync($"/staff/videos/entries/{id}");

        Assert.Contains("请先把视频发到学会的视频号", nothing, StringComparison.Ordinal);
        Assert.Contains("还缺学会视频号 ID", feed, StringComparison.Ordinal);
        var draft = new CallDraft("题", "文", [], app.Now, app.Now.AddDays(1), 0, 60, 3, IsPublic: false, "gh_530");
        Assert.Equal(["学会视频号 ID 以 sph 开头，最长 64 个字符，可在视频号助手里复制。"], draft.Faults().Select(fault => fault.Why));
    }

    [Fact]
    public async Task Costs_are_noted_and_come_to_what_one_entry_cost()
    {
        var call = await app.NewCallAsync();
        await app.NewAcceptedAsync(await app.NewAuthorAsync(), call);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        await secretary.FollowAsync(
            await secretary.PostAsync($"/staff/videos/{call}?handler=AddCost", ("label", "奖品"), ("yuan", "1,200.50"))
        );

        var refused = await TestStaff.PageOf(
            await secretary.PostAsync($"/staff/videos/{call}?handler=AddCost", ("label", "奖品"), ("yuan", "一千"))
        );
        var page = await secretary.GetPageAsync($"/staff/videos/{call}");

        Assert.Contains("请填写项目", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"一千\"", System.Net.WebUtility.HtmlDecode(refused), StringComparison.Ordinal);
        Assert.Equal(120_050, CostBook.Cents("1,200.5 元"));
        Assert.Equal(
            "2,086.67",
            CostBook.Average(
                [
                    new Cost
                    {
                        Id = 1,
                        Label = "",
                        Cents = 626_000,
                        NotedBy = "",
                        NotedAt = app.Now,
                    },
                ],
                3
            )
        );
        Assert.Contains("合计 <strong>1,200.50 元</strong>，平均每件 1,200.50 元", page, StringComparison.Ordinal);
    }

    private static (string Name, string Value)[] Fields() =>
        [
            ("Form.Season", "2026"),
            ("Form.Title", "自立自强"),
            ("Form.Theme", "说说你的工作。"),
            ("Form.Categories", "科普\n现场\n科普"),
            ("Form.OpensAt", "2026-05-20T09:00"),
            ("Form.ClosesAt", "2026-06-20T18:00"),
            ("Form.MinSeconds", "10"),
            ("Form.MaxSeconds", "180"),
            ("Form.MaxEntries", "2"),
        ];

    private async Task<HttpResponseMessage> DecideAsync(
        TestStaff staff,
        string address,
        string handler,
        long id,
        params (string, string)[] fields
    ) =>
        await staff.PostAsync(
            $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={handler}",
            [("Revision", $"{(await app.FindEntryAsync(id))!.Entry.Revision}"), .. fields]
        );

    private static async Task<Dictionary<string, byte[]>> ReadAsync(TestStaff staff, string path)
    {
        var answer = await staff.GetAsync(path);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync(Ct));
        var files = new Dictionary<string, byte[]>();
        foreach (var entry in archive.Entries)
        {
            using var bytes = new MemoryStream();
            await using var from = await entry.OpenAsync(Ct);
            await from.CopyToAsync(bytes, Ct);
            files[entry.FullName] = bytes.ToArray();
        }
        return files;
    }
}
