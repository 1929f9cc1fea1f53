using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>What a workbook's styles make of a number: a date, or a number with leading zeros.</summary>
public sealed partial class NumberFormats
{
    private readonly List<(bool IsDate, int Digits)> styles = [];

    public NumberFormats(WorkbookStylesPart? part)
    {
        if (part is null)
        {
            return;
        }
        var codes = new Dictionary<uint, string>();
        var isCellFormat = false;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(CellFormats))
            {
                isCellFormat = reader.IsStartElement;
            }
            else if (reader.IsStartElement && reader.ElementType == typeof(NumberingFormat))
            {
                var format = (NumberingFormat)reader.LoadCurrentElement()!;
                codes[format.NumberFormatId?.Value ?? 0] = format.FormatCode?.Value ?? "";
            }
            else if (isCellFormat && reader.IsStartElement && reader.ElementType == typeof(CellFormat))
            {
                var id = ((CellFormat)reader.LoadCurrentElement()!).NumberFormatId?.Value ?? 0;
                styles.Add(codes.TryGetValue(id, out var code) ? OfCode(code) : (IsBuiltInDate(id), 0));
            }
        }
    }

    /// <summary>Whether the style shows a number as a date, and the number of digits that it fills up with zeros.</summary>
    public (bool IsDate, int Digits) this[uint style] => style < styles.Count ? styles[(int)style] : default;

    // 27 to 36 and 50 to 58 are date formats of the Chinese and Japanese Excel.
    private static bool IsBuiltInDate(uint id) => id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    private static (bool, int) OfCode(string code)
    {
        var bare = Literal().Replace(code, "");
        return (
            bare.AsSpan().IndexOfAny("ymdhsYMDHS") >= 0 && !bare.Contains("General", StringComparison.OrdinalIgnoreCase),
            bare.Length > 0 && bare.All(character => character is '0') ? bare.Length : 0
        );
    }

    [GeneratedRegex(
        """
            "[^"]*"|\[[^\]]*\]|\\.|_.|\*.
            """,
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Literal();
}
