using CsrmeWeChat.Staff;
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
        var file = RosterFile.SaveCsv($"""
            会员号,姓名,联系方式,电话,工作单位,会员级别
            {prefix}01,阿卜杜拉·买买提,13911110001,010-62340001,中国矿业大学（北京）,高级会员
            {prefix}02,<script>alert(1)</script>,13911110002,,山东大学,普通会员
            {prefix}03,,13911110003,,长江科学院,普通会员
            {prefix}04,欧阳㛃,1.39E+10,,成都理工大学,普通会员
            """);
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
        await secretary.LookAsync("roster-differences");
        var refused = await page.RunAndWaitForDownloadAsync(() => page.GetByText("下载未采用的").ClickAsync());
        Assert.Contains("缺少姓名", await File.ReadAllTextAsync((await refused.PathAsync())!, TestContext.Current.CancellationToken));
        secretary.WillConfirm();
        await secretary.Button("应用到名册").ClickAsync();
        await Assertions.Expect(secretary.Button("撤销这次导入")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await secretary.LookAsync("roster-applied");

        await page.GotoAsync($"/staff/members?number={prefix}");
        await secretary.SeesAsync("阿卜杜拉·买买提");
        await page.GoBackAsync();
        secretary.WillConfirm();
        await secretary.Button("撤销这次导入").ClickAsync();
        await Assertions.Expect(page.GetByText("已撤销 2 行")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GotoAsync($"/staff/members?number={prefix}");
        await secretary.SeesAsync("没有符合条件的会员");
    }

    [Fact]
    public async Task A_file_that_is_no_roster_is_refused_in_words()
    {
        await using var secretary = await venue.OpenAsync(Width.Desk);
        await secretary.SignInAsync(venue, Role.Secretary);
        await secretary.ChooseAsync("名册导入");
        await secretary.Page.GetByLabel("名册文件").SetInputFilesAsync(new FilePayload { Name = "名册.xlsx", MimeType = "application/pdf", Buffer = "%PDF-1.7 not a sheet"u8.ToArray() });
        await secretary.Button("上传").ClickAsync();

        await secretary.SeesAsync("这是 PDF 文件");
        await secretary.LookAsync("roster-refused");
    }
}
