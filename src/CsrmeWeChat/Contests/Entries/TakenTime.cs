using System.Globalization;

namespace CsrmeWeChat.Contests;

/// <summary>When a photo was taken, as far as its author knows: a day, a month or a year.</summary>
/// <param name="FirstDay">As 2026-05-01; days in this form compare as texts.</param>
public sealed record TakenTime(string FirstDay, string LastDay)
{
    private static readonly (string Form, Func<DateTime, DateTime> End)[] Forms =
    [
        ("yyyy-MM-dd", day => day),
        ("yyyy-MM", month => month.AddMonths(1).AddDays(-1)),
        ("yyyy", year => year.AddYears(1).AddDays(-1)),
    ];

    /// <summary>The first photograph was taken in 1826.</summary>
    private const int FirstYear = 1826;

    /// <summary>Null where it is none of the three forms.</summary>
    public static TakenTime? Parse(string text)
    {
        foreach (var (form, end) in Forms)
        {
            if (
                DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
                && first.Year is >= FirstYear and < 9999
            )
            {
                return new TakenTime(Day(first), Day(end(first)));
            }
        }
        return null;
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
