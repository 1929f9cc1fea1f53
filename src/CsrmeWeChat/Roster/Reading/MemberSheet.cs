using System.Text;
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
public readonly record struct LineCell(string Text, string? Fault = null, bool Merged = false);

/// <summary>An open sheet of members, of which it is known what its columns mean. Its lines are read as a stream.</summary>
public sealed class MemberSheet : IDisposable
{
    public const int MaxLines = 100_000;

    private readonly Workbook workbook;
    private readonly int sheet;
    private readonly Header header;

    private MemberSheet(Workbook workbook, int sheet, Header header)
    {
        this.workbook = workbook;
        this.sheet = sheet;
        this.header = header;
    }

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
            return $"工作表「{name}」{(others > 0 ? $"（另有 {others} 个工作表未读取）" : "")}";
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
        var merged = workbook.MergedCells(sheet, header.Columns, Header.MaxLine + MaxLines);
        var count = 0;
        foreach (var row in workbook.Rows(sheet).Where(row => row.Line > header.Line && !IsBlank(row)))
        {
            if (++count > MaxLines)
            {
                throw new UnreadableFileException($"文件超过 {MaxLines:N0} 行，请拆分后再导入。");
            }
            yield return new SheetLine(
                row.Line,
                [.. header.Columns.Select((column, i) => Meant((Column)i, Cell(row, column), merged.Contains((row.Line, column))))]
            );
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

    private bool IsBlank(SheetRow row) =>
        header.Columns.All(column => Cell(row, column) is { Fault: null } cell && PlainText.Clean(cell.Text) is "");

    private static SheetCell Cell(SheetRow row, int column) => row.Cells.GetValueOrDefault(column, new SheetCell(""));

    private static LineCell Meant(Column column, SheetCell cell, bool merged) =>
        cell switch
        {
            { Fault: not null } => new LineCell(cell.Text, cell.Fault),
            { Number: not null } when column is Column.PaidUntil => new LineCell(cell.DayText ?? cell.Text),
            { IsDate: true } => new LineCell(cell.Text, "单元格是日期格式，原来的内容已丢失"),
            { Number: >= 1e15 } => new LineCell(cell.Text, "单元格是超过 15 位的数值，末位已丢失，请改为文本"),
            { Text: "" } => new LineCell("", Merged: merged),
            _ => new LineCell(cell.Text),
        };
}

/// <summary>Which column of a sheet means what.</summary>
/// <param name="Line">The data begin below it; 0 where there is no header.</param>
/// <param name="Columns">For each <see cref="Column"/> the sheet's column, from 0; -1 where the sheet has none.</param>
public sealed record Header(int Line, int[] Columns)
{
    /// <summary>A header is looked for in the first lines only, up to this one.</summary>
    public const int MaxLine = 20;

    public static readonly Column[] Required = [Column.Number, Column.Name];

    // The first name of each is its label. Names after the bar count only where none before it is there.
    private static readonly string[] Names =
    [
        "会员号 会员编号 会员号码 会员证号 会员证编号 会员id 会员代码 个人会员号 会籍号 memberno membernumber memberid"
            + " | 编号 证号 会员卡号 卡号 number no",
        "姓名 会员姓名 真实姓名 中文姓名 | 名字 会员名称 name",
        "手机 手机号 手机号码 移动电话 联系手机 mobile mobilephone cellphone | 电话 联系电话 电话号码 联系方式 phone tel",
        "邮箱 电子邮箱 邮箱地址 电子邮件 电子邮件地址 email emailaddress | 邮件 mail",
        "单位 工作单位 所在单位 单位名称 | 所属单位 公司 机构 unit company organization",
        "分支机构 所属分支机构 加入分支机构 分支机构名称 专业委员会 所属专业委员会 专委会 所属专委会 分会 所属分会 | branch",
        "会员级别 会员等级 会员类别 会员类型 | 级别 等级 类别 level grade",
        "会费有效期 会费有效期至 会费有效期限 会费到期日 会费到期日期 会费到期时间 会费截止日期 会费缴至 缴费有效期 缴费有效期至"
            + " | 有效期 有效期至 会员有效期 到期日 到期日期 到期时间 截止日期 paiduntil",
    ];

    private static readonly Dictionary<string, (Column Column, bool Sure)> Known = new(
        from entry in Names.Index()
        let halves = entry.Item.Split('|')
        from half in halves.Index()
        from name in half.Item.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select KeyValuePair.Create(name, ((Column)entry.Index, half.Index == 0))
    );

    public static string LabelOf(Column column) => Names[(int)column].Split(' ')[0];

    /// <summary>Whether this text is a header's, for the pages of a printed list repeat the header among the data.</summary>
    public static bool IsName(string text, Column column) => Known.TryGetValue(Key(text), out var known) && known.Column == column;

    /// <summary>
    /// What the first lines of a sheet seem to say. The header is the line that names most columns, two at the least, for titles may stand
    /// above it.
    /// </summary>
    public static HeaderGuess Guess(IEnumerable<SheetRow> rows)
    {
        var columns = new int[Names.Length];
        Array.Fill(columns, -1);
        var heads = rows.TakeWhile(row => row.Line <= MaxLine).Select(row => (row.Line, Found: Recognise(row))).ToList();
        if (heads.Count == 0 || heads.MaxBy(head => head.Found.Count) is not { Found.Count: >= 2 } best)
        {
            return new HeaderGuess(
                new Header(0, columns),
                "没有找到表头。",
                $"前 {MaxLine} 行里要有一行写明各列，至少有「{Column.Number.Label}」和「{Column.Name.Label}」。"
                    + "如果是 CSV，请确认编码是 UTF-8 或 GB18030。"
            );
        }
        string? doubt = null;
        var advice = "";
        foreach (var group in best.Found.GroupBy(found => found.Column))
        {
            var sure = group.Where(found => found.Sure).ToList();
            var candidates = sure.Count > 0 ? sure : [.. group];
            if (candidates is [var only])
            {
                columns[(int)group.Key] = only.Index;
                continue;
            }
            var places = candidates.Select(found => $"{Workbook.ColumnLetter(found.Index)} 列「{found.Text}」");
            doubt ??= $"第 {best.Line} 行的表头里，「{group.Key.Label}」出现了 {candidates.Count} 次：{string.Join("、", places)}。";
            advice = "请只保留一列。";
        }
        Column[] missing = [.. Required.Where(column => best.Found.All(found => found.Column != column))];
        if (missing.Length > 0)
        {
            doubt ??= $"第 {best.Line} 行的表头里缺少必需的列：{string.Join("、", missing.Select(LabelOf))}。";
        }
        return new HeaderGuess(new Header(best.Line, columns), doubt, advice);
    }

    private static List<(Column Column, bool Sure, int Index, string Text)> Recognise(SheetRow row) =>
        [
            .. from cell in row.Cells
            where Known.ContainsKey(Key(cell.Value.Text))
            let known = Known[Key(cell.Value.Text)]
            orderby cell.Key
            select (known.Column, known.Sure, cell.Key, cell.Value.Text.Trim()),
        ];

    /// <summary>A header's text as the table of names has it: letters and digits only, in lower case, up to the first bracket.</summary>
    private static string Key(string text)
    {
        if (text.Length > 40)
        {
            return "";
        }
        var key = new StringBuilder();
        foreach (var character in PlainText.Normal(text, NormalizationForm.FormKC).TakeWhile(character => character is not '('))
        {
            if (char.IsLetterOrDigit(character))
            {
                key.Append(char.ToLowerInvariant(character));
            }
        }
        return key.ToString();
    }
}

/// <param name="Doubt">Why the header is not clear, in Chinese; null where it is.</param>
/// <param name="Advice">How the file could be put right, in Chinese.</param>
public sealed record HeaderGuess(Header Header, string? Doubt, string Advice)
{
    /// <summary>The first sheet whose header is clear; where there is none, the first sheet.</summary>
    public static (int Sheet, HeaderGuess Guess) Of(Workbook workbook)
    {
        HeaderGuess? first = null;
        for (var sheet = 0; sheet < workbook.Sheets.Count; sheet++)
        {
            var guess = Header.Guess(workbook.Rows(sheet));
            if (guess.Doubt is null)
            {
                return (sheet, guess);
            }
            first ??= guess;
        }
        return (0, first!);
    }
}

public static class ColumnWords
{
    extension(Column column)
    {
        public string Label => Header.LabelOf(column);
    }
}
