using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Roster;

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
        "会员号 会员编号 会员号码 会员证号 会员证编号 会员证书号 会员证书编号 会员登记号 会员id 会员代码 个人会员号 会籍号 memberno"
            + " membernumber memberid | 编号 证号 证书号 证书编号 登记号 会员卡号 卡号 number no",
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

    /// <summary>How many lines of a sheet are looked at to know what its columns mean.</summary>
    public const int FirstLines = MaxLine + 20;

    public static SheetCell CellOf(SheetRow row, int column) => row.Cells.GetValueOrDefault(column, new SheetCell(""));

    /// <summary>Whether nothing stands in the columns that are read.</summary>
    public bool IsBlank(SheetRow row) =>
        row.Cells.Count == 0 || Columns.All(column => CellOf(row, column) is { Fault: null } cell && PlainText.Clean(cell.Text) is "");

    /// <summary>
    /// What the first lines of a sheet seem to say. The header is the line that names most columns, two at the least, for titles may stand
    /// above it. It may fill two lines, of which the upper names groups of columns.
    /// </summary>
    /// <param name="line">The line that somebody chose; null where it is to be found.</param>
    public static HeaderGuess Guess(IReadOnlyList<SheetRow> rows, int? line = null)
    {
        var heads = HeadsOf(rows).Where(head => line is null || head.Line == line);
        return heads.MaxBy(head => head.Found.Count) is { Found.Count: >= 2 } best ? OfHead(best, rows) : HeaderGuess.None(line ?? 0);
    }

    /// <summary>The names in a header that may fill the line above too.</summary>
    public static Dictionary<int, string> NamesIn(SheetRow? above, SheetRow row)
    {
        var names = TextsOf(row);
        if (above is not null && above.Line == row.Line - 1 && Completes(above, row))
        {
            foreach (var (column, text) in TextsOf(above))
            {
                names.TryAdd(column, text);
            }
        }
        return names;
    }

    private static HeaderGuess OfHead(Head best, IReadOnlyList<SheetRow> rows)
    {
        var columns = NoColumns();
        string? doubt = null;
        foreach (var group in best.Found.GroupBy(found => found.Column))
        {
            var sure = group.Where(found => found.Sure).ToList();
            var candidates = sure.Count > 0 ? sure : [.. group];
            if (group.Key is Column.Number && candidates.Count > 1)
            {
                candidates = WithoutRunning(candidates, best.Line, rows);
            }
            if (candidates is [var only])
            {
                columns[(int)group.Key] = only.Index;
                continue;
            }
            var places = candidates.Select(found => $"{Workbook.ColumnLetter(found.Index)} 列“{found.Text}”");
            doubt ??= $"第 {best.Line} 行的表头里，“{group.Key.Label}”出现了 {candidates.Count} 次：{string.Join("、", places)}。";
        }
        var advice = doubt is null ? "" : "请只保留一列。";
        Column[] missing = [.. Required.Where(column => best.Found.All(found => found.Column != column))];
        if (missing.Length > 0)
        {
            doubt ??= $"第 {best.Line} 行的表头里缺少必需的列：{string.Join("、", missing.Select(LabelOf))}。";
        }
        return new HeaderGuess(new Header(best.Line, columns), best.Names, doubt, advice);
    }

    /// <summary>The candidates for the member number without those that only count the lines, unless that is all of them.</summary>
    private static List<Recognised> WithoutRunning(List<Recognised> candidates, int line, IReadOnlyList<SheetRow> rows)
    {
        var left = candidates.Where(found => !IsRunning(found.Index, line, rows)).ToList();
        return left.Count > 0 ? left : candidates;
    }

    private static bool IsRunning(int column, int line, IReadOnlyList<SheetRow> rows)
    {
        var values = rows.Where(row => row.Line > line)
            .Select(row => CellText.NumberOf(CellOf(row, column).Text))
            .Where(text => text is not "");
        var count = 0;
        foreach (var value in values)
        {
            if (!int.TryParse(value, CultureInfo.InvariantCulture, out var number) || number != ++count)
            {
                return false;
            }
        }
        return count > 0;
    }

    private static IEnumerable<Head> HeadsOf(IReadOnlyList<SheetRow> rows)
    {
        SheetRow? above = null;
        foreach (var row in rows.TakeWhile(row => row.Line <= MaxLine))
        {
            yield return new Head(row.Line, TextsOf(row));
            if (above is not null && above.Line == row.Line - 1 && Completes(above, row))
            {
                yield return new Head(row.Line, NamesIn(above, row));
            }
            above = row;
        }
    }

    /// <summary>
    /// Whether the row is the lower half of a header: it names columns, but nothing where the upper half names what each line has.
    /// </summary>
    private static bool Completes(SheetRow upper, SheetRow row)
    {
        var required = Recognise(TextsOf(upper)).Where(found => Required.Contains(found.Column)).ToList();
        return required.Count > 0
            && required.TrueForAll(found => CellOf(row, found.Index).Text.Trim() is "")
            && Recognise(TextsOf(row)).Count > 0;
    }

    private static Dictionary<int, string> TextsOf(SheetRow row) =>
        row.Cells.Where(cell => cell.Value.Text.Trim() is not "").ToDictionary(cell => cell.Key, cell => cell.Value.Text.Trim());

    private static List<Recognised> Recognise(Dictionary<int, string> names) =>
        [
            .. from name in names
            where Known.ContainsKey(Key(name.Value))
            let known = Known[Key(name.Value)]
            orderby name.Key
            select new Recognised(known.Column, known.Sure, name.Key, name.Value),
        ];

    internal static int[] NoColumns() => [.. Enumerable.Repeat(-1, Names.Length)];

    private sealed record Head(int Line, Dictionary<int, string> Names)
    {
        public List<Recognised> Found { get; } = Recognise(Names);
    }

    private readonly record struct Recognised(Column Column, bool Sure, int Index, string Text);

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

/// <param name="Names">What the header calls its columns.</param>
/// <param name="Doubt">Why the header is not clear, in Chinese; null where it is.</param>
/// <param name="Advice">How the file could be put right, in Chinese.</param>
public sealed record HeaderGuess(Header Header, IReadOnlyDictionary<int, string> Names, string? Doubt, string Advice)
{
    public static HeaderGuess None(int line) =>
        new(
            new Header(line, Header.NoColumns()),
            new Dictionary<int, string>(),
            "没有找到表头。",
            $"前 {Header.MaxLine} 行里要有一行写明各列，至少有“{Column.Number.Label}”和“{Column.Name.Label}”。"
                + "如果是 CSV，请确认编码是 UTF-8 或 GB18030。"
        );

    /// <summary>The first sheet whose header is clear; where there is none, the first sheet.</summary>
    public static (int Sheet, HeaderGuess Guess) Of(Workbook workbook)
    {
        HeaderGuess? first = null;
        for (var sheet = 0; sheet < workbook.Sheets.Count; sheet++)
        {
            var guess = Header.Guess(FirstRows(workbook, sheet));
            if (guess.Doubt is null)
            {
                return (sheet, guess);
            }
            first ??= guess;
        }
        return (0, first!);
    }

    public static List<SheetRow> FirstRows(Workbook workbook, int sheet) =>
        [.. workbook.Rows(sheet).TakeWhile(row => row.Line <= Header.FirstLines)];
}

public static class ColumnWords
{
    extension(Column column)
    {
        public string Label => Header.LabelOf(column);
    }
}
