using WeChat;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

public sealed class MiniProgramTests
{
    private const string SendApi = "/cgi-bin/message/subscribe/send";

    [Theory]
    [InlineData("一段平常的文字", Suggestion.Pass, 100)]
    [InlineData("有些可疑的文字", Suggestion.Review, 21000)]
    [InlineData("违规的文字", Suggestion.Risky, 20006)]
    public async Task A_text_is_judged(string content, Suggestion suggestion, int label)
    {
        await using var lab = await StartAsync();

        var verdict = await lab.MiniProgram.CheckTextAsync(new TextToCheck(lab.NewVisitor(), CheckScene.Forum, content), Ct);

        Assert.Equal(new Verdict(suggestion, label), verdict);
    }

    [Fact]
    public async Task A_text_whose_author_left_2_hours_ago_cannot_be_checked()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        lab.Time.Advance(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(1));

        var refusal = await RefusalOf(() => lab.MiniProgram.CheckTextAsync(new TextToCheck(author, CheckScene.Comment, "文字"), Ct));

        Assert.Equal((WeChatFailure.Refused, ErrCode.NotVisited), (refusal.Failure, refusal.Code));
    }

    [Fact]
    public async Task A_text_too_long_for_WeChat_is_not_sent()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();

        await lab.MiniProgram.CheckTextAsync(new TextToCheck(author, CheckScene.Forum, new string('字', 2_500)), Ct);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            lab.MiniProgram.CheckTextAsync(new TextToCheck(author, CheckScene.Forum, new string('字', 2_501)), Ct)
        );

        Assert.Equal(1, lab.CallsOf("/wxa/msg_sec_check"));
    }

    [Fact]
    public async Task The_picture_of_a_code_is_a_picture()
    {
        await using var lab = await StartAsync();

        var picture = await lab.MiniProgram.FindCodeImageAsync(new MiniProgramCode("ticket=A2B3", "pages/home"), Ct);

        Assert.NotNull(picture);
        Assert.Equal([0xFF, 0xD8, 0xFF], picture[..3]);
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

        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            lab.MiniProgram.FindCodeImageAsync(new MiniProgramCode(scene, "pages/home", width), Ct)
        );

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
