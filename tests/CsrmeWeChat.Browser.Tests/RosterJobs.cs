using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Sheets;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>A roster imported through the wizard, looked over, applied and undone.</summary>
public sealed class RosterJobs(Venue venue)
{
    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_roster_is_uploaded_its_columns_corrected_its_changes_read_applied_and_undone(Width width)
    {
        var prefix = $"R{Guid.NewGuid().ToString("N")[..5].ToUpperInvariant()}";
        // The header does not say which of two columns is the phone: the secretary has to.
        var file = RosterFile.SaveCsv(
            $"""
            会员号,姓名,联系方式,电话,工作单位,会员级别
            {prefix}01,阿卜杜拉·买买提,13911110001,010-62340001,中国矿业大学（北京）,高级会员
            {prefix}02,<script>alert(1)</script>,13911110002,,山东大学,普通会员
            {prefix}03,,13911110003,,长江科学院,普通会员
            {prefix}04,欧阳㛃,1.39E+10,,成都理工大学,普通会员
            """
        );
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        var page = secretary.Page;
        await secretary.ChooseAsync("名册导入");
        await secretary.LookAsync("roster-imports");
        await page.GetByLabel("名册文件").SetInputFilesAsync(file);
        await secretary.Button("上传").ClickAsync();
        await secretary.SeesAsync("请在下面选定各列");
        await secretary.LookAsync("roster-columns");
        await page.GetByLabel("手机", new() { Exact = false }).First.SelectOptionAsync(new SelectOptionValue { Index = 3 });
        await secretary.Button("读取并比较").ClickAsync();

        await secretary.SeesAsync("尚未改动名册");
        await secretary.SeesAsync("<script>alert(1)</script>");
        await secretary.SeesAsync("缺少姓名");
        await secretary.SeesAsync("手机号是科学计数法，后几位已丢失，未采用");
        await secretary.LookAsync("roster-differences");
        var refused = await page.RunAndWaitForDownloadAsync(() => page.GetByText("下载未采用的").ClickAsync());
        using (var book = Workbook.Open((await refused.PathAsync())!))
        {
            Assert.Contains(book.Rows(0).Last().Cells.Values, cell => cell.Text is "缺少姓名");
        }
        secretary.WillConfirm();
        await secretary.Button("应用到名册").ClickAsync();
        await Assertions.Expect(secretary.Button("撤销这次导入")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await secretary.LookAsync("roster-applied");

        await page.GotoAsync($"/staff/members?q={prefix}");
        await secretary.SeesAsync("阿卜杜拉·买买提");
        await page.GoBackAsync();
        secretary.WillConfirm();
        await secretary.Button("撤销这次导入").ClickAsync();
        await Assertions.Expect(page.GetByText("已撤销 3 行")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GotoAsync($"/staff/members?q={prefix}");
        await secretary.SeesAsync("没有符合条件的会员");
    }

    [Fact]
    public async Task A_file_that_is_no_roster_is_refused_in_words()
    {
        await using var secretary = await venue.OpenAsync(Width.Desk);
        await secretary.SignInAsync(venue, Role.Secretary);
        await secretary.ChooseAsync("名册导入");
        await secretary
            .Page.GetByLabel("名册文件")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "名册.xlsx",
                    MimeType = "application/pdf",
                    Buffer = "%PDF-1.7 not a sheet"u8.ToArray(),
                }
            );
        await secretary.Button("上传").ClickAsync();

        await secretary.SeesAsync("这是 PDF 文件");
        await secretary.LookAsync("roster-refused");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_header_is_found_by_choosing_its_line_and_each_change_is_read_field_by_field(Width width)
    {
        var mark = Guid.NewGuid().ToString("N")[..4].ToUpperInvariant();
        var first = RosterFile.SaveCsv(
            $"{RosterFile.Header}\n{mark}001,张三,13811112222,zhang@example.org,北京大学,,普通会员,2025-12-31\n"
        );
        var second = RosterFile.SaveCsv(
            $"""
            会员名册
            编号,编号,会员姓名,手机,邮箱,工作单位,专委会,会员级别,会费有效期
            7,{mark}001,张三,13899992222,zhong@example.org,中国科学院武汉岩土力学研究所,岩石动力学专业委员会,高级会员,2026-12-31
            8,{mark}002,李<script>alert(1)</script>,13811113333,,清华大学,,普通会员,2026-12-31
            9,{mark}003,,1381111,wang@,,,,去年
            11,{mark}001,赵六,,,,,,
            """
        );
        await using var visit = await venue.OpenAsync(width);
        await visit.SignInAsync(venue, Role.Secretary);
        await visit.ChooseAsync("名册导入");
        await UploadAsync(visit, first);
        await visit.SeesAsync("核对各列");
        await visit.Button("读取并比较").ClickAsync();
        await InTimeAsync(visit, "尚未改动名册");
        visit.WillConfirm();
        await visit.Button("应用到名册").ClickAsync();
        await InTimeAsync(visit, "已应用 1 行");

        await visit.ChooseAsync("名册导入");
        await UploadAsync(visit, second);
        await visit.SeesAsync("出现了 2 次");
        await visit.Button("读取并比较").ClickAsync();
        await visit.SeesAsync("请选定“会员号”在哪一列");
        await visit.Page.GetByLabel("表头在").SelectOptionAsync("1");
        await visit.SeesAsync("没有找到表头");
        await visit.Page.GetByLabel("表头在").SelectOptionAsync("2");
        await visit.SeesAsync("出现了 2 次");
        await visit.Page.GetByLabel("会员号（必选）").SelectOptionAsync("1");
        await visit.Button("读取并比较").ClickAsync();
        await InTimeAsync(visit, "尚未改动名册");
        await visit.SeesAsync("138****2222（隐去的部分不同）");
        await visit.LookAsync("roster-fields");
        await visit.Page.GetByLabel("判定").SelectOptionAsync("invalid");
        await visit.Button("查找").ClickAsync();
        await visit.SeesAsync("缺少姓名");
        visit.WillConfirm();
        await visit.Button("应用到名册").ClickAsync();
        await InTimeAsync(visit, "已应用 2 行");
        visit.WillConfirm();
        await visit.Button("撤销这次导入").ClickAsync();
        await InTimeAsync(visit, "已撤销 2 行");
        await visit.LookAsync("roster-undone");
        await visit.ChooseAsync("名册导入");
        await visit.LookAsync("roster-list");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_long_import_shows_how_far_it_is(Width width)
    {
        var mark = Guid.NewGuid().ToString("N")[..4].ToUpperInvariant();
        await using var visit = await venue.OpenAsync(width);
        await visit.SignInAsync(venue, Role.Secretary);
        visit.WillConfirm();
        await visit.ChooseAsync("名册导入");
        // Read with pauses for others, so many take longer than it is from one look at the progress to the next.
        await UploadAsync(visit, RosterFile.NewMembers(mark, 20_000));
        await visit.Button("读取并比较").ClickAsync();
        await visit.SeesAsync("已读取");
        await visit.LookAsync("roster-reading");
        await InTimeAsync(visit, "将改动 20,000 位会员");
        await visit.Button("放弃这次导入").ClickAsync();
        await visit.SeesAsync("这次导入已放弃");

        await visit.ChooseAsync("名册导入");
        await UploadAsync(visit, RosterFile.NewMembers(mark, 4_000));
        await visit.Button("读取并比较").ClickAsync();
        await InTimeAsync(visit, "将改动 4,000 位会员");
        visit.WillConfirm();
        await visit.Button("应用到名册").ClickAsync();
        await visit.SeesAsync("共 4,000 行");
        await visit.LookAsync("roster-applying");
        await InTimeAsync(visit, "已应用 4,000 行");
        await visit.Link("下一页").ClickAsync();
        await visit.SeesAsync("第 2 页");
    }

    /// <summary>A job does it: within a minute, however busy the machine.</summary>
    private static Task InTimeAsync(Visit visit, string text) =>
        Assertions.Expect(visit.Page.GetByText(text)).ToBeVisibleAsync(new() { Timeout = 60_000 });

    private static async Task UploadAsync(Visit visit, string file)
    {
        await visit.Page.GetByLabel("名册文件").SetInputFilesAsync(file);
        await visit.Button("上传").ClickAsync();
    }
}
