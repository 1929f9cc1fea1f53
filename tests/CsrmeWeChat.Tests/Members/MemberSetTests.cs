using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Tests;

/// <summary>The database's answer to "which members fit" against a plain evaluation in memory.</summary>
public sealed class MemberSetTests(App app) : IClassFixture<App>
{
    private static readonly DateOnly Today = new(2026, 5, 30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_set_has_exactly_the_members_that_fit_all_its_criteria()
    {
        var roster = await NewRosterAsync();
        var levels = roster.Select(member => member.LevelId).OfType<long>().Distinct().ToList();
        var branches = roster.Select(member => member.BranchId).OfType<long>().Distinct().ToList();
        IReadOnlyCollection<long>[] levelCriteria =
        [
            [],
            [levels[0]],
            levels,
            [0],
        ];
        IReadOnlyCollection<long>[] branchCriteria =
        [
            [],
            [branches[1]],
            branches,
        ];
        IReadOnlyCollection<string>[] tagCriteria =
        [
            [],
            ["院士"],
            ["院士", "志愿者"],
            ["无人"],
        ];
        IReadOnlyCollection<string>[] numberCriteria =
        [
            [],
            [.. roster.Where((_, i) => i % 2 == 0).Select(member => member.Number)],
        ];
        var sets =
            from level in levelCriteria
            from branch in branchCriteria
            from tag in tagCriteria
            from number in numberCriteria
            from day in (DateOnly?[])[null, Today]
            select new MemberSet
            {
                Levels = level,
                Branches = branch,
                Tags = tag,
                Numbers = number,
                DuesPaidOn = day,
            };

        foreach (var set in sets)
        {
            var expected = roster.Where(member => Fits(member, set)).Select(member => member.Id).Order();
            Assert.Equal(expected, await ListAsync(set, roster));
            Assert.Equal(roster.Select(member => (member.Id, Unmet(member, set))).Order(), (await WhyNotAsync(set, roster)).Order());
        }
    }

    [Fact]
    public async Task A_rehearsal_s_member_is_in_no_set()
    {
        var member = (await app.NewMemberAsync()).Member;
        await app.Get<Database>().ExecuteAsync("UPDATE members SET name_key = '' WHERE id = @Id", new { member.Id }, Ct);

        var found = await ListAsync(new MemberSet { Numbers = [member.Number] }, [new Row(member.Id, member.Number, null, null, null, [])]);

        Assert.Empty(found);
    }

    private static bool Fits(Row member, MemberSet set) => Unmet(member, set) is "";

    /// <summary>The first criterion that the member does not meet; empty where all are met.</summary>
    private static string Unmet(Row member, MemberSet set) =>
        set.Levels.Count > 0 && !(member.LevelId is { } level && set.Levels.Contains(level)) ? "level"
        : set.Branches.Count > 0 && !(member.BranchId is { } branch && set.Branches.Contains(branch)) ? "branch"
        : set.Tags.Count > 0 && !set.Tags.Any(member.Tags.Contains) ? "tag"
        : set.Numbers.Count > 0 && !set.Numbers.Contains(member.Number) ? "number"
        : set.DuesPaidOn is { } day && !(member.PaidUntil >= day) ? "dues"
        : "";

    private Task<IReadOnlyList<(long Id, string Unmet)>> WhyNotAsync(MemberSet set, IReadOnlyList<Row> roster) =>
        app.Get<Database>()
            .ListAsync<(long Id, string Unmet)>(
                $"SELECT m.id, {set.FirstUnmet} FROM members m WHERE m.id IN @made",
                set.Parameters(new { made = roster.Select(member => member.Id) }),
                Ct
            );

    /// <summary>A set's members, of those this test made: other tests share the database.</summary>
    private Task<IReadOnlyList<long>> ListAsync(MemberSet set, IReadOnlyList<Row> roster) =>
        app.Get<Database>()
            .ListAsync<long>(
                $"SELECT m.id FROM members m WHERE {set.Where} AND m.id IN @made ORDER BY m.id",
                set.Parameters(new { made = roster.Select(member => member.Id) }),
                Ct
            );

    /// <summary>Members with each combination of two levels, two branches, tags and dues, and with none.</summary>
    private async Task<IReadOnlyList<Row>> NewRosterAsync()
    {
        List<Row> roster = [];
        foreach (var level in (string?[])[null, "选集级别甲", "选集级别乙"])
        {
            foreach (var branch in (string?[])[null, "选集分会甲", "选集分会乙"])
            {
                var tags = (string[])(
                    roster.Count % 4 == 0 ? ["院士", "志愿者"]
                    : roster.Count % 4 == 1 ? ["志愿者"]
                    : []
                );
                DateOnly? paidUntil = (roster.Count % 3) switch
                {
                    0 => null,
                    1 => Today,
                    _ => Today.AddDays(-1),
                };
                roster.Add(await NewMemberAsync(level, branch, paidUntil, tags));
            }
        }
        return roster;
    }

    private async Task<Row> NewMemberAsync(string? level, string? branch, DateOnly? paidUntil, string[] tags)
    {
        var database = app.Get<Database>();
        var member = (await app.NewMemberAsync(level, branch, paidUntil, tags)).Member;
        var levelId = await database.FindAsync<long?>("SELECT level_id FROM members WHERE id = @Id", new { member.Id }, Ct);
        var branchId = await database.FindAsync<long?>("SELECT branch_id FROM members WHERE id = @Id", new { member.Id }, Ct);
        return new Row(member.Id, member.Number, levelId, branchId, paidUntil, tags);
    }

    private sealed record Row(long Id, string Number, long? LevelId, long? BranchId, DateOnly? PaidUntil, string[] Tags);
}
