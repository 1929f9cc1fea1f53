using CsrmeWeChat.Followers;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.WeChatCalls;
using WeChat;

namespace CsrmeWeChat.Tests;

/// <summary>Several readers and callbacks change followers at the same time.</summary>
public sealed class FollowerRaceTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_begins_to_follow_while_WeChat_is_being_asked_is_not_taken_for_gone()
    {
        var store = app.Get<FollowerStore>();
        var openId = app.WeChat.MakeUser(follows: true).OpenIds[Pushed.Official];
        var before = app.Now.AddMinutes(-1);
        await FollowAsync(before);
        var asked = await store.ListStaleAsync(since: null, 10, Ct);

        await FollowAsync(app.Now);
        await app.Get<Database>()
            .TransactAsync(
                async tx =>
                    (
                        true,
                        await store.ApplyDetailsAsync(
                            tx,
                            asked,
                            [new FollowerFacts(openId, Follows: false, "", null, "", "", [])],
                            app.Now,
                            app.Now,
                            Ct
                        )
                    ),
                Ct
            );

        Assert.Equal(
            1,
            await app.Get<Database>()
                .FindAsync<int>(
                    "SELECT COUNT(*) FROM followers WHERE open_id = @openId AND follows = 1 AND details_at IS NULL",
                    new { openId },
                    Ct
                )
        );

        Task FollowAsync(DateTimeOffset at) =>
            app.Get<Database>()
                .TransactAsync(
                    async tx =>
                    {
                        await FollowOrLeave.FollowAsync(tx, openId, at, Ct);
                        return (true, true);
                    },
                    Ct
                );
    }

    [Fact]
    public async Task Of_many_who_want_the_first_calls_of_a_day_each_gets_one_of_those_left()
    {
        var ledger = app.Get<ApiLedger>();

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => ledger.TryTakeAsync(Pushed.Official, "/some/api", 20, app.Now, Ct))
        );

        Assert.DoesNotContain(false, taken);
        Assert.False(await ledger.TryTakeAsync(Pushed.Official, "/some/api", 20, app.Now, Ct));
    }

    [Fact]
    public async Task While_one_reads_no_other_does_and_who_was_overtaken_writes_nothing()
    {
        Assert.True(await app.Get<FollowerSyncStore>().AskAsync(Actor.Command, app.Now, Ct));

        Assert.NotNull(await app.Get<FollowerSyncStore>().TakeAsync("first", app.Now, Ct));
        Assert.Null(await app.Get<FollowerSyncStore>().TakeAsync("second", app.Now, Ct));
        Assert.NotNull(await app.Get<FollowerSyncStore>().TakeAsync("second", app.Now.AddMinutes(1), Ct));

        Assert.False(await app.Get<FollowerSyncStore>().WriteTagsAsync("first", [], app.Now, Ct));
        Assert.True(await app.Get<FollowerSyncStore>().WriteTagsAsync("second", [], app.Now, Ct));
    }
}
