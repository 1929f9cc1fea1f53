using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events.Site;

/// <summary>When a session is, in words.</summary>
public static class EventHours
{
    private static readonly string[] Weekdays = ["日", "一", "二", "三", "四", "五", "六"];

    /// <summary>2028年2月29日（星期二）00:30 至 02:00, with both days where it goes on past midnight. One that ends at midnight ends on
    /// the day before, at 24:00.</summary>
    public static string Of(DateTimeOffset startsAt, DateTimeOffset endsAt)
    {
        var (firstDay, lastDay) = (China.Date(startsAt), China.LastDay(endsAt));
        var end = lastDay == China.Date(endsAt) ? Clock(endsAt) : "24:00";
        return $"{Day(firstDay)}{Clock(startsAt)} 至 {(firstDay == lastDay ? end : Day(lastDay) + end)}";
    }

    private static string Day(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{day:yyyy年M月d日}（星期{Weekdays[(int)day.DayOfWeek]}）");

    private static string Clock(DateTimeOffset at) => China.Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);
}
