using System.Globalization;
using System.Text;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

/// <summary>Dates as the society's sheets have them. None before 1980: the society is younger, and small numbers are no dates.</summary>
public static class RosterDates
{
    public const double FirstSerial = 29221,
        LastSerial = 2958465;

    private static readonly DateOnly Epoch = new(1899, 12, 30),
        First = new(1980, 1, 1);
    private static readonly string[] Forms = ["yyyy-M-d", "yyyyMMdd"];

    /// <summary>A numeric cell: Excel's serial day (1900 system), or a day typed as 20261231.</summary>
    public static string? FromNumber(double number) =>
        number switch
        {
            >= FirstSerial and < LastSerial + 1 => Epoch.AddDays((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            >= 19800101 and <= 99991231 when double.IsInteger(number) => number.ToString("F0", CultureInfo.InvariantCulture),
            _ => null,
        };

    public static DateOnly? Parse(string text)
    {
        var plain = new StringBuilder();
        foreach (var character in PlainText.Normal(text, NormalizationForm.FormKC))
        {
            plain.Append(
                character switch
                {
                    '年' or '月' or '/' or '.' or '。' or '-' or '－' or '–' or '—' => "-",
                    '日' or '号' => "",
                    _ => character,
                }
            );
        }
        var day = plain.ToString().Trim();
        // A time of day follows where a sheet was saved as text.
        if (day.Split([' ', 'T'], 2) is [var date, var time] && TimeOnly.TryParse(time, CultureInfo.InvariantCulture, out _))
        {
            day = date;
        }
        return
            DateOnly.TryParseExact(day.Replace(" ", ""), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            && parsed >= First
            ? parsed
            : null;
    }
}
