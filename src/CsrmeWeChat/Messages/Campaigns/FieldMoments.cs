using System.Globalization;

namespace CsrmeWeChat.Messages;

/// <summary>
/// Times and dates as WeChat takes them: real ones, each alone or two with ~ between them. Source: 订阅消息参数值内容限制说明.
/// </summary>
internal static class FieldMoments
{
    private static readonly string[] Hours = ["H:mm", "H:mm:ss"];

    private static readonly string[] Days = ["yyyy年M月d日", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d"];

    private static readonly string[] Months = ["yyyy年M月", "yyyy-M", "yyyy/M", "yyyy.M"];

    private static readonly string[] DaysOfAnyYear = ["M月d日", "M-d", "M/d", "M.d"];

    private static readonly string[] DaysWithHours = WithHours(Days);

    private static readonly string[] DaysOfAnyYearWithHours = WithHours(DaysOfAnyYear);

    /// <summary>An hour, which may have its day before it.</summary>
    public static bool IsTime(string value) => AreOneOrTwo(value, moment => IsHour(moment) || Is(moment, DaysWithHours));

    /// <summary>A day, which may have its hour after it, or a month. The second of two may be an hour of the same day.</summary>
    public static bool IsDate(string value) =>
        AreOneOrTwo(value, IsDay) || (value.Split('~') is [var from, var until] && HasHour(from) && IsHour(until));

    private static bool AreOneOrTwo(string value, Func<string, bool> isMoment) =>
        value.Split('~') is { Length: 1 or 2 } moments && moments.All(isMoment);

    private static bool IsHour(string moment) => Is(moment, Hours);

    private static bool IsDay(string moment) =>
        Is(moment, Days) || Is(moment, Months) || IsOfAnyYear(moment, DaysOfAnyYear) || HasHour(moment);

    private static bool HasHour(string moment) => Is(moment, DaysWithHours) || IsOfAnyYear(moment, DaysOfAnyYearWithHours);

    /// <summary>Without a year, 29 February is a day.</summary>
    private static bool IsOfAnyYear(string moment, string[] formats) =>
        Is($"2028 {moment}", [.. formats.Select(format => $"yyyy {format}")]);

    private static bool Is(string moment, string[] formats) =>
        DateTime.TryParseExact(moment, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string[] WithHours(string[] days) => [.. days.SelectMany(day => Hours.Select(hour => $"{day} {hour}"))];
}
