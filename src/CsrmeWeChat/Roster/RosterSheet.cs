using CsrmeWeChat.Data;


namespace CsrmeWeChat.Roster;

public enum RosterColumn { Number, Name, Phone, Email, Unit, Branch, Level, PaidUntil }

/// <summary>A line of the society's own list, as text.</summary>
/// <param name="Line">The row's number as a spreadsheet program shows it.</param>
public sealed record RosterLine(int Line, RosterCell[] Cells)
{
    public RosterCell this[RosterColumn column] => Cells[(int)column];
}

/// <param name="Fault">Why the cell's text cannot be relied on; null where it can.</param>
public readonly record struct RosterCell(string Text, string? Fault = null, bool Merged = false);

/// <summary>A row of a sheet before it is known what its columns mean; columns count from 0.</summary>
public sealed record SheetRow(int Line, IReadOnlyDictionary<int, SheetCell> Cells);

/// <param name="Number">The value of a numeric cell, of which <paramref name="Text"/> is what a person sees.</param>
/// <param name="IsDate">The number is formatted as a date.</param>
public readonly record struct SheetCell(string Text, double? Number = null, bool IsDate = false, string? Fault = null);

/// <summary>The file cannot be read as a roster. The reason is meant for people.</summary>
public sealed class RosterFileException(string reason) : Exception(reason)
{
    public string Reason { get; } = reason;
}

/// <summary>A roster file, open: its header is found, its lines stream.</summary>
public sealed class RosterSheet : IDisposable
{
    public const int MaxBytes = 20 * 1024 * 1024, MaxLines = 100_000;
    private const int HeaderWithin = 20;

    private readonly FileStream stream;
    private readonly RosterXlsx? book;
    private readonly string sheet;
    private readonly RosterHeader header;

    private RosterSheet(FileStream stream)
    {
        this.stream = stream;
        if (LooksZipped(stream))
        {
            RosterZip.Check(stream);
            book = new RosterXlsx(stream);
        }
        (sheet, header) = FindHeader();
    }

    /// <summary>What was read and what was left out, for people.</summary>
    public string About => book is null ? "CSV"
        : $"工作表「{sheet}」{(book.Sheets.Count > 1 ? $"（另有 {book.Sheets.Count - 1} 个工作表未读取）" : "")}";

    /// <exception cref="RosterFileException">It is no roster, too large, encrypted, or its columns are not clear.</exception>
    public static RosterSheet Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new RosterFileException("找不到该文件。");
        }
        var stream = File.OpenRead(path);
        try
        {
            return stream.Length switch
            {
                0 => throw new RosterFileException("文件是空的。"),
                > MaxBytes => throw new RosterFileException($"文件超过 {MaxBytes >> 20} MB，请拆分后再导入。"),
                _ => RosterXlsx.Guard(() => new RosterSheet(stream)),
            };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <exception cref="RosterFileException">The file is damaged further on, or has too many lines.</exception>
    public IEnumerable<RosterLine> Lines()
    {
        var merged = book?.MergedCells(sheet, header.Columns, HeaderWithin + MaxLines) ?? [];
        var count = 0;
        foreach (var row in Rows(sheet))
        {
            if (row.Line <= header.Line || header.Columns.All(column => Text.Clean(Cell(row, column).Text) is "" && Cell(row, column).Fault is null))
            {
                continue;
            }
            if (++count > MaxLines)
            {
                throw new RosterFileException($"文件超过 {MaxLines:N0} 行，请拆分后再导入。");
            }
            yield return new RosterLine(row.Line, [.. header.Columns.Select((column, i) => Meant((RosterColumn)i, Cell(row, column), merged.Contains((row.Line, column))))]);
        }
    }

    public void Dispose()
    {
        book?.Dispose();
        stream.Dispose();
    }

    private static SheetCell Cell(SheetRow row, int column) => row.Cells.GetValueOrDefault(column, new SheetCell(""));

    private static RosterCell Meant(RosterColumn column, SheetCell cell, bool merged) => cell switch
    {
        { Fault: not null } => new RosterCell(cell.Text, cell.Fault),
        { Number: { } number } when column is RosterColumn.PaidUntil => new RosterCell(RosterDates.FromNumber(number) ?? cell.Text),
        { IsDate: true } => new RosterCell(cell.Text, "单元格是日期格式，原来的内容已丢失"),
        { Number: >= 1e15 } => new RosterCell(cell.Text, "单元格是超过 15 位的数值，末位已丢失，请改为文本"),
        { Text: "" } => new RosterCell("", Merged: merged),
        _ => new RosterCell(cell.Text),
    };

    private (string Sheet, RosterHeader Header) FindHeader()
    {
        RosterFileException? first = null;
        foreach (var name in book?.Sheets ?? [""])
        {
            try
            {
                return (name, RosterHeader.Find(Rows(name).TakeWhile(row => row.Line <= HeaderWithin)));
            }
            catch (RosterFileException e)
            {
                first ??= e;
            }
        }
        throw first ?? new RosterFileException("工作簿中没有可见的工作表。");
    }

    private IEnumerable<SheetRow> Rows(string name) => book is null ? RosterCsv.Rows(stream) : book.Rows(name);

    private static bool LooksZipped(FileStream stream)
    {
        Span<byte> start = stackalloc byte[8];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        start = start[..length];
        return start.StartsWith("PK"u8) ? true
            : start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? throw new RosterFileException("文件已加密，或是旧版 .xls。请取消密码并另存为 .xlsx 后再导入。")
            : start.StartsWith("%PDF"u8) ? throw new RosterFileException("这是 PDF 文件。请导入 .xlsx 或 .csv。")
            : start.StartsWith("<"u8) ? throw new RosterFileException("这是网页或 XML 文件。请用表格软件另存为 .xlsx 后再导入。")
            : false;
    }
}
