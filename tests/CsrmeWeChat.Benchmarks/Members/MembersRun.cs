using System.Diagnostics;
using System.Globalization;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Benchmarks.Members;

/// <summary>Both sides on one engine.</summary>
internal sealed class MembersRun(Database database, MemberSearch search)
{
    private const int PageSize = ListPage.PageSize;

    private static readonly (string Kind, string[] Parts)[] kinds =
    [
        ("common", ["王", "李", "张", "国", "建", "伟", "华"]),
        ("rare", ["国伟", "王建华", "买买提", "龚", "毛泽"]),
        ("none", ["查无此人", "鑫鑫鑫", "%"]),
    ];

    private static readonly Dictionary<string, string> naiveOrders = new()
    {
        ["name"] = "m.name_sort, m.number",
        ["number"] = "m.number",
        ["unit"] = "m.unit, m.name_sort, m.number",
        ["added"] = "m.id",
    };

    /// <summary>What the search box and the filters under it can ask for besides parts of names, each a figure of its own.</summary>
    private static readonly (string Kind, MemberFilter[] Filters)[] asked =
    [
        ("initials", [new("zw"), new("lij"), new("wxm"), new("qqqq")]),
        ("spelled", [new("zhangwei"), new("liu"), new("ouyang")]),
        ("number", [new("M00012"), new("m0099999"), new("M9")]),
        ("unit", [new("武汉岩土"), new("研究院"), new("王 武汉")]),
        ("phone", [new(Phone: new PhoneSought("0042", IsTail: true)), new("0042", Phone: new PhoneSought("0042", IsTail: true))]),
        ("no filter", [new()]),
        ("paid", [Of(Dues.Paid)]),
        ("ending", [Of(Dues.Ending)]),
        ("ended", [Of(Dues.Ended)]),
        ("dues unknown", [Of(Dues.Unknown)]),
        ("branch", [new(BranchId: 3), new(BranchId: 40)]),
        ("level", [new(LevelId: 1), new(LevelId: 5)]),
        ("tag", [new(Tag: "理事"), new(Tag: "代表")]),
        ("bound", [new(Bound: true)]),
        ("unbound", [new(Bound: false)]),
        ("several", [new("王", LevelId: 2, Bound: true, Dues: Dues.Paid, Today: Roll.Today)]),
    ];

    private static MemberFilter Of(Dues dues) => new(Dues: dues, Today: Roll.Today);

    private readonly List<string> faults = [];

    public static string Header { get; } =
        $"{"engine", -8} {"part", -7} {"sort", -7} {"pages", 5} | {"ours p50", 8} {"p95", 6} {"max ms", 7} | "
        + $"{"naive p50", 9} {"p95", 6} {"max ms", 7}";

    /// <summary>What is wrong, in words; nothing where all is right.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string name, Engine engine, int members, int rounds, Figures figures)
    {
        await using var stage = await Claims.Stage.SetAsync(engine, members: 0);
        await Roll.FillAsync(stage, members);
        var run = new MembersRun(stage.Database, stage.Get<MemberSearch>());
        var (ours, naive) = (new List<double>(), new List<double>());
        foreach (var (kind, parts) in kinds)
        {
            foreach (var sort in naiveOrders.Keys)
            {
                var pages = await run.PagesAsync(parts, sort);
                var (oursHere, naiveHere) = (new List<double>(), new List<double>());
                // The first round warms both sides up.
                for (var round = 0; round <= rounds; round++)
                {
                    foreach (var (part, skip) in pages)
                    {
                        var (a, b) = await run.CompareAsync(part, sort, skip);
                        if (round > 0)
                        {
                            oursHere.Add(a);
                            naiveHere.Add(b);
                        }
                    }
                }
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name, -8} {kind, -7} {sort, -7} {pages.Count, 5} | "
                            + $"{At(oursHere, 0.5), 8:0.0} {At(oursHere, 0.95), 6:0.0} {At(oursHere, 1), 7:0.0} | "
                            + $"{At(naiveHere, 0.5), 9:0.0} {At(naiveHere, 0.95), 6:0.0} {At(naiveHere, 1), 7:0.0}"
                    )
                );
                ours.AddRange(oursHere);
                naive.AddRange(naiveHere);
            }
        }
        figures.Add($"members.{name}.p50-ms", At(ours, 0.5));
        figures.Add($"members.{name}.p95-ms", At(ours, 0.95));
        figures.Add($"members.{name}.naive-p50-ms", At(naive, 0.5));
        figures.Add($"members.{name}.naive-p95-ms", At(naive, 0.95));
        figures.Add($"members.{name}.vs-naive", At(naive, 0.95) / At(ours, 0.95));
        await run.AskAsync(name, rounds, figures);
        return run.faults;
    }

    /// <summary>The first page and the last that the list shows, in every order, with the whole list's totals.</summary>
    private async Task AskAsync(string name, int rounds, Figures figures)
    {
        var worst = 0.0;
        foreach (var (kind, filters) in asked)
        {
            var times = new List<double>();
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var (filter, sort) in filters.SelectMany(filter => MemberSearch.Columns.Keys.Select(sort => (filter, sort))))
                {
                    foreach (var skip in (int[])[0, (ListPage.LastPage - 1) * PageSize])
                    {
                        var started = Stopwatch.GetTimestamp();
                        var page = await search.FindAsync(filter, MemberSearch.Columns[sort], skip, PageSize, default);
                        if (round > 0)
                        {
                            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                        }
                        if (round == 0 && skip == 0 && page.Total is { } total && total != await CountAsync(filter))
                        {
                            faults.Add($"{kind} by {sort}: {total} is not the total");
                        }
                    }
                }
            }
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -8} {kind, -12} {"", 8} | {At(times, 0.5), 8:0.0} {At(times, 0.95), 6:0.0} {At(times, 1), 7:0.0}"
                )
            );
            worst = Math.Max(worst, At(times, 0.95));
        }
        figures.Add($"members.{name}.worst-filter-p95-ms", worst);
    }

    private async Task<long> CountAsync(MemberFilter filter)
    {
        var count = 0L;
        await foreach (var _ in search.AllAsync(filter, MemberSearch.Columns["number"], default))
        {
            count++;
        }
        return count;
    }

    /// <summary>Of each part the first page, the second, one in the middle and the last that the list shows.</summary>
    private async Task<IReadOnlyList<(string Part, int Skip)>> PagesAsync(string[] parts, string sort)
    {
        var pages = new List<(string, int)>();
        foreach (var part in parts)
        {
            var matches = 0;
            await foreach (var _ in search.AllAsync(new MemberFilter(part), MemberSearch.Columns[sort], default))
            {
                matches++;
            }
            var last = matches == 0 ? 0 : Math.Min((matches - 1) / PageSize, ListPage.LastPage - 1);
            pages.AddRange(((int[])[0, 1, last / 2, last]).Where(page => page <= last).Distinct().Select(page => (part, page * PageSize)));
        }
        return pages;
    }

    private async Task<(double Ours, double Naive)> CompareAsync(string part, string sort, int skip)
    {
        var started = Stopwatch.GetTimestamp();
        var page = await search.FindAsync(new MemberFilter(part), MemberSearch.Columns[sort], skip, PageSize, default);
        var ours = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        started = Stopwatch.GetTimestamp();
        var rows = await database.ListAsync<Member>(
            $"""
            SELECT m.id, m.number, m.name, m.name_key, m.phone_sealed, m.email_sealed, m.unit, m.paid_until, m.by_hand, m.revision,
                   m.updated_at,
                   b.name AS branch, l.name AS level
              FROM members m
              LEFT JOIN branches b ON b.id = m.branch_id
              LEFT JOIN levels l ON l.id = m.level_id
             WHERE (m.name_key LIKE @like ESCAPE '!' OR m.number LIKE @like ESCAPE '!' OR m.unit LIKE @like ESCAPE '!')
               AND m.name_key <> ''
             ORDER BY {naiveOrders[sort]} LIMIT @PageSize OFFSET @skip
            """,
            new
            {
                like = $"%{part.Replace("%", "!%", StringComparison.Ordinal)}%",
                PageSize,
                skip,
            }
        );
        var naive = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (!page.Members.Select(member => member.Number).SequenceEqual(rows.Select(member => member.Number)))
        {
            faults.Add($"“{part}” by {sort} from {skip}: the two sides differ");
        }
        if (page.Members.Any(member => member.Name is "" || !member.Phone.Contains("****", StringComparison.Ordinal)))
        {
            faults.Add($"“{part}” by {sort} from {skip}: a rehearsal's member, or a phone that is not masked");
        }
        return (ours, naive);
    }

    private static double At(List<double> all, double share) =>
        all.Order().ElementAt(Math.Clamp((int)Math.Ceiling(share * all.Count) - 1, 0, all.Count - 1));
}
