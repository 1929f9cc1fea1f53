namespace CsrmeWeChat.Data;

/// <summary>Beijing time: for dates people mean, for pages and for schedules. Instants are UTC everywhere else.</summary>
public static class China
{
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static DateOnly Date(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    public static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);
}
