using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Followers;

/// <summary>The official account's followers, three quarters of them bound members, read from WeChat as every night.</summary>
public sealed class DemoFollowers(FollowerSyncStore syncs, SyncFollowers reading) : IDemoPart
{
    private const int Members = 300,
        Others = 112;

    private static readonly (int Id, string Name, int Every)[] Tags = [(101, "青年学者", 4), (102, "科普志愿者", 9)];

    public int Place => 70;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        var phones = Enumerable.Range(0, Others).Select(i => $"1390001{i:D4}");
        var others = await demo.WeChat.MakeUsersAsync([.. phones], ct);
        demo.Followers = [.. demo.Bound.Take(Members).Select(member => member.User!), .. others];
        foreach (var (user, i) in demo.Followers.Select((user, i) => (user, i)))
        {
            var since =
                i % 3 == 0
                    ? demo.Between(demo.LastSeason.AddDays(-15), demo.LastSeason.AddDays(5))
                    : demo.Between(demo.LastSeason.AddDays(5), demo.DaysAgo(25));
            await demo.WeChat.FollowAsync(user, follows: true, since, ct);
        }
        foreach (var (id, name, every) in Tags)
        {
            var openIds = demo.Followers.Where((_, i) => i % every == 1).Select(user => user.FollowerId);
            await demo.WeChat.PostAsync(
                "tags",
                new
                {
                    appId = demo.WeChat.Official,
                    id,
                    name,
                    openIds,
                },
                ct
            );
        }
        await syncs.AskAsync(demo.Secretary, demo.Now.AddMinutes(-20), ct);
        await reading.RunAsync(ct);
    }
}
