using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Roster;

/// <summary>The beginning of a file, for somebody to say what its columns mean.</summary>
/// <param name="Sheet">Which of the sheets this is, from 0.</param>
/// <param name="Guess">What the header of this sheet seems to say.</param>
/// <param name="Heads">The lines that may be the header.</param>
public sealed record Preview(
    IReadOnlyList<string> Sheets,
    int Sheet,
    HeaderGuess Guess,
    IReadOnlyList<PreviewHead> Heads,
    IReadOnlyList<PreviewColumn> Columns
)
{
    private const int Samples = 3,
        MaxColumns = 100,
        TextLength = 30,
        MaskLength = 200,
        HeadCells = 4;

    /// <param name="sheet">Null for the one that has a clear header.</param>
    /// <param name="line">Null for the line that seems to be the header, 0 for no header.</param>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    public static Preview Of(Workbook workbook, int? sheet = null, int? line = null) =>
        XlsxReader.Guard(() =>
        {
            var chosen = sheet is { } given && given >= 0 && given < workbook.Sheets.Count ? given : HeaderGuess.Of(workbook).Sheet;
            var rows = HeaderGuess.FirstRows(workbook, chosen);
            var guess = Header.Guess(rows, line);
            if (line is >= 0 and <= Header.MaxLine)
            {
                guess = guess with { Header = guess.Header with { Line = line.Value } };
            }
            return new Preview(
                [.. workbook.Sheets.Select(name => PlainText.Cut(name, TextLength))],
                chosen,
                guess,
                [.. rows.Where(row => row.Line <= Header.MaxLine).Select(Head).Where(head => head.Cells is not "")],
                ColumnsOf(rows, guess)
            );
        });

    /// <summary>The names in the header of which it is not known what they mean, for somebody to see what is left out.</summary>
    public IReadOnlyList<string> Unread =>
        [.. Columns.Where(column => column.Name is not "" && !Guess.Header.Columns.Contains(column.Index)).Select(column => column.Name)];

    private static PreviewHead Head(SheetRow row)
    {
        var cells = row.Cells.OrderBy(cell => cell.Key).Select(cell => Shown(cell.Value)).Where(text => text is not "");
        return new PreviewHead(row.Line, string.Join(" ", cells.Take(HeadCells)));
    }

    private static List<PreviewColumn> ColumnsOf(List<SheetRow> rows, HeaderGuess guess)
    {
        var headerLine = guess.Header.Line;
        var head = rows.FirstOrDefault(row => row.Line == headerLine);
        var used = rows.SelectMany(row => row.Cells).Where(cell => Shown(cell.Value) is not "").Select(cell => cell.Key);
        return [.. used.Distinct().Order().Take(MaxColumns).Select(column => new PreviewColumn(column, NameOf(column), SamplesOf(column)))];

        string NameOf(int column) =>
            guess.Names.TryGetValue(column, out var name) ? Shown(new SheetCell(name))
            : head is not null && head.Cells.TryGetValue(column, out var cell) ? Shown(cell)
            : "";

        IReadOnlyList<string> SamplesOf(int column) =>
            [
                .. rows.Where(row => row.Line > headerLine)
                    .Select(row => row.Cells.TryGetValue(column, out var cell) ? Shown(cell) : "")
                    .Where(text => text is not "")
                    .Take(Samples),
            ];
    }

    /// <summary>
    /// A date as a date, whatever number stands for it. What may be personal is masked, since it is not yet known which column holds what.
    /// </summary>
    private static string Shown(SheetCell cell)
    {
        var text = cell.IsDate ? cell.DayText ?? cell.Text : cell.Text;
        return PlainText.Cut(Masked.Any(PlainText.Cut(PlainText.Clean(text), MaskLength)), TextLength);
    }
}

/// <param name="Cells">The first few, to know the line by.</param>
public sealed record PreviewHead(int Line, string Cells);

/// <param name="Name">What the header says; empty where there is none.</param>
/// <param name="Samples">The first values below it, what is personal masked.</param>
public sealed record PreviewColumn(int Index, string Name, IReadOnlyList<string> Samples)
{
    /// <summary>The column as the form lists it: A 列“会员号”：A001、A002.</summary>
    public string Label
    {
        get
        {
            var name = Name is "" ? "" : $"“{Name}”";
            var samples = Samples.Count == 0 ? "" : $"：{string.Join("、", Samples)}";
            return $"{Workbook.ColumnLetter(Index)} 列{name}{samples}";
        }
    }
}

/// <summary>How a file is to be read, as somebody at the console said. It is kept on the import as JSON.</summary>
/// <param name="TagAbsent">Members whom the file does not name get <see cref="Import.AbsentTag"/>; those it names again lose it.</param>
public sealed record ReadingPlan(int Sheet, Header Header, bool TagAbsent)
{
    public string Write() => JsonSerializer.Serialize(this);

    public static ReadingPlan Read(string json) => JsonSerializer.Deserialize<ReadingPlan>(json)!;

    /// <summary>What is wrong with it, in Chinese; null where nothing is.</summary>
    public string? Fault(Preview preview)
    {
        if (
            Sheet != preview.Sheet
            || Header.Line is < 0 or > Header.MaxLine
            || Header.Columns.Any(column => column >= 0 && preview.Columns.All(found => found.Index != column))
        )
        {
            return "所选的工作表、表头行或列在文件中不存在，请重新选择。";
        }
        Column[] missing = [.. Header.Required.Where(column => Header.Columns[(int)column] < 0)];
        if (missing.Length > 0)
        {
            return $"请选定{string.Join("、", missing.Select(column => $"“{column.Label}”"))}在哪一列。";
        }
        var chosen = Header.Columns.Index().Where(column => column.Item >= 0);
        if (chosen.GroupBy(column => column.Item).FirstOrDefault(same => same.Count() > 1) is not { } twice)
        {
            return null;
        }
        var meanings = string.Join("、", twice.Select(column => $"“{((Column)column.Index).Label}”"));
        return $"{Workbook.ColumnLetter(twice.Key)} 列选了不止一次：{meanings}。每列只能有一种含义。";
    }
}
