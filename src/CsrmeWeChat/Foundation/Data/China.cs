namespace CsrmeWeChat.Foundation.Data;

/// <summary>Beijing time: for dates people mean, for pages and for schedules. Instants are UTC everywhere else.</summary>
public static class China
{
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static DateOnly Date(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>The instant at which a day begins in Beijing.</summary>
    public static DateTimeOffset Midnight(DateOnly day) => At(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>When WeChat's daily counts have begun anew: midnight in Beijing, and a little later, for clocks differ.</summary>
    public static DateTimeOffset NextDay(DateTimeOffset now) => Midnight(Date(now).AddDays(1)).AddMinutes(5);

    /// <summary>The instant that a Beijing clock and calendar show so.</summary>
    public static DateTimeOffset At(DateTime local) => new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();

    /// <summary>The last day that has a moment before this one: for people, who do not think in first instants that are too late.</summary>
    public static DateOnly LastDay(DateTimeOffset until) => Date(until.AddTicks(-1));

    public static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);
}
