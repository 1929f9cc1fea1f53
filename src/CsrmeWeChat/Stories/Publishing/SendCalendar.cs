using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Stories.Pages;

namespace CsrmeWeChat.Stories;

/// <summary>The sends of stories in the console's calendar.</summary>
public sealed class SendCalendar(SendPlanner planner) : ICalendarSource
{
    /// <summary>The hour that is proposed for a day.</summary>
    public static readonly TimeOnly UsualHour = new(10, 0);

    public IReadOnlyList<Role> Roles => [Role.Admin, Role.Secretary, Role.Reviewer];

    public async Task<IReadOnlyList<CalendarEntry>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        [.. (await planner.ListAsync(from, to, ct)).Select(Entry)];

    private static CalendarEntry Entry(CalendarSend send) =>
        new(
            send.ScheduledAt,
            send.Way is SendWay.Publish ? "发布" : "群发",
            send.State.Label,
            SendBadges.Badge(send.State)["bg-".Length..^"-lt".Length],
            send.Title,
            send.Way switch
            {
                SendWay.Publish => "不推送",
                SendWay.Tag => $"标签“{send.Tag}” {send.Expected} 人",
                SendWay.All => $"全部关注者 {send.Expected} 人",
            },
            $"/staff/stories/{send.StoryId}"
        );
}
