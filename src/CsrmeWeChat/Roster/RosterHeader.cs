using System.Text;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

/// <summary>Which column of a sheet means what; -1 where the sheet has no such column.</summary>
/// <param name="Line">The data begin below it; 0 where there is no header.</param>
public sealed record RosterHeader(int Line, int[] Columns)
{
    /// <summary>Among so many lines a header is looked for.</summary>
    public const int Within = 20;

    public static readonly RosterColumn[] Required = [RosterColumn.Number, RosterColumn.Name];

    /// <summary>The first name of each is the one said to people; those after the bar count only where none before it is there.</summary>
    private static readonly string[] Names =
    [
        "会员号 会员编号 会员号码 会员证号 会员证编号 会员id 会员代码 个人会员号 会籍号 memberno membernumber memberid | 编号 证号 会员卡号 卡号 number no",
        "姓名 会员姓名 真实姓名 中文姓名 | 名字 会员名称 name",
        "手机 手机号 手机号码 移动电话 联系手机 mobile mobilephone cellphone | 电话 联系电话 电话号码 联系方式 phone tel",
        "邮箱 电子邮箱 邮箱地址 电子邮件 电子邮件地址 email emailaddress | 邮件 mail",
        "单位 工作单位 所在单位 单位名称 | 所属单位 公司 机构 unit company organization",
        "分支机构 所属分支机构 加入分支机构 分支机构名称 专业委员会 所属专业委员会 专委会 所属专委会 分会 所属分会 | branch",
        "会员级别 会员等级 会员类别 会员类型 | 级别 等级 类别 level grade",
        "会费有效期 会费有效期至 会费有效期限 会费到期日 会费到期日期 会费到期时间 会费截止日期 会费缴至 缴费有效期 缴费有效期至 | 有效期 有效期至 会员有效期 到期日 到期日期 到期时间 截止日期 paiduntil",
    ];

    private static readonly Dictionary<string, (RosterColumn Column, bool Sure)> Known = new(
        from entry in Names.Index()
        let halves = entry.Item.Split('|')
        from half in halves.Index()
        from name in half.Item.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select KeyValuePair.Create(name, ((RosterColumn)entry.Index, half.Index == 0))
    );

    public static string Say(RosterColumn column) => Names[(int)column].Split(' ')[0];

    /// <summary>Whether this text is a header's: pages of a printed list repeat it among the data.</summary>
    public static bool IsName(string text, RosterColumn column) => Known.TryGetValue(Key(text), out var known) && known.Column == column;

    /// <summary>What the first lines of a sheet seem to say: the header is the one that names most columns, two at the least, for titles may stand above it.</summary>
    public static RosterGuess Guess(IEnumerable<SheetRow> rows)
    {
        var columns = new int[Names.Length];
        Array.Fill(columns, -1);
        var heads = rows.TakeWhile(row => row.Line <= Within).Select(row => (Row: row, Found: Recognise(row))).ToList();
        if (heads.Count == 0 || heads.MaxBy(head => head.Found.Count) is not { Found.Count: >= 2 } best)
        {
            return new RosterGuess(
                new RosterHeader(0, columns),
                "没有找到表头。",
                $"前 {Within} 行里要有一行写明各列，至少有「{Say(RosterColumn.Number)}」和「{Say(RosterColumn.Name)}」。如果是 CSV，请确认编码是 UTF-8 或 GB18030。"
            );
        }
        var (doubt, advice) = ((string?)null, "");
        foreach (var group in best.Found.GroupBy(found => found.Column))
        {
            var candidates = group.Any(found => found.Sure) ? group.Where(found => found.Sure).ToList() : [.. group];
            if (candidates is [var only])
            {
                columns[(int)group.Key] = only.Index;
                continue;
            }
            doubt ??=
                $"第 {best.Row.Line} 行的表头里，「{Say(group.Key)}」出现了 {candidates.Count} 次：{string.Join("、", candidates.Select(found => $"{Letter(found.Index)} 列「{found.Text}」"))}。";
            advice = "请只保留一列。";
        }
        RosterColumn[] missing = [.. Required.Where(column => best.Found.All(found => found.Column != column))];
        if (missing.Length > 0)
        {
            doubt ??= $"第 {best.Row.Line} 行的表头里缺少必需的列：{string.Join("、", missing.Select(Say))}。";
        }
        return new RosterGuess(new RosterHeader(best.Row.Line, columns), doubt, advice);
    }

    public static string Letter(int column) =>
        column < 26 ? $"{(char)('A' + column)}" : $"{Letter((column / 26) - 1)}{Letter(column % 26)}";

    private static List<(RosterColumn Column, bool Sure, int Index, string Text)> Recognise(SheetRow row) =>
        [
            .. from cell in row.Cells
            where Known.ContainsKey(Key(cell.Value.Text))
            let known = Known[Key(cell.Value.Text)]
            orderby cell.Key
            select (known.Column, known.Sure, cell.Key, cell.Value.Text.Trim()),
        ];

    private static string Key(string text)
    {
        if (text.Length > 40)
        {
            return "";
        }
        var key = new StringBuilder();
        foreach (var character in PlainText.Normal(text, NormalizationForm.FormKC))
        {
            if (character is '(')
            {
                break;
            }
            if (char.IsLetterOrDigit(character))
            {
                key.Append(char.ToLowerInvariant(character));
            }
        }
        return key.ToString();
    }
}

/// <param name="Doubt">Why it is not clear, in words; null where it is.</param>
/// <param name="Advice">How the file could be put right.</param>
public sealed record RosterGuess(RosterHeader Header, string? Doubt, string Advice)
{
    /// <summary>The first sheet whose header is clear; where there is none, the first sheet.</summary>
    public static (int Sheet, RosterGuess Guess) Of(RosterBook book)
    {
        RosterGuess? first = null;
        for (var sheet = 0; sheet < book.Sheets.Count; sheet++)
        {
            var guess = RosterHeader.Guess(book.Rows(sheet));
            if (guess.Doubt is null)
            {
                return (sheet, guess);
            }
            first ??= guess;
        }
        return (0, first!);
    }
}
