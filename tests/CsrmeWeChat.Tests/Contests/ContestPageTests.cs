using System.Globalization;
using System.IO.Compression;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Contests.Pages;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Tests;

/// <summary>What the secretariat does with contests and entries.</summary>
public sealed class ContestPageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_contest_is_written_changed_and_published()
    {
        await app.NewContestAsync();
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var written = await secretary.PostAsync("/staff/contests/new", Fields());
        var address = written.Headers.Location!.OriginalString;
        var draft = await secretary.FollowAsync(written);
        var id = long.Parse(address.Split('/')[^1], CultureInfo.InvariantCulture);
        var made = (await app.Get<ContestStore>().FindAsync(id, Ct))!;
        await secretary.FollowAsync(
            await secretary.PostAsync(
                $"{address}/edit",
                [("Revision", "1"), .. Fields("Form.Groups[0].Name", "单张组"), ("Form.Groups[0].Key", made.Groups[0].Key)]
            )
        );
        var stale = await TestStaff.PageOf(await secretary.PostAsync($"{address}/edit", [("Revision", "1"), .. Fields()]));
        var published = await secretary.FollowAsync(await secretary.PostAsync($"{address}?handler=Publish", ("Revision", "2")));

        Assert.Contains("这次大赛还是草稿", draft, StringComparison.Ordinal);
        Assert.Equal(
            [("单幅组", GroupShape.Single), ("组照组", GroupShape.Series)],
            made.Groups.Select(group => (group.Name, group.Shape))
        );
        Assert.Equal(
            [(made.Groups[0].Key, "一等奖", 2), (made.Groups[0].Key, "二等奖", 4), ("", "人气奖", 10)],
            made.PrizeList.Select(prize => (prize.Group, prize.Name, prize.Count))
        );
        Assert.Equal([("科学性", 60), ("艺术性", 40)], made.CriterionList.Select(one => (one.Name, one.Weight)));
        Assert.Contains("刚才另一位同事改过", stale, StringComparison.Ordinal);
        Assert.Contains("征集中", published, StringComparison.Ordinal);
        var changed = (await app.Get<ContestStore>().FindAsync(id, Ct))!;
        Assert.Equal([made.Groups[0].Key, made.Groups[1].Key], changed.Groups.Select(group => group.Key));
        Assert.Equal("单张组", changed.Groups[0].Name);
    }

    [Theory]
    [InlineData("Form.Title", "", "请填写名称")]
    [InlineData("Form.ClosesAt", "2026-05-01T00:00", "截止时间须晚于开始时间")]
    [InlineData("Form.ClosesAt", "", "请填写开始时间和截止时间")]
    [InlineData("Form.Groups[0].Prizes", "一等奖", "奖项每行写一个")]
    [InlineData("Form.Criteria", "科学性", "评分项每行写一个")]
    [InlineData("Form.Criteria", "科学性 0", "权重须为 1 至 100")]
    [InlineData("Form.MaxEntries", "0", "每人作品数")]
    [InlineData("Form.MaxMegabytes", "500", "每张最大")]
    [InlineData("Form.IsShown", "true", "请填写微信批准的小程序类目")]
    [InlineData("Form.VoteOpensAt", "2026-06-01T00:00", "请填写投票的开始和截止时间")]
    [InlineData("Form.Groups[1].Name", "单幅组", "组别的名称不能重复")]
    public async Task A_contest_that_cannot_be_is_refused_with_what_was_typed(string field, string value, string why)
    {
        await app.NewContestAsync();
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var page = await TestStaff.PageOf(await secretary.PostAsync("/staff/contests/new", Fields(field, value)));

        Assert.Contains(why, page, StringComparison.Ordinal);
        Assert.Contains("拍下你身边的岩石", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_with_entries_stays_and_keeps_its_shape()
    {
        var contest = await app.NewContestAsync();
        await app.NewAcceptedPhotoEntryAsync(await app.NewPhotographerAsync(), contest);
        var seen = await app.FindContestAsync(contest);
        var draft = ContestDraft.Of(seen);
        var store = app.Get<ContestStore>();

        async Task<EditContest> EditAsync(ContestDraft to) => await store.EditAsync(Foundation.Audit.Actor.Command, seen, to, app.Now, Ct);

        Assert.Equal(EditContest.GroupInUse, await EditAsync(draft with { Groups = [draft.Groups[1]] }));
        Assert.Equal(
            EditContest.GroupInUse,
            await EditAsync(draft with { Groups = [draft.Groups[0] with { Shape = GroupShape.Series }, draft.Groups[1]] })
        );
        Assert.Equal(EditContest.Done, await EditAsync(draft with { Groups = [draft.Groups[0] with { Name = "单张" }] }));
    }

    [Fact]
    public async Task The_queue_leads_from_one_entry_to_the_next()
    {
        var contest = await app.NewContestAsync(draft => draft with { MaxEntries = 9 });
        var author = await app.NewPhotographerAsync();
        var ids = new List<long>();
        foreach (var title in (string[])["第一件", "第二件", "第三件"])
        {
            ids.Add(await author.HandInPhotoAsync(contest, title));
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await app.WorkOnPhotosAsync();
        var reviewer = await app.NewStaffAsync(Role.Reviewer);

        var first = await reviewer.FollowAsync(await reviewer.GetAsync($"/staff/contests/review?contest={contest}"));
        var later = await reviewer.FollowAsync(await reviewer.GetAsync($"/staff/contests/review?contest={contest}&after={ids[0]}"));
        var blind = await TestStaff.PageOf(await DecideAsync(reviewer, ids[0], contest, "Accept"));
        var accepted = await DecideAsync(reviewer, ids[0], contest, "Accept", ("IsAware", "true"));
        var next = await reviewer.FollowAsync(await reviewer.GetAsync(accepted.Headers.Location!.OriginalString));
        var wordless = await TestStaff.PageOf(await DecideAsync(reviewer, ids[1], contest, "Return"));
        var returned = await DecideAsync(reviewer, ids[1], contest, "Return", ("Reason", "请换一张。"));
        var last = await reviewer.FollowAsync(await reviewer.GetAsync(returned.Headers.Location!.OriginalString));

        Assert.Contains("第一件", first, StringComparison.Ordinal);
        Assert.Contains("待审核 3 件", first, StringComparison.Ordinal);
        Assert.Contains("Canon EOS R5", first, StringComparison.Ordinal);
        Assert.Contains("第二件", later, StringComparison.Ordinal);
        Assert.Contains("机审还没有通过", blind, StringComparison.Ordinal);
        Assert.Contains("第二件", next, StringComparison.Ordinal);
        Assert.Contains("请写明要改什么", wordless, StringComparison.Ordinal);
        Assert.Contains("第三件", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_near_copy_stands_beside_what_it_looks_like()
    {
        var contest = await app.NewContestAsync();
        var (one, other) = (await app.NewPhotographerAsync(), await app.NewPhotographerAsync());
        var photo = TestPicture.Photo(77_001, 900, 600, PhotoAuthor.Camera);
        await one.HandInPhotoAsync(contest, "原作", photo);
        var copy = await other.HandInPhotoAsync(contest, "仿作", TestPicture.Photo(77_001, 600, 400, PhotoAuthor.Camera));
        await app.WorkOnPhotosAsync();
        var reviewer = await app.NewStaffAsync(Role.Reviewer);

        var page = await reviewer.GetPageAsync($"/staff/contests/entries/{copy}");

        Assert.Contains("相似的照片", page, StringComparison.Ordinal);
        Assert.Contains("《原作》", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_the_sheet_and_the_archive_have_what_was_accepted()
    {
        var contest = await app.NewContestAsync();
        var author = await app.NewPhotographerAsync();
        var photo = PhotoAuthor.NewPhoto();
        var id = await app.NewAcceptedPhotoEntryAsync(author, contest, "崖/壁", photo);
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var list = await secretary.GetPageAsync($"/staff/contests/entries?contest={contest}&q=崖");
        var nothing = await secretary.GetPageAsync($"/staff/contests/entries?contest={contest}&q=没有这样的");
        using var sheet = await secretary.GetAsync($"/staff/contests/entries?handler=Export&contest={contest}");
        var answer = await secretary.GetAsync($"/staff/contests/entries?handler=Originals&contest={contest}");
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(Ct));

        Assert.Contains("崖/壁", list, StringComparison.Ordinal);
        Assert.Contains("没有符合条件的作品", nothing, StringComparison.Ordinal);
        using var book = Workbook.Open(new MemoryStream(await sheet.Content.ReadAsByteArrayAsync(Ct)));
        Assert.Contains(book.Rows(0), row => row.Cells.Values.Any(cell => cell.Text == "崖/壁"));
        Assert.Equal(["清单.xlsx", $"{id:D5}-崖_壁-张岩.JPG"], zip.Entries.Select(entry => entry.FullName));
        using var original = new MemoryStream();
        await zip.Entries[1].Open().CopyToAsync(original, Ct);
        Assert.Equal(photo, original.ToArray());
    }

    private static (string Name, string Value)[] Fields(string changed = "", string value = "") =>
        [
            .. new (string Name, string Value)[]
            {
                ("Form.Season", "2026"),
                ("Form.Title", "第三届科普摄影大赛"),
                ("Form.Rules", "拍下你身边的岩石"),
                ("Form.Groups[0].Name", "单幅组"),
                ("Form.Groups[0].Shape", "Single"),
                ("Form.Groups[0].Prizes", "一等奖 2\n二等奖：4 名"),
                ("Form.Groups[1].Name", "组照组"),
                ("Form.Groups[1].Shape", "Series"),
                ("Form.Groups[1].Prizes", ""),
                ("Form.Groups[2].Name", ""),
                ("Form.Groups[2].Shape", "Single"),
                ("Form.Groups[2].Prizes", ""),
                ("Form.Criteria", "科学性 60\n艺术性 40"),
                ("Form.Subjects", ""),
                ("Form.Entrants", "Everyone"),
                ("Form.OpensAt", "2026-05-20T09:00"),
                ("Form.ClosesAt", "2026-06-20T18:00"),
                ("Form.MaxEntries", "5"),
                ("Form.MaxMegabytes", "40"),
                ("Form.MinMegapixels", "0"),
                ("Form.MaxCaption", "300"),
                ("Form.Granted", ""),
                ("Form.Voters", "Members"),
                ("Form.VotesEach", "10"),
                ("Form.PopularPrizes", "人气奖 10"),
            }.Where(one => one.Name != changed),
            .. changed is "" ? Array.Empty<(string, string)>() : [(changed, value)],
        ];

    private async Task<HttpResponseMessage> DecideAsync(
        TestStaff reviewer,
        long id,
        long contest,
        string handler,
        params (string Name, string Value)[] fields
    )
    {
        var entry = (await app.FindPhotoEntryAsync(id))!.Entry;
        var revision = entry.Revision.ToString(CultureInfo.InvariantCulture);
        (string Name, string Value)[] all = [("Revision", revision), ("queue", "true"), ("contest", $"{contest}"), .. fields];
        return await reviewer.PostAsync($"{PhotoEntryModel.AddressOf(id, inQueue: true, contest)}&handler={handler}", all);
    }
}
