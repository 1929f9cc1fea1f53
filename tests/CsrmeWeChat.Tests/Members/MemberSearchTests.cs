using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Tests;

/// <summary>What is looked for is found, in order, page by page: held against the same done in memory over some thousand members.</summary>
public sealed class MemberSearchTests(MemberSearchTests.Crowd crowd) : IClassFixture<MemberSearchTests.Crowd>
{
    private const int PageSize = 50;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly DateOnly Today = new(2026, 5, 30);

    private MemberSearch Search => crowd.App.Get<MemberSearch>();

    public static TheoryData<string, MemberFilter> Filters =>
        new()
        {
            { "all", new MemberFilter() },
            { "a common part of the name", new MemberFilter("王") },
            { "a rare part of the name", new MemberFilter("买提") },
            { "no such name", new MemberFilter("查无此人") },
            { "signs that LIKE would take for any", new MemberFilter("%") },
            { "a name in another spelling", new MemberFilter(" 阿卜杜拉・买 买提") },
            { "what the number begins with, in any case", new MemberFilter("m0012") },
            { "a part of the unit, in any case and width", new MemberFilter("ＡBC岩土") },
            { "a part of the unit with a quote", new MemberFilter("O'Neil") },
            { "a name and a unit", new MemberFilter("王伟 岩土") },
            { "initials", new MemberFilter("OYW") },
            { "a name spelled out", new MemberFilter("ouyang") },
            { "nothing but dots", new MemberFilter("　") },
            { "dues that are paid", new MemberFilter(Dues: Dues.Paid, Today: Today) },
            { "dues that end soon", new MemberFilter(Dues: Dues.Ending, Today: Today) },
            { "dues that ended", new MemberFilter("王", Dues: Dues.Ended, Today: Today) },
            { "dues that nobody knows", new MemberFilter(Dues: Dues.Unknown, Today: Today) },
            { "branch", new MemberFilter(BranchId: 3) },
            { "level and part of the name", new MemberFilter("李", LevelId: 1) },
            { "tag", new MemberFilter(Tag: "特邀") },
            { "tag and level", new MemberFilter(Tag: "特邀", LevelId: 2) },
            { "bound", new MemberFilter(Bound: true) },
            { "not bound, part of the name", new MemberFilter("王", Bound: false) },
            { "everything at once", new MemberFilter("伟", 1, 1, "特邀", true, Dues.Paid, Today) },
        };

    [Theory, MemberData(nameof(Filters))]
    public async Task Every_page_in_every_order_has_the_members_it_must_have(string what, MemberFilter filter)
    {
        foreach (var sort in MemberSearch.Columns.Keys.SelectMany(key => (string[])[key, $"-{key}"]))
        {
            var expected = crowd.Expect(filter, sort);
            for (var skip = 0; skip <= expected.Count; skip += PageSize)
            {
                var page = await Search.FindAsync(filter, OrderBy(sort), skip, PageSize, Ct);
                Assert.Equal(expected.Skip(skip).Take(PageSize), page.Members.Select(member => member.Number));
                Assert.Equal(expected.Count > skip + PageSize, page.HasMore);
                Assert.True(
                    page.Total is null || page.Total == expected.Count,
                    $"{what}, {sort}, {skip}: {page.Total} of {expected.Count}"
                );
            }
            Assert.Equal(expected.Count, await Search.CountAsync(filter, Ct));
            Assert.Equal(expected, await Search.AllAsync(filter, OrderBy(sort), Ct).Select(member => member.Number).ToListAsync(Ct));
        }
    }

    [Fact]
    public async Task The_roll_counts_all_members_and_the_bound_but_nobody_of_a_rehearsal()
    {
        var roll = await Search.RollAsync(Ct);

        Assert.Equal(crowd.Expect(new MemberFilter(), "name").Count, roll.Members);
        Assert.Equal(crowd.Expect(new MemberFilter(Bound: true), "name").Count, roll.Bound);
    }

    [Theory]
    [InlineData("name"), InlineData("-name"), InlineData("number"), InlineData("unit"), InlineData("-added")]
    public async Task Lists_read_one_index_and_no_rows_but_those_they_show(string sort)
    {
        var sql = $"""
            SELECT m.id FROM members m
             WHERE m.name_sort > '' AND INSTR(m.search_key, '王') > 0 AND m.paid_until >= '2026-05-30'
             ORDER BY {OrderBy(sort)} LIMIT 501
            """;
        var database = crowd.App.Get<Database>();
        // Which of the three is the engine's choice: of 2,500 members it may rather sort than follow the order.
        string[] indexes = ["members_by_list", "members_by_number_list", "members_by_unit_list"];

        if (TestEngine.IsMySql)
        {
            var plan = Assert.Single(await database.ListAsync<dynamic>($"EXPLAIN {sql}", ct: Ct));
            Assert.Contains((string)plan.key, indexes);
            Assert.Contains("Using index", (string)plan.Extra);
        }
        else
        {
            var plan = await database.ListAsync<dynamic>($"EXPLAIN QUERY PLAN {sql}", ct: Ct);
            Assert.Contains(plan, step => indexes.Any(index => ((string)step.detail).Contains($"COVERING INDEX {index}")));
        }
    }

    private static string OrderBy(string sort) =>
        sort.StartsWith('-')
            ? string.Join(", ", MemberSearch.Columns[sort[1..]].Split(", ").Select(column => $"{column} DESC"))
            : MemberSearch.Columns[sort];

    /// <summary>A database of its own with 2,500 members, and 300 of a rehearsal among them.</summary>
    public sealed class Crowd(TestEngine engine) : IAsyncLifetime
    {
        private const int Members = 2_500,
            Synthetic = 300;

        private readonly List<Person> people = [];
        private readonly Random random = new(2026);

        public App App { get; } = new(engine);

        public async ValueTask InitializeAsync()
        {
            await App.InitializeAsync();
            var database = App.Get<Database>();
            foreach (var table in (string[])["branches", "levels"])
            {
                await database.InsertManyAsync(
                    $"INSERT INTO {table} (id, name)",
                    [.. Enumerable.Range(1, 5).Select(i => new object?[] { i, $"{table}{i}" })],
                    Ct
                );
            }
            people.AddRange(Enumerable.Range(1, Members).Select(NewPerson));
            var synthetic = Enumerable
                .Range(Members + 1, Synthetic)
                .Select(i => new Person(i, $"M00{i:D4}", "", "演练Abc岩土", 1, 1, true, true, Today));
            var rows = people.Concat(synthetic).OrderBy(_ => random.Next()).ToList();
            await database.TransactAsync(
                async tx =>
                {
                    await InsertMembersAsync(tx, rows);
                    await InsertTagsAndBindingsAsync(tx, rows);
                    return (true, true);
                },
                Ct
            );
            if (TestEngine.IsMySql)
            {
                // As the server does by itself in time; SQLite never does.
                await database.ListAsync<dynamic>("ANALYZE TABLE members, member_tags, bindings", ct: Ct);
            }
        }

        private Person NewPerson(int id)
        {
            var name = id switch
            {
                1234 => "阿卜杜拉·买买提",
                99 => "%_'",
                _ =>
                    $"{Any("王", "王", "王", "李", "张", "刘", "欧阳")}{Any("伟", "芳", "娜", "敏", "静", "丽", "强")}{Any("国", "建", "", "", "红")}",
            };
            var unit = $"{Any("中", "北", "上", "武")}{Any("Abc岩土", "水利", "O'Neil 矿业", "")}{random.Next(30)}";
            return new Person(
                id,
                $"{Any("M", "m")}{random.Next(100):D2}{id:D4}",
                name,
                unit,
                random.Next(4) == 0 ? null : random.Next(1, 6),
                random.Next(1, 4),
                random.Next(9) == 0,
                random.Next(3) == 0,
                random.Next(5) == 0 ? null : Today.AddDays(random.Next(-40, 60))
            );
        }

        private Task InsertMembersAsync(Transaction tx, IReadOnlyList<Person> rows) =>
            tx.InsertManyAsync(
                """
                INSERT INTO members (id, number, name, name_key, name_sort, search_key, phone_sealed, phone_hash, phone_tail_hash,
                                     email_sealed, email_hash, unit, branch_id, level_id, paid_until, revision, created_at, updated_at)
                """,
                [
                    .. rows.Select(row =>
                        (object?[])
                            [
                                row.Id,
                                row.Number,
                                row.Name,
                                PersonalName.Key(row.Name),
                                row.Keys.Sort,
                                row.Keys.Search,
                                "",
                                "",
                                "",
                                "",
                                "",
                                row.Unit,
                                row.Branch,
                                row.Level,
                                row.PaidUntil,
                                1,
                                App.Now,
                                App.Now,
                            ]
                    ),
                ],
                Ct
            );

        private async Task InsertTagsAndBindingsAsync(Transaction tx, IReadOnlyList<Person> rows)
        {
            var bound = rows.Where(row => row.IsBound).ToList();
            await tx.InsertManyAsync(
                "INSERT INTO member_tags (member_id, tag)",
                [.. rows.Where(row => row.IsTagged).Select(row => new object?[] { row.Id, "特邀" })],
                Ct
            );
            await tx.InsertManyAsync(
                "INSERT INTO people (id, created_at)",
                [.. bound.Select(row => new object?[] { row.Id, App.Now })],
                Ct
            );
            await tx.InsertManyAsync(
                "INSERT INTO bindings (member_id, person_id, bound_at)",
                [.. bound.Select(row => new object?[] { row.Id, row.Id, App.Now })],
                Ct
            );
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();

        public IReadOnlyList<string> Expect(MemberFilter filter, string sort)
        {
            var found = people.Where(person =>
                Fits(person, filter.Text.Normalize(System.Text.NormalizationForm.FormKC).Trim())
                && Stands(person, filter.Dues)
                && (filter.BranchId is null || person.Branch == filter.BranchId)
                && (filter.LevelId is null || person.Level == filter.LevelId)
                && (filter.Tag is "" || person.IsTagged)
                && (filter.Bound is null || person.IsBound == filter.Bound)
            );
            var ordered = sort.TrimStart('-') switch
            {
                "name" => found
                    .OrderBy(person => person.Keys.Sort, StringComparer.Ordinal)
                    .ThenBy(person => person.Number, StringComparer.Ordinal),
                "number" => found.OrderBy(person => person.Number, StringComparer.Ordinal),
                "unit" => found
                    .OrderBy(person => person.Unit, StringComparer.Ordinal)
                    .ThenBy(person => person.Keys.Sort, StringComparer.Ordinal)
                    .ThenBy(person => person.Number, StringComparer.Ordinal),
                _ => found.OrderBy(person => person.Id),
            };
            return [.. (sort.StartsWith('-') ? ordered.Reverse() : ordered).Select(person => person.Number)];
        }

        private string Any(params string[] choices) => choices[random.Next(choices.Length)];

        private static bool Fits(Person person, string text) =>
            person.Keys.Search.Contains(PersonalName.Key(text).ToLowerInvariant(), StringComparison.Ordinal)
            || text.ToLowerInvariant().Split(' ').All(word => person.Keys.Search.Contains(word, StringComparison.Ordinal));

        private static bool Stands(Person person, Dues? dues) =>
            dues switch
            {
                null => true,
                Dues.Paid => person.PaidUntil >= Today,
                Dues.Ending => person.PaidUntil >= Today && person.PaidUntil <= Today.AddDays(30),
                Dues.Ended => person.PaidUntil < Today,
                _ => person.PaidUntil is null,
            };

        private sealed record Person(
            int Id,
            string Number,
            string Name,
            string Unit,
            int? Branch,
            int Level,
            bool IsTagged,
            bool IsBound,
            DateOnly? PaidUntil
        )
        {
            public MemberKeys Keys { get; } = MemberKeys.Of(Number, Name, Unit);
        }
    }
}
