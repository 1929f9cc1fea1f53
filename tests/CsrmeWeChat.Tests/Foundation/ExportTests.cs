using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Sheets;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CsrmeWeChat.Tests;

/// <summary>Lists saved as workbooks.</summary>
public sealed class ExportTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_cell_that_begins_like_a_formula_is_text_and_stays_text()
    {
        string[] odd = ["=1+1", "+86 138", "-1", "@SUM(A1)", "\t=cmd|' /C calc'!A1", "＝1", "普通", "𠮷😀", "a\u0001b", "\ud800"];
        await using var file = await XlsxWriter.WriteAsync(["列"], Rows(odd), TestContext.Current.CancellationToken);

        using var book = SpreadsheetDocument.Open(file, isEditable: false);
        var cells = book.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Cell>().Skip(1).ToList();

        Assert.Equal(
            ["=1+1", "+86 138", "-1", "@SUM(A1)", "\t=cmd|' /C calc'!A1", "＝1", "普通", "𠮷😀", "ab", ""],
            cells.Select(cell => cell.InlineString?.Text?.Text ?? "")
        );
        Assert.All(cells, cell => Assert.Null(cell.CellFormula));
        Assert.All(cells.Where(cell => cell.InlineString is not null), cell => Assert.Equal(CellValues.InlineString, cell.DataType!.Value));
        var formats = book.WorkbookPart.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ToList();
        Assert.Equal(
            [true, true, true, true, true, true, false],
            cells.Take(7).Select(cell => formats[(int)cell.StyleIndex!.Value].QuotePrefix?.Value ?? false)
        );
    }

    [Fact]
    public async Task What_is_filtered_is_what_is_saved_and_the_trail_tells_of_it()
    {
        var boss = await app.NewStaffAsync(Role.Admin);
        var (juror, other) = (await app.NewAccountAsync(Role.Juror), await app.NewAccountAsync(Role.Reviewer));

        var answer = await boss.GetAsync("/staff/accounts?role=juror&handler=Export");

        Assert.Equal(XlsxWriter.ContentType, answer.Content.Headers.ContentType!.MediaType);
        var texts = Texts(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Contains(juror.Login, texts);
        Assert.DoesNotContain(other.Login, texts);
        Assert.Contains("导出账号", await boss.GetPageAsync("/staff/audit"));
    }

    internal static IReadOnlyList<string> Texts(Stream file)
    {
        using var book = SpreadsheetDocument.Open(file, isEditable: false);
        return
        [
            .. book.WorkbookPart!.WorksheetParts.Single()
                .Worksheet!.Descendants<Cell>()
                .Select(cell => cell.InlineString?.Text?.Text ?? cell.CellValue?.Text ?? ""),
        ];
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            await Task.Yield();
            yield return [cell];
        }
    }
}
