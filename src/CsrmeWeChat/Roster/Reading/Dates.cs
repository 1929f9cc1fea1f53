using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

/// <param name="Time">The time of day that stands beside it; null where none does, or where its zone is known and it is in the day.</param>
internal readonly record struct WrittenDay(DateOnly Day, TimeSpan? Time)
{
    /// <summary>
    /// Whether it is midnight in Beijing, written as UTC: 16:00 of the day before. Programs that reckon by the sun over Shanghai, as it
    /// stood before 1901, are some minutes off.
    /// </summary>
    public bool IsEveOfBeijing => Time >= new TimeSpan(15, 50, 0) && Time <= new TimeSpan(16, 10, 0);

    public string Text => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>
/// Dates as people and programs write them into the society's sheets. None before 1980, since the society is younger. Member dues that
/// never end last until the last day there is.
/// </summary>
internal static partial class Dates
{
    public const string Advice = "请写成 2026-12-31";

    private static readonly DateOnly First = new(1980, 1, 1);

    private static readonly string[] Days = ["yyyy-M-d", "yyyyMMdd"];

    private static readonly string[] Months = ["MMM d yyyy", "MMM dd yyyy"];

    private static readonly string[] Times = ["H:mm:ss.FFFFFFF", "H:mm", "h:mm:ss tt", "h:mm:sstt", "h:mm:ss:ffftt", "h:mm tt", "h:mmtt"];

    /// <summary>Nothing longer is a date, and a cell may be much longer.</summary>
    private const int MaxLength = 60;

    private static readonly HashSet<string> Forever =
    [
        "长期",
        "长期有效",
        "终身",
        "终身有效",
        "终身会员",
        "终生",
        "永久",
        "永久有效",
        "永久会员",
        "无限期",
    ];

    /// <summary>Why it is no day, where it may be half of one.</summary>
    public static string WhyNot(string text) =>
        text.Length <= MaxLength && MonthOnly().IsMatch(Plain(text))
            ? $"会费有效期没有写明哪一天，{Advice}"
            : $"会费有效期无法识别，{Advice}";

    public static WrittenDay? Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }
        var plain = Plain(text);
        var parsed = Forever.Contains(plain) ? new WrittenDay(DateOnly.MaxValue, null) : OfPlain(plain);
        return parsed?.Day >= First ? parsed : null;
    }

    private static WrittenDay? OfPlain(string plain)
    {
        if (Milliseconds().Match(plain) is { Success: true } since)
        {
            var instant = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(since.Groups[1].Value, CultureInfo.InvariantCulture));
            return new WrittenDay(China.Date(instant), null);
        }
        // java.util.Date: Thu Dec 31 00:00:00 CST 2026. CST is Beijing's time there; another zone is not guessed at.
        if (JavaDate().Match(plain) is { Success: true } java)
        {
            return Combine($"{java.Groups[1].Value} {java.Groups[3].Value}", Months, java.Groups[2].Value);
        }
        // SQL Server: Dec 31 2026 12:00AM
        if (SqlServerDate().Match(plain) is { Success: true } server)
        {
            return Combine(server.Groups[1].Value, Months, server.Groups[2].Value);
        }
        if (Zoned().IsMatch(plain))
        {
            var isInstant = DateTimeOffset.TryParse(plain, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant);
            return isInstant ? new WrittenDay(China.Date(instant), null) : null;
        }
        var parts = plain.Split([' ', 'T'], 2);
        return parts is [var day, var time] && TimeOf(time) is not null
            ? Combine(day, Days, time)
            : Combine(plain.Replace(" ", "", StringComparison.Ordinal), Days, null);
    }

    private static WrittenDay? Combine(string day, string[] forms, string? time) =>
        DateOnly.TryParseExact(Single(day), forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            ? new WrittenDay(parsed, time is not null && TimeOf(time) is { } known ? known : null)
            : null;

    private static TimeSpan? TimeOf(string text) =>
        TimeOnly.TryParseExact(Single(text), Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToTimeSpan()
            : null;

    private static string Single(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>With hyphens between year, month and day, however they were parted, and without the day of the week.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        var isTime = false;
        foreach (var character in DayOfWeek().Replace(PlainText.Normal(text, NormalizationForm.FormKC), ""))
        {
            isTime |= character is ':';
            plain.Append(
                character switch
                {
                    '年' or '月' or '/' or '。' or '-' or '－' or '–' or '—' => "-",
                    // Before a time it parts the day; within it the seconds.
                    '.' when !isTime => "-",
                    '日' or '号' => " ",
                    _ => character,
                }
            );
        }
        return Single(plain.ToString()).TrimEnd('-');
    }

    [GeneratedRegex(@"^(?:-?Date\()?(1[0-9]{12})(?:\)-?)?$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Milliseconds();

    [GeneratedRegex(@"^[A-Za-z]{3} ([A-Za-z]{3} [0-9]{1,2}) ([0-9:]{8}) CST ([0-9]{4})$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex JavaDate();

    [GeneratedRegex(@"^([A-Za-z]{3} +[0-9]{1,2} [0-9]{4}) +([0-9:.]+ ?[AaPp][Mm])$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex SqlServerDate();

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+ ?(Z|[+-][0-9]{2}:?[0-9]{2})$",
        RegexOptions.None,
        PlainText.MatchMilliseconds
    )]
    private static partial Regex Zoned();

    [GeneratedRegex(@"^[0-9]{4}(-? ?[0-9]{1,2})?([- ]?底)?$", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex MonthOnly();

    [GeneratedRegex(@"[(]?(星期|周)[一二三四五六日天][)]?", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex DayOfWeek();
}
