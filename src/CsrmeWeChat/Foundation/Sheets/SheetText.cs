using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>
/// Text in cells that must stay text. A spreadsheet program runs a cell as a formula that begins with one of a few characters, and what
/// people typed into a form must never run on the machine of whoever opens an export.
/// </summary>
public static partial class SheetText
{
    /// <summary>Whether a spreadsheet program might run this cell as a formula, or drop its first character and run the rest.</summary>
    public static bool LooksLikeFormula(string cell) =>
        cell.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] || cell is ['\t' or '\r' or '\n', ..];

    /// <summary>
    /// Whether digits of it are lost: a spreadsheet program shows a long number as 1.23457E+15, and may save no more than that.
    /// </summary>
    public static bool IsScientific(string text) => Scientific().IsMatch(PlainText.Normal(text, NormalizationForm.FormKC).Trim());

    /// <summary>A number that a program took for a fraction, 10023.0, as it was: 10023.</summary>
    public static string WithoutPoint(string text) => PointZero().Replace(text, "$1");

    /// <summary>The cell for a CSV, which cannot say that a cell is text: an apostrophe in front keeps it from being run.</summary>
    public static string Quote(string cell) => LooksLikeFormula(cell) ? $"'{cell}" : cell;

    /// <summary>
    /// Clean text, without the marks by which people and programs keep a spreadsheet program from turning it into a number: an apostrophe
    /// in front (of <see cref="Quote"/> too), a tab, or a formula that is nothing but the text, ="0012".
    /// </summary>
    public static string Unquote(string cell)
    {
        var clean = PlainText.Clean(cell);
        return clean switch
        {
            ['=', '"', .. var text, '"'] => PlainText.Clean(text.Replace("\"\"", "\"", StringComparison.Ordinal)),
            ['\'' or '\u2018' or '\u2019' or '\uFF07', .. var text] => PlainText.Clean(text),
            _ => clean,
        };
    }

    [GeneratedRegex(@"^[0-9](\.[0-9]+[eE]\+?|[eE]\+)[0-9]+$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Scientific();

    // Beyond 15 digits the last ones are lost.
    [GeneratedRegex(@"^([0-9]{1,15})\.0+$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex PointZero();
}
