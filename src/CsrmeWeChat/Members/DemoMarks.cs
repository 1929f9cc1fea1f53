using CsrmeWeChat.Foundation.Demo;

namespace CsrmeWeChat.Members;

/// <summary>Tags and rights that the secretariat has given.</summary>
public sealed class DemoMarks(MarkStore marks) : IDemoPart
{
    private static readonly (string Tag, int Every, int Count)[] Tags = [("理事", 23, 30), ("青年人才托举", 41, 16), ("志愿者", 61, 12)];

    /// <summary>The place in the roster of a member who may redeem and has not bound a WeChat user.</summary>
    public const int FreeRedeemer = 7;

    public int Place => 40;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        foreach (var (tag, every, count) in Tags)
        {
            for (var i = 0; i < count; i++)
            {
                await marks.TagAsync(demo.Secretary, demo.Members[(i * every) + every].Id, tag, demo.DaysAgo(28).AddHours(9), ct);
            }
        }
        foreach (var member in (DemoMember[])[.. demo.Members.Take(2), demo.Members[FreeRedeemer]])
        {
            await marks.GrantAsync(demo.Secretary, member.Id, Rights.Redeem, demo.DaysAgo(20).AddHours(9), ct);
        }
    }
}
