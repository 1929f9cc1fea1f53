using System.Globalization;
using System.Text;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>What a workbook's styles make of a number: a date, or a number with leading zeros.</summary>
internal sealed class NumberFormats
{
    /// <summary>More than twice as many as Excel allows.</summary>
    private const int MaxStyles = 150_000;

    /// <summary>Excel allows 255 characters.</summary>
    private const int MaxCode = 1_000;

    private readonly List<(bool IsDate, int Digits)> styles = [];

    public NumberFormats(Stream? part)
    {
        if (part is null)
        {
            return;
        }
        var codes = new Dictionary<uint, string>();
        using var reader = new PartReader(part);
        var cellFormats = int.MaxValue;
        while (reader.NextWithin(-1))
        {
            if (reader.Depth <= cellFormats)
            {
                cellFormats = reader.Name is "cellXfs" ? reader.Depth : int.MaxValue;
            }
            if (reader.Name is "numFmt" && codes.Count < MaxStyles)
            {
                codes[Number(reader["numFmtId"])] = reader["formatCode"] ?? "";
            }
            else if (reader.Name is "xf" && reader.Depth == cellFormats + 1 && styles.Count < MaxStyles)
            {
                var id = Number(reader["numFmtId"]);
                styles.Add(codes.TryGetValue(id, out var code) ? OfCode(code) : (IsBuiltInDate(id), 0));
            }
        }
    }

    /// <summary>Whether the style shows a number as a date, and the number of digits that it fills up with zeros.</summary>
    public (bool IsDate, int Digits) this[uint style] => style < styles.Count ? styles[(int)style] : default;

    private static uint Number(string? text) => uint.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // 27 to 36 and 50 to 58 are date formats of the Chinese and Japanese Excel.
    private static bool IsBuiltInDate(uint id) => id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    private static (bool, int) OfCode(string code)
    {
        if (code.Length > MaxCode)
        {
            return default;
        }
        var bare = WithoutLiterals(code);
        return (
            bare.AsSpan().IndexOfAny("ymdhsYMDHS") >= 0 && !bare.Contains("General", StringComparison.OrdinalIgnoreCase),
            bare.Length is > 0 and <= 40 && bare.All(character => character is '0') ? bare.Length : 0
        );
    }

    /// <summary>The code without quoted text, colours and conditions in brackets, and characters that stand for themselves.</summary>
    private static string WithoutLiterals(string code)
    {
        var bare = new StringBuilder(code.Length);
        for (var at = 0; at < code.Length; at++)
        {
            switch (code[at])
            {
                case '"' or '[':
                    var end = code.IndexOf(code[at] is '"' ? '"' : ']', at + 1);
                    if (end < 0)
                    {
                        return bare.ToString();
                    }
                    at = end;
                    break;
                case '\\' or '_' or '*':
                    at++;
                    break;
                default:
                    bare.Append(code[at]);
                    break;
            }
        }
        return bare.ToString();
    }
}
