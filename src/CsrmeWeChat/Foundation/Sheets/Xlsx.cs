using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>Lists as workbooks. Text is written as text, so that a cell that begins with = + - @ is never run as a formula.</summary>
public static class Xlsx
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const uint Plain = 0,
        Quoted = 1;

    /// <summary>The workbook in a temporary file that is gone when closed: it is never held in memory as a whole.</summary>
    public static async Task<FileStream> WriteAsync(
        IReadOnlyList<string> headers,
        IAsyncEnumerable<IReadOnlyList<object?>> rows,
        CancellationToken ct
    )
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        try
        {
            using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook, autoSave: false))
            {
                var workbook = document.AddWorkbookPart();
                workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
                var sheet = workbook.AddNewPart<WorksheetPart>();
                using (var writer = OpenXmlWriter.Create(sheet))
                {
                    writer.WriteStartElement(new Worksheet());
                    writer.WriteElement(
                        new SheetViews(
                            new SheetView(
                                new Pane
                                {
                                    VerticalSplit = 1,
                                    TopLeftCell = "A2",
                                    ActivePane = PaneValues.BottomLeft,
                                    State = PaneStateValues.Frozen,
                                }
                            )
                            {
                                WorkbookViewId = 0,
                            }
                        )
                    );
                    writer.WriteStartElement(new SheetData());
                    WriteRow(writer, headers);
                    await foreach (var row in rows.WithCancellation(ct))
                    {
                        WriteRow(writer, row);
                    }
                    writer.WriteEndElement();
                    writer.WriteEndElement();
                }
                workbook.Workbook = new Workbook(
                    new DocumentFormat.OpenXml.Spreadsheet.Sheets(
                        new Sheet
                        {
                            Name = "导出",
                            SheetId = 1,
                            Id = workbook.GetIdOfPart(sheet),
                        }
                    )
                );
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

    private static void WriteRow(OpenXmlWriter writer, IReadOnlyList<object?> cells)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells)
        {
            writer.WriteElement(
                cell switch
                {
                    null or "" => new Cell(),
                    int or long => new Cell
                    {
                        CellValue = new CellValue(Convert.ToString(cell, CultureInfo.InvariantCulture)!),
                        DataType = CellValues.Number,
                    },
                    _ => Text(Convert.ToString(cell, CultureInfo.InvariantCulture)!),
                }
            );
        }
        writer.WriteEndElement();
    }

    /// <summary>With the mark by which a spreadsheet program keeps it text also when somebody edits it or saves it as something else.</summary>
    private static Cell Text(string text) =>
        new(new InlineString(new Text(Legal(text)) { Space = SpaceProcessingModeValues.Preserve }))
        {
            DataType = CellValues.InlineString,
            StyleIndex = text.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] ? Quoted : Plain,
        };

    /// <summary>Without what XML cannot hold.</summary>
    private static string Legal(string text) =>
        text.All(System.Xml.XmlConvert.IsXmlChar)
            ? text
            : string.Concat(
                text.Where(
                    (character, i) =>
                        System.Xml.XmlConvert.IsXmlChar(character)
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
            new CellFormats(new CellFormat(), new CellFormat { QuotePrefix = true })
        );
}
