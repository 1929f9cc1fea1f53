using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Testing;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests.MiniProgram;

/// <summary>
/// Events at odd times, on a service and in browsers that all think themselves in New York: what people read, and what their calendars get,
/// is Beijing's.
/// </summary>
public sealed class EventTimes(Venue venue)
{
    private const string Far = "America/New_York";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_far_away_reads_the_hours_of_Beijing()
    {
        await using var backstage = await venue.NewBackstageAsync();
        var settings = new Dictionary<string, string?>(Venue.Patient(backstage.Configuration)) { ["TZ"] = Far };
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, settings);
        await using var stage = await Stage.StartAsync(service.BaseUrl, venue.WeChatUrl);
        var draft = backstage.Services.EventDraft(20, 30, 40);
        var (one, _) = await backstage.Services.NewEventAsync(
            draft with
            {
                Title = "岩石观测夜",
                Point = new MapPoint(30.541200, 114.362100),
                Audience = new EventAudience(),
                RegistersUntil = At("2028-02-28T12:00+08:00"),
                CancelUntil = At("2028-02-28T12:00+08:00"),
                Sessions =
                [
                    Session(draft, 0, "凌晨场", "2028-02-29T00:30+08:00", "2028-02-29T02:00+08:00"),
                    Session(draft, 1, "跨夜场", "2028-02-29T22:00+08:00", "2028-03-01T01:00+08:00"),
                    Session(draft, 2, "到零点", "2028-03-01T22:00+08:00", "2028-03-02T00:00+08:00"),
                ],
            }
        );

        await OnThePublicPageAsync(service, one);
        await OnAPhoneAsync(stage, one);
        await AtTheConsoleAsync(backstage, service, one);
        await InTheCalendarAsync(service, one);
    }

    private async Task OnThePublicPageAsync(ServiceProcess service, Event one)
    {
        foreach (var width in (Width[])[Width.Desk, Width.Phone])
        {
            await using var visit = await venue.OpenAsync(width, at: service.BaseUrl, zone: Far);
            await visit.Page.GotoAsync($"/events/{one.Slug}");
            await visit.SeesAsync("2028年2月29日（星期二）00:30 至 02:00");
            await visit.SeesAsync("2028年2月29日（星期二）22:00 至 2028年3月1日（星期三）01:00");
            await visit.SeesAsync("2028年3月1日（星期三）22:00 至 24:00");
            await visit.LookAsync("event-public");
        }
    }

    private async Task OnAPhoneAsync(Stage stage, Event one)
    {
        await using var phone = new Phone(await venue.OpenAsync(Width.Phone, at: stage.BaseUrl, zone: Far), Numbers.Next());
        await phone.OpenAsync($"events/event/index?id={one.Id}");
        await phone.SeesAsync("2028年2月29日 00:30 至 02:00");
        await phone.SeesAsync("2028年2月29日 22:00 至 2028年3月1日 01:00");
        await phone.SeesAsync("2028年3月1日 22:00 至 24:00");
        await phone.OpenAsync("events/list/index");
        await phone.SeesAsync("2028年2月29日 00:30 至 02:00，共 3 场");
    }

    /// <summary>What the form shows is what it saves.</summary>
    private async Task AtTheConsoleAsync(Backstage backstage, ServiceProcess service, Event one)
    {
        var login = $"s{Guid.NewGuid().ToString("N")[..8]}";
        await backstage.Services.NewAccountAsync(login, [Role.Secretary], "王秘书");
        var store = backstage.Get<EventStore>();
        var before = await store.ListSessionsAsync([one.Id], Ct);
        await using var visit = await venue.OpenAsync(Width.Desk, at: service.BaseUrl, zone: Far);
        await visit.SignInAsync(login);
        await Assertions.Expect(visit.Page.Locator(".console")).ToBeVisibleAsync();
        await visit.Page.GotoAsync($"/staff/events/{one.Id}");
        await visit.SeesAsync("2028-02-29 00:30 至 2028-02-29 02:00");
        await visit.SeesAsync("2028-02-29 22:00 至 2028-03-01 01:00");
        await visit.Page.GotoAsync($"/staff/events/{one.Id}/edit");
        await Assertions.Expect(visit.Page.Locator("#starts-0")).ToHaveValueAsync("2028-02-29T00:30");
        await visit.Button("保存").ClickAsync();
        await visit.SeesAsync("已保存");
        var hours = (EventSession session) => (session.StartsAt, session.EndsAt);
        Assert.Equal(before.Select(hours), (await store.ListSessionsAsync([one.Id], Ct)).Select(hours));
    }

    private static async Task InTheCalendarAsync(ServiceProcess service, Event one)
    {
        using var http = new HttpClient();
        var calendar = await http.GetStringAsync($"{service.BaseUrl}/events/{one.Slug}.ics", Ct);
        Assert.Contains("DTSTART:20280228T163000Z", calendar, StringComparison.Ordinal);
        Assert.Contains("DTEND:20280229T170000Z", calendar, StringComparison.Ordinal);
        Assert.Contains("DTEND:20280301T160000Z", calendar, StringComparison.Ordinal);
    }

    private static SessionDraft Session(EventDraft draft, int at, string title, string starts, string ends) =>
        draft.Sessions[at] with
        {
            Title = title,
            StartsAt = At(starts),
            EndsAt = At(ends),
        };

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();
}
