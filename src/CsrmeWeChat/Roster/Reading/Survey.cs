using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Roster;

/// <summary>What must be known of a whole sheet before its first line can be read.</summary>
internal sealed class Survey
{
    private const int MaxMerged = 200_000;

    private readonly HashSet<(int Line, int Column)> merged = [];
    private int hidden,
        eves,
        otherHours;
    private WrittenDay eve;

    private const int MaxUnread = 20,
        MaxUnreadName = 20;

    private List<string> unread = [];

    /// <summary>In Chinese.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (hidden > 0)
            {
                yield return $"有 {hidden} 行在文件里被隐藏或筛选掉了，也读取了；不想导入它们，请在文件里删除后重新导入";
            }
            if (IsShifted)
            {
                yield return $"会费有效期都写在 {eve.Time:hh\\:mm} 左右（程序按世界时间写的北京零点），已按次日读取，"
                    + $"如 {eve.Text} 读作 {Shifted(eve)}";
            }
            if (unread.Count > 0)
            {
                yield return $"没有读取的列：{string.Join("、", unread)}";
            }
        }
    }

    private bool IsShifted => eves > 0 && otherHours == 0;

    /// <summary>Reads the sheet once.</summary>
    /// <exception cref="UnreadableFileException">The file is damaged, or has too many lines.</exception>
    public static Survey Of(Workbook workbook, int sheet, Header header)
    {
        var merges = new List<Merge>();
        var survey = new Survey();
        var lines = 0;
        SheetRow? above = null;
        foreach (var row in workbook.Rows(sheet, merges))
        {
            if (row.Line <= header.Line)
            {
                survey.NoteUnread(above, row, header);
                above = row;
                continue;
            }
            if (header.IsBlank(row))
            {
                continue;
            }
            if (++lines > MemberSheet.MaxLines)
            {
                throw new UnreadableFileException($"文件超过 {MemberSheet.MaxLines:N0} 行，请拆分后再导入。");
            }
            survey.hidden += row.IsHidden ? 1 : 0;
            survey.Count(MemberSheet.Meant(Column.PaidUntil, Header.CellOf(row, header.Columns[(int)Column.PaidUntil]), merged: false));
        }
        foreach (var merge in merges)
        {
            survey.Cover(merge, header.Columns, Header.MaxLine + MemberSheet.MaxLines);
        }
        return survey;
    }

    /// <summary>Whether a merge leaves the cell without a value of its own.</summary>
    public bool IsMerged(int line, int column) => merged.Contains((line, column));

    /// <summary>
    /// The cell with the day that was meant. Some programs write midnight in Beijing as UTC, which is the day before; that they did so
    /// shows where all days of a sheet stand at that hour.
    /// </summary>
    public LineCell DayMeant(LineCell cell) =>
        eves == 0 || Dates.Parse(CellText.Of(cell.Text)) is not { IsEveOfBeijing: true } day ? cell
        : IsShifted ? cell with { Text = Shifted(day) }
        : cell with { Text = day.Text, Remark = $"时间是 {day.Time:hh\\:mm}，可能早了一天，请核对" };

    private static string Shifted(WrittenDay day) => (day with { Day = day.Day.AddDays(1) }).Text;

    private void NoteUnread(SheetRow? above, SheetRow row, Header header)
    {
        if (row.Line == header.Line)
        {
            var names = Header
                .NamesIn(above, row)
                .Where(name => !header.Columns.Contains(name.Key) && !RefusedLines.Own.Contains(name.Value))
                .OrderBy(name => name.Key);
            unread = [.. names.Select(name => PlainText.Cut(PlainText.Clean(name.Value), MaxUnreadName)).Take(MaxUnread)];
        }
    }

    private void Count(LineCell cell)
    {
        if (cell.Fault is not null || Dates.Parse(CellText.Of(cell.Text)) is not { } day || day.Day == DateOnly.MaxValue)
        {
            return;
        }
        if (!day.IsEveOfBeijing)
        {
            otherHours++;
            return;
        }
        eves++;
        eve = day;
    }

    private void Cover(Merge merge, int[] columns, int lastLine)
    {
        foreach (var column in columns.Where(column => column >= merge.Left && column <= merge.Right))
        {
            for (var line = merge.Top; line <= Math.Min(merge.Bottom, lastLine) && merged.Count < MaxMerged; line++)
            {
                merged.Add((line, column));
            }
        }
        merged.Remove((merge.Top, merge.Left));
    }
}
