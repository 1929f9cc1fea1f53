using CsrmeWeChat.Followers;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>Followers read from a WeChat of this class's own, so that it may count them.</summary>
public sealed class FollowerTests(TestEngine engine) : IAsyncLifetime
{
    private RunningSandbox wechat = null!;
    private Backstage backstage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SandboxControl Control => wechat.Control;

    private Database Database => backstage.Services.GetRequiredService<Database>();

    private FollowerSyncStore Syncs => backstage.Services.GetRequiredService<FollowerSyncStore>();

    public async ValueTask InitializeAsync()
    {
        wechat = await SandboxServer.StartAsync();
        var configuration = await engine.NewConfigurationAsync();
        configuration["WeChat:BaseUrl"] = wechat.BaseUrl;
        configuration["Jobs:Run"] = "true";
        // Few enough that a list of some is told of in several calls a day.
        configuration["Followers:ListCalls"] = "20";
        backstage = await Backstage.OnAsync(configuration);
    }

    public async ValueTask DisposeAsync()
    {
        await backstage.DisposeAsync();
        await wechat.DisposeAsync();
    }

    [Fact]
    public async Task All_who_follow_are_read_with_their_tags_and_members_and_who_left_is_marked()
    {
        var users = Control.MakeUsers(250, follows: true);
        var (one, leaver, stranger) = (users[7].OpenIds[Pushed.Official], users[8].OpenIds[Pushed.Official], Control.MakeUser());
        Control.AddTag(Pushed.Official, 100, "学生 会员");
        Control.Tag(one, 100);
        Control.SetRemark(one, "张三（岩土所）");
        var member = await BindAsync(users[7].UnionId!);

        await SyncAsync();
        Control.SetFollows(leaver, false);
        var second = await SyncAsync();

        Assert.Equal((249, 1, 250), (second.Total, second.Gone, await CountAsync("SELECT COUNT(*) FROM followers")));
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM followers WHERE details_at IS NULL"));
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM followers WHERE open_id = @openId", stranger.OpenIds[Pushed.Official]));
        Assert.Equal(
            1,
            await CountAsync("SELECT COUNT(*) FROM followers WHERE open_id = @openId AND follows = 0 AND left_at IS NOT NULL", leaver)
        );
        var list = backstage.Services.GetRequiredService<FollowerList>();
        var found = Assert.Single(
            await list.FindAsync(new FollowerFilter(Text: "岩土", Bound: true, Tag: 100), FollowerList.Columns["since"], 0, 10, Ct)
        );
        Assert.Equal((member, "张三（岩土所）", "学生 会员"), (found.MemberId, found.Remark, found.Tags.Single()));
        Assert.Equal(
            new FollowerFigures
            {
                Following = 249,
                Gone = 1,
                Members = 1,
            },
            await list.CountAsync(Ct)
        );
    }

    [Fact]
    [Trait("Soak", "followers")]
    public async Task A_reading_that_was_killed_goes_on_where_it_stood()
    {
        Control.MakeUsers(3_000, follows: true);
        Control.AddFault(
            new SandboxFault
            {
                Api = SyncFollowers.InfoApi,
                DelayMs = 60,
                Times = null,
            }
        );
        Assert.True(await Syncs.AskAsync(Actor.Command, Now, Ct));
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration);

        await UntilAsync(async () => await CountAsync("SELECT COUNT(*) FROM followers WHERE details_at IS NOT NULL") >= 500);
        await service.KillAsync();
        var told = await CountAsync("SELECT COUNT(*) FROM followers WHERE details_at IS NOT NULL");
        var calls = Calls(SyncFollowers.ListApi);
        if (!Soak.IsOn)
        {
            // The lease runs out.
            Assert.Equal(
                1,
                await Database.ExecuteAsync("UPDATE follower_syncs SET lease_until = @past", new { past = Now.AddSeconds(-1) }, Ct)
            );
        }
        await service.UpAsync();
        await UntilAsync(async () => (await Syncs.ListAsync(1, Ct))[0].Step is SyncStep.Done);

        Assert.InRange(told, 500, 2_900);
        Assert.Equal(
            (3_000, 3_000),
            (
                await CountAsync("SELECT COUNT(*) FROM followers WHERE follows = 1"),
                await CountAsync("SELECT COUNT(DISTINCT union_id) FROM followers")
            )
        );
        // What was listed is not listed again, and of those told of at most the call under way is made twice.
        Assert.Equal(calls, Calls(SyncFollowers.ListApi));
        Assert.InRange(Calls(SyncFollowers.InfoApi), 30, 31);
        Assert.True(service.PeakMemory() < 300, $"{service.PeakMemory()} MB");
    }

    [Fact]
    public async Task When_the_day_s_calls_are_spent_it_waits_for_the_next_and_never_asks_more()
    {
        Control.MakeUsers(120, follows: true);
        await Database.ExecuteAsync(
            "INSERT INTO api_calls (app_id, api, day, calls) VALUES (@app, @api, @day, 19)",
            new
            {
                app = Pushed.Official,
                api = SyncFollowers.ListApi,
                day = China.Date(Now),
            },
            Ct
        );
        Assert.True(await Syncs.AskAsync(Actor.Command, Now, Ct));

        await RunAsync();

        var waiting = (await Syncs.ListAsync(1, Ct))[0];
        Assert.Equal((SyncStep.Listing, 120), (waiting.Step, waiting.Listed));
        Assert.Contains("次数已用完", waiting.Reason);
        Assert.Equal(China.Date(Now).AddDays(1), China.Date(waiting.ResumesAt!.Value));
        await RunAsync();
        Assert.Equal(1, Calls(SyncFollowers.ListApi));
        await Database.ExecuteAsync("UPDATE api_calls SET calls = 0", ct: Ct);
        Assert.True(await Syncs.ResumeAsync(waiting.Id, Now, Ct));
        await RunAsync();
        Assert.Equal((SyncStep.Done, 120), ((await Syncs.ListAsync(1, Ct))[0].Step, (await Syncs.ListAsync(1, Ct))[0].Listed));
    }

    [Theory]
    [InlineData(45009, "次日零点")]
    [InlineData(48001, "没有此项接口的权限")]
    [InlineData(40164, "IP 白名单")]
    [InlineData(40125, "密钥")]
    public async Task What_WeChat_refuses_is_explained_and_tried_again_later_or_on_request(int errCode, string words)
    {
        Control.MakeUsers(5, follows: true);
        var fault = Control.AddFault(
            new SandboxFault
            {
                Api = SyncFollowers.ListApi,
                ErrCode = errCode,
                Times = null,
            }
        );
        Assert.True(await Syncs.AskAsync(Actor.Command, Now, Ct));

        await RunAsync();
        await RunAsync();

        var waiting = (await Syncs.ListAsync(1, Ct))[0];
        Assert.Contains(words, waiting.Reason);
        Assert.Equal(1, Calls(SyncFollowers.ListApi));
        Control.RemoveFault(fault.Id);
        Assert.True(await Syncs.ResumeAsync(waiting.Id, Now, Ct));
        await RunAsync();
        Assert.Equal(SyncStep.Done, (await Syncs.ListAsync(1, Ct))[0].Step);
    }

    [Fact]
    public async Task Who_has_just_begun_to_follow_is_asked_of_without_a_reading_of_all()
    {
        var user = Control.MakeUser(follows: true);
        await Database.TransactAsync(
            async tx =>
            {
                await FollowOrLeave.FollowAsync(tx, user.OpenIds[Pushed.Official], Now, Ct);
                return (true, true);
            },
            Ct
        );

        await RunAsync();

        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM followers WHERE union_id = @openId AND scene <> ''", user.UnionId!));
        Assert.Equal(0, Calls(SyncFollowers.ListApi));
    }

    [Fact]
    public async Task An_event_of_the_second_in_which_WeChat_was_asked_is_later_than_its_answer()
    {
        var user = Control.MakeUser(follows: false);
        await Database.ExecuteAsync(
            "INSERT INTO followers (open_id, union_id, follows, scene, remark) VALUES (@openId, '', 1, '', '')",
            new { openId = user.OpenIds[Pushed.Official] },
            Ct
        );
        var second = DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds());
        await RunAsync();
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM followers WHERE follows = 0"));

        // WeChat tells the second only.
        await Database.TransactAsync(
            async tx =>
            {
                await FollowOrLeave.FollowAsync(
                    tx,
                    user.OpenIds[Pushed.Official],
                    DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds()),
                    Ct
                );
                return (true, true);
            },
            Ct
        );

        Assert.True(await Database.FindAsync<DateTimeOffset?>("SELECT followed_at FROM followers", ct: Ct) >= second);
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM followers WHERE follows = 1 AND left_at IS NULL"));
    }

    [Fact]
    public async Task One_openid_that_is_none_any_more_spoils_no_others()
    {
        Control.MakeUsers(30, follows: true);
        await Database.ExecuteAsync(
            "INSERT INTO followers (open_id, union_id, follows, scene, remark) VALUES ('oGone', '', 1, '', '')",
            ct: Ct
        );

        await SyncAsync();

        Assert.Equal(
            (30, 1),
            (
                await CountAsync("SELECT COUNT(*) FROM followers WHERE follows = 1 AND union_id <> ''"),
                await CountAsync("SELECT COUNT(*) FROM followers WHERE follows = 0")
            )
        );
    }

    [Fact]
    public async Task A_second_sync_beside_the_first_is_not_begun_and_a_stopped_one_ends()
    {
        Control.MakeUsers(5, follows: true);
        Assert.True(await Syncs.AskAsync(Actor.Command, Now, Ct));
        Assert.False(await Syncs.AskAsync(Actor.Command, Now, Ct));

        Assert.True(await Syncs.StopAsync(Actor.Command, (await Syncs.ListAsync(1, Ct))[0].Id, Now, Ct));
        await RunAsync();

        Assert.Equal((0, SyncStep.Stopped), (await CountAsync("SELECT COUNT(*) FROM followers"), (await Syncs.ListAsync(1, Ct))[0].Step));
    }

    private DateTimeOffset Now => backstage.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private async Task<FollowerSync> SyncAsync()
    {
        Assert.True(await Syncs.AskAsync(Actor.Command, Now, Ct));
        await RunAsync();
        var sync = (await Syncs.ListAsync(1, Ct))[0];
        Assert.True(sync.Step is SyncStep.Done, $"{sync.Step}: {sync.Reason}");
        return sync;
    }

    /// <summary>The job, once.</summary>
    private Task RunAsync() => backstage.Services.GetRequiredService<SyncFollowers>().RunAsync(Ct);

    private async Task<int> CountAsync(string sql, string openId = "") => await Database.FindAsync<int>(sql, new { openId }, Ct);

    private long Calls(string api) => Control.Counts().Where(count => count.Api == api).Sum(count => count.Count);

    private async Task<long> BindAsync(string unionId)
    {
        var member = await backstage.Services.NewRosterMemberAsync("13900000001", "张三丰");
        var person = await Database.InsertAsync("INSERT INTO people (created_at) VALUES (@Now)", new { Now }, Ct);
        await Database.ExecuteAsync("INSERT INTO unionids (union_id, person_id) VALUES (@unionId, @person)", new { unionId, person }, Ct);
        await Database.ExecuteAsync(
            "INSERT INTO bindings (member_id, person_id, bound_at) VALUES (@Id, @person, @Now)",
            new
            {
                member.Id,
                person,
                Now,
            },
            Ct
        );
        return member.Id;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(90), "It did not come about in time.");
            await Task.Delay(20, Ct);
        }
    }
}
