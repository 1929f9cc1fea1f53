using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Spreadsheet = DocumentFormat.OpenXml.Spreadsheet;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>
/// Writes lists as workbooks. Text is written as text, so that no cell is ever run as a formula (see <see cref="SheetText"/>).
/// </summary>
public static class XlsxWriter
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const uint Plain = 0,
        Quoted = 1,
        General = 2;

    /// <summary>Excel's built-in format of text: what is typed into such a cell stays as it is typed.</summary>
    private const uint TextNumberFormat = 49;

    /// <summary>
    /// Writes one sheet, and returns it as a temporary file that is deleted when closed, so that a workbook is never held in memory as a
    /// whole.
    /// </summary>
    /// <param name="rows">Numbers (int, long) become numeric cells, everything else text; null and "" become empty cells.</param>
    public static async Task<FileStream> WriteAsync(
        IReadOnlyList<string> headers,
        IAsyncEnumerable<IReadOnlyList<object?>> rows,
        CancellationToken ct
    )
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = new FileStream(path, Private());
        try
        {
            using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook, autoSave: false))
            {
                var workbook = document.AddWorkbookPart();
                workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
                var part = workbook.AddNewPart<WorksheetPart>();
                await WriteSheetAsync(part, headers, rows, ct);
                var sheet = new Sheet { Name = "导出" };
                sheet.SheetId = 1;
                sheet.Id = workbook.GetIdOfPart(part);
                workbook.Workbook = new Spreadsheet.Workbook(new Spreadsheet.Sheets(sheet));
                document.Save();
            }
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Nobody else on the machine may read it, for it holds what an export holds of people.</summary>
    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 1 << 16,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return options;
    }

    private static CellFormat TextFormat(bool isQuoted = false)
    {
        var format = new CellFormat { NumberFormatId = TextNumberFormat, ApplyNumberFormat = true };
        if (isQuoted)
        {
            format.QuotePrefix = true;
        }
        return format;
    }

    private static async Task WriteSheetAsync(
        WorksheetPart part,
        IReadOnlyList<string> headers,
        IAsyncEnumerable<IReadOnlyList<object?>> rows,
        CancellationToken ct
    )
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(FrozenHeader());
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, headers);
        await foreach (var row in rows.WithCancellation(ct))
        {
            WriteRow(writer, row);
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    /// <summary>The first row stays in sight when the sheet is scrolled.</summary>
    private static SheetViews FrozenHeader()
    {
        var pane = new Pane { VerticalSplit = 1, TopLeftCell = "A2" };
        pane.ActivePane = PaneValues.BottomLeft;
        pane.State = PaneStateValues.Frozen;
        return new SheetViews(new SheetView(pane) { WorkbookViewId = 0 });
    }

    private static void WriteRow(OpenXmlWriter writer, IReadOnlyList<object?> cells)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells)
        {
            var text = Convert.ToString(cell, CultureInfo.InvariantCulture);
            writer.WriteElement(
                cell switch
                {
                    null or "" => new Cell(),
                    int or long => new Cell
                    {
                        CellValue = new CellValue(text!),
                        DataType = CellValues.Number,
                        StyleIndex = General,
                    },
                    _ => Text(text!),
                }
            );
        }
        writer.WriteEndElement();
    }

    /// <summary>
    /// Text that could be taken for a formula has the mark by which a spreadsheet program keeps it text, also when somebody edits it or
    /// saves it in another format.
    /// </summary>
    private static Cell Text(string text) =>
        new(new InlineString(new Text(Legal(text)) { Space = SpaceProcessingModeValues.Preserve }))
        {
            DataType = CellValues.InlineString,
            StyleIndex = SheetText.LooksLikeFormula(text) ? Quoted : Plain,
        };

    /// <summary>The text without characters that XML cannot hold.</summary>
    private static string Legal(string text) =>
        text.All(XmlConvert.IsXmlChar)
            ? text
            : string.Concat(
                text.Where(
                    (character, i) =>
                        XmlConvert.IsXmlChar(character)
                        || (i + 1 < text.Length && char.IsSurrogatePair(character, text[i + 1]))
                        || (i > 0 && char.IsSurrogatePair(text[i - 1], character))
                )
            );

    private static Stylesheet Styles() =>
        new(
            new Fonts(new Font()),
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 })
            ),
            new Borders(new Border()),
            new CellStyleFormats(new CellFormat()),
            new CellFormats(TextFormat(), TextFormat(isQuoted: true), new CellFormat())
        );
}
