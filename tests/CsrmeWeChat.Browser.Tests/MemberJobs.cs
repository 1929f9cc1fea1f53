using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>Members looked for and looked after, and requests to be bound decided.</summary>
public sealed class MemberJobs(Venue venue)
{
    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_member_is_found_by_name_and_by_phone_tagged_and_given_the_right_to_redeem(Width width)
    {
        var tail = $"{Random.Shared.Next(1000, 9999)}";
        var member = await venue.Services.NewRosterMemberAsync($"1390077{tail}", name: "诸葛<b>明</b>");
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        var page = secretary.Page;
        await secretary.ChooseAsync("会员名册");
        await secretary.LookAsync("members");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "姓名、拼音首字母" }).FillAsync($"诸葛 {member.Number}");
        await secretary.Button("查找").ClickAsync();
        await secretary.SeesAsync("诸葛<b>明</b>");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("[?&]q="));
        await secretary.LookAsync("members-found");
        var download = await page.RunAndWaitForDownloadAsync(() => secretary.Link("导出表格").ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename);

        await page.GetByRole(AriaRole.Textbox, new() { Name = "姓名、拼音首字母" }).FillAsync(tail);
        await secretary.Button("查找").ClickAsync();
        await secretary.SeesAsync($"139****{tail}");
        Assert.DoesNotContain(tail, page.Url);
        await secretary.LookAsync("members-by-phone");

        await page.GetByRole(AriaRole.Link, new() { Name = "诸葛<b>明</b>" }).First.ClickAsync();
        await page.GetByLabel("新标签").FillAsync("特邀");
        await secretary.Button("加标签").ClickAsync();
        await Assertions.Expect(secretary.Button("去掉标签 特邀")).ToBeVisibleAsync();
        secretary.WillConfirm();
        await secretary.Button("给予").ClickAsync();
        await Assertions.Expect(secretary.Button("收回")).ToBeVisibleAsync();
        await secretary.Button("查看完整号码").ClickAsync();
        await Assertions.Expect(page.GetByTestId("phone")).ToContainTextAsync(tail);
        await secretary.LookAsync("member");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task The_roster_is_touched_by_hand_and_its_branches_are_kept_in_order(Width width)
    {
        var (branch, number) = ($"边坡分会{Random.Shared.Next(10_000)}", $"H{Random.Shared.Next(1_000_000)}");
        var twin = await venue.Services.NewRosterMemberAsync("13700770077", name: "单田芳", branch: branch);
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        var page = secretary.Page;
        await secretary.ChooseAsync("会员名册");
        await secretary.Link("新增会员").ClickAsync();
        await page.GetByLabel("会员号").FillAsync(number);
        await page.GetByLabel("姓名").FillAsync("单田芳");
        await page.GetByLabel("长期有效").CheckAsync();
        await secretary.LookAsync("member-new");
        await secretary.Button("新增").ClickAsync();
        await secretary.SeesAsync("已新增会员 单田芳");
        await secretary.Link("修改").ClickAsync();
        await page.GetByLabel("单位").FillAsync("武汉大学");
        await secretary.LookAsync("member-edit");
        await secretary.Button("保存").ClickAsync();
        await secretary.SeesAsync("已保存");
        await secretary.Link("合并").ClickAsync();
        await page.GetByLabel("要并入的会员号").FillAsync(twin.Number);
        await secretary.Button("对照两位会员").ClickAsync();
        await secretary.SeesAsync("合并后的内容");
        await secretary.LookAsync("member-merge");
        secretary.WillConfirm();
        await secretary.Button("合并").ClickAsync();
        await secretary.SeesAsync("已合并");
        await secretary.LookAsync("member-merged");

        await secretary.ChooseAsync("分支机构与标签");
        // The names of all stand in the choice of each row, too.
        var row = page.GetByRole(AriaRole.Row).Filter(new() { Has = page.Locator("td:first-child").Filter(new() { HasText = branch }) });
        await row.GetByText("修改").ClickAsync();
        await row.GetByLabel("的新名称").FillAsync($"{branch}新");
        await secretary.LookAsync("marks");
        await row.GetByRole(AriaRole.Button, new() { Name = "改名" }).ClickAsync();
        await secretary.SeesAsync($"改名为“{branch}新”");

        await page.GotoAsync($"/staff/members?q=stf {number}");
        await page.GetByLabel("选择 单田芳").CheckAsync();
        await page.GetByText("批量加标签").ClickAsync();
        await page.GetByLabel("标签", new() { Exact = true }).Last.FillAsync("评书");
        await secretary.LookAsync("members-bulk");
        await secretary.Button("加标签").ClickAsync();
        await secretary.SeesAsync("已给 1 位会员加标签“评书”");
    }

    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task A_request_to_be_bound_is_decided_and_the_binding_ended_with_a_reason(Width width)
    {
        var now = venue.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var tail = $"{Random.Shared.Next(1000, 9999)}";
        var member = await venue.Services.NewRosterMemberAsync($"1390088{tail}", name: "古丽努尔·艾合买提江");
        var people = venue.Services.GetRequiredService<PersonStore>();
        var requests = venue.Services.GetRequiredService<BindRequestStore>();
        var asker = await people.SignInAsync("app", Guid.NewGuid().ToString("N"), null, now, TestContext.Current.CancellationToken);
        var other = await people.SignInAsync("app", Guid.NewGuid().ToString("N"), null, now, TestContext.Current.CancellationToken);
        await requests.TryOpenAsync(
            asker,
            "古丽努尔•艾合买提江",
            member.Number,
            "新疆大学",
            "换了手机号",
            // A number of its own in each run, for it goes into the roster.
            $"+861390099{tail}",
            now,
            TestContext.Current.CancellationToken
        );
        await requests.TryOpenAsync(other, "路人<i>甲</i>", "", "", "我想看看", null, now, TestContext.Current.CancellationToken);
        await using var secretary = await venue.OpenAsync(width);
        await secretary.SignInAsync(venue, Role.Secretary);
        var page = secretary.Page;
        await secretary.ChooseAsync("绑定申请");
        await secretary.LookAsync("bind-requests");
        await secretary.Link("古丽努尔•艾合买提江").First.ClickAsync();
        await secretary.LookAsync("bind-request");
        await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { Name = member.Number })).ToBeCheckedAsync();
        await page.GetByLabel("把名册手机改为此号码").CheckAsync();
        await secretary.Button("核准").ClickAsync();
        await secretary.SeesAsync("已核准");

        await secretary.ChooseAsync("绑定申请");
        await secretary.Link("路人<i>甲</i>").First.ClickAsync();
        await page.GetByLabel("另写原因或补充").FillAsync("名册中没有您，请先入会");
        await secretary.Button("驳回").ClickAsync();
        await secretary.SeesAsync("已驳回");

        await page.GotoAsync($"/staff/members/{member.Id}");
        await secretary.SeesAsync("已绑定");
        await page.GetByLabel("解除绑定的原因").FillAsync("本人来电要求");
        secretary.WillConfirm();
        await secretary.Button("解除绑定").ClickAsync();
        await secretary.SeesAsync("未绑定");
        await secretary.SeesAsync("本人来电要求");
        await secretary.LookAsync("member-unbound");
    }
}
