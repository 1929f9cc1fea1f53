using System.Net;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Roster;

namespace CsrmeWeChat.Tests;

/// <summary>The import of a roster as a secretary does it at the console.</summary>
public sealed class RosterPageTests(App app) : IClassFixture<App>
{
    private readonly RosterConsole console = new(app.Services);
    private readonly RosterDriver roster = new(app);

    [Fact]
    public async Task A_secretary_uploads_checks_the_columns_and_each_difference_applies_and_undoes()
    {
        var (changed, added, bad) = (RosterDriver.NewNumber(), RosterDriver.NewNumber(), RosterDriver.NewNumber());
        await roster.NewMemberAsync(changed, "张三,13811112222,zhang@example.org,北京大学,,,");
        var before = await roster.FieldsAsync(changed);
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var (page, path) = await UploadAsync(
            secretary,
            RosterConsole.Csv(
                $"{changed},张三,13899992222,zhong@example.org,清华大学,,,",
                $"{added},李四,13811113333,,,,新级别,2027-12-31",
                $"{bad},,13811114444,,王五,,,"
            )
        );
        Assert.Contains("A 列“会员号”：", page);
        Assert.Contains("C 列“手机”：138****2222", page);
        Assert.DoesNotContain("13899992222", page);
        Assert.DoesNotContain("zhong@", page);

        page = await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Stage", Columns(0, 1, 2, 3, 4, 5, 6, 7)));
        Assert.Contains("等待读取", page);
        Assert.Contains("""data-quiet""", page);
        await console.WorkAsync();
        page = await secretary.GetPageAsync(path);
        foreach (
            var part in (string[])
                [
                    "138****2222",
                    "z***@example.org（隐去的部分不同）",
                    "<del>北京大学</del>",
                    "<ins>清华大学</ins>",
                    "138****3333",
                    "缺少姓名",
                    "将新建会员级别 1 个：新级别",
                    "下载未采用的 1 行",
                ]
        )
        {
            Assert.Contains(part, page);
        }
        Assert.DoesNotContain("13811113333", page);

        await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Apply"));
        await console.WorkAsync();
        Assert.Contains("已应用 2 行", await secretary.GetPageAsync(path));
        Assert.Equal("清华大学", (await roster.FieldsAsync(changed)).Unit);
        await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Undo"));
        await console.WorkAsync();
        Assert.Contains("已撤销 2 行", await secretary.GetPageAsync(path));
        Assert.Equal(before, await roster.FieldsAsync(changed));
        Assert.Null(await roster.MemberAsync(added));
        Assert.Equal([.. Enumerable.Repeat(secretary.Login, 4)], (await console.AuditedAsync(IdOf(path))).Select(audited => audited.Actor));
    }

    [Fact]
    public async Task The_page_asks_how_far_it_is_and_is_shown_anew_once_that_ends()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var import = await console.AskToStageAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));
        var poll = $"/staff/roster/{import}?handler=Progress&seen=";

        Assert.Contains("马上开始", await TestStaff.PageOf(await secretary.GetAsync($"{poll}uploaded")));
        Assert.False((await secretary.GetAsync($"{poll}uploaded")).Headers.Contains("HX-Refresh"));
        await console.Store.TakeAsync(import, ImportState.Staging, isWanted: true, "node", app.Now, Ct);
        Assert.True((await secretary.GetAsync($"{poll}uploaded")).Headers.Contains("HX-Refresh"));
        Assert.Contains("已读取 0 行", await TestStaff.PageOf(await secretary.GetAsync($"{poll}staging")));
        await console.Store.ReleaseAsync(import, "node", Ct);
        await console.WorkAsync();
        Assert.True((await secretary.GetAsync($"{poll}staging")).Headers.Contains("HX-Refresh"));
    }

    [Fact]
    public async Task A_header_that_is_not_clear_is_put_right_by_hand()
    {
        var number = RosterDriver.NewNumber();
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var (page, path) = await UploadAsync(secretary, RosterFile.SaveCsv($"某学会名册,,,\n编号,编号,姓名,备注\n7,{number},张三,x\n"));
        Assert.Contains("“会员号”出现了 2 次：A 列“编号”、B 列“编号”。", page);

        Assert.Contains(
            "请选定“会员号”在哪一列",
            await TestStaff.PageOf(await secretary.PostAsync($"{path}?handler=Stage&sheet=0&line=2", Columns(-1, 2)))
        );
        Assert.Contains(
            "C 列选了不止一次：“会员号”、“姓名”",
            await TestStaff.PageOf(await secretary.PostAsync($"{path}?handler=Stage&sheet=0&line=2", Columns(2, 2)))
        );
        Assert.Contains(
            "在文件中不存在",
            await TestStaff.PageOf(await secretary.PostAsync($"{path}?handler=Stage&sheet=0&line=2", Columns(77, 2)))
        );
        Assert.Contains("请重新选择各列", await TestStaff.PageOf(await secretary.PostAsync($"{path}?handler=Stage", ("Chosen", "x"))));
        // What was chosen stays chosen.
        Assert.Matches(
            """value="3" selected="selected">D""",
            await TestStaff.PageOf(await secretary.PostAsync($"{path}?handler=Stage&sheet=0&line=2", Columns(-1, 2, 3)))
        );
        await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Stage&sheet=0&line=2", Columns(1, 2)));
        await console.WorkAsync();

        Assert.Equal(LineVerdict.New, (await roster.LineOfAsync(IdOf(path), number)).Verdict);
        Assert.Contains("A 列：编号、1", (await UploadAsync(secretary, RosterFile.SaveCsv("编号,姓名\n1,张三\n"), "?line=0")).Page);
    }

    public static TheoryData<string, string, string> BadFiles =>
        new()
        {
            { "D0CF11E0A1B11AE1", "名册.xls", "已加密，或是旧版 .xls" },
            { "255044462D312E37", "名册.pdf", "PDF" },
            { "504B030414000000", "名册.xlsx", "已损坏" },
            { "", "名册.csv", "空的" },
            { "89504E470D0A1A0A00000000", "名册.csv", "UTF-8 或 GB18030" },
        };

    [Theory, MemberData(nameof(BadFiles))]
    public async Task What_is_no_sheet_is_refused_at_once_in_words(string hex, string name, string word)
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var before = (await console.Store.ListAsync(1, Ct)).FirstOrDefault()?.Id;

        Assert.Contains(
            word,
            await TestStaff.PageOf(await secretary.UploadAsync("/staff/roster", "Sheet", name, Convert.FromHexString(hex)))
        );

        Assert.Equal(before, (await console.Store.ListAsync(1, Ct)).FirstOrDefault()?.Id);
    }

    [Fact]
    public async Task No_file_and_one_that_is_too_large_are_refused_in_words()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);

        Assert.Contains("请选择名册文件", await TestStaff.PageOf(await secretary.PostAsync("/staff/roster")));
        Assert.Contains(
            "超过 20 MB",
            await TestStaff.PageOf(await secretary.UploadAsync("/staff/roster", "Sheet", "名册.csv", new byte[Workbook.MaxBytes + 1]))
        );
    }

    [Fact]
    public async Task Headers_that_are_formulas_are_read_as_what_they_last_gave_or_not_at_all()
    {
        var number = RosterDriver.NewNumber();
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var (page, path) = await UploadAsync(
            secretary,
            new RosterFile()
                .Cells(
                    "<c t=\"str\"><f>HYPERLINK(\"http://x\")</f><v>会员号</v></c>",
                    "<c><f>CHAR(65)</f></c>",
                    "<c t=\"str\"><f>1+1</f><v>=1+1</v></c>"
                )
                .Text($"{number},张三,x")
                .Save()
        );

        Assert.Contains("没有找到表头", page);
        Assert.Contains("B 列：张三", page);
        Assert.DoesNotContain("http://x", page);
        await secretary.FollowAsync(await secretary.PostAsync($"{path}?handler=Stage&sheet=0&line=1", Columns(0, 1)));
        await console.WorkAsync();
        Assert.Equal("张三", (await roster.LineOfAsync(IdOf(path), number)).Name);
    }

    [Fact]
    public async Task A_script_in_whatever_a_file_says_is_shown_as_text()
    {
        const string Script = "<script>alert(1)</script>";
        var (number, bad) = (RosterDriver.NewNumber(), RosterDriver.NewNumber());
        await roster.NewMemberAsync(number, "张三,,,,,,");
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var file = await File.ReadAllBytesAsync(
            RosterFile.SaveCsv($"会员号,姓名,单位,{Script}\n{number},张三,{Script},{Script}\n{bad},{Script},,\n{bad},{Script},{Script},\n"),
            Ct
        );

        var path = (await secretary.UploadAsync("/staff/roster", "Sheet", "<script>alert(1).csv", file)).Headers.Location!.OriginalString;
        foreach (var shown in (string[])[path, "/staff/roster"])
        {
            await IsTextAsync(shown);
        }
        await secretary.PostAsync($"{path}?handler=Stage", Columns(0, 1, -1, -1, 2));
        await console.WorkAsync();
        await IsTextAsync(path);
        Assert.Equal(LineVerdict.Conflicting, (await roster.LineAsync(IdOf(path), 4)).Verdict);

        async Task IsTextAsync(string address)
        {
            var html = await (await secretary.GetAsync(address)).Content.ReadAsStringAsync(Ct);
            Assert.DoesNotContain(Script, html);
            Assert.Contains("&lt;script&gt;", html);
        }
    }

    [Fact]
    public async Task Lines_are_filtered_searched_sorted_turned_and_exported_as_filtered()
    {
        var numbers = Enumerable.Range(0, 60).Select(_ => RosterDriver.NewNumber()).ToList();
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var import = await console.StagedAsync(
            RosterConsole.Csv([.. numbers.Select(number => $"{number},会员{number},,,,,,"), $"{RosterDriver.NewNumber()},100%_,1,,,,,"])
        );
        var path = $"/staff/roster/{import}";

        Assert.Contains(numbers[0], await secretary.GetPageAsync(path));
        Assert.DoesNotContain(numbers[55], await secretary.GetPageAsync(path));
        Assert.Contains(numbers[55], await secretary.GetPageAsync($"{path}?p=2"));
        Assert.DoesNotContain(
            $"<td data-label=\"会员号\">{numbers[1]}<",
            await secretary.GetPageAsync($"{path}?q={numbers[0].ToLowerInvariant()}")
        );
        Assert.Contains(
            $"<td data-label=\"会员号\">{numbers[0]}<",
            await secretary.GetPageAsync($"{path}?q={numbers[0].ToLowerInvariant()}")
        );
        Assert.Contains("100%_", await secretary.GetPageAsync($"{path}?q=%25_"));
        Assert.DoesNotContain(numbers[0], await secretary.GetPageAsync($"{path}?verdict=invalid"));
        Assert.Contains(numbers[55], await secretary.GetPageAsync($"{path}?sort=-number"));
        Assert.Contains("没有这样的行", await secretary.GetPageAsync($"{path}?outcome=kept"));

        var export = await secretary.GetAsync($"{path}?handler=Export&verdict=invalid");
        Assert.Equal(HttpStatusCode.OK, export.StatusCode);
        Assert.Equal("roster.export", (await console.AuditedAsync(import))[^1].Action);
    }

    [Fact]
    public async Task Refused_lines_are_given_as_a_file_and_that_is_audited()
    {
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var import = await console.StagedAsync(RosterConsole.Csv([.. Enumerable.Range(0, 1_200).Select(i => $"{i:D6},,,,\"=1+1\",,,")]));

        var answer = await secretary.GetAsync($"/staff/roster/{import}?handler=Refused");

        Assert.Equal(XlsxWriter.ContentType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"名册导入{import}-未采用的行.xlsx", answer.Content.Headers.ContentDisposition!.FileNameStar);
        using var book = Workbook.Open(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Ct)));
        var rows = book.Rows(0).ToList();
        Assert.Equal(1_201, rows.Count);
        Assert.Equal(
            Enumerable.Range(0, 1_200).Select(i => ($"{i:D6}", "=1+1", $"{i + 2}")),
            rows[1..].Select(row => (row.Cells[0].Text, row.Cells[4].Text, row.Cells[8].Text))
        );
        Assert.All(rows.SelectMany(row => row.Cells.Values), cell => Assert.Null(cell.Number));
        Assert.Equal(
            ("roster.refused", secretary.Login),
            ((await console.AuditedAsync(import))[^1].Action, (await console.AuditedAsync(import))[^1].Actor)
        );
    }

    [Fact]
    public async Task Whoever_presses_second_is_told_and_nothing_is_done_twice()
    {
        var (one, other) = (await app.NewStaffAsync(Role.Secretary), await app.NewStaffAsync(Role.Admin));
        var import = await console.StagedAsync(RosterConsole.Csv($"{RosterDriver.NewNumber()},张三,,,,,,"));

        await one.FollowAsync(await one.PostAsync($"/staff/roster/{import}?handler=Apply"));
        Assert.Contains("刚刚有人处理过", await other.FollowAsync(await other.PostAsync($"/staff/roster/{import}?handler=Apply")));
        await console.WorkAsync();
        Assert.Contains("刚刚有人处理过", await other.FollowAsync(await other.PostAsync($"/staff/roster/{import}?handler=Discard")));

        Assert.Equal(
            ("roster.apply", one.Login),
            ((await console.AuditedAsync(import))[^1].Action, (await console.AuditedAsync(import))[^1].Actor)
        );
    }

    private static async Task<(string Page, string Path)> UploadAsync(TestStaff staff, string file, string query = "")
    {
        var answer = await staff.UploadAsync("/staff/roster", "Sheet", Path.GetFileName(file), await File.ReadAllBytesAsync(file, Ct));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var path = answer.Headers.Location!.OriginalString;
        return (await staff.GetPageAsync(path + query), path);
    }

    /// <summary>The form's fields: for each column of the roster one of the file. Columns that are not given are not read.</summary>
    private static (string, string)[] Columns(params int[] columns) =>
        [.. Enumerable.Range(0, 8).Select(i => ("Chosen", $"{(i < columns.Length ? columns[i] : -1)}"))];

    private static long IdOf(string path) => long.Parse(path.Split('/')[^1]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
