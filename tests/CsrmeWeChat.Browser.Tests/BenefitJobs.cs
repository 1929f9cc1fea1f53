using System.Globalization;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>Benefits from the first draft to the last code at the counter, as the secretariat does it.</summary>
public sealed class BenefitJobs(Venue venue)
{
    private static int years = 3000 + (int)(Environment.TickCount64 % 1000);

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_benefit_is_made_with_a_preview_published_enlarged_and_closed(Width width)
    {
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        var page = secretary.Page;
        var year = Interlocked.Increment(ref years);
        await secretary.ChooseAsync("福利与年度");
        await secretary.LookAsync("benefits");
        await secretary.Link("年度").ClickAsync();
        await page.GetByLabel("年度", new() { Exact = true }).FillAsync($"{year}");
        await page.GetByLabel("主题").FillAsync("创新争先、自立自强");
        await secretary.Button("新建年度").ClickAsync();
        await secretary.SeesAsync("创新争先、自立自强");
        await secretary.LookAsync("seasons");

        await page.GotoAsync("/staff/benefits/new");
        await page.GetByLabel("年度", new() { Exact = true }).SelectOptionAsync($"{year}");
        await page.GetByLabel("标题").FillAsync("岩石力学科普图书套装");
        await Assertions.Expect(page.GetByLabel("会员看到的卡片")).ToContainTextAsync("岩石力学科普图书套装");
        await page.GetByLabel("提供方").FillAsync("学会秘书处");
        await page.GetByRole(AriaRole.Spinbutton, new() { Name = "总量" }).FillAsync("100");
        await page.GetByLabel("开始领取").FillAsync(Beijing(TimeSpan.FromHours(-1)));
        await page.GetByLabel("结束领取").FillAsync(Beijing(TimeSpan.FromHours(-2)));
        await page.GetByLabel("使用截止").FillAsync(Beijing(TimeSpan.FromDays(30)));
        await secretary.Button("建立（草稿）").ClickAsync();
        await secretary.SeesAsync("结束领取须晚于开始领取");
        Assert.Equal("岩石力学科普图书套装", await page.GetByLabel("标题").InputValueAsync());
        await secretary.LookAsync("benefit-new-refused");
        await page.GetByLabel("结束领取").FillAsync(Beijing(TimeSpan.FromDays(10)));
        await Assertions.Expect(page.GetByLabel("会员看到的卡片")).ToContainTextAsync("100");
        await secretary.LookAsync("benefit-new");
        await secretary.Button("建立（草稿）").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "岩石力学科普图书套装" }).First).ToBeVisibleAsync();
        await secretary.LookAsync("benefit-draft");

        secretary.WillConfirm();
        await secretary.Button("发布").ClickAsync();
        await Assertions.Expect(secretary.Button("关闭领取")).ToBeVisibleAsync();
        await page.GetByLabel("增加的份数").FillAsync("20");
        await secretary.Button("增减总量").ClickAsync();
        await secretary.SeesAsync("现有总量 120");
        await secretary.LookAsync("benefit-open");
        secretary.WillConfirm();
        await secretary.Button("关闭领取").ClickAsync();
        await Assertions.Expect(secretary.Button("重新开放")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task The_second_of_two_editors_sees_what_the_first_wrote(Width width)
    {
        var id = await venue.Services.NewBenefitAsync();
        await using var first = await venue.OpenAsync(width);
        await first.SignInAsync(venue, Role.Secretary);
        await using var second = await venue.OpenAsync(width);
        await second.SignInAsync(venue, Role.Secretary);
        await first.Page.GotoAsync($"/staff/benefits/{id}/edit");
        await second.Page.GotoAsync($"/staff/benefits/{id}/edit");

        await first.Page.GetByLabel("标题").FillAsync("第一位写的标题");
        await first.Button("保存").ClickAsync();
        await first.SeesAsync("第一位写的标题");
        await second.Page.GetByLabel("标题").FillAsync("第二位写的标题");
        await second.Button("保存").ClickAsync();

        await Assertions.Expect(second.Page.GetByTestId("conflict")).ToContainTextAsync("第一位写的标题");
        Assert.Equal("第二位写的标题", await second.Page.GetByLabel("标题").InputValueAsync());
        await second.LookAsync("benefit-conflict");
        await second.Button("保存").ClickAsync();
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Heading, new() { Name = "第二位写的标题" }).First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task Voucher_codes_are_pasted_and_those_that_are_there_already_are_refused_line_by_line(Width width)
    {
        var prefix = Guid.NewGuid().ToString("N")[..6];
        var id = await venue.Services.NewBenefitAsync(vouchers: [$"{prefix}-1", $"{prefix}-2"]);
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        await secretary.Page.GotoAsync($"/staff/benefits/{id}/vouchers");
        await secretary.Page.GetByLabel("或粘贴在这里").FillAsync($"{prefix}-3\n{prefix}-1\n{prefix}-3\n\n{prefix}-4");
        await secretary.Button("加入").ClickAsync();

        await secretary.SeesAsync("加入 2 个兑换码，2 行没有加入");
        await secretary.LookAsync("vouchers");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_member_without_a_phone_gets_a_piece_whose_code_is_redeemed_at_the_counter_and_undone(Width width)
    {
        var id = await venue.Services.NewBenefitAsync();
        var member = await venue.Services.NewRosterMemberAsync("13900001234", name: "阿卜杜拉·买买提");
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        var page = secretary.Page;
        await page.GotoAsync($"/staff/benefits/{id}");
        await secretary.Link("代领").ClickAsync();
        await page.GetByLabel("会员号或完整姓名").FillAsync(member.Number);
        await secretary.Button("查找会员").ClickAsync();
        await secretary.SeesAsync("139****1234");
        await secretary.LookAsync("on-behalf");
        secretary.WillConfirm();
        await secretary.Button("代领一份").ClickAsync();
        await Assertions.Expect(page.GetByAltText("福利码二维码")).ToBeVisibleAsync();
        await secretary.LookAsync("ticket");
        var code = await page.Locator("code.code").InnerTextAsync();

        await page.GotoAsync($"/staff/benefits/{id}/claims?q={member.Number}");
        await secretary.SeesAsync("阿卜杜拉·买买提");
        await secretary.LookAsync("claims");
        var download = await page.RunAndWaitForDownloadAsync(() => secretary.Link("导出表格").ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename);

        await secretary.ChooseAsync("核销");
        await secretary.LookAsync("redeem");
        await page.GetByLabel("福利码").FillAsync("https://example.org/another-system");
        await page.GetByLabel("福利码").PressAsync("Enter");
        await secretary.SeesAsync("不是本系统的福利码");
        await secretary.LookAsync("redeem-foreign");
        await page.GetByLabel("福利码").FillAsync(code);
        await secretary.Button("核销").ClickAsync();
        await secretary.SeesAsync("核销成功");
        await secretary.LookAsync("redeemed");
        await page.GetByLabel("福利码").FillAsync(code);
        await secretary.Button("核销").ClickAsync();
        await secretary.SeesAsync("您已核销过");
        secretary.WillConfirm();
        await secretary.Button("撤销").First.ClickAsync();
        await secretary.SeesAsync("福利码恢复可用");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_member_whose_phone_is_flat_is_found_by_name_and_the_member_s_page_tells_the_rest(Width width)
    {
        var year = Interlocked.Increment(ref years);
        await venue.Services.GetRequiredService<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(year, null, null), Now, Ct);
        Task<long> NewAsync(string title, Func<NewBenefit, NewBenefit> with) =>
            venue.Services.NewBenefitAsync(with: b => with(b with { Season = year, Title = title, Place = "学会一楼服务台" }));
        var id = await NewAsync("岩石力学科普图书套装", b => b);
        await NewAsync("博物馆参观券", b => b with { DuesRequired = true });
        await NewAsync("学术年会减免", b => b with { OpensAt = Now.AddDays(1), ClosesAt = Now.AddDays(2), UseUntil = Now.AddDays(3) });
        var member = await venue.Services.NewRosterMemberAsync("13900007654", name: $"东方{year}");
        await venue.Services.GetRequiredService<StaffClaims>().ClaimAsync(Actor.Command, member.Id, id, Now, Ct);
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        var page = secretary.Page;

        await page.GotoAsync($"/staff/benefits/{id}/sheet");
        await secretary.SeesAsync("139****7654");
        await secretary.LookAsync("sheet");
        await page.GotoAsync($"/staff/benefits/{id}/poster");
        await secretary.LookAsync("poster");
        await page.GotoAsync($"/staff/benefits/copy?from={year}");
        await secretary.LookAsync("benefits-copy");
        await page.GotoAsync("/staff/redeem");
        await page.GetByText("会员手机没电、出示不了福利码").ClickAsync();
        await page.GetByLabel("会员号或完整姓名").FillAsync(member.Name);
        await secretary.Button("查找").ClickAsync();
        await secretary.SeesAsync("找到 1 份");
        await secretary.LookAsync("redeem-found");
        secretary.WillConfirm();
        await page.Locator("#found").GetByRole(AriaRole.Button, new() { Name = "核销" }).ClickAsync();
        await secretary.SeesAsync("核销成功");

        await page.Context.AddCookiesAsync([
            new()
            {
                Name = "csrme-season",
                Value = $"{year}",
                Url = $"{venue.BaseUrl}/staff",
            },
        ]);
        await page.GotoAsync($"/staff/members/{member.Id}");
        await Assertions.Expect(page.GetByTestId("benefits-of-member")).ToContainTextAsync("已核销");
        await Assertions.Expect(page.GetByTestId("benefits-of-member")).ToContainTextAsync("会费未缴");
        await secretary.LookAsync("member-benefits");
        await page.GotoAsync("/staff/benefits");
        await secretary.LookAsync("benefits-of-season");
        await page.GotoAsync($"/staff/benefits/{id}");
        await page.GetByLabel("给福利配一张图")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "书.png",
                    MimeType = "image/png",
                    Buffer = TestPicture.Png(800, 450, 200),
                }
            );
        await secretary.Button("上传图片").ClickAsync();
        await secretary.SeesAsync("图片已更换");
        await secretary.LookAsync("benefit-pictured");
        await secretary.Button($"复制到 {year} 年度").ClickAsync();
        await secretary.SeesAsync($"已复制到 {year} 年度");
        await secretary.Link("取消").ClickAsync();
        secretary.WillConfirm();
        await secretary.Button("删除草稿").ClickAsync();
        await secretary.SeesAsync("福利已删除");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task Stock_is_added_with_one_press_while_the_rush_is_watched(Width width)
    {
        var id = await venue.Services.NewBenefitAsync(stock: 120);
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        await secretary.Page.GotoAsync($"/staff/benefits/{id}/live");

        await secretary.Button("加 50").ClickAsync();

        await secretary.SeesAsync("总量已改为 170");
        await Assertions.Expect(secretary.Page.GetByText("总量已改为 170")).ToBeInViewportAsync();
        await Assertions.Expect(secretary.Page.Locator("[data-live=stock]")).ToHaveTextAsync("170");
        await secretary.LookAsync("live-stock");
    }

    [Fact]
    public async Task A_code_held_before_the_phone_s_camera_is_redeemed()
    {
        var id = await venue.Services.NewBenefitAsync();
        var member = await venue.Services.NewRosterMemberAsync("13900005678", name: "欧阳㛃");
        await using var secretary = await venue.OpenAsync(Width.Desk);
        await secretary.SignInAsync(venue, Role.Secretary);
        await secretary.Page.GotoAsync($"/staff/benefits/{id}/claim?q={member.Number}");
        secretary.WillConfirm();
        await secretary.Button("代领一份").ClickAsync();
        var code = await secretary.Page.Locator("code.code").InnerTextAsync();

        var film = CameraFilm.Of($"CSRME:{code.Replace(" ", "").Replace("-", "")}");
        await using var browser = await venue.LaunchAsync(
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            $"--use-file-for-fake-video-capture={film}"
        );
        await using var counter = await venue.OpenAsync(Width.Phone, browser);
        await counter.SignInAsync(venue, Role.Redeemer);
        await counter.ChooseAsync("核销");
        await counter.Button("扫码").ClickAsync();
        await counter.SeesAsync("核销成功");
        await counter.LookAsync("scanned");
        await counter.Button("停止扫码").ClickAsync();
        await Assertions.Expect(counter.Button("扫码")).ToBeVisibleAsync();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => venue.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private string Beijing(TimeSpan fromNow) =>
        China
            .Local(venue.Services.GetRequiredService<TimeProvider>().GetUtcNow() + fromNow)
            .ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
