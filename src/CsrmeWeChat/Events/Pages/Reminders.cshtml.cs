using CsrmeWeChat.Foundation.Console;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Events.Pages;

/// <summary>Which reminders of an event have gone out, and whom those to come will reach.</summary>
[Allowed(Role.Admin, Role.Secretary)]
public sealed class RemindersModel(EventStore events, ReminderForecast forecast) : ConsolePage
{
    [FromRoute]
    public long Id { get; set; }

    public Event Event { get; private set; } = null!;

    public IReadOnlyList<(EventSession Session, IReadOnlyList<ForecastReminder> Reminders)> Items { get; private set; } = [];

    protected override async Task<bool> FindAsync()
    {
        if (await events.FindAsync(Id, Ct) is not { } found)
        {
            return false;
        }
        Event = found;
        return true;
    }

    public async Task OnGetAsync()
    {
        var items = new List<(EventSession, IReadOnlyList<ForecastReminder>)>();
        foreach (var session in await events.ListSessionsAsync([Id], Ct))
        {
            items.Add((session, await forecast.ListAsync(Event, session, Now, Ct)));
        }
        Items = items;
    }

    public static string WordsOf(ForecastReminder one) =>
        one.Standing switch
        {
            ReminderStanding.ToCome => "还没到时间",
            ReminderStanding.NoTemplate => "没有选定模板，不会发送",
            ReminderStanding.Begun => one.IsStopped ? "已停止"
            : one.Open > 0 ? "正在发送"
            : "已发送",
            ReminderStanding.ToNobody => "没有发给任何人",
            ReminderStanding.Missed => "已过时间，没有发送",
        };
}
