using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Members;
using CsrmeWeChat.Roster;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>Files as programs and people really made them, through both ways in: the command's and the console's.</summary>
public sealed class RosterCaseTests(App app) : IClassFixture<App>
{
    private readonly RosterConsole console = new(app.Services);
    private readonly RosterDriver roster = new(app);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// The file; of some of its lines the number, and taken or a part of what is said of it; a part of what is said of the whole.
    /// </summary>
    public static TheoryData<string, string, string> Files =>
        new()
        {
            { "r01c-exceljs.xlsx", "taken 2", "已按次日读取，如 2026-12-" },
            { "r01e-sheetjs-iso.xlsx", "W40001 taken W40002 taken", "" },
            { "r03-backslash.xlsx", "taken 2", "" },
            { "r04a-no-drawing.xlsx", "A10001 taken A10002 taken", "" },
            { "r05-null.csv", "E10001 taken E10002 taken E10003 taken E10004 taken", "" },
            { "r06-equals.csv", "000101 taken 000102 taken", "" },
            { "r09f-two-headers.xlsx", "B20001 taken B20002 taken", "" },
            {
                "r11-letters.csv",
                "H10001 手机号里有字母 H10002 手机号里有字母 H10003 手机号里有字母 H10004 手机号里有字母 H10005 手机号里有字母"
                    + " H10006 手机号里有字母 H10007 手机号有误",
                "有 7 行的个别内容没有采用"
            },
            { "r12-hongkong.csv", "I10001 taken I10002 taken I10003 taken I10004 taken I10005 taken I10006 taken", "" },
            { "r15a-half-gbk.csv", "M10001 taken M10009 taken M10010 编码已损坏", "有 1 行的个别内容没有采用" },
            { "r21-filtered.xlsx", "C10001 taken C10002 taken C10003 taken C10004 taken C10005 taken", "有 3 行在文件里被隐藏或筛选掉了" },
            { "r22-placeholders.xlsx", "D10001 taken D10002 taken D10003 taken D10004 taken D10005 taken", "" },
            { "r23b-float-numbers.csv", "10023 taken 10024 taken", "" },
            { "r24-refused-source.csv", "000501 邮箱有误 000502 邮箱有误", "有 2 行的个别内容没有采用" },
        };

    [Theory, MemberData(nameof(Files))]
    public async Task A_file_is_read_by_the_command_and_by_the_console_alike(string name, string lines, string note)
    {
        var path = PathOf(name);
        foreach (var import in (long[])[await roster.StageAsync(path), await console.StagedAsync(path)])
        {
            Assert.Equal(0, (await console.Store.TallyAsync(import, Ct)).Where(IsRefused).Sum(tally => tally.Amount));
            Assert.Contains(note, (await console.FindAsync(import)).Notes);
            foreach (
                var (number, said) in lines.Split(' ').Chunk(2).Where(pair => pair[0] is not "taken").Select(pair => (pair[0], pair[1]))
            )
            {
                var line = await roster.LineOfAsync(import, number);
                Assert.Equal(LineVerdict.New, line.Verdict);
                Assert.Equal((number, said is "taken" ? "" : said), (number, line.Reason.Contains(said) ? said : line.Reason));
            }
        }
    }

    [Fact]
    public async Task Nothing_that_only_says_there_is_nothing_becomes_a_level_a_branch_or_a_unit()
    {
        foreach (var name in (string[])["r05-null.csv", "r22-placeholders.xlsx"])
        {
            var import = await roster.StageAsync(PathOf(name));

            Assert.All(await console.Store.ListAsync(import, LineVerdict.New, 0, 100, Ct), line =>
                Assert.Empty(app.Get<LineSeal>().OpenAfter(line) is { Level: null, Branch: null, Unit: "" } ? "" : line.Number)
            );
            Assert.DoesNotContain("将新建", (await console.FindAsync(import)).Notes);
        }
    }

    [Fact]
    public async Task The_day_and_the_phone_that_were_meant_are_taken()
    {
        Assert.Equal(
            [new DateOnly(2026, 12, 31), new DateOnly(2027, 1, 1)],
            (await FieldsAsync("r01c-exceljs.xlsx")).Select(fields => fields.PaidUntil!.Value)
        );
        Assert.Equal(
            [new DateOnly(2026, 12, 31), new DateOnly(2027, 1, 1)],
            (await FieldsAsync("r01e-sheetjs-iso.xlsx")).Select(fields => fields.PaidUntil!.Value)
        );
        Assert.Equal(["+8613800002101", "+8613800002102"], (await FieldsAsync("r09f-two-headers.xlsx")).Select(fields => fields.Phone));
        Assert.All(await FieldsAsync("r11-letters.csv"), fields => Assert.Equal("", fields.Phone));
        Assert.Equal(
            ["+85268326366", "+85268326367", "+85268326368", "+85268326369", "+85366123456", "+886912345678"],
            (await FieldsAsync("r12-hongkong.csv")).Select(fields => fields.Phone)
        );
    }

    [Theory]
    [InlineData("deep_early.xlsx")]
    [InlineData("deep_late.xlsx")]
    public async Task A_file_nested_so_deep_that_it_would_end_the_process_is_refused_in_words(string name)
    {
        Assert.Contains("已损坏", (await Assert.ThrowsAsync<UnreadableFileException>(() => roster.StageAsync(PathOf(name)))).Reason);
        long import;
        try
        {
            import = await console.UploadAsync(PathOf(name));
        }
        catch (UnreadableFileException e)
        {
            Assert.Contains("已损坏", e.Reason);
            return;
        }
        int[] columns = [0, 1, -1, -1, -1, -1, -1, -1];
        var plan = new ReadingPlan(0, new Header(1, columns), TagAbsent: false);
        Assert.True(await console.Store.RequestStagingAsync(RosterConsole.Secretary, import, plan, app.Now, Ct));
        await console.WorkAsync();
        var found = await console.FindAsync(import);
        Assert.Equal((ImportState.Uploaded, null, true), (found.State, found.Wanted, found.Notes.Contains("已损坏")));
    }

    [Fact]
    public async Task A_landline_does_not_replace_a_mobile_and_fills_what_was_empty()
    {
        var (mobile, none) = (RosterDriver.NewNumber(), RosterDriver.NewNumber());
        await roster.NewMemberAsync(mobile, "张三,13811112222,,,,,");
        await roster.NewMemberAsync(none, "李四,,,,,,");

        var import = await roster.StageLinesAsync($"{mobile},张三,010-62561234,,甲,,,", $"{none},李四,010-62561234,,甲,,,");
        await roster.ApplyAsync(import);

        Assert.Contains("手机列里是固定电话", (await roster.LineOfAsync(import, mobile)).Reason);
        Assert.Equal(("+8613811112222", "甲"), ((await roster.FieldsAsync(mobile)).Phone, (await roster.FieldsAsync(mobile)).Unit));
        Assert.Equal("+861062561234", (await roster.FieldsAsync(none)).Phone);
    }

    private static bool IsRefused(LineTally tally) => tally.Verdict is LineVerdict.Invalid or LineVerdict.Conflicting;

    private async Task<IEnumerable<MemberFields>> FieldsAsync(string name)
    {
        var import = await roster.StageAsync(PathOf(name));
        return (await console.Store.ListAsync(import, LineVerdict.New, 0, 100, Ct)).Select(app.Get<LineSeal>().OpenAfter);
    }

    private static string PathOf(string name) => Path.Combine(Repository.Root, "tests/CsrmeWeChat.Tests/Cases", name);
}
