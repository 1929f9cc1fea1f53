using System.Globalization;
using CsrmeWeChat.Account;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Mvc;
using WeChat;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>What goes out and opens in a month, whatever room it comes from, and what each audience has left.</summary>
[Allowed(Role.Admin, Role.Secretary, Role.Reviewer)]
public sealed class PlannerModel(
    SendPlanner planner,
    StoryList stories,
    IEnumerable<ICalendarSource> sources,
    IEnumerable<CalendarStart> starts,
    Abilities abilities
) : ConsolePage
{
    /// <summary>In the order of a week.</summary>
    public const string Weekdays = "一二三四五六日";

    [BindProperty(SupportsGet = true, Name = "month")]
    public string? Given { get; set; }

    /// <summary>A day for which something is to be planned; null where it has passed, or nobody asks.</summary>
    [BindProperty(SupportsGet = true, Name = "day")]
    public DateOnly? Day { get; set; }

    public DateOnly Month { get; private set; }

    public IReadOnlyList<SendAudience> Audiences { get; private set; } = [];

    public IReadOnlyList<PlannedDay> Days { get; private set; } = [];

    /// <summary>The stories that may go out.</summary>
    public IReadOnlyList<StoryLine> Ready { get; private set; } = [];

    public IEnumerable<CalendarStart> Starts => starts.Where(start => Me.Is(start.Roles)).OrderBy(start => start.Place);

    public bool MayPlan => Me.Is(Role.Admin, Role.Secretary);

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
        Day = MayPlan && Day >= today && Day < today.AddYears(1) ? Day : null;
        var isThisMonth = Month.Year == today.Year && Month.Month == today.Month;
        Audiences = await planner.ListAudiencesAsync(isThisMonth ? Now : China.Midnight(Month), Now, Ct);
        Days = await ListDaysAsync(today);
        if (Day is not null)
        {
            var ready = new StoryFilter(State: StoryState.Approved);
            Ready = await stories.ListAsync(ready, "t.changed_at DESC, t.id DESC", 0, MaxReady, Ct);
        }
        Quota = await DescribeQuotaAsync();
    }

    public static string WeekdayOf(DateOnly day) => $"周{Weekdays[((int)day.DayOfWeek + 6) % 7]}";

    private const int MaxReady = 10;

    private async Task<IReadOnlyList<PlannedDay>> ListDaysAsync(DateOnly today)
    {
        var entries = new List<(CalendarEntry Entry, bool Opens)>();
        foreach (var source in sources)
        {
            var opens = Me.Is([.. source.Roles]);
            var found = await source.ListAsync(China.Midnight(Month), China.Midnight(Month.AddMonths(1)), Ct);
            entries.AddRange(found.Select(entry => (entry, opens)));
        }
        var byDay = entries.OrderBy(one => one.Entry.At).ToLookup(one => China.Date(one.Entry.At));
        return
        [
            .. Enumerable
                .Range(0, DateTime.DaysInMonth(Month.Year, Month.Month))
                .Select(Month.AddDays)
                .Select(day => new PlannedDay(day, day == today, day < today, [.. byDay[day]])),
        ];
    }

    private async Task<string> DescribeQuotaAsync()
    {
        var asked = (await abilities.ListAsync(Ct)).FirstOrDefault(ability => ability.Api == Abilities.MassSend);
        return asked switch
        {
            null => "尚未检测，请到“公众号权限与额度”检测。",
            { Allowed: false } => "这个公众号不能群发，请看“公众号权限与额度”。",
            { LeftToday: { } left, PerDay: { } perDay } => $"群发接口剩 {left}/{perDay}（{Show.Beijing(asked.AskedAt)} 检测）。",
            _ => "微信没有说。",
        };
    }
}

public sealed record PlannedDay(DateOnly Date, bool IsToday, bool IsPast, IReadOnlyList<(CalendarEntry Entry, bool Opens)> Entries)
{
    /// <summary>Where it stands in its week, and how large it is.</summary>
    public string Classes =>
        $"from-{(int)Date.DayOfWeek}{(IsToday ? " today" : "")}{(IsPast ? " past" : "")}{(Entries.Count == 0 ? " free" : "")}";
}

/// <param name="Opens">Whether this person may open its page.</param>
public sealed record ShownEntry(CalendarEntry Entry, bool Opens);

/// <summary>A story that may be planned for a day.</summary>
public sealed record PlanStory(PlannerModel Page, DateOnly Day, StoryLine Story)
{
    /// <summary>The usual hour, or the next full one of a day on which that has passed.</summary>
    public DateTime At
    {
        get
        {
            var (usual, now) = (Day.ToDateTime(SendCalendar.UsualHour), China.Local(Page.Now).DateTime);
            return usual > now ? usual : now.Date.AddHours(Math.Min(now.Hour + 1, 23));
        }
    }
}
