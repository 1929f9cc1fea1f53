using System.Net;
using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>How a test or a demo sets the scene, over HTTP.</summary>
public sealed class SandboxControlTests
{
    private const string SignIn = "/sns/jscode2session";

    [Fact]
    public async Task Users_and_codes_are_made_in_bulk()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);

        var users = (await wire.PostAsync("/sandbox/users", new { count = 1_000, phones = new[] { "13800001234" } })).GetProperty("users");
        var openIds = users.EnumerateArray().Select(user => user.GetProperty("openIds").GetProperty(MiniAppId).GetString()!).ToList();
        var codes = (await wire.PostAsync("/sandbox/login-codes", new { openIds })).GetProperty("codes");

        Assert.Equal("13800001234", users[0].GetProperty("phone").GetString());
        Assert.Equal(1_000, openIds.Distinct().Count());
        Assert.Equal(1_000, users.EnumerateArray().Select(user => user.GetProperty("phone").GetString()).Distinct().Count());
        Assert.Equal(openIds[999], (await lab.MiniProgram.SignInAsync(codes[999].GetString()!, Ct)).OpenId);
    }

    [Fact]
    public async Task Everything_else_is_set_over_HTTP_as_well()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var user = lab.Control.MakeUser(unionId: false);
        var openId = user.OpenIds[MiniAppId];

        Assert.Equal(HttpStatusCode.OK, await wire.StatusAsync("/sandbox/unionid", new { openId, unionId = "union-7" }));
        Assert.Equal(HttpStatusCode.NoContent, await wire.StatusAsync("/sandbox/follows", new { openId, follows = true }));
        Assert.Equal(HttpStatusCode.NoContent, await wire.StatusAsync("/sandbox/visits", new { openIds = new[] { openId } }));
        Assert.Equal(
            HttpStatusCode.NoContent,
            await wire.StatusAsync(
                "/sandbox/credits",
                new
                {
                    openIds = new[] { openId },
                    templateId = Reminder,
                    count = 2,
                }
            )
        );
        Assert.Equal(HttpStatusCode.NoContent, await wire.StatusAsync("/sandbox/pages", new { appId = MiniAppId, page = "pages/vote" }));
        Assert.Equal(
            HttpStatusCode.NoContent,
            await wire.StatusAsync(
                "/sandbox/templates",
                new
                {
                    appId = MiniAppId,
                    templateId = "later",
                    keys = new[] { "thing1" },
                }
            )
        );
        var phoneCode = (await wire.PostAsync("/sandbox/phone-codes", new { openIds = new[] { openId } }))
            .GetProperty("codes")[0]
            .GetString()!;

        Assert.Equal("union-7", (await lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(openId), Ct)).UnionId);
        Assert.Equal(user.Phone, (await lab.MiniProgram.GetPhoneAsync(phoneCode, openId, Ct)).Number);
        Assert.True(await lab.OfficialAccount.SendTemplateAsync(NoticeTo(user.OpenIds[AccountAppId], "push-1"), Ct) > 0);
        Assert.Equal(2, lab.Control.CreditsOf(openId, Reminder));
        Assert.NotNull(await lab.MiniProgram.FindCodeImageAsync(new("a=1", "pages/vote"), Ct));

        Assert.Equal(
            HttpStatusCode.NoContent,
            await wire.StatusAsync(
                "/sandbox/quotas",
                new
                {
                    appId = MiniAppId,
                    api = SignIn,
                    perDay = 1,
                }
            )
        );
        Assert.Equal(45009, (await RefusalOf(() => lab.MiniProgram.SignInAsync("any", Ct))).Code);
    }

    [Fact]
    public async Task What_WeChat_does_now_and_then_is_set_over_HTTP_too()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var openId = lab.NewUser(follows: true).OpenIds[AccountAppId];
        (string Path, object Ask)[] asks =
        [
            ("bans", new { appId = AccountAppId, templateId = Notice }),
            ("bans", new { appId = AccountAppId }),
            ("hidden-message-ids", new { appId = AccountAppId, templateId = Notice }),
            ("refused-repeats", new { appId = AccountAppId, templateId = Notice }),
            ("template-refusals", new { openId }),
            ("template-statuses", new { openId, status = "failed:freq limit" }),
            ("mass-sends/duration", new { appId = AccountAppId, seconds = 90.5 }),
            ("mass-sends/busy", new { appId = AccountAppId, errCode = 42010 }),
            ("mass-sends/tag-id", new { appId = AccountAppId }),
        ];

        foreach (var (path, ask) in asks)
        {
            Assert.Equal(HttpStatusCode.NoContent, await wire.StatusAsync($"/sandbox/{path}", ask));
        }

        await wire.PostAsync(
            "/sandbox/choices",
            new
            {
                openId,
                templateId = Notice,
                always = true,
            }
        );
        Assert.Equal(1, lab.Control.CreditsOf(openId, Notice));
        Assert.Equal(43101, (await RefusalOf(() => lab.OfficialAccount.SendTemplateAsync(NoticeTo(openId, "push-1"), Ct))).Code);
        lab.Control.RefuseTemplates(openId, refuses: false);
        Assert.Equal(43107, (await RefusalOf(() => lab.OfficialAccount.SendTemplateAsync(NoticeTo(openId, "push-1"), Ct))).Code);
        Assert.Equal(42010, (await RefusalOf(() => lab.OfficialAccount.SendToFollowersAsync(new MassSend("d", null, "i"), Ct))).Code);
        Assert.Equal(HttpStatusCode.NotFound, await wire.StatusAsync("/sandbox/none", new { }));
        Assert.Equal(
            HttpStatusCode.NotFound,
            await wire.StatusAsync("/sandbox/publications/7/end", new { appId = AccountAppId, status = 2 })
        );
    }

    [Fact]
    public async Task An_unknown_openid_is_told()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);

        Assert.Equal(HttpStatusCode.NotFound, await wire.StatusAsync("/sandbox/login-codes", new { openIds = new[] { "o-nobody" } }));
    }

    [Fact]
    public async Task A_fault_hits_its_user_only_and_as_often_as_asked()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var (unlucky, lucky) = (lab.NewUser().OpenIds[MiniAppId], lab.NewUser().OpenIds[MiniAppId]);
        await wire.PostAsync(
            "/sandbox/faults",
            new
            {
                api = SignIn,
                openId = unlucky,
                errCode = 40226,
                times = 2,
            }
        );

        await lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(lucky), Ct);
        Assert.Equal(40226, (await RefusalOf(() => lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(unlucky), Ct))).Code);
        Assert.Equal(40226, (await RefusalOf(() => lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(unlucky), Ct))).Code);
        await lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(unlucky), Ct);

        Assert.Empty(lab.Control.Faults);
    }

    [Fact]
    public async Task A_fault_without_end_lasts_until_it_is_removed()
    {
        await using var lab = await StartAsync();
        var fault = lab.Control.AddFault(new SandboxFault { ErrCode = -1, Times = null });
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = SignIn,
                ErrCode = 40226,
                Times = null,
                Probability = 0,
            }
        );
        var openId = lab.NewUser().OpenIds[MiniAppId];

        for (var call = 0; call < 3; call++)
        {
            Assert.Equal(-1, (await RefusalOf(() => lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(openId), Ct))).Code);
        }

        lab.Control.RemoveFault(fault.Id);
        await lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(openId), Ct);
    }

    [Fact]
    public async Task What_was_received_is_listed_newest_first_and_counted_for_ever()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { ReceivedKept = 3 });
        var wire = new Wire(sandbox.BaseUrl);
        for (var call = 1; call <= 5; call++)
        {
            await wire.GetAsync($"{SignIn}?appid=x&secret=hidden-one&js_code={call}&grant_type=authorization_code");
        }

        var all = (await wire.GetAsync($"/sandbox/received?api={SignIn}")).GetProperty("items");
        var later = (await wire.GetAsync("/sandbox/received?after=4&limit=10")).GetProperty("items");
        var counts = (await wire.GetAsync("/sandbox/counts")).GetProperty("items");

        Assert.Equal([5, 4, 3], all.EnumerateArray().Select(call => call.GetProperty("sequence").GetInt64()));
        Assert.Equal(5, Assert.Single(later.EnumerateArray()).GetProperty("sequence").GetInt64());
        Assert.Equal("appid=x&secret=***&js_code=5&grant_type=authorization_code", all[0].GetProperty("body").GetString());
        Assert.Equal((40013, 5L), (counts[0].GetProperty("errCode").GetInt32(), counts[0].GetProperty("count").GetInt64()));
    }

    [Fact]
    public async Task The_page_shows_what_was_received_as_text()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewUser().OpenIds[MiniAppId];
        await RefusalOf(() => lab.MiniProgram.SendSubscriptionAsync(ReminderTo(openId, "<script>颁奖</script>"), Ct));

        var wire = new Wire(lab.Sandbox.BaseUrl);
        var (page, seen) = (await wire.TextAsync("/"), await wire.TextAsync("/page/seen"));

        Assert.Contains("&lt;script&gt;颁奖&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;颁奖&lt;/script&gt;", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", seen, StringComparison.Ordinal);
        Assert.Contains("43101", seen, StringComparison.Ordinal);
    }
}
