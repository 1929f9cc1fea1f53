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
        await page.GetByLabel("姓名").FillAsync("诸葛");
        await page.GetByLabel("会员号开头").FillAsync(member.Number);
        await secretary.Button("查找").ClickAsync();
        await secretary.SeesAsync("诸葛<b>明</b>");
        Assert.Contains("number=", page.Url);
        await secretary.LookAsync("members-found");
        var download = await page.RunAndWaitForDownloadAsync(() => secretary.Link("导出表格").ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename);

        await page.GetByLabel("手机号或后四位").FillAsync(tail);
        await secretary.Button("按手机号查找").ClickAsync();
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
    public async Task A_request_to_be_bound_is_decided_and_the_binding_ended_with_a_reason(Width width)
    {
        var now = venue.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var member = await venue.Services.NewRosterMemberAsync("13900990099", name: "古丽努尔·艾合买提江");
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
            "+8613900990098",
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
        await page.GetByRole(AriaRole.Radio, new() { Name = member.Number }).CheckAsync();
        await secretary.Button("核准").ClickAsync();
        await secretary.SeesAsync("已核准");

        await secretary.ChooseAsync("绑定申请");
        await secretary.Link("路人<i>甲</i>").First.ClickAsync();
        await page.GetByLabel("原因").FillAsync("名册中没有您，请先入会");
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
