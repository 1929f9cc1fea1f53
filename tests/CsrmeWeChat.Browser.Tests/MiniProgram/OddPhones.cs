using System.Net;
using System.Net.Sockets;
using System.Text;
using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>Odd orders, odd answers, full phones and phones that change hands.</summary>
public sealed class OddPhones(Hall hall) : IClassFixture<Hall>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("<html><form>password</form></html>")]
    [InlineData("")]
    public async Task What_is_not_JSON_is_no_answer_and_is_asked_for_again(string body)
    {
        var id = await NewBenefitAsync("认错门");
        await using var phone = await hall.MemberPhoneAsync();
        foreach (var path in (string[])["**/api/benefits", "**/claim"])
        {
            await phone.Page.RouteAsync(path, route => route.FulfillAsync(new() { Status = 200, Body = body }), new() { Times = 1 });
        }

        await phone.OpenAsync();
        await phone.SeesAsync("认错门");
        await phone.OpenAsync($"pages/benefit/index?id={id}");
        await phone.TapAsync("立即领取");

        await phone.SeesAsync("请向工作人员出示");
        Assert.Equal(1, (await hall.Services.ReconcileAsync(id)).Taking);
    }

    [Theory]
    [InlineData("pages/benefits/index", "**/api/benefits", "暂时看不到福利")]
    [InlineData("pages/benefit/index?id=1", "**/api/benefits/1", "暂时看不到这项福利")]
    [InlineData("pages/claims/index", "**/api/claims", "暂时看不到您的福利")]
    [InlineData("pages/stories/index", "**/api/stories", "暂时看不到故事")]
    [InlineData("desk/redeem/index", "**/api/redemptions", "暂时看不到记录")]
    [InlineData("account/messages/index", "**/api/me/messages", "暂时看不到设置")]
    public async Task JSON_of_another_shape_is_a_mistake_that_is_reported_and_leaves_no_page_waiting(string page, string path, string words)
    {
        await using var phone = await hall.PhoneAsync();
        await phone.Page.RouteAsync(path, route => route.FulfillAsync(new() { ContentType = "application/json", Body = "{}" }));
        await phone.Page.AddInitScriptAsync(
            """
            window.reported = [];
            window.addEventListener('error', (event) => {
                reported.push(event.message);
                event.preventDefault();
                event.stopImmediatePropagation();
            });
            """
        );

        await phone.OpenAsync(page);

        await phone.SeesAsync("出了一点问题，请稍后再试。");
        await phone.SeesAsync(words);
        Assert.Single(await phone.Page.EvaluateAsync<string[]>("reported"));
    }

    [Fact]
    public async Task A_very_long_word_is_broken_wherever_it_stands()
    {
        var word = new string('w', 200);
        await using var phone = await hall.PhoneAsync(Width.Small);
        await phone.Page.RouteAsync("**/api/stories/1", route => route.FulfillAsync(
                new()
                {
                    ContentType = "application/json",
                    Body = $$"""
                    {
                        "id": 1, "title": "{{word}}", "person": "{{word}}", "unit": "{{word}}", "outAt": "2026-05-30T00:00:00Z",
                        "body": "<p>{{word}}</p><table><tr><td>{{word}}</td></tr></table>"
                    }
                    """,
                }
            ));
        await phone.OpenAsync("pages/story/index?id=1", "text=1.4");
        await phone.SeesAsync(word);

        Assert.Equal(320, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    public async Task Whoever_is_told_to_come_back_at_once_does_not_ask_without_end(string retryAfter)
    {
        await using var phone = await hall.PhoneAsync();
        await phone.Page.RouteAsync("**/api/benefits", route =>
            route.FulfillAsync(Refused(429, "request.too_many", "慢一点。", retryAfter))
        );

        await phone.OpenAsync();
        await phone.SeesAsync("慢一点。");

        Assert.InRange(phone.TakeRequests().Count(request => request == "GET /api/benefits"), 1, 8);
    }

    [Fact]
    public async Task On_a_phone_without_room_a_lost_session_is_renewed_too()
    {
        await NewBenefitAsync("没有空间");
        await using var phone = await hall.MemberPhoneAsync();
        string? revoked = null;
        await phone.Page.RouteAsync("**/api/**", async route =>
        {
            var token = await route.Request.HeaderValueAsync("authorization");
            if (token is not null && token == revoked)
            {
                await route.FulfillAsync(Refused(401, "session.required", "请重新进入小程序。"));
                return;
            }
            revoked ??= token;
            await route.ContinueAsync();
        });
        await phone.Page.AddInitScriptAsync(
            """
            sessionStorage.removeItem('wx:1:session');
            sessionStorage.removeItem('wx:1:me');
            const keep = Storage.prototype.setItem;
            Storage.prototype.setItem = function (key, value) {
                if (key.startsWith('wx:')) {
                    throw new DOMException('full', 'QuotaExceededError');
                }
                keep.call(this, key, value);
            };
            """
        );

        await phone.OpenAsync();
        await phone.SeesAsync("没有空间");
        phone.TakeRequests();
        await phone.TapAsync("我的");

        await phone.SeesAsync(phone.Member!.Number);
        Assert.Single(phone.TakeRequests(), "POST /api/sessions");
    }

    [Theory]
    [InlineData("""{"value":{"value":[{"id":1},null,3],"at":0}}""")]
    [InlineData("""{"value":{"value":{"1":null,"items":[{}],"state":"bound"},"at":0}}""")]
    public async Task What_another_version_kept_keeps_no_screen_from_opening(string garbage)
    {
        var id = await NewBenefitAsync("旧版本");
        await using var phone = await hall.MemberPhoneAsync();
        foreach (var key in (string[])["session", "benefits", "tickets", "me", "stories", "read"])
        {
            await phone.Page.AddInitScriptAsync($"sessionStorage.setItem('wx:1:{key}', JSON.stringify({garbage}))");
        }

        await phone.OpenAsync();
        await phone.SeesAsync("旧版本");
        foreach (
            var (page, words) in new[]
            {
                ("pages/benefits/index", "暂时看不到福利"),
                ("pages/claims/index", "暂时看不到您的福利"),
                ($"pages/ticket/index?id={id}", "暂时看不到凭证"),
                ("pages/story/index?id=1", "暂时看不到这篇故事"),
                ("pages/me/index", "请检查网络后再试"),
                ("pages/bind/index", "请检查网络后再试"),
            }
        )
        {
            await phone.OpenAsync(page, "network=none");
            await phone.SeesAsync(words);
        }
    }

    [Fact]
    public async Task Two_quick_taps_on_a_card_open_one_page()
    {
        await NewBenefitAsync("连点两下");
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync();
        await phone.SeesAsync("连点两下");

        var pages = await phone.Page.EvaluateAsync<int>(
            """
            async () => {
                const card = [...document.querySelectorAll('.page.shown [role=button]')].find((each) => each.innerText.includes('连点两下'));
                const { x, y } = card.getBoundingClientRect();
                for (const type of ['mousedown', 'mouseup', 'mousedown', 'mouseup']) {
                    card.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX: x + 5, clientY: y + 5 }));
                }
                await new Promise((done) => setTimeout(done));
                return stage.router.pages().length;
            }
            """
        );

        Assert.Equal(2, pages);
    }

    [Fact]
    public async Task After_an_opening_what_remains_is_asked_for_again()
    {
        await using var list = await hall.MemberPhoneAsync();
        await using var page = await hall.MemberPhoneAsync();
        await list.Page.Clock.InstallAsync();
        await page.Page.Clock.InstallAsync();
        var opens = TimeProvider.System.GetUtcNow().AddSeconds(10);
        var id = await NewBenefitAsync("开抢之后", benefit => benefit with { OpensAt = opens });
        await list.OpenAsync();
        await page.OpenAsync($"pages/benefit/index?id={id}");
        await page.SeesAsync("尚未开始，请稍候");
        await Assertions.Expect(list.Button("领取开抢之后")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(page.Button("立即领取")).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await list.Page.RunAndWaitForRequestAsync(() => list.Page.Clock.RunForAsync(31_000), "**/api/benefits");
        await page.Page.RunAndWaitForRequestAsync(() => page.Page.Clock.RunForAsync(31_000), $"**/api/benefits/{id}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Who_sets_the_clock_of_the_phone_opens_nothing(int days)
    {
        var id = await NewBenefitAsync("拨钟", benefit =>
            benefit with
            {
                OpensAt = benefit.OpensAt.AddHours(13),
                ClosesAt = benefit.ClosesAt.AddDays(5),
                UseUntil = benefit.UseUntil.AddDays(5),
            }
        );
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync($"pages/benefit/index?id={id}");
        await phone.SeesAsync("尚未开始，请稍候");
        await phone.SeesAsync("11:59:");

        await phone.Page.RunAndWaitForResponseAsync(
            () => phone.DoAsync($"() => {{ const real = Date.now; Date.now = () => real() + {days} * 86_400_000; }}"),
            $"**/api/benefits/{id}"
        );

        await phone.SeesAsync("11:59:");
        await Assertions.Expect(phone.Button("立即领取")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_phone_that_was_another_members_shows_nothing_of_that_member()
    {
        var id = await NewBenefitAsync("前一位的福利");
        await using var phone = await hall.MemberPhoneAsync(name: "轩辕石");
        var code = await ClaimAsync(phone, id);
        await phone.OpenAsync("pages/claims/index");
        await phone.SeesAsync("前一位的福利");
        await UnbindAsync(phone);
        var other = await hall.Services.NewRosterMemberAsync(phone.Number!, "百里石");

        // It was never online in between.
        await phone.OpenAsync("pages/bind/index", "network=none");
        await phone.SeesAsync("请检查网络后再试");
        await phone.DoAsync("stage.phone.setNetwork('wifi')");
        await phone.FillAsync("姓名", other.Name);
        await phone.TapAsync("用微信手机号验证");
        await phone.TapAsync("允许");
        await phone.SeesAsync("您已绑定会员身份");
        await phone.OpenAsync("pages/me/index");
        await phone.SeesAsync(other.Number);

        Assert.DoesNotContain(code, await KeptAsync(phone));
        await phone.OpenAsync("pages/claims/index", "network=none");
        await phone.SeesAsync("暂时看不到您的福利");
        await phone.OpenAsync($"pages/ticket/index?id={id}", "network=none");
        await phone.SeesAsync("暂时看不到凭证");
    }

    [Fact]
    public async Task A_phone_that_does_not_remember_that_it_was_bound_forgets_the_tickets_all_the_same()
    {
        var id = await NewBenefitAsync("记不清了");
        await using var phone = await hall.MemberPhoneAsync();
        var code = await ClaimAsync(phone, id);
        await UnbindAsync(phone);
        await phone.DoAsync("stage.modules.exported('memory').keep('me', null)");
        Assert.Contains(code, await KeptAsync(phone));

        await phone.OpenAsync("pages/me/index");
        await phone.SeesAsync("您还没有绑定会员身份");

        Assert.DoesNotContain(code, await KeptAsync(phone));
    }

    [Theory]
    [InlineData(null, "绑定会员身份，才能领取")]
    [InlineData("pages/claims/index", "请先绑定会员身份")]
    [InlineData("pages/me/index", "您还没有绑定会员身份")]
    public async Task Whichever_screen_hears_that_nobody_is_bound_any_more_forgets_the_tickets(string? page, string words)
    {
        var id = await NewBenefitAsync("已经解绑");
        await using var phone = await hall.MemberPhoneAsync();
        var code = await ClaimAsync(phone, id);
        Assert.Contains(code, await KeptAsync(phone));
        await UnbindAsync(phone);

        await phone.OpenAsync(page);
        await phone.SeesAsync(words);

        Assert.DoesNotContain(code, await KeptAsync(phone));
    }

    [Fact]
    public async Task What_is_answered_after_the_erasure_stays_on_no_phone()
    {
        var id = await NewBenefitAsync("注销之前");
        await using var phone = await hall.MemberPhoneAsync();
        var code = await ClaimAsync(phone, id);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await HoldAnswerAsync(phone, "**/api/claims", asked, answer.Task);
        await phone.OpenAsync("pages/me/index");
        await phone.TapCardAsync("我的福利");
        await asked.Task;
        await phone.BackAsync();
        await phone.TapCardAsync("我的数据与隐私");
        await phone.TapAsync("注销并删除我的数据");
        await phone.TapAsync("注销");
        await phone.SeesAsync("绑定会员身份，才能领取");

        await phone.Page.RunAndWaitForResponseAsync(() => Task.Run(answer.SetResult), "**/api/claims");
        await phone.DoAsync("stage.modules.exported('api/client').get('/api/me')");

        Assert.DoesNotContain(code, await KeptAsync(phone));
    }

    [Fact]
    public async Task Who_leaves_while_a_claim_is_given_back_is_not_taken_further()
    {
        var id = await NewBenefitAsync("取消途中离开");
        await using var phone = await hall.MemberPhoneAsync();
        await ClaimAsync(phone, id);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await HoldAnswerAsync(phone, "**/claim/cancel", asked, answer.Task);
        await phone.OpenAsync("pages/me/index");
        await phone.TapCardAsync("我的福利");
        await phone.TapCardAsync("取消途中离开");
        await phone.TapAsync("取消领取，让给别人");
        await phone.TapAsync("取消领取");
        await asked.Task;
        await phone.BackAsync();

        answer.SetResult();

        await phone.SeesAsync("已取消");
        Assert.Equal(2, await phone.Page.EvaluateAsync<int>("stage.router.pages().length"));
    }

    [Fact]
    public async Task Who_left_the_page_learns_too_that_a_claim_brought_nothing()
    {
        await NewBenefitAsync("离开以后");
        await using var phone = await hall.MemberPhoneAsync();
        var answer = new TaskCompletionSource();
        await phone.Page.RouteAsync("**/claim", async route =>
        {
            await answer.Task;
            await route.FulfillAsync(Refused(409, "benefit.sold_out", "该福利已领完。"));
        });
        await phone.OpenAsync();
        await phone.TapCardAsync("离开以后");
        await phone.TapAsync("立即领取");
        await phone.BackAsync();
        await phone.TapAsync("我的");

        answer.SetResult();

        await phone.SeesAsync("《离开以后》：该福利已领完。");
    }

    [Fact]
    public async Task A_claim_that_nobody_answers_is_not_called_refused()
    {
        await NewBenefitAsync("没有回音");
        await using var phone = await hall.MemberPhoneAsync();
        await phone.Page.Clock.InstallAsync();
        await phone.OpenAsync();
        await phone.Page.RouteAsync("**/claim", route => route.AbortAsync());
        await phone.TapAsync("领取没有回音");
        await phone.SeesAsync("不用再点");

        await phone.Page.Clock.RunForAsync(95_000);

        await phone.SeesAsync("还不知道是否领到");
        await phone.DoesNotSeeAsync("没有领到");
    }

    [Fact]
    public async Task Two_benefits_that_are_tapped_one_after_the_other_are_both_claimed()
    {
        var ids = new[] { await NewBenefitAsync("先点的"), await NewBenefitAsync("后点的") };
        await using var phone = await hall.MemberPhoneAsync();
        var answer = new TaskCompletionSource();
        await HoldAnswerAsync(phone, "**/claim", new(), answer.Task);
        await phone.OpenAsync();
        await phone.TapAsync("领取先点的");
        await phone.Page.RunAndWaitForRequestAsync(() => phone.TapAsync("领取后点的"), $"**/{ids[1]}/claim");

        answer.SetResult();

        await phone.SeesAsync("请向工作人员出示");
        await phone.OpenAsync("pages/claims/index");
        await phone.SeesAsync("先点的");
        await phone.SeesAsync("后点的");
    }

    [Fact]
    public async Task A_list_that_was_asked_for_before_the_claim_does_not_offer_it_again()
    {
        await NewBenefitAsync("边刷边领");
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync();
        await phone.SeesAsync("边刷边领");
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await HoldAnswerAsync(phone, "**/api/benefits", asked, answer.Task);
        await phone.DoAsync("window.dispatchEvent(new CustomEvent('stage:pull'))");
        await asked.Task;
        await phone.TapAsync("领取边刷边领");
        await phone.SeesAsync("请向工作人员出示");
        await phone.BackAsync();

        answer.SetResult();

        await Assertions
            .Expect(phone.Page.Locator(".page.shown .card").Filter(new() { HasText = "边刷边领" }).GetByText("已领取"))
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_ticket_expires_without_network_too_on_its_page_and_in_the_list()
    {
        var id = await NewBenefitAsync("过了一夜");
        await using var phone = await hall.MemberPhoneAsync();
        await ClaimAsync(phone, id);
        await phone.DoAsync("stage.phone.setNetwork('none')");
        await phone.DoAsync("() => { const real = Date.now; Date.now = () => real() + 40 * 86_400_000; }");
        await phone.SeesAsync("已过使用期限");
        await phone.DoesNotSeeAsync("凭证仍可出示");

        await phone.Page.AddInitScriptAsync("{ const real = Date.now; Date.now = () => real() + 40 * 86_400_000; }");
        await phone.OpenAsync("pages/claims/index", "network=none");

        await phone.SeesAsync("已过期");
        await phone.DoesNotSeeAsync("可使用");
    }

    [Fact]
    public async Task A_ticket_that_was_just_claimed_is_in_the_list_without_network()
    {
        var id = await NewBenefitAsync("刚刚领到");
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync("pages/claims/index");
        await phone.SeesAsync("您还没有领取福利");
        await ClaimAsync(phone, id);

        await phone.OpenAsync("pages/claims/index", "network=none");

        await phone.TapCardAsync("刚刚领到");
        await phone.SeesAsync("请向工作人员出示");
    }

    [Fact]
    public async Task What_is_soldOut_or_claimed_ends_with_its_time()
    {
        await using var phone = await hall.PhoneAsync();
        await phone.OpenAsync();

        var stages = await phone.Page.EvaluateAsync<string[]>(
            """
            () => {
                const { stageOf } = stage.modules.exported('benefits');
                const [before, after] = ['2026-05-30T10:00:00Z', '2026-05-30T12:00:00Z'].map((at) => Date.parse(at));
                const soldOut = { state: 'soldOut', closesAt: '2026-05-30T11:00:00Z' };
                const claimed = { state: 'claimed', ticket: { state: 'held', useUntil: '2026-05-30T11:00:00Z' } };
                return [soldOut, claimed].flatMap((card) => [stageOf(card, before), stageOf(card, after)]);
            }
            """
        );

        Assert.Equal(["soldOut", "closed", "claimed", "expired"], stages);
    }

    [Fact]
    public async Task A_ticket_that_is_not_looked_at_asks_nothing()
    {
        var id = await NewBenefitAsync("放进口袋");
        await using var phone = await hall.MemberPhoneAsync();
        await ClaimAsync(phone, id);
        await phone.Page.Clock.InstallAsync();
        await phone.OpenAsync("pages/claims/index");
        await phone.TapCardAsync("放进口袋");
        await phone.SeesAsync("取消领取，让给别人");
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await HoldAnswerAsync(phone, $"**/api/benefits/{id}", asked, answer.Task, times: 2);
        // The network comes back twice in a row.
        await phone.DoAsync("stage.phone.setNetwork('wifi')");
        await phone.DoAsync("stage.phone.setNetwork('4g')");
        await asked.Task;
        var ended = 0;
        await phone.Page.RunAndWaitForRequestFinishedAsync(
            () => Task.Run(answer.SetResult),
            new() { Predicate = request => request.Url.EndsWith($"/api/benefits/{id}", StringComparison.Ordinal) && ++ended == 2 }
        );
        await phone.DoAsync("stage.modules.exported('api/client').get('/api/me')");
        await phone.BackAsync();
        phone.TakeRequests();

        await phone.Page.Clock.RunForAsync(60_000);
        await phone.DoAsync("stage.modules.exported('api/client').get('/api/me')");

        Assert.DoesNotContain(phone.TakeRequests(), request => request == $"GET /api/benefits/{id}");
    }

    [Fact]
    public async Task A_benefit_that_was_taken_back_is_asked_for_no_more()
    {
        var id = await NewBenefitAsync("收回了");
        await using var phone = await hall.MemberPhoneAsync();
        await phone.Page.Clock.InstallAsync();
        await phone.OpenAsync($"pages/benefit/index?id={id}");
        await phone.SeesAsync("立即领取");
        await hall
            .Services.GetRequiredService<Database>()
            .ExecuteAsync("UPDATE benefits SET state = 'draft' WHERE id = @id", new { id }, Ct);
        // The service may say for a second more what it said before.
        for (var tries = 0; tries < 20 && await phone.Page.GetByText("没有找到这项福利").CountAsync() == 0; tries++)
        {
            await phone.Page.Clock.RunForAsync(31_000);
            await phone.DoAsync("stage.modules.exported('api/client').get('/api/me')");
        }
        await phone.SeesAsync("没有找到这项福利");
        phone.TakeRequests();

        await phone.Page.Clock.RunForAsync(60_000);
        await phone.DoAsync("stage.modules.exported('api/client').get('/api/me')");

        Assert.DoesNotContain(phone.TakeRequests(), request => request == $"GET /api/benefits/{id}");
    }

    [Fact]
    public async Task A_list_that_is_not_looked_at_asks_nothing()
    {
        await NewBenefitAsync("不看就不问");
        await using var phone = await hall.MemberPhoneAsync();
        await phone.Page.Clock.InstallAsync();
        await phone.OpenAsync();
        await phone.SeesAsync("不看就不问");
        await phone.Page.Clock.RunForAsync(31_000);
        await phone.DoAsync("stage.modules.exported('api/client').get('/api/me')");
        Assert.Contains("GET /api/benefits", phone.TakeRequests().Skip(2));
        await phone.TapAsync("我的");
        await phone.SeesAsync(phone.Member!.Number);
        phone.TakeRequests();

        await phone.Page.Clock.RunForAsync(60_000);
        await phone.DoAsync("stage.modules.exported('api/client').get('/api/me')");

        Assert.DoesNotContain("GET /api/benefits", phone.TakeRequests());
    }

    [Fact]
    public async Task An_old_WeChat_gives_the_number_without_consent()
    {
        var number = Numbers.Next();
        var member = await hall.Services.NewRosterMemberAsync(number, "老版本");
        await using var phone = await hall.PhoneAsync(number: number);
        await phone.OpenAsync("pages/bind/index", "sdk=2.20.0");
        await phone.TapAsync("知道了");
        await phone.FillAsync("姓名", member.Name);

        await phone.TapAsync("用微信手机号验证");
        await phone.TapAsync("允许");

        await phone.SeesAsync("您已绑定会员身份");
    }

    [Fact]
    public async Task A_topic_that_is_tapped_twice_ends_as_it_is_shown()
    {
        await using var phone = await hall.MemberPhoneAsync();
        await phone.OpenAsync("account/messages/index");
        await phone.SeesAsync("人才故事");
        var stories = phone.Page.GetByRole(AriaRole.Switch, new() { Name = "人才故事" });
        var (asked, goOn, ended) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var puts = 0;
        await phone.Page.RouteAsync("**/api/me/messages", async route =>
        {
            var isFirst = route.Request.Method == "PUT" && Interlocked.Increment(ref puts) == 1;
            asked.TrySetResult();
            if (isFirst)
            {
                await goOn.Task;
            }
            var response = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = response });
            if (route.Request.Method == "PUT" && puts == 2)
            {
                (isFirst ? ended : goOn).TrySetResult();
                ended.TrySetResult();
            }
        });
        await stories.ClickAsync();
        await asked.Task;
        await stories.ClickAsync();
        await phone.DoAsync("stage.modules.exported('api/client').get('/api/me')");
        goOn.TrySetResult();
        await ended.Task;
        await phone.DoAsync("stage.modules.exported('api/client').get('/api/me')");

        await phone.OpenAsync("account/messages/index");

        await Assertions.Expect(stories).ToHaveAttributeAsync("aria-checked", "true");
    }

    [Fact]
    public async Task The_counter_does_not_forget_what_it_redeemed_while_its_list_was_on_the_way()
    {
        var id = await NewBenefitAsync("边看边核销");
        await using var holder = await hall.MemberPhoneAsync();
        var code = await ClaimAsync(holder, id);
        await using var counter = await RedeemerAsync();
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await HoldAnswerAsync(counter, "**/api/redemptions", asked, answer.Task);
        await counter.OpenAsync("desk/redeem/index");
        await asked.Task;
        await counter.ScanAsync($"CSRME:{code}");
        await counter.SeesAsync("今天我核销的：1 份");

        await counter.Page.RunAndWaitForResponseAsync(() => Task.Run(answer.SetResult), "**/api/redemptions");
        await counter.DoAsync("stage.modules.exported('api/client').get('/api/me')");

        await counter.SeesAsync("今天我核销的：1 份");
        // A phone whose date is wrong opens the page straight away: the service's header has the time.
        await counter.Page.AddInitScriptAsync("{ const real = Date.now; Date.now = () => real() + 86_400_000; }");
        await counter.OpenAsync("desk/redeem/index");
        await counter.SeesAsync("今天我核销的：1 份");
    }

    [Fact]
    public async Task A_redemption_that_nobody_answers_is_not_called_refused_and_is_safe_to_repeat()
    {
        var id = await NewBenefitAsync("网络断了");
        await using var holder = await hall.MemberPhoneAsync();
        var code = await ClaimAsync(holder, id);
        await using var counter = await RedeemerAsync();
        await counter.Page.Clock.InstallAsync();
        await counter.OpenAsync("desk/redeem/index");
        await counter.SeesAsync("今天还没有核销");
        await counter.Page.RouteAsync("**/api/redemptions", async route =>
        {
            if (route.Request.Method == "POST")
            {
                await route.FetchAsync();
                await route.AbortAsync();
                return;
            }
            await route.ContinueAsync();
        });
        await counter.Page.RunAndWaitForRequestAsync(() => counter.ScanAsync($"CSRME:{code}"), "**/api/redemptions");

        await counter.Page.Clock.RunForAsync(25_000);

        await counter.SeesAsync("还不知道是否核销");
        await Assertions.Expect(counter.Page.GetByText("没有核销", new() { Exact = true })).ToHaveCountAsync(0);
        await counter.LookAsync("redeem-unknown");
        await counter.Page.UnrouteAllAsync();
        await counter.ScanAsync($"CSRME:{code}");
        await counter.SeesAsync("这一份您已经核销过");
    }

    [Fact]
    public async Task The_stage_survives_made_up_addresses_and_passes_on_to_nobody_else()
    {
        var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var elsewhere = $"127.0.0.1:{((IPEndPoint)stranger.LocalEndpoint).Port}";
        await using var stage = await Stage.StartAsync("http://127.0.0.1:9", "http://127.0.0.1:9");

        foreach (
            var (target, status) in new[]
            {
                ("/%", 400),
                ("/%E0%A4%A", 400),
                ("//", 400),
                ("/program/%2e%2e/%2e%2e/%2e%2e/README.md", 404),
                ("/..%2f..%2fpackage.json", 404),
                ($"//{elsewhere}/api/x", 502),
                ($"/\\{elsewhere}/api/x", 502),
                ($"http://{elsewhere}/api/x", 502),
                ("/phone", 200),
            }
        )
        {
            Assert.Equal((target, status), (target, await StatusOfAsync(stage, target)));
        }

        Assert.False(stranger.Pending());
        stranger.Stop();
    }

    /// <summary>Asks for exactly this, which no client for HTTP would.</summary>
    private static async Task<int> StatusOfAsync(Stage stage, string target)
    {
        var address = new Uri(stage.BaseUrl);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Ct);
        await client
            .GetStream()
            .WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: stage\r\nConnection: close\r\n\r\n"), Ct);
        using var reader = new StreamReader(client.GetStream());
        var line = await reader.ReadLineAsync(Ct);
        return line is null ? 0 : int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static RouteFulfillOptions Refused(int status, string code, string detail, string? retryAfter = null) =>
        new()
        {
            Status = status,
            ContentType = "application/problem+json",
            Headers = retryAfter is null ? null : new Dictionary<string, string> { ["Retry-After"] = retryAfter },
            Body = $$"""{"title":"","status":{{status}},"detail":"{{detail}}","code":"{{code}}","traceId":"0"}""",
        };

    /// <summary>The service answers at once, and the phone hears of it only when it may.</summary>
    private static Task HoldAnswerAsync(Phone phone, string path, TaskCompletionSource asked, Task answer, int times = 1)
    {
        var answered = 0;
        return phone.Page.RouteAsync(
            path,
            async route =>
            {
                var response = await route.FetchAsync();
                if (Interlocked.Increment(ref answered) == times)
                {
                    asked.TrySetResult();
                }
                await answer;
                await route.FulfillAsync(new() { Response = response });
            },
            new() { Times = times }
        );
    }

    private static Task<string> KeptAsync(Phone phone) => phone.Page.EvaluateAsync<string>("JSON.stringify({ ...sessionStorage })");

    private Task<long> NewBenefitAsync(string title, Func<NewBenefit, NewBenefit>? with = null) =>
        hall.NewBenefitAsync(10, benefit => (with?.Invoke(benefit) ?? benefit) with { Title = title });

    /// <summary>Its code.</summary>
    private async Task<string> ClaimAsync(Phone phone, long benefit)
    {
        await phone.OpenAsync($"pages/benefit/index?id={benefit}");
        await phone.TapAsync("立即领取");
        await phone.SeesAsync("请向工作人员出示");
        var code = await hall
            .Services.GetRequiredService<Database>()
            .FindAsync<string>(
                "SELECT code FROM claims WHERE benefit_id = @benefit AND member_id = @Id",
                new { benefit, phone.Member!.Id },
                Ct
            );
        return code!;
    }

    private async Task UnbindAsync(Phone phone)
    {
        await hall
            .Services.GetRequiredService<BindingStore>()
            .UnbindAsync(Actor.Command, phone.Member!.Id, "本人要求", TimeProvider.System.GetUtcNow(), Ct);
        // The service may remember for 30 seconds who a token was.
        await phone.DoAsync("sessionStorage.removeItem('wx:1:session')");
    }

    private async Task<Phone> RedeemerAsync()
    {
        var phone = await hall.MemberPhoneAsync();
        await hall
            .Services.GetRequiredService<MarkStore>()
            .GrantAsync(Actor.Command, phone.Member!.Id, Rights.Redeem, TimeProvider.System.GetUtcNow(), Ct);
        await phone.DoAsync("sessionStorage.removeItem('wx:1:session')");
        return phone;
    }
}
