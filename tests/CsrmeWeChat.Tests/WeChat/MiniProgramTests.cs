using System.Text;
using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

public sealed class MiniProgramTests
{
    private const string SignIn = "/sns/jscode2session";
    private const string SendApi = "/cgi-bin/message/subscribe/send";

    [Fact]
    public async Task A_code_signs_its_user_in()
    {
        await using var lab = await StartAsync();
        var user = lab.NewUser();

        var signedIn = await lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(user.OpenIds[MiniAppId]), Ct);

        Assert.Equal(new WeChatUser(user.OpenIds[MiniAppId], user.UnionId), signedIn);
    }

    [Fact]
    public async Task A_user_of_an_unbound_app_has_no_unionid_until_it_is_bound()
    {
        await using var lab = await StartAsync();
        var openId = lab.Control.MakeUser(unionId: false).OpenIds[MiniAppId];

        var before = await lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(openId), Ct);
        lab.Control.SetUnionId(openId, "union-1");
        var after = await lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(openId), Ct);

        Assert.Null(before.UnionId);
        Assert.Equal("union-1", after.UnionId);
    }

    [Fact]
    public async Task A_used_code_is_refused()
    {
        await using var lab = await StartAsync();
        var code = lab.Control.MintLoginCode(lab.NewUser().OpenIds[MiniAppId]);
        await lab.MiniProgram.SignInAsync(code, Ct);

        var refusal = await RefusalOf(() => lab.MiniProgram.SignInAsync(code, Ct));

        Assert.Equal((WeChatFailure.BadCode, 40163), (refusal.Failure, refusal.Code));
    }

    [Fact]
    public async Task A_code_is_refused_after_5_minutes()
    {
        await using var lab = await StartAsync();
        var code = lab.Control.MintLoginCode(lab.NewUser().OpenIds[MiniAppId]);
        lab.Time.Advance(TimeSpan.FromMinutes(5));

        var refusal = await RefusalOf(() => lab.MiniProgram.SignInAsync(code, Ct));

        Assert.Equal((WeChatFailure.BadCode, 40029), (refusal.Failure, refusal.Code));
    }

    [Theory]
    [InlineData(40226, WeChatFailure.UserBlocked)]
    [InlineData(45011, WeChatFailure.Throttled)]
    [InlineData(-1, WeChatFailure.Unavailable)]
    [InlineData(40013, WeChatFailure.Misconfigured)]
    [InlineData(40999, WeChatFailure.Refused)]
    public async Task A_refused_sign_in_says_what_kind_of_refusal_it_is_and_is_not_repeated(int errCode, WeChatFailure failure)
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = SignIn, ErrCode = errCode });
        var code = lab.Control.MintLoginCode(lab.NewUser().OpenIds[MiniAppId]);

        var refusal = await RefusalOf(() => lab.MiniProgram.SignInAsync(code, Ct));

        Assert.Equal((failure, errCode, SignIn), (refusal.Failure, refusal.Code, refusal.Api));
        Assert.Equal(1, lab.CallsOf(SignIn));
    }

    [Theory]
    [InlineData(503, WeChatFailure.Unavailable)]
    [InlineData(502, WeChatFailure.Unknown)]
    [InlineData(429, WeChatFailure.Throttled)]
    [InlineData(403, WeChatFailure.Refused)]
    public async Task A_gateways_page_is_no_answer(int status, WeChatFailure failure)
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = SignIn, HttpStatus = status });
        var code = lab.Control.MintLoginCode(lab.NewUser().OpenIds[MiniAppId]);

        var refusal = await RefusalOf(() => lab.MiniProgram.SignInAsync(code, Ct));

        Assert.Equal((failure, 0), (refusal.Failure, refusal.Code));
        Assert.Equal(1, lab.CallsOf(SignIn));
    }

    [Fact]
    public async Task The_phone_of_its_own_user_is_given()
    {
        await using var lab = await StartAsync();
        var user = lab.Control.MakeUser(phone: "13800001234");
        var openId = user.OpenIds[MiniAppId];

        var phone = await lab.MiniProgram.GetPhoneAsync(lab.Control.MintPhoneCode(openId), openId, Ct);

        Assert.Equal(new UserPhone("86", "13800001234"), phone);
    }

    [Fact]
    public async Task A_phone_code_of_another_user_is_refused()
    {
        await using var lab = await StartAsync();
        var code = lab.Control.MintPhoneCode(lab.NewUser().OpenIds[MiniAppId]);

        var refusal = await RefusalOf(() => lab.MiniProgram.GetPhoneAsync(code, lab.NewUser().OpenIds[MiniAppId], Ct));

        Assert.Equal(WeChatFailure.BadCode, refusal.Failure);
    }

    [Theory]
    [InlineData("一段平常的文字", TextSuggestion.Pass, 100)]
    [InlineData("有些可疑的文字", TextSuggestion.Review, 21000)]
    [InlineData("违规的文字", TextSuggestion.Risky, 20006)]
    public async Task A_text_is_judged(string content, TextSuggestion suggestion, int label)
    {
        await using var lab = await StartAsync();

        var verdict = await lab.MiniProgram.CheckTextAsync(new TextToCheck(lab.NewVisitor(), TextScene.Forum, content), Ct);

        Assert.Equal(new TextVerdict(suggestion, label), verdict);
    }

    [Fact]
    public async Task A_text_whose_author_left_2_hours_ago_cannot_be_checked()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        lab.Time.Advance(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(1));

        var refusal = await RefusalOf(() => lab.MiniProgram.CheckTextAsync(new TextToCheck(author, TextScene.Comment, "文字"), Ct));

        Assert.Equal((WeChatFailure.Refused, ErrCode.NotVisited), (refusal.Failure, refusal.Code));
    }

    [Fact]
    public async Task A_text_too_long_for_WeChat_is_not_sent()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();

        await lab.MiniProgram.CheckTextAsync(new TextToCheck(author, TextScene.Forum, new string('字', 2_500)), Ct);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => lab.MiniProgram.CheckTextAsync(new TextToCheck(author, TextScene.Forum, new string('字', 2_501)), Ct));

        Assert.Equal(1, lab.CallsOf("/wxa/msg_sec_check"));
    }

    [Fact]
    public async Task The_picture_of_a_code_is_a_picture()
    {
        await using var lab = await StartAsync();

        var picture = await lab.MiniProgram.FindCodeImageAsync(new MiniProgramCode("ticket=A2B3", "pages/home"), Ct);

        Assert.NotNull(picture);
        Assert.Equal("PNG", Encoding.ASCII.GetString(picture, 1, 3));
    }

    [Fact]
    public async Task A_page_that_is_not_released_has_no_picture_yet()
    {
        await using var lab = await StartAsync();
        var code = new MiniProgramCode("e=1", "pages/event");

        Assert.Null(await lab.MiniProgram.FindCodeImageAsync(code, Ct));
        lab.Control.ReleasePage(MiniAppId, "pages/event");
        Assert.NotNull(await lab.MiniProgram.FindCodeImageAsync(code, Ct));
    }

    [Theory]
    [InlineData("", 430)]
    [InlineData("中文", 430)]
    [InlineData("a%20b", 430)]
    [InlineData("123456789012345678901234567890123", 430)]
    [InlineData("ok", 279)]
    [InlineData("ok", 1281)]
    public async Task A_code_outside_WeChats_limits_is_not_asked_for(string scene, int width)
    {
        await using var lab = await StartAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => lab.MiniProgram.FindCodeImageAsync(new MiniProgramCode(scene, "pages/home", width), Ct));

        Assert.Equal(0, lab.CallsOf("/wxa/getwxacodeunlimit"));
    }

    [Fact]
    public async Task A_subscription_pays_for_one_message()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewUser().OpenIds[MiniAppId];
        lab.Control.GiveCredits(openId, Reminder);

        await lab.MiniProgram.SendSubscriptionAsync(ReminderTo(openId), Ct);
        var refusal = await RefusalOf(() => lab.MiniProgram.SendSubscriptionAsync(ReminderTo(openId), Ct));

        Assert.Equal((WeChatFailure.Refused, ErrCode.NotSubscribed), (refusal.Failure, refusal.Code));
        Assert.Equal(0, lab.Control.CreditsOf(openId, Reminder));
    }

    [Fact]
    public async Task A_field_that_breaks_its_rule_is_refused_and_costs_no_subscription()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewUser().OpenIds[MiniAppId];
        lab.Control.GiveCredits(openId, Reminder);

        var refusal = await RefusalOf(() => lab.MiniProgram.SendSubscriptionAsync(ReminderTo(openId, new string('字', 21)), Ct));

        Assert.Equal((WeChatFailure.Refused, ErrCode.BadField), (refusal.Failure, refusal.Code));
        Assert.Equal(1, lab.Control.CreditsOf(openId, Reminder));
    }

    [Theory]
    [InlineData(MiniProgramVersion.Release, "formal")]
    [InlineData(MiniProgramVersion.Trial, "trial")]
    [InlineData(MiniProgramVersion.Develop, "developer")]
    public async Task A_message_opens_the_version_that_is_set(MiniProgramVersion version, string state)
    {
        await using var lab = await StartAsync(options => options.Version = version);
        var openId = lab.NewUser().OpenIds[MiniAppId];
        lab.Control.GiveCredits(openId, Reminder);

        await lab.MiniProgram.SendSubscriptionAsync(ReminderTo(openId), Ct);

        Assert.Contains($"\"miniprogram_state\":\"{state}\"", Assert.Single(lab.Control.Received(SendApi)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chinese_and_rare_characters_go_out_as_they_are()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewUser().OpenIds[MiniAppId];
        lab.Control.GiveCredits(openId, Reminder);

        await lab.MiniProgram.SendSubscriptionAsync(ReminderTo(openId, "《稀土》𠮷祥 + <奖>"), Ct);

        var body = Assert.Single(lab.Control.Received(SendApi)).Body;
        Assert.Contains("《稀土》𠮷祥 + <奖>", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u", body, StringComparison.Ordinal);
    }
}
