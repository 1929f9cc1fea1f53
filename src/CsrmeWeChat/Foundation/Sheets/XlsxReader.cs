using System.Globalization;
using System.Xml;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>
/// Reads an .xlsx row by row, as it was saved: formulas are not computed, merged cells not filled. Only the table of shared texts is held
/// in memory. Parts that a list does not need, such as drawings, are not looked at: they may be damaged or absent.
/// </summary>
public sealed class XlsxReader : IDisposable
{
    /// <summary>Cells further right belong to no list, and are passed over.</summary>
    public const int MaxColumns = 256;

    private const int MaxTexts = 1_000_000,
        MaxTextLength = 20_000_000,
        MaxMerges = 10_000,
        MaxSheets = 200,
        SheetColumns = 16_384,
        SheetRows = 1_048_576;

    private readonly Zip zip;
    private readonly List<(string Name, string Part)> sheets = [];
    private readonly List<string> texts = [];
    private readonly NumberFormats formats;
    private double serialOffset;

    public XlsxReader(Zip zip)
    {
        this.zip = zip;
        var book = PartOf(PartRelations.Of(zip, "").OfKind("officeDocument") ?? "xl/workbook.xml");
        var relations = PartRelations.Of(zip, book);
        ReadBook(book, relations);
        formats = new NumberFormats(relations.OfKind("styles") is { } styles ? zip.Read(styles) : null);
        if (relations.OfKind("sharedStrings") is { } shared && zip.Read(shared) is { } table)
        {
            ReadTexts(table);
        }
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
                        or InvalidDataException
                        or FormatException
                        or IOException
                        or ArgumentException
                        or NotSupportedException
                        or OverflowException
            )
        {
            throw new UnreadableFileException("文件已损坏或内容不合规范，无法读取。请用表格软件打开并另存为 .xlsx 后再导入。");
        }
    }

    /// <param name="merges">Is given the sheet's merges once all rows are read, for the file lists them behind the data.</param>
    public IEnumerable<SheetRow> Rows(int sheet, List<Merge>? merges = null)
    {
        using var part = Guard(() => new PartReader(zip.Read(sheets[sheet].Part)!));
        var last = 0;
        while (Guard(() => NextRow(part, last, merges)) is { } row)
        {
            last = row.Line;
            yield return row;
        }
    }

    public void Dispose() => zip.Dispose();

    private string PartOf(string workbook) =>
        zip.Has(workbook) ? workbook : throw new UnreadableFileException("这不是 .xlsx 文件。请用表格软件另存为 .xlsx 后再导入。");

    private void ReadBook(string book, PartRelations relations)
    {
        using var part = new PartReader(zip.Read(book)!);
        while (part.NextWithin(-1))
        {
            if (part.Name is "workbookPr" && part["date1904"] is "1" or "true")
            {
                serialOffset = 1462;
            }
            else if (
                part.Name is "sheet"
                && part["state"] is null or "visible"
                && part.Qualified("id") is { } id
                && relations.Find(id, "worksheet") is { } sheet
                && sheets.Count < MaxSheets
            )
            {
                sheets.Add((part["name"] ?? "", sheet));
            }
        }
    }

    private SheetRow? NextRow(PartReader part, int last, List<Merge>? merges)
    {
        while (part.NextWithin(-1))
        {
            if (part.Name is "row")
            {
                var line = part["r"] is { } r ? int.Parse(r, CultureInfo.InvariantCulture) : last + 1;
                if (line <= last || line > SheetRows)
                {
                    throw new InvalidDataException("Rows out of order.");
                }
                var isHidden = part["hidden"] is "1" or "true";
                return new SheetRow(line, ReadCells(part), isHidden);
            }
            if (part.Name is "mergeCell" && merges?.Count < MaxMerges && part["ref"]?.Split(':') is [var from, var to])
            {
                var ((top, left), (bottom, right)) = (Reference(from), Reference(to));
                merges.Add(new Merge(top, left, bottom, right));
            }
        }
        return null;
    }

    private IReadOnlyDictionary<int, SheetCell> ReadCells(PartReader part)
    {
        if (part.IsEmpty)
        {
            return SheetRow.Blank;
        }
        Dictionary<int, SheetCell>? cells = null;
        var (column, count, depth) = (-1, 0, part.Depth);
        while (part.NextWithin(depth))
        {
            if (part.Name is not "c")
            {
                part.Skip();
                continue;
            }
            column = part["r"] is { } reference ? Reference(reference).Column : column + 1;
            if (++count > SheetColumns)
            {
                throw new InvalidDataException("Too many cells in a row.");
            }
            if (part.IsEmpty || column is < 0 or >= MaxColumns)
            {
                part.Skip();
            }
            else if (ReadCell(part) is { } read)
            {
                (cells ??= [])[column] = read;
            }
        }
        return cells ?? SheetRow.Blank;
    }

    private SheetCell? ReadCell(PartReader part)
    {
        var (type, style, depth) = (part["t"], part["s"], part.Depth);
        var isFormula = false;
        string? value = null;
        while (part.NextWithin(depth))
        {
            switch (part.Name)
            {
                case "v":
                    value = part.Text();
                    break;
                case "is":
                    value = part.RichText();
                    break;
                case "f":
                    isFormula = true;
                    part.Skip();
                    break;
                default:
                    part.Skip();
                    break;
            }
        }
        return value switch
        {
            null when isFormula => new SheetCell("", Fault: "公式没有计算结果，请在表格软件里重新计算并保存，或粘贴为数值"),
            null or "" => null,
            _ => OfValue(type, value, uint.TryParse(style, CultureInfo.InvariantCulture, out var known) ? known : 0),
        };
    }

    private SheetCell OfValue(string? type, string value, uint style) =>
        type switch
        {
            "s" => int.TryParse(value, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < texts.Count
                ? new SheetCell(texts[index])
                : throw new InvalidDataException("No such shared string."),
            "e" => new SheetCell(value, Fault: $"单元格是错误值 {value}"),
            "d" => new SheetCell(value, IsDate: true),
            null or "n" when double.TryParse(value, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => FromNumber(
                number,
                style
            ),
            null or "n" => new SheetCell(value),
            _ => new SheetCell(Plain(value)),
        };

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

    private void ReadTexts(Stream table)
    {
        var length = 0L;
        using var part = new PartReader(table);
        while (part.NextWithin(-1))
        {
            if (part.Name is not "si")
            {
                continue;
            }
            var text = Plain(part.RichText());
            texts.Add(text);
            length += text.Length;
            if (texts.Count > MaxTexts || length > MaxTextLength)
            {
                throw new UnreadableFileException("文件里的文字过多，未予读取。请只保留要导入的工作表和列，另存后再导入。");
            }
        }
    }

    // Excel writes control characters as _x000D_.
    private static string Plain(string text) => text.Contains("_x", StringComparison.Ordinal) ? XmlConvert.DecodeName(text) : text;

    private static (int Line, int Column) Reference(string reference)
    {
        var column = 0;
        var at = 0;
        for (; at < reference.Length && at < 4 && char.IsAsciiLetter(reference[at]); at++)
        {
            column = (column * 26) + (char.ToUpperInvariant(reference[at]) - 'A' + 1);
        }
        return (int.TryParse(reference.AsSpan(at), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : 0, column - 1);
    }
}

/// <summary>Cells that a sheet shows as one, of which only the first has a value.</summary>
public readonly record struct Merge(int Top, int Left, int Bottom, int Right);
