using CsrmeWeChat.Benchmarks.Claims;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Benchmarks.Members;

/// <summary>Fills the database with members whose names are as common and as rare as real ones, and with those of a rehearsal.</summary>
internal static class Roll
{
    public static readonly DateOnly Today = new(2026, 5, 30);

    public const string RareName = "阿卜杜拉·买买提";

    // The commonest first; each is taken less often than the one before it.
    private const string Surnames =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
    private const string Given =
        "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华国建文斌志红玉梅永海波宁辉鑫云飞鹏婷雪慧宇浩然子轩梓涵欣怡诗琪俊博雨泽";

    private static readonly string[] Units =
    [
        .. from place in (string[])
            ["中国", "北京", "上海", "武汉", "成都", "西安", "南京", "沈阳", "长沙", "广州", "重庆", "山东", "河海", "同济", "中南", "西南"]
        from field in (string[])["岩土", "矿业", "水利", "交通", "地质", "能源", "建筑", "石油"]
        from kind in (string[])["大学", "研究院", "设计院有限公司", "工程局集团有限公司", "勘察院"]
        select place + field + kind,
    ];

    public static async Task FillAsync(Stage stage, int members)
    {
        var database = stage.Database;
        var keyring = stage.Get<Keyring>();
        var now = stage.Get<TimeProvider>().GetUtcNow();
        var random = new Random(530);
        foreach (var (table, count) in ((string, int)[])[("branches", 40), ("levels", 5)])
        {
            await database.InsertManyAsync(
                $"INSERT INTO {table} (id, name)",
                [.. Enumerable.Range(1, count).Select(id => new object?[] { id, $"{table} {id}" })],
                default
            );
        }
        var numbers = Enumerable.Range(1, members).ToArray();
        random.Shuffle(numbers);
        foreach (var chunk in numbers.Chunk(5_000))
        {
            await InsertAsync(database, [.. chunk.Select(i => Member(i, $"M{i:D7}", i == members / 2 ? RareName : Name()))]);
        }
        // The members of a rehearsal have no name.
        await InsertAsync(database, [.. Enumerable.Range(members + 1, members / 30).Select(i => Member(i, $"SYN{i}", ""))]);
        await MarkAsync(database, now);
        if (stage.ServerPid is not null)
        {
            // The server does this by itself in time; SQLite never does.
            await database.ListAsync<dynamic>("ANALYZE TABLE members, member_tags, bindings");
        }

        string Name() =>
            Surnames[(int)(Surnames.Length * Math.Pow(random.NextDouble(), 2.2))]
            + string.Concat(Enumerable.Range(0, random.Next(4) == 0 ? 1 : 2).Select(_ => Given[random.Next(Given.Length)]));

        object?[] Member(int i, string number, string name)
        {
            var unit = Units[random.Next(Units.Length)];
            var keys = MemberKeys.Of(number, name, unit);
            var (phone, email) = ($"+86139{i:D8}", $"member{i}@example.org");
            return
            [
                number,
                name,
                PersonalName.Key(name),
                keys.Sort,
                keys.Search,
                keyring.Seal(MemberStore.PhonePlace(number), phone),
                keyring.Hash(MemberStore.PhoneHash, phone),
                keyring.Hash(MemberStore.PhoneTailHash, Phone.Tail(phone)),
                keyring.Seal(MemberStore.EmailPlace(number), email),
                keyring.Hash(MemberStore.EmailHash, email),
                unit,
                random.Next(1, 41),
                random.Next(1, 6),
                random.Next(5) == 0 ? null : Today.AddDays(random.Next(-400, 500)),
                1,
                now,
                now,
            ];
        }
    }

    /// <summary>A third of all are bound, a tenth have the one tag and one in a hundred the other.</summary>
    private static async Task MarkAsync(Database database, DateTimeOffset now)
    {
        var ids = await database.ListAsync<long>("SELECT id FROM members WHERE name_key > '' ORDER BY id");
        await InsertAsync("INSERT INTO people (id, created_at)", ids.Where(id => id % 3 == 0).Select(id => new object?[] { id, now }));
        await InsertAsync(
            "INSERT INTO bindings (member_id, person_id, bound_at)",
            ids.Where(id => id % 3 == 0).Select(id => new object?[] { id, id, now })
        );
        await InsertAsync(
            "INSERT INTO member_tags (member_id, tag)",
            ids.Where(id => id % 10 == 0)
                .Select(id => new object?[] { id, "代表" })
                .Concat(ids.Where(id => id % 100 == 1).Select(id => new object?[] { id, "理事" }))
        );

        async Task InsertAsync(string into, IEnumerable<object?[]> rows)
        {
            foreach (var chunk in rows.Chunk(5_000))
            {
                await database.InsertManyAsync(into, chunk, default);
            }
        }
    }

    private static Task InsertAsync(Database database, object?[][] rows) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.InsertManyAsync(
                    """
                    INSERT INTO members (number, name, name_key, name_sort, search_key, phone_sealed, phone_hash, phone_tail_hash,
                                         email_sealed, email_hash, unit, branch_id, level_id, paid_until, revision, created_at, updated_at)
                    """,
                    rows,
                    default
                );
                return (true, true);
            },
            default
        );
}
