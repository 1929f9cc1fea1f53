using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>
/// Text in cells that must stay text. A spreadsheet program runs a cell as a formula that begins with one of a few characters, and what
/// people typed into a form must never run on the machine of whoever opens an export.
/// </summary>
public static class SheetText
{
    /// <summary>Whether a spreadsheet program might run this cell as a formula, or drop its first character and run the rest.</summary>
    public static bool LooksLikeFormula(string cell) =>
        cell.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] || cell is ['\t' or '\r' or '\n', ..];

    /// <summary>The cell for a CSV, which cannot say that a cell is text: an apostrophe in front keeps it from being run.</summary>
    public static string Quote(string cell) => LooksLikeFormula(cell) ? $"'{cell}" : cell;

    /// <summary>Clean text, without the apostrophe by which a spreadsheet program or <see cref="Quote"/> kept it text.</summary>
    public static string Unquote(string cell)
    {
        var clean = PlainText.Clean(cell);
        return clean is ['\'', ..] ? PlainText.Clean(clean[1..]) : clean;
    }
}
