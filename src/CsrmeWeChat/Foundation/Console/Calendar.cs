namespace CsrmeWeChat.Foundation.Console;

/// <summary>Something that goes out or opens at a certain time.</summary>
/// <param name="State">A word for its badge: 已安排.</param>
/// <param name="Badge">The colour of the badge, as Tabler names it: "blue".</param>
/// <param name="Kind">What it is, in one word: 群发.</param>
/// <param name="Note">To whom and how many, or empty.</param>
/// <param name="Address">Of its page at the console.</param>
public sealed record CalendarEntry(DateTimeOffset At, string Kind, string State, string Badge, string Title, string Note, string Address);

/// <summary>What a room brings to the console's calendar.</summary>
public interface ICalendarSource
{
    /// <summary>Who may open the pages that the entries lead to. For others they are words without a link.</summary>
    IReadOnlyList<Role> Roles { get; }

    /// <summary>What lies at or after the first time and before the second, in any order.</summary>
    Task<IReadOnlyList<CalendarEntry>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct);
}

/// <summary>Something that can be begun from a day of the calendar.</summary>
/// <param name="Path">The page that begins it, which takes the day as <c>day=2026-05-30</c>.</param>
public sealed record CalendarStart(int Place, string Path, string Label, string Icon, params Role[] Roles)
{
    public string On(DateOnly day) => FormattableString.Invariant($"{Path}?day={day:yyyy-MM-dd}");
}

public static class CalendarServices
{
    public static IServiceCollection AddCalendarStart(
        this IServiceCollection services,
        int place,
        string path,
        string label,
        string icon,
        params Role[] roles
    ) => services.AddSingleton(new CalendarStart(place, path, label, icon, roles));
}
