using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

public sealed class SecrecyTests
{
    [Fact]
    public async Task Neither_log_nor_exceptions_hold_a_secret_a_code_or_anything_of_a_person()
    {
        await using var lab = await StartAsync(options => options.Timeout = TimeSpan.FromSeconds(1.5));
        var user = lab.Control.MakeUser(phone: "13800001234", follows: true);
        var (openId, followerId) = (user.OpenIds[MiniAppId], user.OpenIds[AccountAppId]);
        var (used, slow, dropped, phoneCode) = (
            lab.Control.MintLoginCode(openId),
            lab.Control.MintLoginCode(openId),
            lab.Control.MintLoginCode(openId),
            lab.Control.MintPhoneCode(openId)
        );
        lab.Control.GiveCredits(openId, Reminder);

        await lab.MiniProgram.SignInAsync(used, Ct);
        await lab.MiniProgram.GetPhoneAsync(phoneCode, openId, Ct);
        await lab.MiniProgram.CheckTextAsync(new TextToCheck(openId, CheckScene.Forum, "只有作者知道的话"), Ct);
        await lab.MiniProgram.SendSubscriptionAsync(ReminderTo(openId, "只给他的话"), Ct);
        await lab.OfficialAccount.SendTemplateAsync(NoticeTo(followerId, "push-1"), Ct);
        var failures = new List<Exception>
        {
            await RefusalOf(() => lab.MiniProgram.SignInAsync(used, Ct)),
            await RefusalOf(() => lab.MiniProgram.GetPhoneAsync(phoneCode, openId, Ct)),
            await RefusalOf(() => lab.MiniProgram.SendSubscriptionAsync(ReminderTo(openId, "只给他的话"), Ct)),
        };
        lab.Control.AddFault(new SandboxFault { Api = "/sns/jscode2session", Drop = DropConnection.AfterActing });
        failures.Add(await RefusalOf(() => lab.MiniProgram.SignInAsync(dropped, Ct)));
        lab.Control.AddFault(new SandboxFault { Api = "/sns/jscode2session", DelayMs = 60_000 });
        failures.Add(await RefusalOf(() => lab.MiniProgram.SignInAsync(slow, Ct)));
        failures.Add(
            await Assert.ThrowsAnyAsync<ArgumentException>(() =>
                lab.MiniProgram.CheckTextAsync(new TextToCheck(openId, CheckScene.Forum, new string('密', 2_501)), Ct)
            )
        );

        Assert.Contains(lab.Log.Lines, line => line.Contains("/sns/jscode2session answered 0 in", StringComparison.Ordinal));
        Assert.Contains(lab.Log.Lines, line => line.Contains("/sns/jscode2session failed: BadCode (40163)", StringComparison.Ordinal));
        string[] secrets =
        [
            MiniSecret,
            AccountSecret,
            .. await TokensAsync(lab),
            "access_token=",
            "session_key",
            "js_code",
            "secret=",
            used,
            slow,
            dropped,
            phoneCode,
            openId,
            followerId,
            user.UnionId!,
            user.Phone,
            "只有作者知道的话",
            "只给他的话",
            "密",
        ];
        AssertNoneIsIn([.. lab.Log.Lines, .. failures.Select(failure => failure.ToString())], secrets);
    }

    /// <summary>WeChat gives everyone the same token, so these are the ones that the client used.</summary>
    private static async Task<string[]> TokensAsync(WeChatLab lab)
    {
        var wire = new Wire(lab.Sandbox.BaseUrl);
        return [await wire.TokenAsync(MiniAppId, MiniSecret), await wire.TokenAsync(AccountAppId, AccountSecret)];
    }

    private static void AssertNoneIsIn(string[] lines, string[] secrets)
    {
        Assert.DoesNotContain("", secrets);
        Assert.All(lines, line => Assert.All(secrets, secret => Assert.DoesNotContain(secret, line, StringComparison.Ordinal)));
    }
}
