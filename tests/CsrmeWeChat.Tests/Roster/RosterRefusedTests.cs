using CsrmeWeChat.Foundation.Sheets;
using CsrmeWeChat.Roster;

namespace CsrmeWeChat.Tests;

/// <summary>The lines of a sheet that were not taken, as a file to correct.</summary>
public sealed class RosterRefusedTests(App app) : IClassFixture<App>
{
    private readonly RosterDriver roster = new(app);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refused_lines_come_back_as_a_workbook_of_text_that_runs_no_formula_and_imports_again()
    {
        var number = $"000{RosterDriver.NewNumber()[1..]}";
        var import = await roster.StageLinesAsync(
            $"{number},,13800000000,,\"=HYPERLINK(\"\"http://x\"\")\",@a,-b,2026-12-31",
            $"{RosterDriver.NewNumber()},李四,,,,,,"
        );
        var found = (await roster.Store.FindAsync(import, Ct))!;

        var (file, lines) = await app.Get<RefusedLines>().WriteAsync(RosterDriver.By, found, app.Now, Ct);

        Assert.Equal(1, lines);
        using var book = Workbook.Open(file);
        var row = book.Rows(0).Last();
        var texts = Enumerable.Range(0, 11).Select(column => row.Cells.GetValueOrDefault(column, new SheetCell("")).Text).ToList();
        Assert.Equal([number, "", "13800000000", "", "=HYPERLINK(\"http://x\")", "@a", "-b", "2026-12-31", "2", "有误", "缺少姓名"], texts);
        Assert.All(row.Cells.Values, cell => Assert.Null(cell.Number));
        texts[1] = "张三";
        var cells = texts.Select(text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        var again = await roster.StageAsync(RosterFile.SaveCsv($"{RosterFile.Header},原行号,判定,原因\n{string.Join(',', cells)}\n"));
        await roster.ApplyAsync(again);
        Assert.Equal(
            ("=HYPERLINK(\"http://x\")", "@a", "-b"),
            ((await roster.FieldsAsync(number)).Unit, (await roster.FieldsAsync(number)).Branch, (await roster.FieldsAsync(number)).Level)
        );
        Assert.DoesNotContain("没有读取的列", (await roster.Store.FindAsync(again, Ct))!.Notes);
    }
}
