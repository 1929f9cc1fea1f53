using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>A member at the counter who redeems others' codes; and what everybody settles for themselves.</summary>
public sealed class CounterPhones(Hall hall) : IClassFixture<Hall>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task A_code_is_redeemed_by_scanning_undone_and_redeemed_by_hand(Width width)
    {
        await using var counter = await RedeemerAsync(width);
        var (title, code) = await ClaimedAsync("岩石标本");
        await counter.OpenAsync("pages/me/index");
        await counter.TapCardAsync("核销福利码");
        await counter.SeesAsync("今天还没有核销");
        await counter.LookAsync("redeem");

        await counter.ScanAsync($"CSRME:{code}");
        await counter.SeesAsync("核销成功");
        await counter.SeesAsync(title);
        await counter.SeesAsync("今天我核销的：1 份");
        await counter.LookAsync("redeemed");
        await counter.ScanAsync($"CSRME:{code}");
        await counter.SeesAsync("这一份您已经核销过");

        await counter.TapAsync("核销错了，撤销");
        await counter.SeesAsync("撤销后，会员的福利码又可以使用");
        await counter.TapAsync("撤销");
        await counter.SeesAsync("已撤销");
        await counter.FillAsync("福利码", $" {code[..4].ToLowerInvariant()}-{code[4..]} ");
        await counter.TapAsync("核销");
        await counter.SeesAsync("核销成功");
        await counter.LookAsync("redeemed-by-hand");
    }

    [Theory]
    [InlineData("https://u.wechat.com/EAB3cd", "没有核销")]
    [InlineData("CSRME:", "没有核销")]
    [InlineData("CSRME:AAAA22223333", "没有找到该福利码")]
    [InlineData("😀𠮷", "没有核销")]
    public async Task A_code_of_another_system_is_refused_in_words(string content, string words)
    {
        await using var counter = await RedeemerAsync();
        await counter.OpenAsync("desk/redeem/index");
        await counter.ScanAsync(content);
        await counter.SeesAsync(words);
        await counter.LookAsync("redeem-refused");
    }

    [Fact]
    public async Task A_code_that_a_colleague_redeemed_is_refused_and_a_scan_given_up_changes_nothing()
    {
        await using var first = await RedeemerAsync();
        await using var second = await RedeemerAsync();
        var (_, code) = await ClaimedAsync("只此一份");
        foreach (var counter in (Phone[])[first, second])
        {
            await counter.OpenAsync("desk/redeem/index");
        }
        await first.ScanAsync($"CSRME:{code}");
        await first.SeesAsync("核销成功");

        await second.TapAsync("扫码核销");
        await second.TapAsync("取消");
        await second.SeesAsync("今天还没有核销");
        await Microsoft.Playwright.Assertions.Expect(second.Page.Locator(".page.shown .result")).ToHaveCountAsync(0);
        await second.ScanAsync($"CSRME:{code}");

        await second.SeesAsync("没有核销");
        await second.SeesAsync("今天还没有核销");
    }

    [Fact]
    public async Task Who_may_not_redeem_is_told_so()
    {
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync("pages/me/index");
        await phone.SeesAsync(phone.Member!.Number);
        await phone.DoesNotSeeAsync("核销福利码");
        await phone.OpenAsync("desk/redeem/index");
        await phone.ScanAsync("CSRME:AAAA22223333");
        await phone.SeesAsync("没有核销");
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Topics_are_chosen_and_subscriptions_asked_for_after_a_tap(Width width)
    {
        var template = await hall.Services.NewTemplateAsync(hall.WeChat, MessageChannel.Mini);
        await using var phone = await hall.MemberPhoneAsync(width);
        await phone.OpenAsync("account/messages/index");
        await phone.SeesAsync("人才故事");
        await phone.LookAsync("messages");
        var stories = phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Switch, new() { Name = "人才故事" });
        await stories.ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(stories).ToHaveAttributeAsync("aria-checked", "false");

        await phone.TapAsync("再同意提醒一次");
        await phone.LookAsync("subscribe");
        await phone.TapAsync("取消");
        await phone.SeesAsync("好的，不提醒");
        await phone.TapAsync("再同意提醒一次");
        await phone.Page.GetByLabel("总是保持以上选择").CheckAsync();
        await phone.TapAsync("允许");
        await phone.SeesAsync("还可提醒 1 次");
        await phone.TapAsync("再同意提醒一次");
        await phone.SeesAsync("还可提醒 2 次");

        await phone.DoAsync("sessionStorage.setItem('stage:subscriptions', 'off')");
        await phone.TapAsync("再同意提醒一次");
        await phone.SeesAsync("您在微信里关闭了这个小程序的订阅消息");
        await phone.OpenAsync("account/messages/index");
        await phone.SeesAsync("还可提醒 2 次");
        await Microsoft.Playwright.Assertions.Expect(stories).ToHaveAttributeAsync("aria-checked", "false");
        Assert.NotNull(template);
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task What_is_held_is_read_in_Chinese_copied_and_erased(Width width)
    {
        await using var phone = await hall.MemberPhoneAsync(width, name: "拓跋石");
        var id = await hall.NewBenefitAsync(with: benefit => benefit with { Title = "看看我的数据" });
        await phone.OpenAsync($"pages/benefit/index?id={id}");
        await phone.TapAsync("立即领取");
        await phone.SeesAsync("请向工作人员出示");
        await phone.OpenAsync("account/data/index");
        await phone.TapAsync("查看全部内容");
        await phone.SeesAsync("领取的福利");
        await phone.LookAsync("data");
        var names = await phone.Page.Locator(".page.shown .card .title").AllInnerTextsAsync();
        Assert.DoesNotContain(names, name => name.Any(char.IsAsciiLetter));
        var lines = await phone.Page.Locator(".page.shown .line").AllInnerTextsAsync();
        Assert.DoesNotContain(lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"(^|；)[A-Za-z]+："));
        await phone.TapAsync("复制全部内容");
        await phone.SeesAsync("内容已复制");
        Assert.Contains(phone.Member!.Number, await phone.Page.EvaluateAsync<string>("stage.phone.clipboard"));

        await phone.TapAsync("注销并删除我的数据");
        await phone.SeesAsync("注销并删除？");
        await phone.LookAsync("erase");
        await phone.TapAsync("注销");

        await phone.SeesAsync("绑定会员身份，才能领取");
        Assert.Equal(
            0,
            await hall
                .Services.GetRequiredService<Database>()
                .FindAsync<long>("SELECT COUNT(*) FROM bindings WHERE member_id = @Id", new { phone.Member.Id }, Ct)
        );
        Assert.DoesNotContain("看看我的数据", await phone.Page.EvaluateAsync<string>("sessionStorage.getItem('wx:1:tickets') ?? ''"));
    }

    private async Task<Phone> RedeemerAsync(Width width = Width.Phone)
    {
        var phone = await hall.MemberPhoneAsync(width);
        await hall
            .Services.GetRequiredService<MarkStore>()
            .GrantAsync(Actor.Command, phone.Member!.Id, Rights.Redeem, TimeProvider.System.GetUtcNow(), Ct);
        // Rights come with the sign-in, which may be remembered for 30 seconds.
        await phone.DoAsync("sessionStorage.removeItem('wx:1:session')");
        return phone;
    }

    private async Task<(string Title, string Code)> ClaimedAsync(string title)
    {
        var id = await hall.NewBenefitAsync(with: benefit => benefit with { Title = title });
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync($"pages/benefit/index?id={id}");
        await phone.TapAsync("立即领取");
        await phone.SeesAsync("请向工作人员出示");
        var code = await hall
            .Services.GetRequiredService<Database>()
            .FindAsync<string>("SELECT code FROM claims WHERE benefit_id = @id", new { id }, Ct);
        return (title, code!);
    }
}
