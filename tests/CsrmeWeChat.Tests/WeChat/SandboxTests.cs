using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

/// <summary>The stand-in holds callers to WeChat's rules. Asked over the wire, without our client.</summary>
public sealed class SandboxTests
{
    private const string CheckApi = "/wxa/msg_sec_check";

    [Fact]
    public async Task A_token_expires_after_7200_seconds()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var author = lab.NewVisitor();
        var token = await wire.TokenAsync(MiniAppId, MiniSecret);

        lab.Time.Advance(TimeSpan.FromSeconds(7_199));
        lab.Control.Visit(author);
        Assert.Equal(0, await CheckAsync(wire, token, author));
        lab.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(42001, await CheckAsync(wire, token, author));
    }

    [Fact]
    public async Task The_stable_token_stays_the_same_until_5_minutes_before_its_end()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var token = await wire.TokenAsync(MiniAppId, MiniSecret);

        lab.Time.Advance(TimeSpan.FromSeconds(6_899));
        var same = await wire.PostAsync("/cgi-bin/stable_token", TokenRequest());
        lab.Time.Advance(TimeSpan.FromSeconds(1));
        var next = await wire.PostAsync("/cgi-bin/stable_token", TokenRequest());

        Assert.Equal((token, 301), (same.GetProperty("access_token").GetString(), same.GetProperty("expires_in").GetInt32()));
        Assert.NotEqual(token, next.GetProperty("access_token").GetString());
        Assert.Equal(7_200, next.GetProperty("expires_in").GetInt32());
        Assert.Equal(0, await CheckAsync(wire, token, lab.NewVisitor()));
    }

    [Fact]
    public async Task The_older_token_call_replaces_its_own_token_after_5_minutes_and_leaves_the_stable_one_alone()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var stable = await wire.TokenAsync(MiniAppId, MiniSecret);
        var first = await PlainTokenAsync(wire);
        var second = await PlainTokenAsync(wire);
        var author = lab.NewVisitor();

        Assert.Equal(0, await CheckAsync(wire, first, author));
        lab.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(42001, await CheckAsync(wire, first, author));
        Assert.Equal(0, await CheckAsync(wire, second, author));
        Assert.Equal(0, await CheckAsync(wire, stable, author));
    }

    [Fact]
    public async Task A_token_is_forced_20_times_a_day_30_seconds_apart()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var before = await wire.TokenAsync(MiniAppId, MiniSecret);

        Assert.Equal(0, await wire.RefusalAsync("/cgi-bin/stable_token", TokenRequest(force: true)));
        Assert.Equal(40001, await CheckAsync(wire, before, lab.NewVisitor()));
        Assert.Equal(45011, await wire.RefusalAsync("/cgi-bin/stable_token", TokenRequest(force: true)));
        for (var forced = 1; forced < 20; forced++)
        {
            lab.Time.Advance(TimeSpan.FromSeconds(30));
            Assert.Equal(0, await wire.RefusalAsync("/cgi-bin/stable_token", TokenRequest(force: true)));
        }

        lab.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(45009, await wire.RefusalAsync("/cgi-bin/stable_token", TokenRequest(force: true)));
        Assert.Equal(0, await wire.RefusalAsync("/cgi-bin/stable_token", TokenRequest()));
    }

    [Theory]
    [InlineData("client", MiniAppId, MiniSecret, 40002)]
    [InlineData("client_credential", "", MiniSecret, 41002)]
    [InlineData("client_credential", MiniAppId, "", 41004)]
    [InlineData("client_credential", "wx-of-nobody", MiniSecret, 40013)]
    [InlineData("client_credential", MiniAppId, AccountSecret, 40125)]
    public async Task A_token_needs_the_right_id_and_secret(string grantType, string appId, string secret, int errCode)
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);

        Assert.Equal(
            errCode,
            await wire.RefusalAsync(
                "/cgi-bin/stable_token",
                new
                {
                    grant_type = grantType,
                    appid = appId,
                    secret,
                }
            )
        );
        Assert.Equal(errCode, Wire.CodeOf(await wire.GetAsync($"/cgi-bin/token?grant_type={grantType}&appid={appId}&secret={secret}")));
    }

    [Fact]
    public async Task A_call_needs_a_token_of_the_right_kind_of_account()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var author = lab.NewVisitor();

        Assert.Equal(41001, await wire.RefusalAsync(CheckApi, new { }));
        Assert.Equal(40001, await CheckAsync(wire, "made-up", author));
        Assert.Equal(48001, await CheckAsync(wire, await wire.TokenAsync(AccountAppId, AccountSecret), author));
        Assert.Equal(
            48001,
            await wire.RefusalAsync($"/cgi-bin/message/template/send?access_token={await wire.TokenAsync(MiniAppId, MiniSecret)}", new { })
        );
    }

    [Fact]
    public async Task A_post_is_not_answered_as_a_get_nor_without_json()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);

        Assert.Equal(43002, Wire.CodeOf(await wire.GetAsync(CheckApi)));
        Assert.Equal(43001, await wire.RefusalAsync("/sns/jscode2session", new { }));
        Assert.Equal(47001, await wire.RefusalAsync(CheckApi, "no object"));
    }

    [Fact]
    public async Task A_code_raced_for_signs_in_once()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var path = SignInPath(lab.Control.MintLoginCode(lab.NewUser().OpenIds[MiniAppId]));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => wire.GetAsync(path)));

        Assert.Single(answers, answer => Wire.CodeOf(answer) == 0);
        Assert.Equal(19, answers.Count(answer => Wire.CodeOf(answer) == 40163));
    }

    [Fact]
    public async Task A_login_code_is_no_phone_code()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var code = lab.Control.MintLoginCode(lab.NewUser().OpenIds[MiniAppId]);

        Assert.Equal(
            40029,
            await wire.RefusalAsync(
                $"/wxa/business/getuserphonenumber?access_token={await wire.TokenAsync(MiniAppId, MiniSecret)}",
                new { code }
            )
        );
    }

    [Fact]
    public async Task Signing_in_counts_as_a_visit_for_2_hours()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        var author = lab.NewUser().OpenIds[MiniAppId];
        var token = await wire.TokenAsync(MiniAppId, MiniSecret);

        Assert.Equal(61010, await CheckAsync(wire, token, author));
        Assert.Equal(0, Wire.CodeOf(await wire.GetAsync(SignInPath(lab.Control.MintLoginCode(author)))));
        Assert.Equal(0, await CheckAsync(wire, token, author));
        lab.Time.Advance(TimeSpan.FromHours(1.9));
        Assert.Equal(0, await CheckAsync(wire, token, author));
        lab.Time.Advance(TimeSpan.FromHours(0.2));
        token = await wire.TokenAsync(MiniAppId, MiniSecret);
        Assert.Equal(61010, await CheckAsync(wire, token, author));
    }

    [Fact]
    public async Task A_quota_counts_by_minute_and_by_Chinas_day()
    {
        await using var lab = await StartAsync();
        var wire = new Wire(lab.Sandbox.BaseUrl);
        lab.Control.SetQuota(MiniAppId, CheckApi, perDay: 3, perMinute: 2);
        var author = lab.NewVisitor();
        var token = await wire.TokenAsync(MiniAppId, MiniSecret);

        Assert.Equal(0, await CheckAsync(wire, token, author));
        Assert.Equal(0, await CheckAsync(wire, token, author));
        Assert.Equal(44991, await CheckAsync(wire, token, author));
        lab.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await CheckAsync(wire, token, author));
        Assert.Equal(45009, await CheckAsync(wire, token, author));

        lab.Time.SetUtcNow(new DateTimeOffset(2026, 5, 30, 16, 0, 0, TimeSpan.Zero));
        lab.Control.Visit(author);
        Assert.Equal(0, await CheckAsync(wire, await wire.TokenAsync(MiniAppId, MiniSecret), author));
    }

    private static object TokenRequest(bool force = false) =>
        new
        {
            grant_type = "client_credential",
            appid = MiniAppId,
            secret = MiniSecret,
            force_refresh = force,
        };

    private static async Task<string> PlainTokenAsync(Wire wire) =>
        (await wire.GetAsync($"/cgi-bin/token?grant_type=client_credential&appid={MiniAppId}&secret={MiniSecret}"))
            .GetProperty("access_token")
            .GetString()!;

    private static string SignInPath(string code) =>
        $"/sns/jscode2session?appid={MiniAppId}&secret={MiniSecret}&js_code={code}&grant_type=authorization_code";

    private static Task<int> CheckAsync(Wire wire, string token, string author) =>
        wire.RefusalAsync(
            $"{CheckApi}?access_token={token}",
            new
            {
                content = "文字",
                version = 2,
                scene = 3,
                openid = author,
            }
        );
}
