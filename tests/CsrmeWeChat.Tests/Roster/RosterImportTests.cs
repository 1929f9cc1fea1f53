using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Roster;

namespace CsrmeWeChat.Tests;

public sealed class RosterImportTests(App app) : IClassFixture<App>
{
    private readonly RosterDriver roster = new(app);

    [Fact]
    public async Task Staging_changes_no_member()
    {
        var number = RosterDriver.NewNumber();

        var import = await roster.StageLinesAsync($"{number},张三,13800000000,,,,,");

        Assert.Equal(LineVerdict.New, (await roster.LineOfAsync(import, number)).Verdict);
        Assert.Null(await roster.MemberAsync(number));
    }

    [Fact]
    public async Task What_is_applied_stands_in_the_roster_and_is_found_by_its_phone()
    {
        var number = RosterDriver.NewNumber();

        await roster.ApplyAsync(
            await roster.StageLinesAsync($"{number},张 三,13911112222,San@example.com,北京大学,岩石动力学专委会,普通会员,2026-12-31")
        );

        Assert.Equal(
            new MemberFields(
                "张三",
                "+8613911112222",
                "San@example.com",
                "北京大学",
                "岩石动力学专委会",
                "普通会员",
                new DateOnly(2026, 12, 31)
            ),
            await roster.FieldsAsync(number)
        );
        Assert.Equal(number, Assert.Single(await app.Get<MemberStore>().ListByPhoneAsync("+8613911112222", Ct)).Number);
    }

    [Fact]
    public async Task A_blank_never_overwrites()
    {
        var number = RosterDriver.NewNumber();
        var before = await roster.NewMemberAsync(number, "张三,13800000001,a@example.com,北京大学,分会,普通会员,2026-12-31");

        await roster.ApplyAsync(await roster.StageLinesAsync($"{number},张三,,,清华大学,,,"));

        Assert.Equal(
            new MemberFields("张三", "+8613800000001", "a@example.com", "清华大学", "分会", "普通会员", new DateOnly(2026, 12, 31)),
            await roster.FieldsAsync(number)
        );
        Assert.Equal(before.Revision + 1, (await roster.MemberAsync(number))!.Revision);
    }

    [Fact]
    public async Task Undo_brings_back_what_stood_before()
    {
        var (added, changed) = (RosterDriver.NewNumber(), RosterDriver.NewNumber());
        await roster.NewMemberAsync(changed, "李四,13800000002,,北京大学,,,");
        var before = await roster.FieldsAsync(changed);

        var import = await roster.StageLinesAsync(
            $"{added},张三,,,,,,",
            $"{changed},李四,13800000003,b@example.com,清华大学,甲分会,高级会员,2027-12-31"
        );
        await roster.ApplyAsync(import);
        await roster.UndoAsync(import);

        Assert.Null(await roster.MemberAsync(added));
        Assert.Equal(before, await roster.FieldsAsync(changed));
        Assert.Equal(ImportState.Undone, (await roster.Store.FindAsync(import, Ct))!.State);
    }

    [Fact]
    public async Task A_number_that_comes_twice_counts_the_first_time()
    {
        var number = RosterDriver.NewNumber();

        var import = await roster.StageLinesAsync($"{number},张三,,,甲,,,", $"{number},张三,,,甲,,,", $"{number},张三,,,乙,,,");

        Assert.Equal(LineVerdict.New, (await roster.LineAsync(import, 2)).Verdict);
        Assert.Equal(
            (LineVerdict.Same, "与第 2 行重复"),
            ((await roster.LineAsync(import, 3)).Verdict, (await roster.LineAsync(import, 3)).Reason)
        );
        Assert.Equal(LineVerdict.Conflicting, (await roster.LineAsync(import, 4)).Verdict);
    }

    [Fact]
    public async Task Another_name_under_a_known_number_is_not_applied_unless_the_contact_is_the_same()
    {
        var number = RosterDriver.NewNumber();
        await roster.NewMemberAsync(number, "王芳,13800000004,,,,,");

        var slip = await roster.StageLinesAsync($"{number},王强,13800000005,,,,,");
        var rename = await roster.StageLinesAsync($"{number},王方,13800000004,,,,,");

        Assert.Equal(LineVerdict.Conflicting, (await roster.LineOfAsync(slip, number)).Verdict);
        Assert.Equal(LineVerdict.Updated, (await roster.LineOfAsync(rename, number)).Verdict);
        Assert.Contains("姓名由“王芳”改为“王方”", (await roster.LineOfAsync(rename, number)).Reason);
    }

    [Fact]
    public async Task A_phone_that_others_have_is_noted_and_allowed()
    {
        var (first, second, third) = (RosterDriver.NewNumber(), RosterDriver.NewNumber(), RosterDriver.NewNumber());
        await roster.NewMemberAsync(first, "甲,13800000006,,,,,");

        var import = await roster.StageLinesAsync($"{second},乙,13800000006,,,,,", $"{third},丙,13800000006,,,,,");

        var (two, three) = (await roster.LineOfAsync(import, second), await roster.LineOfAsync(import, third));
        Assert.Equal((LineVerdict.New, $"手机号与会员 {first} 相同"), (two.Verdict, two.Reason));
        Assert.Equal((LineVerdict.New, $"手机号与第 2 行相同；手机号与会员 {first} 相同"), (three.Verdict, three.Reason));
    }

    [Fact]
    public async Task Levels_and_branches_are_made_when_applied_and_named_before()
    {
        var number = RosterDriver.NewNumber();

        var import = await roster.StageLinesAsync($"{number},张三,,,,新分会{number},新级别{number},");

        Assert.Contains($"新级别{number}", (await roster.Store.FindAsync(import, Ct))!.Notes);
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM levels WHERE name = @name", $"新级别{number}"));
        await roster.ApplyAsync(import);
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM levels WHERE name = @name", $"新级别{number}"));
    }

    [Fact]
    public async Task Nothing_personal_stands_open_in_a_staged_line()
    {
        var (good, bad) = (RosterDriver.NewNumber(), RosterDriver.NewNumber());

        var import = await roster.StageLinesAsync($"{good},张三,13877778888,secret@example.com,,,,", $"{bad},李四,13877778888,无,,,,");

        foreach (var row in (ImportLine[])[await roster.LineOfAsync(import, good), await roster.LineOfAsync(import, bad)])
        {
            Assert.DoesNotContain("13877778888", row.ToString());
            Assert.DoesNotContain("secret", row.ToString());
            Assert.StartsWith("k1:", row.AfterSealed);
        }
    }

    private async Task<long> CountAsync(string sql, string name) => await app.Get<Database>().FindAsync<long>(sql, new { name }, Ct);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
