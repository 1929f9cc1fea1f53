using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

public sealed class SignInTests
{
    private const string SignIn = "/sns/jscode2session";

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
    [InlineData(-1, WeChatFailure.Unknown)]
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
    [InlineData(403, WeChatFailure.Unknown)]
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
}
