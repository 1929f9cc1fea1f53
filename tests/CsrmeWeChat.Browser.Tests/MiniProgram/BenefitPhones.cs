using System.Text;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>From the countdown to the code at the counter, on good days and bad ones.</summary>
public sealed class BenefitPhones(Hall hall) : IClassFixture<Hall>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task A_claim_leads_to_a_code_that_a_scanner_reads_and_network_is_not_needed(Width width)
    {
        var title = await NewBenefitAsync("岩石薄片手机显微镜");
        await using var phone = await hall.MemberPhoneAsync(width, "欧阳拾石");
        await phone.TapAsync("去看福利");
        await phone.SeesAsync("可领取");
        await phone.LookAsync("benefits");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("立即领取");
        await phone.LookAsync("benefit-open");

        await phone.TapAsync("立即领取");

        await phone.SeesAsync("请向工作人员出示");
        await phone.LookAsync("ticket");
        var code = await CodeOfAsync(phone.Member!.Id);
        Assert.Equal($"CSRME:{code}", await phone.ScannedAsync());
        Assert.Equal("0.9", await phone.Page.EvaluateAsync<string>("document.documentElement.dataset.brightness"));
        await phone.DoAsync("stage.phone.captureScreen()");
        await phone.SeesAsync("请不要转发截图");
        await phone.LookAsync("screenshot-hint");
        await phone.TapAsync("知道了");
        await phone.BackAsync();
        Assert.Equal("0.5", await phone.Page.EvaluateAsync<string>("document.documentElement.dataset.brightness"));
        await phone.SeesAsync("出示凭证");

        await phone.OpenAsync("pages/claims/index");
        await phone.SeesAsync(title);
        await phone.LookAsync("claims");
        await phone.OpenAsync("pages/claims/index", "network=none");
        await phone.SeesAsync("凭证仍可出示");
        await phone.TapCardAsync(title);
        await phone.SeesAsync("网络不通，请检查网络后再试。凭证仍可出示。");
        Assert.Equal($"CSRME:{code}", await phone.ScannedAsync());
        await phone.LookAsync("ticket-offline");
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Why_not_is_said_with_what_to_do_about_it(Width width)
    {
        await hall.Services.NewRosterMemberAsync(Numbers.Next(), level: "会士");
        var dues = await NewBenefitAsync("会费福利", with: benefit => benefit with { DuesRequired = true });
        var level = await NewBenefitAsync("等级福利", with: benefit => benefit with { Levels = ["会士"] });
        var gone = await NewBenefitAsync("抢手福利", stock: 1);
        await using (var other = await hall.MemberPhoneAsync())
        {
            await other.OpenAsync($"pages/benefit/index?id={await NumberOfAsync(gone)}");
            await other.TapAsync("立即领取");
            await other.SeesAsync("请向工作人员出示");
        }
        await using var phone = await hall.MemberPhoneAsync(width, paidUntil: new DateOnly(2020, 12, 31));

        await phone.OpenAsync($"pages/benefit/index?id={await NumberOfAsync(dues)}");
        await phone.SeesAsync("补缴会费后");
        await phone.LookAsync("benefit-dues");
        await phone.OpenAsync($"pages/benefit/index?id={await NumberOfAsync(level)}");
        await phone.SeesAsync("会员等级以学会名册为准");
        await phone.OpenAsync($"pages/benefit/index?scene=b%3D{await NumberOfAsync(gone)}");
        await phone.SeesAsync("已领完");
        await phone.LookAsync("benefit-sold-out");
        await phone.TapAsync("看看其他福利");
        await phone.SeesAsync("不符合条件");
        await phone.LookAsync("benefits-refused");
    }

    [Fact]
    public async Task Two_who_tap_for_the_last_one_learn_the_truth()
    {
        var title = await NewBenefitAsync("最后一份", stock: 1);
        await using var first = await hall.MemberPhoneAsync();
        await using var second = await hall.MemberPhoneAsync();
        foreach (var phone in (Phone[])[first, second])
        {
            await phone.OpenAsync($"pages/benefit/index?id={await NumberOfAsync(title)}");
            await phone.SeesAsync("立即领取");
        }

        await first.TapAsync("立即领取");
        await first.SeesAsync("请向工作人员出示");
        await second.TapAsync("立即领取");

        await second.SeesAsync("该福利已领完");
        // What the service says of a benefit may be a second old, and yet nobody is invited to tap again.
        await Assertions.Expect(second.Button("立即领取")).ToHaveCountAsync(0);
        await second.LookAsync("claim-sold-out");
    }

    [Fact]
    public async Task The_countdown_goes_by_the_services_clock_and_opens_without_a_question()
    {
        var opens = TimeProvider.System.GetUtcNow().AddSeconds(14);
        var title = await NewBenefitAsync("准点开抢", with: benefit => benefit with { OpensAt = opens });
        var phones = new List<Phone>();
        foreach (var daysWrong in (int[])[0, 1, -1])
        {
            var phone = await hall.MemberPhoneAsync();
            phones.Add(phone);
            await phone.Page.AddInitScriptAsync($"{{ const real = Date.now; Date.now = () => real() + {daysWrong} * 86_400_000; }}");
            await phone.OpenAsync($"pages/benefit/index?id={await NumberOfAsync(title)}");
            await phone.SeesAsync("尚未开始，请稍候");
            await phone.SeesAsync("00:00:");
            phone.TakeRequests();
        }
        await phones[0].LookAsync("benefit-countdown");

        foreach (var phone in phones)
        {
            await Assertions.Expect(phone.Button("立即领取")).ToBeVisibleAsync(new() { Timeout = 20_000 });
            Assert.True(TimeProvider.System.GetUtcNow() >= opens.AddSeconds(-1));
            Assert.Empty(phone.TakeRequests());
            await phone.TapAsync("立即领取");
            await phone.SeesAsync("请向工作人员出示");
            await phone.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("lost before")]
    [InlineData("lost after")]
    [InlineData("busy")]
    [InlineData("bad gateway")]
    public async Task One_tap_is_enough_whatever_the_network_does(string fate)
    {
        var title = await NewBenefitAsync("坏网络");
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync($"pages/benefit/index?id={await NumberOfAsync(title)}");
        await phone.SeesAsync("立即领取");
        var tries = 0;
        await phone.Page.RouteAsync("**/claim", async route =>
        {
            switch (Interlocked.Increment(ref tries), fate)
            {
                case (> 2, _):
                    await route.ContinueAsync();
                    break;
                case (_, "lost before"):
                    await route.AbortAsync();
                    break;
                case (_, "lost after"):
                    await route.FetchAsync();
                    await route.AbortAsync();
                    break;
                case (_, "busy"):
                    await route.FulfillAsync(Busy);
                    break;
                default:
                    await route.FulfillAsync(new() { Status = 502, Body = "<html>502</html>" });
                    break;
            }
        });

        await phone.TapAsync("立即领取");
        await phone.SeesAsync("不用再点");
        if (fate == "busy")
        {
            await phone.LookAsync("claiming");
        }
        await phone.SeesAsync("请向工作人员出示");

        Assert.Equal(3, tries);
        Assert.Equal(1, (await hall.Services.ReconcileAsync(await NumberOfAsync(title))).Taking);
    }

    [Fact]
    public async Task A_tap_in_the_list_and_one_on_the_page_are_one_claim()
    {
        var title = await NewBenefitAsync("两处都点");
        await using var phone = await hall.MemberPhoneAsync();
        var asked = 0;
        await phone.Page.RouteAsync("**/claim", async route =>
        {
            Interlocked.Increment(ref asked);
            await Task.Delay(1_000, Ct);
            await route.ContinueAsync();
        });
        await phone.TapAsync("去看福利");
        await phone.TapAsync($"领取{title}");
        await phone.TapCardAsync(title);

        await phone.SeesAsync("请向工作人员出示");

        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task A_voucher_shows_number_and_password_to_copy_after_consent(Width width)
    {
        var card = $"YSLX-{Guid.NewGuid().ToString("N")[..10]}";
        var benefit = await NewVoucherAsync($"卡号,密码\n{card},pass-8812\n");
        await using var phone = await hall.MemberPhoneAsync(width);
        await phone.DoAsync("sessionStorage.removeItem('stage:privacy')");
        await phone.OpenAsync($"pages/benefit/index?id={benefit}");
        await phone.TapAsync("立即领取");
        await phone.SeesAsync(card);
        await phone.SeesAsync("pass-8812");
        await phone.LookAsync("voucher");

        await phone.TapAsync("复制密码");
        await phone.SeesAsync("复制到剪贴板需要您的同意");
        await phone.TapAsync("同意");

        await phone.SeesAsync("内容已复制");
        Assert.Equal("pass-8812", await phone.Page.EvaluateAsync<string>("stage.phone.clipboard"));
    }

    [Fact]
    public async Task A_claim_is_given_back_and_the_list_knows()
    {
        var title = await NewBenefitAsync("可以取消");
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync();
        await phone.TapCardAsync(title);
        await phone.TapAsync("立即领取");
        await phone.SeesAsync("取消领取，让给别人");

        await phone.TapAsync("取消领取，让给别人");
        await phone.SeesAsync("取消后，这一份会让给其他会员");
        await phone.LookAsync("cancel");
        await phone.TapAsync("取消领取");

        await Assertions
            .Expect(phone.Page.Locator(".page.shown .card").Filter(new() { HasText = title }).GetByText("可领取"))
            .ToBeVisibleAsync();
        Assert.Equal(0, (await hall.Services.ReconcileAsync(await NumberOfAsync(title))).Taking);
    }

    [Fact]
    public async Task A_ticket_that_is_redeemed_while_it_is_shown_says_so()
    {
        var title = await NewBenefitAsync("正在核销");
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync($"pages/benefit/index?id={await NumberOfAsync(title)}");
        await phone.TapAsync("立即领取");
        await phone.SeesAsync("请向工作人员出示");
        var clerk = await hall.Services.NewAccountAsync($"r{Guid.NewGuid().ToString("N")[..8]}", [Role.Redeemer], "核销员");

        await hall
            .Services.GetRequiredService<RedemptionStore>()
            .RedeemAsync(Redeemer.OfStaff(clerk.Actor), await CodeOfAsync(phone.Member!.Id), TimeProvider.System.GetUtcNow(), Ct);

        await phone.SeesAsync("这一份已经使用");
        await phone.LookAsync("ticket-redeemed");
    }

    [Theory]
    [InlineData("pages/benefit/index?id=999999", "没有找到这项福利")]
    [InlineData("pages/benefit/index?scene=b%3Dabc", "没有找到这项福利")]
    [InlineData("pages/benefit/index?scene=%25E0%25A4%25A", "没有找到这项福利")]
    [InlineData("pages/benefit/index?id=1%20OR%201", "没有找到这项福利")]
    [InlineData("pages/benefit/index", "没有找到这项福利")]
    [InlineData("pages/ticket/index?id=-1", "您没有领取这项福利")]
    [InlineData("pages/ticket/index?id=99999999999999999999", "您没有领取这项福利")]
    [InlineData("pages/story/index?id=0x10", "没有找到这篇故事")]
    [InlineData("pages/benefits/index?id=999999", "没有找到这项福利")]
    public async Task A_made_up_address_is_answered_in_words(string launch, string words)
    {
        await using var phone = await hall.PhoneAsync();
        await phone.OpenAsync(launch);
        await phone.SeesAsync(words);
    }

    private static RouteFulfillOptions Busy { get; } =
        new()
        {
            Status = 503,
            ContentType = "application/problem+json",
            Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
            Body = """{"title":"系统繁忙","status":503,"detail":"现在人多，请稍后再试。","code":"server.busy","traceId":"0"}""",
        };

    /// <summary>Its title, which nobody else has.</summary>
    private async Task<string> NewBenefitAsync(string title, int stock = 10, Func<NewBenefit, NewBenefit>? with = null)
    {
        var own = $"{title} {Guid.NewGuid().ToString("N")[..4]}";
        await hall.NewBenefitAsync(stock, benefit =>
            (with?.Invoke(benefit) ?? benefit) with
            {
                Title = own,
                Partner = "青年工作委员会",
                Place = "学会秘书处",
            }
        );
        return own;
    }

    private async Task<long> NewVoucherAsync(string sheet)
    {
        var (services, now) = (hall.Services, TimeProvider.System.GetUtcNow());
        await services.GetRequiredService<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, Ct);
        var benefit = new NewBenefit(
            2026,
            BenefitKind.Voucher,
            "学术期刊年卡",
            "",
            "在期刊网站“兑换中心”输入卡号和密码。",
            "期刊编辑部",
            now.AddHours(-1),
            now.AddDays(1),
            now.AddDays(2),
            0
        );
        var (id, refusal) = await services.GetRequiredService<BenefitStore>().AddAsync(Actor.Command, benefit, now, Ct);
        Assert.Null(refusal);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(sheet));
        await services.GetRequiredService<VoucherStore>().AddAsync(Actor.Command, id, VoucherUpload.FromFile(file, "cards.csv"), now, Ct);
        await services.GetRequiredService<BenefitOperations>().SetStateAsync(Actor.Command, id, null, BenefitState.Published, now, Ct);
        return id;
    }

    private Task<long> NumberOfAsync(string title) =>
        hall.Services.GetRequiredService<Database>().FindAsync<long>("SELECT id FROM benefits WHERE title = @title", new { title }, Ct);

    private async Task<string> CodeOfAsync(long memberId) =>
        (
            await hall
                .Services.GetRequiredService<Database>()
                .FindAsync<string>("SELECT code FROM claims WHERE member_id = @memberId ORDER BY id DESC LIMIT 1", new { memberId }, Ct)
        )!;
}
