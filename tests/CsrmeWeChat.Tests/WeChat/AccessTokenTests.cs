using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

public sealed class AccessTokenTests
{
    private const string TokenApi = "/cgi-bin/stable_token";
    private const string CheckApi = "/wxa/msg_sec_check";

    [Fact]
    public async Task A_hundred_callers_with_nothing_cached_ask_for_one_token()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        lab.Control.AddFault(new SandboxFault { Api = TokenApi, DelayMs = 200 });

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => CheckAsync(lab.MiniProgram, author)));

        Assert.Equal(1, lab.CallsOf(TokenApi));
        Assert.Equal(100, lab.CallsOf(CheckApi));
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_take_the_token_from_the_others()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        lab.Control.AddFault(new SandboxFault { Api = TokenApi, DelayMs = 300 });
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var first = lab.MiniProgram.CheckTextAsync(new TextToCheck(author, CheckScene.Forum, "文字"), impatient.Token);
        var second = CheckAsync(lab.MiniProgram, author);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(Suggestion.Pass, (await second).Suggestion);
        Assert.Equal(1, lab.CallsOf(TokenApi));
    }

    [Fact]
    public async Task A_token_is_kept_until_5_minutes_before_its_end()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        await CheckAsync(lab.MiniProgram, author);

        lab.Time.Advance(TimeSpan.FromSeconds(6_899));
        await CheckAsync(lab.MiniProgram, author);
        Assert.Equal(1, lab.CallsOf(TokenApi));

        lab.Time.Advance(TimeSpan.FromSeconds(1));
        await CheckAsync(lab.MiniProgram, author);
        await CheckAsync(lab.MiniProgram, author);
        Assert.Equal(2, lab.CallsOf(TokenApi));
    }

    [Fact]
    public async Task A_token_that_another_node_took_long_ago_is_used_for_what_remains_of_it()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        await CheckAsync(lab.MiniProgram, author);
        lab.Time.Advance(TimeSpan.FromSeconds(7_200 - 310));
        var (other, _) = lab.NewNode();

        await CheckAsync(other, author);
        await CheckAsync(other, author);
        Assert.Equal(2, lab.CallsOf(TokenApi));

        lab.Time.Advance(TimeSpan.FromSeconds(155));
        await CheckAsync(other, author);
        Assert.Equal(3, lab.CallsOf(TokenApi));
    }

    [Fact]
    public async Task A_renewal_that_fails_leaves_the_token_in_use_while_it_lasts()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        await CheckAsync(lab.MiniProgram, author);
        lab.Time.Advance(TimeSpan.FromSeconds(6_901));
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = TokenApi,
                HttpStatus = 503,
                Times = null,
            }
        );

        Assert.Equal(Suggestion.Pass, (await CheckAsync(lab.MiniProgram, author)).Suggestion);
        Assert.Equal(Suggestion.Pass, (await CheckAsync(lab.MiniProgram, author)).Suggestion);
        Assert.Equal(3, lab.CallsOf(TokenApi));

        lab.Time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(WeChatFailure.Unavailable, (await RefusalOf(() => CheckAsync(lab.MiniProgram, author))).Failure);
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(40014)]
    [InlineData(42001)]
    public async Task A_call_whose_token_is_turned_away_is_made_once_more_with_another(int errCode)
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        await CheckAsync(lab.MiniProgram, author);
        lab.Control.InvalidateTokens(MiniAppId, errCode);

        Assert.Equal(Suggestion.Pass, (await CheckAsync(lab.MiniProgram, author)).Suggestion);

        Assert.Equal(3, lab.CallsOf(CheckApi));
        Assert.Equal(["false", "false"], lab.ForcedTokens());
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(40014)]
    [InlineData(42001)]
    public async Task A_call_whose_second_token_is_turned_away_too_is_not_made_a_third_time(int errCode)
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = CheckApi,
                ErrCode = errCode,
                Times = null,
            }
        );

        var refusal = await RefusalOf(() => CheckAsync(lab.MiniProgram, lab.NewVisitor()));

        Assert.Equal((WeChatFailure.Misconfigured, errCode), (refusal.Failure, refusal.Code));
        Assert.Equal(2, lab.CallsOf(CheckApi));
        Assert.Equal(["false", "false", "true"], lab.ForcedTokens());
    }

    [Fact]
    public async Task A_code_goes_out_again_where_only_the_token_was_turned_away()
    {
        await using var lab = await StartAsync();
        var openId = lab.NewVisitor();
        await CheckAsync(lab.MiniProgram, openId);
        lab.Control.InvalidateTokens(MiniAppId);

        var phone = await lab.MiniProgram.GetPhoneAsync(lab.Control.MintPhoneCode(openId), openId, Ct);

        Assert.Equal("86", phone.CountryCode);
    }

    [Fact]
    public async Task A_wrong_secret_is_a_misconfiguration_and_is_not_tried_in_a_loop()
    {
        await using var lab = await StartAsync();
        var (miniProgram, _) = lab.NewNode(options => options.MiniProgram.Secret = "wrong");
        var author = lab.NewVisitor();

        for (var call = 0; call < 5; call++)
        {
            var refusal = await RefusalOf(() => CheckAsync(miniProgram, author));
            Assert.Equal((WeChatFailure.Misconfigured, 40125, TokenApi), (refusal.Failure, refusal.Code, refusal.Api));
        }

        Assert.Equal(1, lab.CallsOf(TokenApi));
        lab.Time.Advance(TimeSpan.FromSeconds(10));
        await RefusalOf(() => CheckAsync(miniProgram, author));
        Assert.Equal(2, lab.CallsOf(TokenApi));
    }

    [Fact]
    public async Task A_token_turned_away_whose_successor_is_refused_is_not_asked_for_in_a_loop()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        await CheckAsync(lab.MiniProgram, author);
        lab.Control.InvalidateTokens(MiniAppId);
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = TokenApi,
                ErrCode = 40125,
                Times = null,
            }
        );

        for (var call = 0; call < 5; call++)
        {
            var refusal = await RefusalOf(() => CheckAsync(lab.MiniProgram, author));
            Assert.Equal((WeChatFailure.Misconfigured, 40125, TokenApi), (refusal.Failure, refusal.Code, refusal.Api));
        }

        Assert.Equal(2, lab.CallsOf(TokenApi));
    }

    [Fact]
    public async Task An_unlisted_address_is_told_and_passes_when_it_is_listed()
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(new SandboxFault { Api = TokenApi, ErrCode = 40164 });
        var author = lab.NewVisitor();

        // The second is told without asking again.
        for (var call = 0; call < 2; call++)
        {
            var refusal = await RefusalOf(() => CheckAsync(lab.MiniProgram, author));
            Assert.Equal((WeChatFailure.Misconfigured, "203.0.113.7"), (refusal.Failure, refusal.Address));
            Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", refusal.RequestId);
        }

        Assert.Equal(1, lab.CallsOf(TokenApi));
        lab.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(Suggestion.Pass, (await CheckAsync(lab.MiniProgram, author)).Suggestion);
    }
}
