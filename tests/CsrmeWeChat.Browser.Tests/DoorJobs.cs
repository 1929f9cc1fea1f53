using CsrmeWeChat.Foundation.Console;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>Staff stand at the doors of a session, each with a phone.</summary>
public sealed class DoorJobs(Venue venue)
{
    private const string Kept = """
        async () => {
            const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                    const answer = await cache.match(request);
                    if (new URL(request.url).pathname.startsWith('/staff')) {
                        texts.push(request.url.includes('List') ? JSON.stringify(await answer.json()) : await answer.text());
                    }
                }
            }
            return texts.join('\n');
        }
        """;

    /// <summary>A page erases while it is shown already.</summary>
    private const string Swept = """
        async () => {
            const left = async () => (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length;
            for (let tries = 0; tries < 100 && (await left()) > 0; tries++) {
                await new Promise((later) => setTimeout(later, 50));
            }
        }
        """;

    private DateTimeOffset Now => venue.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    [Fact]
    public async Task Two_doors_without_network_take_one_ticket_and_it_is_counted_once()
    {
        var (session, phone) = await RegisteredAsync("欧阳雪", "欧阳小雨");
        await using var north = await OpenAsync(session, "北门");
        await north.LookAsync("door");
        await using var south = await OpenAsync(session, "南门");
        var text = await phone.ScanTextAsync(session, Now);
        await north.Page.Context.SetOfflineAsync(true);
        await south.Page.Context.SetOfflineAsync(true);

        await ScanAsync(north, text, "签到成功");
        await north.SeesAsync("欧阳雪、欧阳小雨");
        await ScanAsync(south, text, "签到成功");
        // Opened anew without network it goes on, and knows what it did.
        await north.Page.ReloadAsync();
        await FigureAsync(north, "came", 2);
        await ScanAsync(north, text, "已经签到过");
        await GuestsAsync(north, 3);
        await north.LookAsync("door-offline");
        await SignOutAsync(south);
        await south.SeesAsync("还有签到没有传上去");

        await north.Page.Context.SetOfflineAsync(false);
        await north.SeesAsync("在线，北门");
        await south.Page.Context.SetOfflineAsync(false);
        await south.SeesAsync("又签了一次，只计一次");
        await south.LookAsync("door-conflict");
        await FigureAsync(south, "came", 5);
        var came = await venue.Services.AttendanceAsync(session);
        Assert.Equal((5, 5, 3), (came.Came, came.Inside, came.WalkedIn));

        var kept = await north.Page.EvaluateAsync<string>(Kept);
        Assert.Contains("欧阳小雨", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(phone.User.Phone, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(phone.OpenId, kept, StringComparison.Ordinal);
        north.WillConfirm();
        await north.Button("结束签到").ClickAsync();
        await north.Page.WaitForURLAsync("**/staff/doors");
        await NothingIsKeptAsync(north);
        await SignOutAsync(south);
        await south.SeesAsync("登录");
        await NothingIsKeptAsync(south);
    }

    [Fact]
    public async Task At_a_door_a_stale_code_is_refused_and_a_person_is_found_by_name()
    {
        var (session, phone) = await RegisteredAsync("张三", "张四");
        await using var door = await OpenAsync(session, "");
        var (stale, good) = (await phone.ScanTextAsync(session, Now.AddMinutes(-5)), await phone.ScanTextAsync(session, Now));
        await ScanAsync(door, stale, "码已过期");
        await door.Page.Context.SetOfflineAsync(true);
        await ScanAsync(door, stale, "码已过期");
        await ScanAsync(door, string.Concat(good.AsSpan(0, 21), "00000000"), "码不对");
        await ScanAsync(door, "CSRME-E:ABCDEFGH2345:12345678", "不在这一场的名单里");
        await door.LookAsync("door-refused");
        await door.Page.Context.SetOfflineAsync(false);

        await door.Page.GetByLabel("票号或姓名").FillAsync("张四");
        await door.Button("查找").ClickAsync();
        await door.Page.Locator("#found").GetByRole(AriaRole.Button, new() { Name = "签到" }).ClickAsync();
        await door.SeesAsync("签到成功");
        await door.Page.GetByLabel("实到人数").SelectOptionAsync("1");
        await door.SeesAsync("已更正人数");
        await door.LookAsync("door-entered");
        await door.Page.Locator("#arrivals").GetByRole(AriaRole.Button, new() { Name = "离场" }).ClickAsync();
        await door.SeesAsync("已离场");
        await FigureAsync(door, "inside", 0);
        await FigureAsync(door, "came", 1);

        // The phone was put away with the door open, and the day went by.
        await door.Page.GotoAsync("/staff/help");
        await door.Page.EvaluateAsync(
            "key => localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), until: '2020-01-01T00:00:00Z' }))",
            $"door:open:{session}"
        );
        await door.Page.GotoAsync("/staff/redeem");
        await door.Page.EvaluateAsync(Swept);
        await NothingIsKeptAsync(door);
    }

    /// <summary>A door that somebody has opened, with all that it keeps.</summary>
    private async Task<Visit> OpenAsync(long session, string name)
    {
        var visit = await venue.OpenAsync(Width.Phone);
        visit.Expects("Failed to load resource");
        await visit.SignInAsync(venue, Role.Redeemer);
        await visit.Page.GotoAsync($"/staff/doors/{session}");
        await visit.Page.GetByLabel("这个门口叫什么").FillAsync(name);
        await visit.Button("开始签到").ClickAsync();
        await visit.Page.Locator("#door[data-kept=true]").WaitForAsync();
        return visit;
    }

    private static async Task ScanAsync(Visit door, string text, string answer)
    {
        await door.Page.GetByLabel("票号或姓名").FillAsync(text);
        await door.Button("查找").ClickAsync();
        await Assertions.Expect(door.Page.Locator("#verdict strong")).ToHaveTextAsync(answer);
    }

    private static async Task GuestsAsync(Visit door, int count)
    {
        await door.Page.GetByText("登记没有报名的现场来宾").ClickAsync();
        await door.Page.GetByLabel("人数", new() { Exact = true }).FillAsync($"{count}");
        await door.Button("登记").ClickAsync();
        await Assertions.Expect(door.Page.Locator("#verdict strong")).ToHaveTextAsync("已登记现场来宾");
    }

    private static Task FigureAsync(Visit door, string name, int count) =>
        Assertions.Expect(door.Page.Locator($"[data-figure={name}]")).ToHaveTextAsync($"{count}", new() { Timeout = 20_000 });

    private static Task SignOutAsync(Visit visit) =>
        visit.Page.EvaluateAsync("document.querySelector('form[action=\"/staff/sign-out\"]').requestSubmit()");

    private static async Task NothingIsKeptAsync(Visit visit)
    {
        Assert.Equal("", await visit.Page.EvaluateAsync<string>("async () => (await caches.keys()).join()"));
        Assert.DoesNotContain("door:", await visit.Page.EvaluateAsync<string>(Kept), StringComparison.Ordinal);
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("async () => (await navigator.serviceWorker.getRegistrations()).length"));
    }

    /// <summary>A session that begins in an hour, and the phone of who is registered for it.</summary>
    private async Task<(long Session, TestPhone Phone)> RegisteredAsync(params string[] names)
    {
        var session = await venue.Services.NewSessionAsync(9, draft => draft.StartingAt(Now.AddHours(1)));
        var http = new HttpClient { BaseAddress = new Uri(venue.BaseUrl) };
        var phone = new TestPhone(http, venue.WeChat, venue.WeChat.MakeUser());
        await phone.SignInAsync();
        phone.Member = await venue.Services.NewRosterMemberAsync(phone.User.Phone, names[0]);
        (await phone.BindAsync(names[0])).EnsureSuccessStatusCode();
        (await phone.RegisterAsync(session, names)).EnsureSuccessStatusCode();
        return (session, phone);
    }
}
