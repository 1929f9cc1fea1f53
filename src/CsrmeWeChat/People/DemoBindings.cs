using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Demo;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>700 members who have bound themselves over more than a year, and four who ask the secretariat.</summary>
public sealed class DemoBindings(Database database, PersonStore people, BindingStore bindings, BindRequestStore requests) : IDemoPart
{
    private const int Bound = 700,
        BoundForLastSeason = 240,
        BoundForThisSeason = 300,
        Slice = 50;

    /// <summary>By their place in the roster: members who have not bound themselves yet, whose phone somebody may try out.</summary>
    private static readonly (int Place, string Remark)[] Free =
    [
        (5, "普通会员"),
        (6, "高级会员"),
        (Unpaid, "会费已到期"),
        (DemoMarks.FreeRedeemer, "普通会员，可以核销"),
    ];

    private const int Unpaid = 19;

    public int Place => 50;

    public async Task MakeAsync(DemoRun demo, CancellationToken ct)
    {
        // Every third of them or so has never opened the mini program.
        var members = demo.Members.Where((_, i) => i % 8 < 3 || i < 2).Take(Bound).ToList();
        var users = await demo.WeChat.MakeUsersAsync([.. members.Select(member => member.Phone)], ct);
        var bound = new List<DemoMember>();
        foreach (var slice in members.Zip(users, Times(demo)).Chunk(Slice))
        {
            foreach (var (member, user, at) in slice)
            {
                var person = await people.SignInAsync(demo.WeChat.Mini, user.OpenId, user.UnionId, at, ct);
                bound.Add(member with { PersonId = person, User = user });
            }
            var made = bound.TakeLast(slice.Length).Zip(slice, (member, told) => (Member: member, At: told.Third)).ToList();
            await database.TransactAsync(
                async tx =>
                {
                    foreach (var (member, at) in made)
                    {
                        await bindings.AddAsync(tx, by: null, member.PersonId, member.Id, "手机号与姓名一致", at, ct);
                    }
                    return (true, true);
                },
                ct
            );
        }
        demo.Bound = bound;
        await AskAsync(demo, ct);
        foreach (var (place, remark) in Free)
        {
            var member = demo.Members[place];
            demo.Say($"person {member.Phone} {member.Name} {remark}");
        }
    }

    /// <summary>Most bind themselves in the days around an opening, the others whenever they hear of it.</summary>
    private static List<DateTimeOffset> Times(DemoRun demo) =>
        [
            .. Enumerable
                .Range(0, Bound)
                .Select(i =>
                    i < BoundForLastSeason ? demo.Between(demo.LastSeason.AddDays(-12), demo.LastSeason.AddDays(2))
                    : i < Bound - BoundForThisSeason ? demo.Between(demo.LastSeason.AddDays(3), demo.ThisSeason.AddDays(-9))
                    : demo.Between(demo.ThisSeason.AddDays(-9), demo.Now.AddHours(-2))
                )
                .Order(),
        ];

    private async Task AskAsync(DemoRun demo, CancellationToken ct)
    {
        var unbound = demo.Members.Except(demo.Bound, new SameNumber()).ToList();
        var (clear, moved) = (unbound[5], unbound[9]);
        var twin = unbound.First(member => member.Name == "陈岩");
        // The phones are of a range that nobody in the roster has.
        string[] phones = [clear.Phone, "13900020001", "13900020002", "13900020003"];
        var users = await demo.WeChat.MakeUsersAsync(phones, ct);
        await OpenAsync(demo, users[0], clear.Name, clear.Number, clear.Unit, "昨天姓名打错了，绑定没有成功", 26, ct);
        await OpenAsync(demo, users[1], twin.Name, "", "", "不记得会员号了", 9, ct);
        await OpenAsync(demo, users[2], moved.Name, moved.Number, moved.Unit, "换了手机号，原号码已停用", 5, ct);
        await OpenAsync(demo, users[3], "路遥", "", "某某科技有限公司", "想领福利，请通过", 2, ct);
    }

    private async Task OpenAsync(
        DemoRun demo,
        DemoUser user,
        string name,
        string number,
        string unit,
        string note,
        int hoursAgo,
        CancellationToken ct
    )
    {
        var at = demo.Now.AddHours(-hoursAgo);
        var person = await people.SignInAsync(demo.WeChat.Mini, user.OpenId, user.UnionId, at, ct);
        await requests.TryOpenAsync(person, name, number, unit, note, $"+86{user.Phone}", at, ct);
    }

    private sealed class SameNumber : IEqualityComparer<DemoMember>
    {
        public bool Equals(DemoMember? x, DemoMember? y) => x?.Number == y?.Number;

        public int GetHashCode(DemoMember member) => member.Number.GetHashCode(StringComparison.Ordinal);
    }
}
