using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>
/// Reads an .xlsx row by row, as it was saved: formulas are not computed, merged cells not filled. Only the table of shared texts is held
/// in memory.
/// </summary>
public sealed class XlsxReader : IDisposable
{
    private const int MaxCellText = 1_000,
        MaxTexts = 2_000_000,
        MaxTextLength = 40_000_000,
        MaxMerged = 200_000,
        MaxColumns = 16_384,
        MaxRows = 1_048_576;

    private readonly SpreadsheetDocument document;
    private readonly WorkbookPart workbook;
    private readonly List<(string Name, string Part)> sheets;
    private readonly List<string> texts = [];
    private readonly NumberFormats formats;
    private readonly double serialOffset;

    public XlsxReader(Stream stream)
    {
        // Bounds what any one part may make the parser hold. XML with a DTD is refused by the reader's own default.
        document = SpreadsheetDocument.Open(stream, isEditable: false, new OpenSettings { MaxCharactersInPart = 200 << 20 });
        workbook = document.WorkbookPart ?? throw new InvalidDataException("No workbook.");
        var book = workbook.Workbook ?? throw new InvalidDataException("No workbook.");
        serialOffset = book.WorkbookProperties?.Date1904?.Value is true ? 1462 : 0;
        sheets =
        [
            .. from sheet in book.Sheets?.Elements<Sheet>() ?? []
            where
                (sheet.State is null || sheet.State.Value == SheetStateValues.Visible)
                && sheet.Id?.Value is not null
                && workbook.TryGetPartById(sheet.Id.Value, out var part)
                && part is WorksheetPart
            select (sheet.Name?.Value ?? "", sheet.Id!.Value!),
        ];
        formats = new NumberFormats(workbook.WorkbookStylesPart);
        ReadTexts();
    }

    /// <summary>The names of the visible sheets.</summary>
    public IReadOnlyList<string> Sheets => [.. sheets.Select(sheet => sheet.Name)];

    /// <summary>Turns whatever a damaged file makes the libraries throw into a refusal.</summary>
    /// <exception cref="UnreadableFileException">The file is damaged.</exception>
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
            when (e
                    is XmlException
                        or OpenXmlPackageException
                        or InvalidDataException
                        or FileFormatException
                        or FormatException
                        or EndOfStreamException
                        or ArgumentException
                        or NotSupportedException
                        or UriFormatException
                        or OverflowException
            )
        {
            throw new UnreadableFileException("文件已损坏或内容不合规范，无法读取。请用表格软件打开并另存为 .xlsx 后再导入。");
        }
    }

    public IEnumerable<SheetRow> Rows(int sheet)
    {
        using var reader = OpenXmlReader.Create(Part(sheet));
        var last = 0;
        while (Guard(() => NextRow(reader, last)) is { } row)
        {
            last = row.Line;
            yield return row;
        }
    }

    /// <summary>
    /// The cells of these columns that a merge leaves without a value of their own. The file lists merges behind the data, so this reads
    /// past all of it.
    /// </summary>
    public HashSet<(int Line, int Column)> MergedCells(int sheet, int[] columns, int lastLine) =>
        Guard(() =>
        {
            var covered = new HashSet<(int, int)>();
            using var reader = OpenXmlReader.Create(Part(sheet));
            for (var more = reader.Read(); more; )
            {
                if (reader.ElementType == typeof(SheetData))
                {
                    reader.Skip();
                    more = !reader.EOF;
                    continue;
                }
                CoverBy(reader);
                more = reader.Read();
            }
            return covered;

            void CoverBy(OpenXmlReader reader)
            {
                if (
                    reader.ElementType != typeof(MergeCell)
                    || reader.Attributes.FirstOrDefault(a => a.LocalName == "ref").Value?.Split(':') is not [var from, var to]
                )
                {
                    return;
                }
                var (top, left) = Reference(from);
                var (bottom, right) = Reference(to);
                foreach (var column in columns.Where(column => column >= left && column <= right))
                {
                    for (var line = top; line <= Math.Min(bottom, lastLine) && covered.Count < MaxMerged; line++)
                    {
                        covered.Add((line, column));
                    }
                }
                covered.Remove((top, left));
            }
        });

    public void Dispose() => document.Dispose();

    private WorksheetPart Part(int sheet) => (WorksheetPart)workbook.GetPartById(sheets[sheet].Part);

    private SheetRow? NextRow(OpenXmlReader reader, int last)
    {
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
            {
                continue;
            }
            var line = reader.Attributes.FirstOrDefault(a => a.LocalName == "r").Value is { } r
                ? int.Parse(r, CultureInfo.InvariantCulture)
                : last + 1;
            if (line <= last || line > MaxRows)
            {
                throw new InvalidDataException("Rows out of order.");
            }
            return new SheetRow(line, ReadCells(reader));
        }
        return null;
    }

    private Dictionary<int, SheetCell> ReadCells(OpenXmlReader reader)
    {
        var cells = new Dictionary<int, SheetCell>();
        if (!reader.ReadFirstChild())
        {
            return cells;
        }
        var column = -1;
        do
        {
            if (reader.ElementType != typeof(Cell))
            {
                continue;
            }
            var cell = (Cell)reader.LoadCurrentElement()!;
            column = cell.CellReference?.Value is { } reference ? Reference(reference).Column : column + 1;
            if (column is >= 0 and < MaxColumns && Read(cell) is { } read)
            {
                cells[column] = read;
            }
        } while (reader.ReadNextSibling());
        return cells;
    }

    private SheetCell? Read(Cell cell)
    {
        var type = cell.DataType?.Value;
        var value = cell.CellValue?.Text;
        if (type == CellValues.InlineString)
        {
            return new SheetCell(TextOf(cell.InlineString));
        }
        if (cell.CellValue is null)
        {
            return cell.CellFormula is null
                ? null
                : new SheetCell("", Fault: "公式没有计算结果，请在表格软件里重新计算并保存，或粘贴为数值");
        }
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }
        if (type == CellValues.Error)
        {
            return new SheetCell(Cut(value), Fault: $"单元格是错误值 {Cut(value)}");
        }
        if (type == CellValues.SharedString)
        {
            return int.TryParse(value, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < texts.Count
                ? new SheetCell(texts[index])
                : throw new InvalidDataException("No such shared string.");
        }
        if (type is not null && type != CellValues.Number)
        {
            return new SheetCell(Plain(value));
        }
        return double.TryParse(value, CultureInfo.InvariantCulture, out var number)
            ? FromNumber(number, cell.StyleIndex?.Value ?? 0)
            : new SheetCell(Cut(value));
    }

    private SheetCell FromNumber(double number, uint style)
    {
        var (isDate, digits) = formats[style];
        // 13800000000 may be saved as 1.38E+10, and leading zeros come from the format alone.
        var text =
            double.IsInteger(number) && Math.Abs(number) < 1e18
                ? Math.Abs(number).ToString("F0", CultureInfo.InvariantCulture).PadLeft(digits, '0')
                : number.ToString("R", CultureInfo.InvariantCulture);
        return new SheetCell(
            number < 0 && double.IsInteger(number) ? $"-{text}" : text,
            number + (number <= SheetCell.LastSerialDay ? serialOffset : 0),
            isDate
        );
    }

    private void ReadTexts()
    {
        if (workbook.SharedStringTablePart is not { } part)
        {
            return;
        }
        var length = 0L;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType != typeof(SharedStringItem) || !reader.IsStartElement)
            {
                continue;
            }
            var text = TextOf((SharedStringItem)reader.LoadCurrentElement()!);
            texts.Add(text);
            length += text.Length;
            if (texts.Count > MaxTexts || length > MaxTextLength)
            {
                throw new UnreadableFileException("文件里的文字过多，未予读取。请只保留要导入的工作表和列，另存后再导入。");
            }
        }
    }

    // Not InnerText, which would take the pronunciation that some input methods leave beside a name for part of it.
    private static string TextOf(RstType? item) =>
        item is null
            ? ""
            : Plain(
                string.Concat(
                    item.ChildElements.Select(child =>
                        child switch
                        {
                            Text text => text.Text,
                            Run run => run.Text?.Text,
                            _ => null,
                        }
                    )
                )
            );

    // Excel writes control characters as _x000D_.
    private static string Plain(string text) => Cut(text.Contains("_x", StringComparison.Ordinal) ? XmlConvert.DecodeName(text) : text);

    private static string Cut(string text) => text.Length <= MaxCellText ? text : text[..MaxCellText];

    private static (int Line, int Column) Reference(string reference)
    {
        var column = 0;
        var at = 0;
        for (; at < reference.Length && at < 4 && char.IsAsciiLetterUpper(reference[at]); at++)
        {
            column = (column * 26) + (reference[at] - 'A' + 1);
        }
        return (int.TryParse(reference.AsSpan(at), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : 0, column - 1);
    }
}
