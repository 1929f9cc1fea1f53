namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>Days on which something is away: the session, WeChat's sign-in, the service, the benefits, the room on the screen.</summary>
public sealed class RoughPhones(Hall hall) : IClassFixture<Hall>
{
    [Fact]
    public async Task A_revoked_session_is_renewed_once_for_all_who_wait_and_nobody_notices()
    {
        await hall.NewBenefitAsync();
        await using var phone = await hall.MemberPhoneAsync();
        await phone.DoAsync("sessionStorage.setItem('wx:1:session', JSON.stringify({ value: { value: 'revoked', at: 0 } }))");
        await phone.OpenAsync();
        await phone.SeesAsync("可领取");
        await phone.DoAsync("sessionStorage.setItem('wx:1:session', JSON.stringify({ value: { value: 'revoked', at: 0 } }))");
        phone.TakeRequests();

        await phone.DoAsync(
            """
            (async () => {
                const { get } = stage.modules.exported('api/client');
                await Promise.all([get('/api/me'), get('/api/claims'), get('/api/benefits'), get('/api/me/messages')]);
            })()
            """
        );

        var requests = phone.TakeRequests();
        Assert.Single(requests, "POST /api/sessions");
        Assert.Equal(2, requests.Count(request => request == "GET /api/me"));
    }

    [Fact]
    public async Task A_session_that_is_refused_again_is_not_renewed_for_ever()
    {
        await using var phone = await hall.PhoneAsync();
        await phone.Page.RouteAsync("**/api/me", route => route.FulfillAsync(
                new()
                {
                    Status = 401,
                    ContentType = "application/problem+json",
                    Body = """{"title":"尚未登录","status":401,"detail":"请重新进入小程序。","code":"session.required","traceId":"0"}""",
                }
            ));

        await phone.OpenAsync("pages/me/index");

        await phone.SeesAsync("请重新进入小程序。");
        Assert.Equal(2, phone.TakeRequests().Count(request => request == "POST /api/sessions"));
    }

    [Fact]
    public async Task A_sign_in_that_fails_at_WeChat_is_said_and_tried_again()
    {
        await hall.NewBenefitAsync();
        await using var phone = await hall.PhoneAsync();
        await phone.OpenAsync(null, "login=fails");
        await phone.SeesAsync("微信登录没有成功");
        await phone.LookAsync("login-failed");

        await phone.DoAsync("stage.phone.login = 'ok'");
        await phone.TapAsync("再试一次");

        await phone.SeesAsync("绑定后可领");
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Without_network_every_screen_says_so_and_shows_what_it_had(Width width)
    {
        await hall.NewBenefitAsync();
        await using var phone = await hall.MemberPhoneAsync(width);
        await phone.OpenAsync();
        await phone.SeesAsync("可领取");
        await phone.TapAsync("我的");
        await phone.SeesAsync(phone.Member!.Number);

        await phone.OpenAsync(null, "network=none");
        await phone.SeesAsync("网络不通，请检查网络后再试。现在显示的是");
        await phone.SeesAsync("可领取");
        await phone.LookAsync("benefits-offline");
        await phone.TapAsync("我的");
        await phone.SeesAsync(phone.Member.Number);
        await phone.LookAsync("me-offline");
        await phone.TapAsync("故事");
        await phone.SeesAsync("暂时看不到故事");
        await phone.LookAsync("stories-offline");
        await phone.OpenAsync("account/messages/index", "network=none");
        await phone.SeesAsync("暂时看不到设置");

        await phone.LookAsync("messages-offline");
        await phone.DoAsync("stage.phone.setNetwork('wifi')");
        await phone.SeesAsync("想收到哪些消息");
    }

    [Fact]
    public async Task What_binding_answered_is_kept_though_nothing_is_heard_after_it()
    {
        var number = Numbers.Next();
        var member = await hall.Services.NewRosterMemberAsync(number, paidUntil: new DateOnly(2099, 12, 31));
        await using var phone = await hall.PhoneAsync(Width.Phone, number);
        await phone.OpenAsync("pages/bind/index");
        await phone.SeesAsync("请先填写姓名");
        await phone.Page.RouteAsync("**/api/me", route => route.AbortAsync());
        await phone.BindAsync(member.Name);
        await phone.SeesAsync("您已绑定会员身份");

        await phone.OpenAsync(null, "network=none");
        await phone.TapAsync("我的");
        await phone.SeesAsync(member.Number);
    }

    [Fact]
    public async Task While_the_first_answer_is_on_its_way_there_is_a_skeleton()
    {
        await hall.NewBenefitAsync();
        await using var phone = await hall.PhoneAsync();
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await phone.Page.RouteAsync("**/api/benefits", async route =>
        {
            asked.TrySetResult();
            await answer.Task;
            await route.ContinueAsync();
        });
        await phone.OpenAsync();
        await asked.Task;
        await phone.LookAsync("benefits-loading");
        answer.SetResult();
        await phone.SeesAsync("绑定后可领");
    }

    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Long_texts_rare_characters_and_large_letters_fit(Width width)
    {
        const string Rare = "𠮷野𬒈石😀";
        var title = string.Concat(Enumerable.Repeat("深部岩体力学与工程灾害防控", 5))[..54] + Rare;
        await hall.NewBenefitAsync(with: benefit =>
            benefit with
            {
                Title = title,
                Partner = string.Concat(Enumerable.Repeat("中国岩石力学与工程学会青年工作委员会", 6))[..100],
                Summary = new string('岩', 400),
                UsageNote = "https://example.org/" + new string('a', 150),
                Place = string.Concat(Enumerable.Repeat("京华号报告厅前台", 6)),
            }
        );
        await using var phone = await hall.MemberPhoneAsync(width, name: "买买提明·吐尔逊·阿卜杜热合曼·艾合买提𠮷");
        await phone.OpenAsync(null, "text=1.4");
        await phone.SeesAsync(title);
        await phone.LookAsync("benefits-long");
        await phone.TapCardAsync(title);
        await phone.TapAsync("立即领取");
        await phone.SeesAsync("请向工作人员出示");
        await phone.LookAsync("ticket-long");
        await phone.OpenAsync("pages/me/index", "text=1.4");
        await phone.SeesAsync("买买提明");
        await phone.LookAsync("me-long");
    }

    [Fact]
    public async Task By_night_the_screens_are_dark_and_the_code_is_not()
    {
        await hall.NewBenefitAsync(with: benefit => benefit with { Title = "夜里的福利" });
        await using var phone = await hall.MemberPhoneAsync();
        await phone.Page.EmulateMediaAsync(new() { ColorScheme = Microsoft.Playwright.ColorScheme.Dark });
        await phone.OpenAsync();
        await phone.SeesAsync("夜里的福利");
        await phone.LookAsync("benefits-dark");
        await phone.TapCardAsync("夜里的福利");
        await phone.TapAsync("立即领取");
        await phone.SeesAsync("请向工作人员出示");
        await phone.LookAsync("ticket-dark");
        Assert.StartsWith("CSRME:", await phone.ScannedAsync());
        await phone.OpenAsync("pages/me/index");
        await phone.SeesAsync(phone.Member!.Number);
        await phone.LookAsync("me-dark");
        await phone.OpenAsync("pages/bind/index");
        await phone.SeesAsync("您已绑定会员身份");
    }
}

/// <summary>Phones at a service that is empty, crowded or gone; each test has its own.</summary>
public sealed class FreshPhones(Venue venue)
{
    [Theory]
    [InlineData(Width.Phone)]
    [InlineData(Width.Small)]
    public async Task Before_anything_is_published_there_are_words(Width width)
    {
        await using var hall = new Hall(venue);
        await hall.InitializeAsync();
        await using var phone = await hall.MemberPhoneAsync(width);
        await phone.OpenAsync();
        await phone.SeesAsync("本年度的福利还没有公布");
        await phone.LookAsync("benefits-none");
        await phone.TapAsync("故事");
        await phone.SeesAsync("故事还没有发布");
        await phone.LookAsync("stories-none");
        await phone.OpenAsync("pages/claims/index");
        await phone.SeesAsync("您还没有领取福利");
        await phone.LookAsync("claims-none");
    }

    [Fact]
    public async Task A_hundred_benefits_need_two_requests_the_first_time_and_one_afterwards()
    {
        await using var hall = new Hall(venue);
        await hall.InitializeAsync();
        for (var i = 1; i < 100; i++)
        {
            var title = $"第 {i} 项福利";
            await hall.Services.NewBenefitAsync(10, benefit => benefit with { Title = title });
        }
        // The service knows the last one, and so all of them.
        await hall.NewBenefitAsync(with: benefit => benefit with { Title = "第 100 项福利" });
        await using var phone = await hall.PhoneAsync();

        await phone.OpenAsync();
        await phone.SeesAsync("第 100 项福利");
        Assert.Equal(["POST /api/sessions", "GET /api/benefits"], phone.TakeRequests());

        await phone.OpenAsync();
        await phone.SeesAsync("第 100 项福利");
        await Microsoft.Playwright.Assertions.Expect(phone.Page.Locator("html[data-ready]")).ToBeAttachedAsync();
        Assert.Equal(["GET /api/benefits"], phone.TakeRequests());
    }

    [Fact]
    public async Task The_screen_of_the_last_visit_is_there_before_any_answer()
    {
        await using var hall = new Hall(venue);
        await hall.InitializeAsync();
        await hall.NewBenefitAsync(with: benefit => benefit with { Title = "上次看到的福利" });
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync();
        await phone.SeesAsync("上次看到的福利");
        // What 3G costs, from the opening of the mini program to its content: for the record, see the tests' README.
        var cdp = await phone.Page.Context.NewCDPSessionAsync(phone.Page);
        await cdp.SendAsync(
            "Network.emulateNetworkConditions",
            new()
            {
                ["offline"] = false,
                ["latency"] = 300,
                ["downloadThroughput"] = 1_600_000 / 8,
                ["uploadThroughput"] = 750_000 / 8,
            }
        );
        var warm = await phone.OpenedInAsync("上次看到的福利");
        await phone.DoAsync("stage.wx.clearStorageSync()");
        var cold = await phone.OpenedInAsync("上次看到的福利");
        TestContext.Current.TestOutputHelper!.WriteLine($"With the network of 3G: content after {cold:F0} ms cold, {warm:F0} ms warm.");

        await phone.Page.RouteAsync("**/api/**", _ => { });
        await phone.OpenedInAsync("上次看到的福利");
    }

    [Fact]
    public async Task A_service_that_is_started_anew_during_the_countdown_costs_nobody_the_piece()
    {
        await using var hall = new Hall(venue);
        await hall.InitializeAsync();
        var opens = TimeProvider.System.GetUtcNow().AddSeconds(8);
        var id = await hall.NewBenefitAsync(with: benefit => benefit with { Title = "重启时开抢", OpensAt = opens });
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync();
        await phone.TapCardAsync("重启时开抢");
        await phone.SeesAsync("尚未开始，请稍候");

        await hall.Service.KillAsync();
        await phone.TapAsync("立即领取");
        await phone.SeesAsync("不用再点");
        await hall.Service.UpAsync();

        await phone.SeesAsync("请向工作人员出示");
        Assert.Equal(1, (await hall.Services.ReconcileAsync(id)).Taking);
        await hall.Service.KillAsync();
        await phone.OpenAsync();
        await phone.SeesAsync("服务暂时没有回应，请稍后再试。现在显示的是");
        await phone.LookAsync("benefits-away");
        await hall.Service.UpAsync();
    }
}
