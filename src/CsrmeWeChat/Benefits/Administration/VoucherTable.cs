using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Benefits;

/// <param name="Password">Null where the file has no column of passwords.</param>
internal readonly record struct VoucherLine(int Line, SheetCell Code, SheetCell? Password);

/// <summary>Finds the column of codes, and of passwords, in what a partner sent.</summary>
internal static class VoucherTable
{
    /// <summary>A heading is looked for in so many rows, for a title may stand above it.</summary>
    private const int HeadRows = 20;

    // The headings that partners write above their codes, and above what belongs to a code.
    private static readonly HashSet<string> CodeHeadings = new(
        "兑换码 券码 券号 卡券码 卡券号 优惠码 优惠券码 激活码 序列号 卡号 卡密 电子券号 code codes voucher".Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly HashSet<string> PasswordHeadings = new(
        "密码 卡密码 券密码 兑换密码 提取码 校验码 验证码 卡密 pin password".Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>
    /// One code a line; or what was copied from a spreadsheet program, which has tabs between columns, where the first line names them.
    /// </summary>
    /// <exception cref="UnreadableFileException">It is not clear which column has the codes.</exception>
    public static IEnumerable<VoucherLine> OfText(string text)
    {
        using var lines = new StringReader(text);
        var first = "";
        while (first is "" && lines.ReadLine() is { } line)
        {
            first = line.Trim();
        }
        var isTable = first.Contains('\t') && first.Split('\t').Any(IsHeading);
        return isTable ? OfRows(Csv.Rows(new StringReader(text), '\t')) : OfLines(text);
    }

    /// <summary>The cells of the columns whose headings say what they have, or of the only column that is filled.</summary>
    /// <exception cref="UnreadableFileException">It is not clear which column has the codes.</exception>
    public static IEnumerable<VoucherLine> OfRows(IEnumerable<SheetRow> rows)
    {
        using var source = rows.GetEnumerator();
        var first = new List<SheetRow>();
        while (first.Count < HeadRows && source.MoveNext())
        {
            first.Add(source.Current);
        }
        var heading = first.FindIndex(row => row.Cells.Values.Any(cell => IsHeading(cell.Text)));
        if (heading < 0)
        {
            return OfOnlyColumn(Rest(first, source));
        }
        var (code, password) = ColumnsOf(first[heading]);
        var lines = new List<VoucherLine>();
        foreach (var row in Rest(first[(heading + 1)..], source))
        {
            lines.Add(new VoucherLine(row.Line, CellOf(row, code), password is { } column ? CellOf(row, column) : null));
            if (lines.Count > 2 * VoucherUpload.MaxCodes)
            {
                break;
            }
        }
        return lines;
    }

    private static List<VoucherLine> OfOnlyColumn(IEnumerable<SheetRow> rows)
    {
        var lines = new List<VoucherLine>();
        int? column = null;
        foreach (var row in rows)
        {
            foreach (var cell in row.Cells.Where(cell => cell.Value.Fault is not null || SheetText.Unquote(cell.Value.Text) is not ""))
            {
                column ??= cell.Key;
                if (cell.Key != column)
                {
                    throw new UnreadableFileException(
                        $"第 {row.Line} 行有多列。请只留兑换码一列，或在首行写明各列的标题，如“兑换码”，或“卡号”和“密码”。"
                    );
                }
                lines.Add(new VoucherLine(row.Line, cell.Value, Password: null));
            }
            if (lines.Count > 2 * VoucherUpload.MaxCodes)
            {
                break;
            }
        }
        return lines;
    }

    private static IEnumerable<SheetRow> Rest(IReadOnlyList<SheetRow> first, IEnumerator<SheetRow> source)
    {
        foreach (var row in first)
        {
            yield return row;
        }
        while (source.MoveNext())
        {
            yield return source.Current;
        }
    }

    /// <summary>卡密 is a password beside a card's number, and a code where there is no other.</summary>
    private static (int Code, int? Password) ColumnsOf(SheetRow heading)
    {
        var named = heading.Cells.OrderBy(cell => cell.Key).Select(cell => (cell.Key, Name: NameOf(cell.Value.Text))).ToList();
        var codes = named.Where(cell => CodeHeadings.Contains(cell.Name) && !PasswordHeadings.Contains(cell.Name)).ToList();
        var passwords = named.Where(cell => PasswordHeadings.Contains(cell.Name)).ToList();
        if (codes.Count == 0)
        {
            (codes, passwords) = (passwords, []);
        }
        if (codes.Count > 1 || passwords.Count > 1)
        {
            var names = string.Join("、", (codes.Count > 1 ? codes : passwords).Select(cell => $"“{cell.Name}”"));
            throw new UnreadableFileException(
                $"第 {heading.Line} 行有几列都像是要发给会员的：{names}。请只留卡号（或兑换码）一列，和密码一列。"
            );
        }
        return (codes[0].Key, passwords.Count == 0 ? null : passwords[0].Key);
    }

    private static IEnumerable<VoucherLine> OfLines(string text)
    {
        using var reader = new StringReader(text);
        var isFirst = true;
        for (var line = 1; reader.ReadLine() is { } code; line++)
        {
            if (code.Trim() is { Length: > 0 } trimmed && !(isFirst && IsHeading(trimmed)))
            {
                isFirst = false;
                yield return new VoucherLine(line, new SheetCell(trimmed), Password: null);
            }
        }
    }

    private static SheetCell CellOf(SheetRow row, int column) => row.Cells.GetValueOrDefault(column, new SheetCell(""));

    private static bool IsHeading(string text) =>
        NameOf(text) is var name && (CodeHeadings.Contains(name) || PasswordHeadings.Contains(name));

    private static string NameOf(string text) => text.Length > 40 ? "" : SheetText.Unquote(text).Replace(" ", "", StringComparison.Ordinal);
}
