using System.Globalization;
using System.Net;
using System.Text;
using CsrmeWeChat.Contests;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Staff;

namespace CsrmeWeChat.Tests;

/// <summary>What the secretariat does with rounds, on their pages.</summary>
public sealed class RoundPageTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_round_is_written_checked_opened_closed_and_frozen()
    {
        var (contest, _) = await NewContestAsync(4);
        var jurors = await app.Services.NewJurorsAsync(3);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var list = await secretary.GetPageAsync($"/staff/judging/admin/contest/{contest}");
        var form = await secretary.GetPageAsync($"/staff/judging/admin/contest/{contest}/new");
        var written = await secretary.PostAsync($"/staff/judging/admin/contest/{contest}/new", Fields(jurors));
        var address = written.Headers.Location!.OriginalString;
        var draft = await secretary.FollowAsync(written);
        var opened = await secretary.FollowAsync(await secretary.PostAsync($"{address}?handler=Open", ("Revision", "1")));
        var round = await FindAsync(address);
        var early = await secretary.GetPageAsync($"{address}/ranking");
        var tooEarly = await TestStaff.PageOf(await secretary.PostAsync($"{address}/ranking?handler=Freeze"));
        // The last of the four is not scored by anybody.
        var last = (await app.Get<RoundDesk>().ListItemsAsync(round, [], Ct))!.Items[^1].Id;
        await app.Services.ScoreAsync(round, (item, _) => item == last ? null : [(int)item % 50 + 30, 60]);
        var told = await TestStaff.PageOf(await secretary.PostAsync($"{address}?handler=Close"));
        var closed = await secretary.FollowAsync(await secretary.PostAsync($"{address}?handler=Close", ("IsAware", "true")));
        var frozen = await secretary.FollowAsync(await secretary.PostAsync($"{address}/ranking?handler=Freeze"));
        var checkedPage = await TestStaff.PageOf(await secretary.PostAsync($"{address}/ranking?handler=Check"));

        Assert.Contains("还没有评审轮次", list, StringComparison.Ordinal);
        Assert.Contains("科学性 60\n艺术性 40", form.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("草稿", draft, StringComparison.Ordinal);
        Assert.Contains("还没有申报", draft, StringComparison.Ordinal);
        Assert.Contains("评审已经开始", opened, StringComparison.Ordinal);
        Assert.Contains("评分截止之后才能看到榜单", early, StringComparison.Ordinal);
        Assert.Contains("请先截止评分", tooEarly, StringComparison.Ordinal);
        Assert.Contains("还有 3 份没有评。请催促", told, StringComparison.Ordinal);
        Assert.Contains("有 1 件作品一个分数也没有", closed, StringComparison.Ordinal);
        Assert.Contains("未评", closed, StringComparison.Ordinal);
        Assert.Contains("已定榜，今后不会再变", frozen, StringComparison.Ordinal);
        Assert.Contains((await app.Get<RankingStore>().FindAsync(round.Id, Ct))!.Sha256, frozen, StringComparison.Ordinal);
        Assert.Equal(2, checkedPage.Split("结果逐位相同").Length - 1);
        Assert.DoesNotContain("不符！", checkedPage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Form.Title", "", "请填写轮次名称")]
    [InlineData("Form.Criteria", "科学性", "权重须为 1 至 100")]
    [InlineData("Form.Criteria", "科学性 0", "权重须为 1 至 100")]
    [InlineData("Form.Criteria", "科学性 40\n科学性 60", "不能重复")]
    [InlineData("Form.PerItem", "4", "评委人数不能少于")]
    [InlineData("Form.PerItem", "x", "每件作品的评委人数")]
    [InlineData("Form.GoesOn", "0", "晋级件数须为")]
    [InlineData("Form.ClosesAt", "", "请填写截止时间")]
    [InlineData("Form.ClosesAt", "2026-05-01T00:00", "截止时间须在现在之后")]
    public async Task A_round_that_cannot_be_is_refused_with_what_was_typed(string field, string value, string why)
    {
        var (contest, _) = await NewContestAsync(1);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var fields = Fields(await app.Services.NewJurorsAsync(3)).Where(one => one.Name != field);

        var page = await TestStaff.PageOf(
            await secretary.PostAsync($"/staff/judging/admin/contest/{contest}/new", [.. fields, (field, value)])
        );

        Assert.Contains(why, page, StringComparison.Ordinal);
        Assert.Contains("checked", page, StringComparison.Ordinal);
    }

    /// <summary>Neither an account without the role, nor a disabled one, nor one that is not there.</summary>
    [Fact]
    public async Task Only_jurors_are_chosen_as_jurors()
    {
        var (contest, _) = await NewContestAsync(1);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var jurors = await app.Services.NewJurorsAsync(2);
        var gone = await app.Services.NewJurorAsync("已停用的");
        await app.Get<StaffStore>().SetDisabledAsync(Actor.Command, gone.Id, disabled: true, app.Now, Ct);
        var others = (StaffMember[])[gone, await app.NewAccountAsync(Role.Redeemer)];

        var page = await TestStaff.PageOf(
            await secretary.PostAsync($"/staff/judging/admin/contest/{contest}/new", Fields([.. jurors, .. others]))
        );

        Assert.Contains("评委人数不能少于", page, StringComparison.Ordinal);
        Assert.DoesNotContain("已停用的", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_list_says_what_is_in_the_way_and_nothing_opens_against_it()
    {
        var contest = await app.Services.NewJudgedContestAsync();
        var jurors = await app.Services.NewJurorsAsync(3);
        var items = await app.Services.EnterAsync(
            contest,
            new Entered("欧阳雪松", "金沙江水电研究所") { Caption = "欧阳雪松摄。", Avoid = [jurors[0].Name] },
            new Entered("司徒云帆", "雅砻江试验站") { Group = "series", Title = "江水" },
            new Entered("司徒云帆", "雅砻江试验站") { State = PhotoEntryState.Reviewing }
        );
        var draft = await app.Services.NewDraftAsync(contest, jurors);
        await app.Get<DeclarationStore>().SaveAsync(new Panel("contest", contest), jurors[1].Id, [], app.Now, Ct);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var address = $"/staff/judging/admin/rounds/{draft.Id}";

        var page = await secretary.GetPageAsync(address);
        var refused = await TestStaff.PageOf(await secretary.PostAsync($"{address}?handler=Open", ("Revision", $"{draft.Revision}")));

        Assert.Contains("1 件作品在回避之后不足 3 位评委", page, StringComparison.Ordinal);
        Assert.Contains("须回避 1 人，还有 2 人可评", page, StringComparison.Ordinal);
        Assert.Contains("作者申报的回避 1 件", page, StringComparison.Ordinal);
        Assert.Contains("1 件作品的名称或说明里写有作者", page, StringComparison.Ordinal);
        Assert.Contains("1 件作品还没有审完", page, StringComparison.Ordinal);
        Assert.Contains($"/staff/contests/entries/{items[2]}", page, StringComparison.Ordinal);
        Assert.Contains("已申报", page, StringComparison.Ordinal);
        Assert.Contains("不足 3 位评委", refused, StringComparison.Ordinal);
        Assert.Equal(RoundState.Draft, (await FindAsync(address)).State);
    }

    [Fact]
    public async Task A_juror_whose_account_sees_the_authors_is_pointed_out_and_one_that_was_disabled_stops_the_opening()
    {
        var (contest, _) = await NewContestAsync(1);
        var jurors = await app.Services.NewJurorsAsync(3);
        var also = await app.NewAccountAsync(Role.Juror, Role.Secretary);
        var draft = await app.Services.NewDraftAsync(contest, [.. jurors, also]);
        await app.Get<StaffStore>().SetDisabledAsync(Actor.Command, jurors[0].Id, disabled: true, app.Now, Ct);
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var page = await secretary.GetPageAsync($"/staff/judging/admin/rounds/{draft.Id}");

        Assert.Contains($"评委{also.Name}的账号还有“秘书”角色", page, StringComparison.Ordinal);
        Assert.Contains($"{jurors[0].Name}的账号已停用", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_change_one_draft_the_second_is_told_and_loses_nothing()
    {
        var (contest, _) = await NewContestAsync(1);
        var jurors = await app.Services.NewJurorsAsync(3);
        var draft = await app.Services.NewDraftAsync(contest, jurors);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var address = $"/staff/judging/admin/rounds/{draft.Id}";
        (string, string)[] Edit(string title, long revision) =>
            [.. Fields(jurors).Where(one => one.Name != "Form.Title"), ("Form.Title", title), ("Revision", $"{revision}")];

        await secretary.FollowAsync(await secretary.PostAsync($"{address}/edit", Edit("第一次", 1)));
        var second = await TestStaff.PageOf(await secretary.PostAsync($"{address}/edit", Edit("第二次", 1)));
        var stale = await TestStaff.PageOf(await secretary.PostAsync($"{address}?handler=Open", ("Revision", "1")));
        await secretary.FollowAsync(await secretary.PostAsync($"{address}/edit", Edit("第二次", 2)));
        await secretary.FollowAsync(await secretary.PostAsync($"{address}?handler=Open", ("Revision", "3")));
        var late = await TestStaff.PageOf(await secretary.PostAsync($"{address}/edit", Edit("第三次", 4)));

        Assert.Contains("刚才另一位同事改过这一轮", second, StringComparison.Ordinal);
        Assert.Contains("第二次", second, StringComparison.Ordinal);
        Assert.Contains("刚才另一位同事改过这一轮", stale, StringComparison.Ordinal);
        Assert.Contains("规则不能再改", late, StringComparison.Ordinal);
        Assert.Equal("第二次", (await FindAsync(address)).Title);
    }

    [Fact]
    public async Task The_progress_shows_who_is_behind_what_lacks_a_juror_and_that_the_clock_has_closed()
    {
        var (contest, items) = await NewContestAsync(2);
        var jurors = await app.Services.NewJurorsAsync(3);
        var spare = await app.Services.NewJurorAsync("候补评委");
        var round = await app.Services.OpenAsync(await app.Services.NewDraftAsync(contest, jurors));
        var address = $"/staff/judging/admin/rounds/{round.Id}";
        await app.Services.ScoreAsync(round, (_, juror) => juror == jurors[0].Id ? [50, 50] : null);
        var ballot = (await app.Get<BallotStore>().ListAsync(jurors[1].Id, round, Ct)).Single(one => one.ItemId == items[0]);
        await app.Get<BallotStore>().RecuseAsync(jurors[1].Id, ballot.Id, "是我的学生", app.Now, Ct);
        app.Clock.Advance(TimeSpan.FromDays(4));
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var page = await secretary.GetPageAsync(address);
        var work = await secretary.GetPageAsync("/staff");
        var added = await secretary.FollowAsync(await secretary.PostAsync($"{address}?handler=AddJuror", ("Juror", $"{spare.Id}")));
        app.Clock.Advance(TimeSpan.FromDays(4));
        // No session lasts so long.
        secretary = await app.NewStaffAsync(Role.Secretary);
        var due = await secretary.GetPageAsync(address);
        var index = await secretary.GetPageAsync("/staff/judging/admin");
        var earlier = await TestStaff.PageOf(await secretary.PostAsync($"{address}?handler=Extend", ("ClosesAt", "2026-06-01T00:00")));
        var later = await secretary.FollowAsync(await secretary.PostAsync($"{address}?handler=Extend", ("ClosesAt", "2026-12-01T18:00")));

        Assert.Contains("已评完", page, StringComparison.Ordinal);
        Assert.Contains("没有开始", page, StringComparison.Ordinal);
        Assert.Contains("现有 2 人，需要 3 人", page, StringComparison.Ordinal);
        Assert.Contains($"{jurors[1].Name} 回避 {ballot.Code}", page, StringComparison.Ordinal);
        Assert.Contains("因评委回避而缺少评委", work, StringComparison.Ordinal);
        Assert.Contains("已增加评委候补评委，分给其 1 件作品", added, StringComparison.Ordinal);
        Assert.DoesNotContain("缺少评委的作品", added, StringComparison.Ordinal);
        Assert.Contains("已到截止时间", due, StringComparison.Ordinal);
        Assert.Contains("已到截止时间", index, StringComparison.Ordinal);
        Assert.Contains("截止时间只能延后", earlier, StringComparison.Ordinal);
        Assert.Contains("截止时间已延长到 2026-12-01 18:00", later, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ranking_is_exported_as_a_workbook_and_byte_by_byte_as_it_was_fixed()
    {
        var (contest, items) = await NewContestAsync(3);
        var round = await app.Services.OpenAsync(await app.Services.NewDraftAsync(contest, await app.Services.NewJurorsAsync(3)));
        await app.Services.ScoreAsync(round, (item, _) => item == items[1] ? null : [(int)(item - items[0]) * 10 + 40, 60]);
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var address = $"/staff/judging/admin/rounds/{round.Id}/ranking";
        var none = await secretary.GetAsync($"{address}?handler=Export");
        await app.Services.FreezeAsync(round);

        var sheet = await (await secretary.GetAsync($"{address}?handler=Export")).Content.ReadAsByteArrayAsync(Ct);
        var text = await (await secretary.GetAsync($"{address}?handler=Text")).Content.ReadAsByteArrayAsync(Ct);

        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        var frozen = (await app.Get<RankingStore>().FindAsync(round.Id, Ct))!;
        Assert.Equal(frozen.Sha256, UploadArrange.Sha256(text));
        Assert.DoesNotContain("作者", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
        var cells = ExportTests.Texts(new MemoryStream(sheet));
        // The place stands three cells before the author.
        string[] lines =
        [
            .. cells
                .Select((cell, at) => (cell, at))
                .Where(one => one.cell.StartsWith("作者", StringComparison.Ordinal))
                .Skip(1)
                .Select(one => $"{cells[one.at - 3]} {one.cell}"),
        ];
        Assert.Equal(["1 作者3", "2 作者1", "未评 作者2"], lines);
        Assert.Equal(2, (await app.Get<AuditSearch>().LastOfAsync("round", round.Id, 9, Ct, "round.export")).Count);
    }

    [Fact]
    public async Task A_panel_that_is_not_there_has_no_pages()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);

        Assert.Equal(HttpStatusCode.NotFound, (await secretary.GetAsync("/staff/judging/admin/contest/987654321")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await secretary.GetAsync("/staff/judging/admin/nothing/1/new")).StatusCode);
    }

    /// <summary>Single photos by 作者1, 作者2 and so on.</summary>
    private async Task<(long Contest, IReadOnlyList<long> Items)> NewContestAsync(int entries)
    {
        var contest = await app.Services.NewJudgedContestAsync();
        var made = Enumerable.Range(1, entries).Select(number => new Entered($"作者{number}", $"第{number}研究院"));
        return (contest, await app.Services.EnterAsync(contest, [.. made]));
    }

    private async Task<Round> FindAsync(string address) =>
        (await app.Get<RoundStore>().FindAsync(long.Parse(address.Split('/')[^1], CultureInfo.InvariantCulture), Ct))!;

    private static (string Name, string Value)[] Fields(IEnumerable<StaffMember> jurors) =>
        [
            ("Form.Title", "初评"),
            ("Form.Criteria", "科学性 60\n艺术性 40"),
            ("Form.PerItem", "3"),
            ("Form.GoesOn", "2"),
            ("Form.RankRule", "Normalised"),
            ("Form.TieRule", "ByCriteria"),
            ("Form.ClosesAt", "2027-06-30T18:00"),
            .. jurors.Select(juror => ("Form.Jurors", $"{juror.Id}")),
        ];
}
