using System.Text;
using CsrmeWeChat.Staff;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>The import of a roster, as a secretary does it.</summary>
public sealed class RosterJobs(Venue venue)
{
    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_secretary_imports_a_roster_and_takes_it_back(Width width)
    {
        var mark = Guid.NewGuid().ToString("N")[..4].ToUpperInvariant();
        var first = RosterFile.SaveCsv($"{RosterFile.Header}\n{mark}001,张三,13811112222,zhang@example.org,北京大学,,普通会员,2025-12-31\n");
        var second = RosterFile.SaveCsv($"""
            会员名册
            编号,编号,会员姓名,手机,邮箱,工作单位,专委会,会员级别,会费有效期
            1,{mark}001,张三,13899992222,zhong@example.org,中国科学院武汉岩土力学研究所,岩石动力学专业委员会,高级会员,2026-12-31
            2,{mark}002,李<script>alert(1)</script>,13811113333,,清华大学,,普通会员,2026-12-31
            3,{mark}003,王五,1381111,wang@,,,,去年
            4,{mark}001,赵六,,,,,,
            """);
        await using var visit = await venue.OpenAsync(width);
        await visit.SignInAsync(venue, Role.Secretary);
        await visit.ChooseAsync("名册导入");
        await visit.LookAsync("roster");
        await UploadAsync(visit, RosterFile.SaveCsv("%PDF-1.7\n", Encoding.ASCII));
        await visit.SeesAsync("这是 PDF 文件");
        await visit.LookAsync("roster-refused");

        await UploadAsync(visit, first);
        await visit.SeesAsync("核对各列");
        await visit.LookAsync("roster-columns");
        await visit.Button("读取并比较").ClickAsync();
        await InTimeAsync(visit, "尚未改动名册");
        visit.WillConfirm();
        await visit.Button("应用到名册").ClickAsync();
        await InTimeAsync(visit, "已应用 1 行");

        await visit.ChooseAsync("名册导入");
        await UploadAsync(visit, second);
        await visit.SeesAsync("出现了 2 次");
        await visit.LookAsync("roster-columns-unclear");
        await visit.Button("读取并比较").ClickAsync();
        await visit.SeesAsync("请选定「会员号」在哪一列");
        await visit.Page.GetByLabel("表头在").SelectOptionAsync("1");
        await visit.SeesAsync("没有找到表头");
        await visit.Page.GetByLabel("表头在").SelectOptionAsync("2");
        await visit.SeesAsync("出现了 2 次");
        await visit.Page.GetByLabel("会员号（必选）").SelectOptionAsync("1");
        await visit.Button("读取并比较").ClickAsync();
        await InTimeAsync(visit, "尚未改动名册");
        await visit.SeesAsync("138****2222（隐去的部分不同）");
        await visit.LookAsync("roster-differences");
        await visit.Page.GetByLabel("判定").SelectOptionAsync("invalid");
        await visit.Button("查找").ClickAsync();
        await visit.SeesAsync("手机号有误");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "下载未采用的" }).ClickAsync());
        Assert.Contains("王五", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        visit.WillConfirm();
        await visit.Button("应用到名册").ClickAsync();
        await InTimeAsync(visit, "已应用 2 行");
        await visit.LookAsync("roster-applied");
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
        await visit.ChooseAsync("名册导入");
        await UploadAsync(visit, RosterFile.NewMembers(mark, 4_000));
        await visit.Button("读取并比较").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("已读取")).ToBeVisibleAsync();
        await visit.LookAsync("roster-reading");
        await InTimeAsync(visit, "将改动 4,000 位会员");
        visit.WillConfirm();
        await visit.Button("应用到名册").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("共 4,000 行")).ToBeVisibleAsync();
        await visit.LookAsync("roster-applying");
        await InTimeAsync(visit, "已应用 4,000 行");
        await visit.Link("下一页").ClickAsync();
        await visit.SeesAsync("第 2 页");
    }

    /// <summary>A job does it: within a minute, however busy the machine.</summary>
    private static Task InTimeAsync(Visit visit, string text) => Assertions.Expect(visit.Page.GetByText(text)).ToBeVisibleAsync(new() { Timeout = 60_000 });

    private static async Task UploadAsync(Visit visit, string file)
    {
        await visit.Page.GetByLabel("名册文件").SetInputFilesAsync(file);
        await visit.Button("上传").ClickAsync();
    }
}
