namespace CsrmeWeChat.Events.Pages;

public static class EventBadges
{
    /// <summary>A badge's look and its word.</summary>
    public static (string Look, string Word) Of(Event one, IReadOnlyList<EventSession> sessions, DateTimeOffset now) =>
        one.State is EventState.Draft ? ("bg-secondary-lt", "草稿")
        : one.State is EventState.Cancelled ? ("bg-red-lt", "已取消")
        : sessions.All(session => session.EndsAt <= now) ? ("bg-secondary-lt", "已结束")
        : now < one.RegistersFrom ? ("bg-blue-lt", "未开始报名")
        : now >= one.RegistersUntil ? ("bg-blue-lt", "报名截止")
        : sessions.Where(session => session.StartsAt > now).All(session => session.Free == 0) ? ("bg-yellow-lt", "已满")
        : ("bg-green-lt", "报名中");

    public static string Of(RegistrationState state) =>
        state switch
        {
            RegistrationState.Registered => "bg-green-lt",
            RegistrationState.Offered => "bg-yellow-lt",
            RegistrationState.Waiting => "bg-blue-lt",
            RegistrationState.Cancelled or RegistrationState.Declined => "bg-secondary-lt",
            RegistrationState.Lapsed or RegistrationState.Unserved => "bg-secondary-lt",
            RegistrationState.CalledOff or RegistrationState.Removed => "bg-red-lt",
        };
}
