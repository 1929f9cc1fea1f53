using System.Net;
using System.Net.Sockets;
using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>What happens when the network or WeChat fails: what is sent again, and what the caller is told.</summary>
public sealed class DeliveryTests
{
    private const string SignIn = "/sns/jscode2session";
    private const string PhoneApi = "/wxa/business/getuserphonenumber";
    private const string CheckApi = "/wxa/msg_sec_check";
    private const string SendApi = "/cgi-bin/message/subscribe/send";

    [Theory]
    [InlineData(DropConnection.BeforeActing)]
    [InlineData(DropConnection.AfterActing)]
    public async Task A_sign_in_code_is_never_sent_twice_even_when_a_kept_connection_drops(DropConnection drop)
    {
        await using var lab = await StartAsync();
        var openId = lab.NewUser().OpenIds[MiniAppId];
        await lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(openId), Ct);
        lab.Control.AddFault(new SandboxFault { Api = SignIn, Drop = drop });

        var failure = await RefusalOf(() => lab.MiniProgram.SignInAsync(lab.Control.MintLoginCode(openId), Ct));

        Assert.Equal((WeChatFailure.Unknown, 0), (failure.Failure, failure.Code));
        Assert.Equal(2, lab.CallsOf(SignIn));
    }

    [Fact]
    public async Task A_phone_code_is_never_sent_twice_when_the_connection_drops()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewUser().OpenIds[MiniAppId];
        await lab.MiniProgram.GetPhoneAsync(lab.Control.MintPhoneCode(openId), openId, Ct);
        lab.Control.AddFault(new SandboxFault { Api = PhoneApi, Drop = DropConnection.AfterActing });

        var failure = await RefusalOf(() => lab.MiniProgram.GetPhoneAsync(lab.Control.MintPhoneCode(openId), openId, Ct));

        Assert.Equal(WeChatFailure.Unknown, failure.Failure);
        Assert.Equal(2, lab.CallsOf(PhoneApi));
    }

    [Fact]
    public async Task A_subscription_message_whose_answer_is_lost_is_unknown_and_not_sent_again()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewUser().OpenIds[MiniAppId];
        lab.Control.GiveCredits(openId, Reminder, 2);
        lab.Control.AddFault(new SandboxFault { Api = SendApi, Drop = DropConnection.AfterActing });

        var failure = await RefusalOf(() => lab.MiniProgram.SendSubscriptionAsync(ReminderTo(openId), Ct));

        Assert.Equal(WeChatFailure.Unknown, failure.Failure);
        Assert.Equal(1, lab.Control.CreditsOf(openId, Reminder));
        Assert.True(Assert.Single(lab.Control.Received(SendApi)).Acted);
    }

    [Fact]
    public async Task A_slow_answer_is_unknown_after_the_time_out_and_not_asked_again()
    {
        await using var lab = await StartAsync(options => options.Timeout = TimeSpan.FromSeconds(1));
        var author = lab.NewVisitor();
        await lab.MiniProgram.CheckTextAsync(new TextToCheck(author, CheckScene.Forum, "先取得凭据"), Ct);
        lab.Control.AddFault(new SandboxFault { OpenId = author, DelayMs = 60_000 });

        var failure = await RefusalOf(() => lab.MiniProgram.CheckTextAsync(new TextToCheck(author, CheckScene.Forum, "文字"), Ct));

        Assert.Equal((WeChatFailure.Unknown, CheckApi), (failure.Failure, failure.Api));
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_done()
    {
        await using var lab = await StartAsync();
        var (miniProgram, _) = lab.NewNode(options => options.BaseUrl = new Uri($"http://127.0.0.1:{ClosedPort()}"));

        var signIn = await RefusalOf(() => miniProgram.SignInAsync("some-code", Ct));
        var send = await RefusalOf(() => miniProgram.SendSubscriptionAsync(ReminderTo("o-somebody"), Ct));

        Assert.Equal((WeChatFailure.Unavailable, WeChatFailure.Unavailable), (signIn.Failure, send.Failure));
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_his_own_cancellation()
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = SignIn, DelayMs = 60_000 });
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        caller.CancelAfter(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.MiniProgram.SignInAsync("any-code", caller.Token));
    }

    [Fact]
    public async Task A_busy_WeChat_is_asked_once_more_where_that_does_no_harm()
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = CheckApi, ErrCode = -1 });

        var verdict = await lab.MiniProgram.CheckTextAsync(new TextToCheck(lab.NewVisitor(), CheckScene.Forum, "文字"), Ct);

        Assert.Equal(Suggestion.Pass, verdict.Suggestion);
        Assert.Equal(2, lab.CallsOf(CheckApi));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(408)]
    public async Task A_refusal_of_a_proxy_s_does_not_say_that_nothing_was_done(int status)
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = CheckApi,
                HttpStatus = status,
                Times = null,
            }
        );

        var failure = await RefusalOf(() =>
            lab.MiniProgram.CheckTextAsync(new TextToCheck(lab.NewVisitor(), CheckScene.Forum, "文字"), Ct)
        );

        Assert.Equal(WeChatFailure.Unknown, failure.Failure);
    }

    [Fact]
    public async Task A_busy_WeChat_is_not_asked_a_third_time()
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = CheckApi,
                HttpStatus = 502,
                Times = null,
            }
        );

        var failure = await RefusalOf(() =>
            lab.MiniProgram.CheckTextAsync(new TextToCheck(lab.NewVisitor(), CheckScene.Forum, "文字"), Ct)
        );

        Assert.Equal(WeChatFailure.Unknown, failure.Failure);
        Assert.Equal(2, lab.CallsOf(CheckApi));
    }

    [Fact]
    public async Task A_busy_WeChat_is_not_asked_to_send_a_subscription_message_again()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewUser().OpenIds[MiniAppId];
        lab.Control.GiveCredits(openId, Reminder);
        lab.Control.AddFault(new SandboxFault { Api = SendApi, ErrCode = -1 });

        var failure = await RefusalOf(() => lab.MiniProgram.SendSubscriptionAsync(ReminderTo(openId), Ct));

        Assert.Equal(WeChatFailure.Unknown, failure.Failure);
        Assert.Equal(1, lab.CallsOf(SendApi));
    }

    [Theory]
    [InlineData(45009, WeChatFailure.Throttled)]
    [InlineData(43108, WeChatFailure.Unavailable)]
    [InlineData(48001, WeChatFailure.Misconfigured)]
    [InlineData(43107, WeChatFailure.Misconfigured)]
    [InlineData(40241, WeChatFailure.Refused)]
    public async Task A_refused_message_says_what_kind_of_refusal_it_is(int errCode, WeChatFailure failure)
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = SendApi, ErrCode = errCode });

        var refusal = await RefusalOf(() => lab.MiniProgram.SendSubscriptionAsync(ReminderTo(lab.NewUser().OpenIds[MiniAppId]), Ct));

        Assert.Equal((failure, errCode), (refusal.Failure, refusal.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("{\"openid\":\"o-cut-in-the-mid")]
    [InlineData("{\"session_key\":\"k\"}")]
    [InlineData("[]")]
    [InlineData("{\"openid\":\"\\ud83d\",\"session_key\":\"k\"}")]
    public async Task An_answer_that_cannot_be_read_leaves_the_outcome_unknown(string body)
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = SignIn, Body = body });

        var failure = await RefusalOf(() => lab.MiniProgram.SignInAsync("any-code", Ct));

        Assert.Equal((WeChatFailure.Unknown, 0), (failure.Failure, failure.Code));
        Assert.Equal(1, lab.CallsOf(SignIn));
    }

    [Theory]
    [InlineData("""{"errcode":"40029","errmsg":"invalid code"}""", WeChatFailure.BadCode, 40029)]
    [InlineData("""{"errcode":"45009"}""", WeChatFailure.Throttled, 45009)]
    [InlineData("""{"errcode":"-1"}""", null, -1)]
    [InlineData("""{"errcode":"busy"}""", WeChatFailure.Unknown, 0)]
    [InlineData("""{"errcode":99999999999}""", WeChatFailure.Unknown, 0)]
    public async Task A_refusal_is_read_though_its_number_is_written_as_text(string body, WeChatFailure? failure, int code)
    {
        await using var lab = await StartAsync();
        foreach (var mark in (string[])["", "\uFEFF"])
        {
            lab.Control.AddFault(new SandboxFault { Api = SignIn, Body = mark + body });

            var refusal = await RefusalOf(() => lab.MiniProgram.SignInAsync("any-code", Ct));

            Assert.Equal((failure ?? refusal.Failure, code), (refusal.Failure, refusal.Code));
        }
    }

    [Fact]
    public async Task Numbers_written_as_text_are_numbers()
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/message/mass/sendall",
                Body = "\uFEFF" + """{"errcode":"45065","errmsg":"clientmsgid exist","msg_id":"3147494552"}""",
            }
        );
        lab.Control.AddFault(new SandboxFault { Api = SendApi, Body = """{"errcode":"0","errmsg":"ok","msgid":"1988810812324364291"}""" });

        var receipt = await lab.OfficialAccount.SendToFollowersAsync(new MassSend("draft", null, "id"), Ct);
        var sent = await lab.MiniProgram.SendSubscriptionAsync(ReminderTo(lab.NewUser().OpenIds[MiniAppId]), Ct);

        Assert.Equal(new MassReceipt(3147494552, WasSentBefore: true), receipt);
        Assert.Equal(1988810812324364291, sent);
    }

    [Theory]
    [InlineData("<html>502</html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task What_does_not_say_that_it_was_sent_is_not_taken_for_it(string body)
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/message/subscribe/send",
                Body = body,
                Times = null,
            }
        );
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/message/mass/delete",
                Body = body,
                Times = null,
            }
        );

        var sent = await RefusalOf(() =>
            lab.MiniProgram.SendSubscriptionAsync(new SubscriptionMessage("o1", "t1", null, new Dictionary<string, string>()), Ct)
        );
        var deleted = await RefusalOf(() => lab.OfficialAccount.DeleteMassAsync(1, Ct));

        Assert.Equal((WeChatFailure.Unknown, WeChatFailure.Unknown), (sent.Failure, deleted.Failure));
    }

    [Fact]
    public async Task A_draft_is_there_where_its_content_is_told()
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = "/cgi-bin/draft/get", Body = "{}" });

        Assert.False(await lab.OfficialAccount.HasDraftAsync("draft", Ct));
    }

    [Fact]
    public async Task A_phone_given_to_another_app_is_refused()
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = PhoneApi,
                Body = """
                {"errcode":0,"phone_info":{"purePhoneNumber":"13800001234","countryCode":"86","watermark":{"appid":"wx-of-another"}}}
                """,
            }
        );

        var refusal = await RefusalOf(() => lab.MiniProgram.GetPhoneAsync("any-code", "o-any", Ct));

        Assert.Equal(WeChatFailure.Refused, refusal.Failure);
    }

    [Fact]
    public async Task A_verdict_we_do_not_know_goes_to_a_person()
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = CheckApi, Body = """{"errcode":0,"result":{"suggest":"new-word","label":30000}}""" });

        var verdict = await lab.MiniProgram.CheckTextAsync(new TextToCheck("o-any", CheckScene.Forum, "文字"), Ct);

        Assert.Equal(new Verdict(Suggestion.Unclear, 30000), verdict);
    }

    [Theory]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""")]
    [InlineData("<html>sign in to this network</html>")]
    public async Task What_is_no_picture_is_not_taken_for_one(string body)
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = "/wxa/getwxacodeunlimit",
                Body = body,
                Times = null,
            }
        );

        var failure = await RefusalOf(() => lab.MiniProgram.FindCodeImageAsync(new MiniProgramCode("a=1", "pages/home"), Ct));

        Assert.Equal(WeChatFailure.Unknown, failure.Failure);
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
