using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Tests;

/// <summary>What is looked for is found, in order, page by page: held against the same done in memory over some thousand members.</summary>
public sealed class MemberSearchTests(MemberSearchTests.Crowd crowd) : IClassFixture<MemberSearchTests.Crowd>
{
    private const int PageSize = 50;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private MemberSearch Search => crowd.App.Get<MemberSearch>();

    public static TheoryData<string, MemberFilter> Filters =>
        new()
        {
            { "all", new MemberFilter() },
            { "a common part of the name", new MemberFilter(Name: "王") },
            { "a rare part of the name", new MemberFilter(Name: "买提") },
            { "no such name", new MemberFilter(Name: "查无此人") },
            { "signs that LIKE would take for any", new MemberFilter(Name: "%") },
            { "a name in another spelling", MemberFilter.Of(" 阿卜杜拉・买 买提", null, null, null, null, null, null) },
            { "what the number begins with, in any case", new MemberFilter(Number: "m00012") },
            { "a part of the unit, in any case", new MemberFilter(Unit: "ABC岩土") },
            { "a part of the unit with a quote", new MemberFilter(Unit: "'") },
            { "branch", new MemberFilter(BranchId: 3) },
            { "level and part of the name", new MemberFilter(LevelId: 1, Name: "李") },
            { "tag", new MemberFilter(Tag: "特邀") },
            { "tag and level", new MemberFilter(Tag: "特邀", LevelId: 2) },
            { "bound", new MemberFilter(Bound: true) },
            { "not bound, part of the name", new MemberFilter(Bound: false, Name: "王") },
            { "everything at once", new MemberFilter("伟", "M", "岩土", 1, 1, "特邀", true) },
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
            Assert.Equal(expected, await Search.AllAsync(filter, OrderBy(sort), Ct).Select(member => member.Number).ToListAsync(Ct));
        }
    }

    [Fact]
    public async Task The_total_is_exact_up_to_500_and_not_said_beyond()
    {
        foreach (var filter in (MemberFilter[])[new(Name: "王"), new(Tag: "特邀"), new(), new(BranchId: 2)])
        {
            var all = crowd.Expect(filter, "name").Count;
            Assert.Equal(
                all <= MemberSearch.MaxCounted ? all : null,
                (await Search.FindAsync(filter, OrderBy("name"), 0, PageSize, Ct)).Total
            );
        }
    }

    [Theory]
    [InlineData("name"), InlineData("-name"), InlineData("number"), InlineData("unit"), InlineData("-added")]
    public async Task Lists_read_one_index_and_no_rows_but_those_they_show(string sort)
    {
        var sql = $"""
            SELECT m.id FROM members m
             WHERE m.name_key > '' AND INSTR(m.name_key, '王') > 0 AND INSTR(LOWER(m.unit), '岩') > 0 AND m.level_id = 1
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
                .Select(i => new Person(i, $"M00{i:D4}", "", "演练Abc岩土", 1, 1, true, true));
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
                random.Next(3) == 0
            );
        }

        private Task InsertMembersAsync(Transaction tx, IReadOnlyList<Person> rows) =>
            tx.InsertManyAsync(
                """
                INSERT INTO members (id, number, name, name_key, phone_sealed, phone_hash, phone_tail_hash, email_sealed, email_hash, unit,
                                     branch_id, level_id, revision, created_at, updated_at)
                """,
                [
                    .. rows.Select(row =>
                        (object?[])
                            [
                                row.Id,
                                row.Number,
                                row.Name,
                                PersonalName.Key(row.Name),
                                "",
                                "",
                                "",
                                "",
                                "",
                                row.Unit,
                                row.Branch,
                                row.Level,
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
                PersonalName.Key(person.Name).Contains(filter.Name, StringComparison.Ordinal)
                && person.Number.StartsWith(filter.Number, StringComparison.OrdinalIgnoreCase)
                && person.Unit.Contains(filter.Unit, StringComparison.OrdinalIgnoreCase)
                && (filter.BranchId is null || person.Branch == filter.BranchId)
                && (filter.LevelId is null || person.Level == filter.LevelId)
                && (filter.Tag is "" || person.IsTagged)
                && (filter.Bound is null || person.IsBound == filter.Bound)
            );
            var ordered = sort.TrimStart('-') switch
            {
                "name" => found
                    .OrderBy(person => PersonalName.Key(person.Name), StringComparer.Ordinal)
                    .ThenBy(person => person.Number, StringComparer.Ordinal),
                "number" => found.OrderBy(person => person.Number, StringComparer.Ordinal),
                "unit" => found
                    .OrderBy(person => person.Unit, StringComparer.Ordinal)
                    .ThenBy(person => PersonalName.Key(person.Name), StringComparer.Ordinal)
                    .ThenBy(person => person.Number, StringComparer.Ordinal),
                _ => found.OrderBy(person => person.Id),
            };
            return [.. (sort.StartsWith('-') ? ordered.Reverse() : ordered).Select(person => person.Number)];
        }

        private string Any(params string[] choices) => choices[random.Next(choices.Length)];

        private sealed record Person(int Id, string Number, string Name, string Unit, int? Branch, int Level, bool IsTagged, bool IsBound);
    }
}
