using Microsoft.Extensions.DependencyInjection;
using WeChat;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.WeChatClient.WeChatLab;

namespace CsrmeWeChat.Tests.WeChatClient;

public sealed class ForcedTokenTests
{
    private const string CheckApi = "/wxa/msg_sec_check";

    [Fact]
    public async Task A_new_token_is_forced_only_where_WeChat_keeps_giving_the_dead_one()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        await CheckAsync(lab.MiniProgram, author);
        lab.Control.InvalidateTokens(MiniAppId, untilForced: true);

        Assert.Equal(Suggestion.Pass, (await CheckAsync(lab.MiniProgram, author)).Suggestion);

        Assert.Equal(["false", "false", "true"], lab.ForcedTokens());
    }

    [Fact]
    public async Task Many_callers_turned_away_at_once_force_one_token()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        await CheckAsync(lab.MiniProgram, author);
        lab.Control.InvalidateTokens(MiniAppId, untilForced: true);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CheckAsync(lab.MiniProgram, author)));

        Assert.All(verdicts, verdict => Assert.Equal(Suggestion.Pass, verdict.Suggestion));
        Assert.Single(lab.ForcedTokens(), "true");
    }

    [Fact]
    public async Task A_second_token_is_not_forced_within_30_seconds()
    {
        await using var lab = await StartAsync();
        var author = lab.NewVisitor();
        await CheckAsync(lab.MiniProgram, author);
        lab.Control.InvalidateTokens(MiniAppId, untilForced: true);
        await CheckAsync(lab.MiniProgram, author);
        lab.Control.InvalidateTokens(MiniAppId, untilForced: true);

        lab.Time.Advance(TimeSpan.FromSeconds(29));
        var refusal = await RefusalOf(() => CheckAsync(lab.MiniProgram, author));
        Assert.Equal((WeChatFailure.Unavailable, 40001), (refusal.Failure, refusal.Code));
        Assert.Single(lab.ForcedTokens(), "true");

        lab.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Suggestion.Pass, (await CheckAsync(lab.MiniProgram, author)).Suggestion);
        Assert.Equal(2, lab.ForcedTokens().Count(forced => forced == "true"));
    }

    [Fact]
    public async Task That_a_token_did_not_come_leaves_no_doubt_about_the_call_that_needed_it()
    {
        await using var lab = await StartAsync();
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = "/cgi-bin/stable_token",
                Drop = DropConnection.AfterActing,
                Times = null,
            }
        );

        var refusal = await RefusalOf(() => CheckAsync(lab.MiniProgram, lab.NewVisitor()));

        Assert.Equal(("/cgi-bin/stable_token", WeChatFailure.Unavailable), (refusal.Api, refusal.Failure));
    }

    [Fact]
    public async Task Nodes_that_share_a_ledger_share_its_limit()
    {
        await using var lab = await StartAsync();
        var ledger = new InMemoryForcedRefreshLedger();
        var (first, _) = lab.NewNode(register: services => services.AddSingleton<IForcedRefreshLedger>(ledger));
        var (second, _) = lab.NewNode(register: services => services.AddSingleton<IForcedRefreshLedger>(ledger));
        lab.Control.AddFault(
            new SandboxFault
            {
                Api = CheckApi,
                ErrCode = 40001,
                Times = null,
            }
        );
        var author = lab.NewVisitor();

        await RefusalOf(() => CheckAsync(first, author));
        await RefusalOf(() => CheckAsync(second, author));

        Assert.Single(lab.ForcedTokens(), "true");
    }

    [Fact]
    public async Task Twenty_tokens_are_forced_a_day_at_most()
    {
        var ledger = new InMemoryForcedRefreshLedger();
        var now = new DateTimeOffset(2026, 5, 30, 1, 0, 0, TimeSpan.Zero);

        for (var taken = 0; taken < 20; taken++)
        {
            Assert.True(await ledger.TryTakeAsync("wx1", now += TimeSpan.FromSeconds(30), Ct));
        }

        Assert.False(await ledger.TryTakeAsync("wx1", now + TimeSpan.FromHours(1), Ct));
        Assert.True(await ledger.TryTakeAsync("wx2", now, Ct));
        Assert.True(await ledger.TryTakeAsync("wx1", new DateTimeOffset(2026, 5, 30, 16, 0, 0, TimeSpan.Zero), Ct));
    }
}
