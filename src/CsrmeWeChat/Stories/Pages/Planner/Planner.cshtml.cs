using System.Globalization;
using CsrmeWeChat.Account;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;
using WeChat;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>The sends of a month, and what each audience has left.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class PlannerModel(SendPlanner planner, Abilities abilities) : ConsolePage
{
    private const string Weekdays = "日一二三四五六";

    [BindProperty(SupportsGet = true, Name = "month")]
    public string? Given { get; set; }

    public DateOnly Month { get; private set; }

    public IReadOnlyList<SendAudience> Audiences { get; private set; } = [];

    public IReadOnlyList<PlannedDay> Days { get; private set; } = [];

    public string Quota { get; private set; } = "";

    public string Limits => planner.Kind is OfficialAccountKind.Service ? "服务号：每位关注者每月 4 次" : "公众号：每天 1 次";

    public async Task OnGetAsync()
    {
        var today = China.Date(Now);
        Month =
            DateOnly.TryParseExact($"{Given}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            && month.Year is >= 2000 and <= 2100
                ? month
                : new DateOnly(today.Year, today.Month, 1);
        var isThisMonth = Month.Year == today.Year && Month.Month == today.Month;
        Audiences = await planner.ListAudiencesAsync(isThisMonth ? Now : China.Midnight(Month), Now, Ct);
        var sends = (await planner.ListAsync(Month, Ct)).ToLookup(send => China.Date(send.ScheduledAt));
        Days =
        [
            .. Enumerable
                .Range(0, DateTime.DaysInMonth(Month.Year, Month.Month))
                .Select(Month.AddDays)
                .Select(day => new PlannedDay(day, day == today, $"周{Weekdays[(int)day.DayOfWeek]}", [.. sends[day]])),
        ];
        Quota = await DescribeQuotaAsync();
    }

    private async Task<string> DescribeQuotaAsync()
    {
        var asked = (await abilities.ListAsync(Ct)).FirstOrDefault(ability => ability.Api == Abilities.MassSend);
        return asked switch
        {
            null => "还没有问过微信，请到「账号能力」检查。",
            { Allowed: false } => "微信说这个账号不能群发，请看「账号能力」。",
            { LeftToday: { } left, PerDay: { } perDay } => $"群发接口剩 {left}/{perDay}（{Show.Beijing(asked.AskedAt)} 问得）。",
            _ => "微信没有说。",
        };
    }
}

public sealed record PlannedDay(DateOnly Date, bool IsToday, string WeekdayName, IReadOnlyList<CalendarSend> Sends);
