using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

public enum RosterColumn
{
    Number,
    Name,
    Phone,
    Email,
    Unit,
    Branch,
    Level,
    PaidUntil,
}

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

/// <summary>A roster file, open: it is known what its columns mean, its lines stream.</summary>
public sealed class RosterSheet : IDisposable
{
    public const int MaxLines = 100_000;

    private readonly RosterBook book;
    private readonly int sheet;
    private readonly RosterHeader header;

    private RosterSheet(RosterBook book, int sheet, RosterHeader header) => (this.book, this.sheet, this.header) = (book, sheet, header);

    /// <summary>What was read and what was left out, for people.</summary>
    public string About =>
        book.IsCsv
            ? "CSV"
            : $"工作表「{PlainText.Cut(book.Sheets[sheet], 50)}」{(book.Sheets.Count > 1 ? $"（另有 {book.Sheets.Count - 1} 个工作表未读取）" : "")}";

    /// <summary>Finds sheet and header by itself.</summary>
    /// <exception cref="RosterFileException">It is no roster, too large, encrypted, or its columns are not clear.</exception>
    public static RosterSheet Open(string path) => Open(RosterBook.Open(path), book =>
        {
            var (sheet, guess) = RosterGuess.Of(book);
            return guess.Doubt is null
                ? new RosterSheet(book, sheet, guess.Header)
                : throw new RosterFileException($"{guess.Doubt}{guess.Advice}");
        });

    /// <exception cref="RosterFileException">It is no roster, too large, or encrypted.</exception>
    public static RosterSheet Open(Stream stream, RosterPlan plan) =>
        Open(RosterBook.Open(stream), book =>
            plan.Sheet < book.Sheets.Count
                ? new RosterSheet(book, plan.Sheet, plan.Header)
                : throw new RosterFileException("文件中没有选定的工作表。")
        );

    /// <exception cref="RosterFileException">The file is damaged further on, or has too many lines.</exception>
    public IEnumerable<RosterLine> Lines()
    {
        var merged = book.MergedCells(sheet, header.Columns, RosterHeader.Within + MaxLines);
        var count = 0;
        foreach (var row in book.Rows(sheet))
        {
            if (
                row.Line <= header.Line
                || header.Columns.All(column => PlainText.Clean(Cell(row, column).Text) is "" && Cell(row, column).Fault is null)
            )
            {
                continue;
            }
            if (++count > MaxLines)
            {
                throw new RosterFileException($"文件超过 {MaxLines:N0} 行，请拆分后再导入。");
            }
            yield return new RosterLine(
                row.Line,
                [.. header.Columns.Select((column, i) => Meant((RosterColumn)i, Cell(row, column), merged.Contains((row.Line, column))))]
            );
        }
    }

    public void Dispose() => book.Dispose();

    private static RosterSheet Open(RosterBook book, Func<RosterBook, RosterSheet> choose)
    {
        try
        {
            return RosterXlsx.Guard(() => choose(book));
        }
        catch
        {
            book.Dispose();
            throw;
        }
    }

    private static SheetCell Cell(SheetRow row, int column) => row.Cells.GetValueOrDefault(column, new SheetCell(""));

    private static RosterCell Meant(RosterColumn column, SheetCell cell, bool merged) =>
        cell switch
        {
            { Fault: not null } => new RosterCell(cell.Text, cell.Fault),
            { Number: { } number } when column is RosterColumn.PaidUntil => new RosterCell(RosterDates.FromNumber(number) ?? cell.Text),
            { IsDate: true } => new RosterCell(cell.Text, "单元格是日期格式，原来的内容已丢失"),
            { Number: >= 1e15 } => new RosterCell(cell.Text, "单元格是超过 15 位的数值，末位已丢失，请改为文本"),
            { Text: "" } => new RosterCell("", Merged: merged),
            _ => new RosterCell(cell.Text),
        };
}
