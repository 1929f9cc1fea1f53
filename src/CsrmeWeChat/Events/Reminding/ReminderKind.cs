namespace CsrmeWeChat.Events;

/// <summary>How long before a session begins people are reminded of it.</summary>
public enum ReminderKind
{
    Week,
    Day,

    /// <summary>Two hours.</summary>
    Hours,
}

public static class ReminderKinds
{
    /// <summary>In the order in which they go out.</summary>
    public static IReadOnlyList<ReminderKind> All { get; } = Enum.GetValues<ReminderKind>();

    extension(ReminderKind kind)
    {
        public string Key => kind.ToString().ToLowerInvariant();

        /// <summary>What it is called among all that people are told by itself.</summary>
        public string Message => $"event.{kind.Key}";

        public string Label =>
            kind switch
            {
                ReminderKind.Week => "一周前",
                ReminderKind.Day => "前一天",
                ReminderKind.Hours => "两小时前",
            };

        public TimeSpan Ahead =>
            kind switch
            {
                ReminderKind.Week => TimeSpan.FromDays(7),
                ReminderKind.Day => TimeSpan.FromDays(1),
                ReminderKind.Hours => TimeSpan.FromHours(2),
            };

        /// <summary>How much later it is still worth sending, where the service was away at its time.</summary>
        public TimeSpan Grace =>
            kind switch
            {
                ReminderKind.Week => TimeSpan.FromDays(1),
                ReminderKind.Day => TimeSpan.FromHours(6),
                ReminderKind.Hours => TimeSpan.FromMinutes(90),
            };
    }

    /// <summary>As a column keeps some of them.</summary>
    public static string Write(IEnumerable<ReminderKind> kinds) => string.Join(',', kinds.Distinct().Order().Select(kind => kind.Key));

    public static IReadOnlyList<ReminderKind> Read(string kinds) => [.. All.Where(kind => kinds.Split(',').Contains(kind.Key))];
}
