using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Roster;

/// <summary>What a column of a roster means. Their order is that of every array and form that has a place for each.</summary>
public enum Column
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
/// <param name="Cells">One for each <see cref="Column"/>.</param>
public sealed record SheetLine(int Line, LineCell[] Cells)
{
    public LineCell this[Column column] => Cells[(int)column];
}

/// <param name="Fault">Why the cell's text cannot be relied on; null where it can.</param>
/// <param name="Remark">What whoever looks the line over should know of the cell; null for nothing.</param>
public readonly record struct LineCell(string Text, string? Fault = null, bool Merged = false, string? Remark = null);

/// <summary>An open sheet of members, of which it is known what its columns mean. Its lines are read as a stream.</summary>
public sealed class MemberSheet : IDisposable
{
    public const int MaxLines = 100_000;

    private readonly Workbook workbook;
    private readonly int sheet;
    private readonly Header header;
    private readonly List<string> notes = [];

    private MemberSheet(Workbook workbook, int sheet, Header header)
    {
        this.workbook = workbook;
        this.sheet = sheet;
        this.header = header;
    }

    /// <summary>What somebody should know of the sheet before it is applied, in Chinese. Complete once its lines were read.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>What is read of the file and what is left out, in Chinese.</summary>
    public string About
    {
        get
        {
            if (workbook.IsCsv)
            {
                return "CSV";
            }
            var others = workbook.Sheets.Count - 1;
            var name = PlainText.Cut(workbook.Sheets[sheet], 50);
            return $"工作表“{name}”{(others > 0 ? $"（另有 {others} 个工作表未读取）" : "")}";
        }
    }

    /// <summary>Finds the sheet and its header by itself.</summary>
    /// <exception cref="UnreadableFileException">It is no roster, too large or encrypted, or its columns are not clear.</exception>
    public static MemberSheet Open(string path) => Open(Workbook.Open(path), workbook =>
        {
            var (sheet, guess) = HeaderGuess.Of(workbook);
            return guess.Doubt is null
                ? new MemberSheet(workbook, sheet, guess.Header)
                : throw new UnreadableFileException($"{guess.Doubt}{guess.Advice}");
        });

    /// <exception cref="UnreadableFileException">It is no roster, too large or encrypted, or lacks the planned sheet.</exception>
    public static MemberSheet Open(Stream stream, ReadingPlan plan) =>
        Open(Workbook.Open(stream), workbook =>
            plan.Sheet < workbook.Sheets.Count
                ? new MemberSheet(workbook, plan.Sheet, plan.Header)
                : throw new UnreadableFileException("文件中没有选定的工作表。")
        );

    /// <exception cref="UnreadableFileException">The file is damaged further on, or has too many lines.</exception>
    public IEnumerable<SheetLine> Lines()
    {
        var survey = Survey.Of(workbook, sheet, header);
        notes.Clear();
        notes.AddRange(survey.Notes);
        foreach (var row in workbook.Rows(sheet).Where(row => row.Line > header.Line && !header.IsBlank(row)))
        {
            yield return new SheetLine(row.Line, [.. header.Columns.Select((column, i) => CellOf(row, column, (Column)i, survey))]);
        }
    }

    public void Dispose() => workbook.Dispose();

    private static MemberSheet Open(Workbook workbook, Func<Workbook, MemberSheet> choose)
    {
        try
        {
            return XlsxReader.Guard(() => choose(workbook));
        }
        catch
        {
            workbook.Dispose();
            throw;
        }
    }

    private static LineCell CellOf(SheetRow row, int at, Column column, Survey survey)
    {
        var cell = Meant(column, Header.CellOf(row, at), survey.IsMerged(row.Line, at));
        return column is Column.PaidUntil && cell.Fault is null ? survey.DayMeant(cell) : cell;
    }

    internal static LineCell Meant(Column column, SheetCell cell, bool merged) =>
        cell switch
        {
            { Fault: not null } => new LineCell(cell.Text, cell.Fault),
            { Number: not null } when column is Column.PaidUntil => new LineCell(DayAndTime(cell)),
            { IsDate: true } when column is not Column.PaidUntil => new LineCell(cell.Text, "单元格是日期格式，原来的内容已丢失"),
            { Number: >= 1e15 } => new LineCell(cell.Text, "单元格是超过 15 位的数值，末位已丢失，请改为文本"),
            { Text: "" } => new LineCell("", Merged: merged),
            _ => new LineCell(cell.Text),
        };

    private static string DayAndTime(SheetCell cell) =>
        cell.DayText is not { } day ? cell.Text
        : cell.TimeOfDay == TimeSpan.Zero ? day
        : $"{day} {cell.TimeOfDay:hh\\:mm\\:ss}";
}
