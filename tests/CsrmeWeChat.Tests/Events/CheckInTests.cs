using System.Net;
using System.Text.Json;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Sheets;
using static CsrmeWeChat.Tests.Support.DoorArrange;

namespace CsrmeWeChat.Tests;

/// <summary>People come to a session's doors, with and without network. It is 30 May, after 09:00 in Beijing.</summary>
public sealed class CheckInTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_lets_its_group_in_once_and_the_second_time_says_when()
    {
        var (session, phone) = await RegisteredAsync("张三", "张小三");
        var door = await app.NewStaffAsync(Role.Redeemer);

        var first = (await door.ScanAsync(session, "北门", NewScan(await phone.ScanTextAsync(session, app.Now))))[0];
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var second = (await door.ScanAsync(session, "南门", NewScan(await phone.ScanTextAsync(session, app.Now))))[0];

        Assert.Equal(("entered", 2), (OutcomeOf(first), first.GetProperty("seats").GetInt32()));
        Assert.Equal(["张三", "张小三"], first.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("already", OutcomeOf(second));
        Assert.Contains("在北门 签到", second.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((2, 2), await CountAsync(session));
        Assert.NotEqual(JsonValueKind.Null, (await phone.TicketAsync(session)).GetProperty("enteredAt").ValueKind);
    }

    [Fact]
    public async Task The_same_code_at_many_doors_at_once_lets_in_one()
    {
        var (session, phone) = await RegisteredAsync();
        var text = await phone.ScanTextAsync(session, app.Now);
        var by = (await app.NewStaffAsync(Role.Secretary)).Actor;
        var desk = app.Get<CheckInDesk>();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(at =>
                    desk.TakeAsync(by, session, $"{at}", new Scan($"{at}", ScanKind.Enter, text, false, false, app.Now), app.Now, Ct)
                )
        );

        Assert.Equal(
            [("already", 15), ("entered", 1)],
            answers.CountBy(answer => answer!.Outcome).Select(one => (one.Key, one.Value)).Order()
        );
        Assert.Equal((1, 1), await CountAsync(session));
    }

    /// <summary>Two doors without network take the same ticket, and one of them sends what it did twice.</summary>
    [Fact]
    public async Task What_doors_did_without_network_counts_once_and_the_other_is_shown_as_a_conflict()
    {
        var (session, phone) = await RegisteredAsync();
        var (north, south) = (await app.NewStaffAsync(Role.Redeemer), await app.NewStaffAsync(Role.Redeemer));
        var text = await phone.ScanTextAsync(session, app.Now);
        var (first, second) = (NewScan(text, offlineAt: app.Now), NewScan(text, offlineAt: app.Now.AddSeconds(5)));
        app.Clock.Advance(TimeSpan.FromMinutes(30));

        var sent = await north.ScanAsync(session, "北门", first);
        var again = await north.ScanAsync(session, "北门", first);
        var other = await south.ScanAsync(session, "南门", second, NewScan("", "walkin", true, app.Now.AddMinutes(-5), "李四", 2));
        var list = await north.OpenDoorAsync(session);

        Assert.Equal("entered", OutcomeOf(sent[0]));
        Assert.Equal($"{sent[0]}", $"{again[0]}");
        Assert.Equal(["conflict", "walkedin"], other.Select(OutcomeOf));
        Assert.Equal((3, 3), await CountAsync(session));
        var conflict = Assert.Single(list.GetProperty("conflicts").EnumerateArray());
        Assert.Equal("南门", conflict.GetProperty("door").GetString());
        var entered = list.GetProperty("arrivals")[0].GetProperty("enteredAt").GetDateTimeOffset();
        Assert.Equal(app.Now.AddMinutes(-30), entered);
    }

    [Fact]
    public async Task Who_cannot_be_let_in_hears_why()
    {
        var (session, phone) = await RegisteredAsync();
        var key = (await phone.TicketAsync(session)).GetProperty("key").GetString()!;
        var code = (await phone.TicketAsync(session)).GetProperty("code").GetString()!;
        var (otherEvent, stranger) = await RegisteredAsync();
        var door = await app.NewStaffAsync(Role.Redeemer);
        string At(TimeSpan away) => TicketCode.ScanText(code, TicketCode.At(key, app.Now + away));

        Assert.Equal("expired", await door.EnterAsync(session, At(TimeSpan.FromMinutes(-2))));
        Assert.Equal("early", await door.EnterAsync(session, At(TimeSpan.FromMinutes(2))));
        Assert.Equal("forged", await door.EnterAsync(session, TicketCode.ScanText(code, "00000000")));
        // Without the changing code, the number alone is none that was scanned.
        Assert.Equal("forged", await door.EnterAsync(session, code));
        Assert.Equal("noticket", await door.EnterAsync(session, $"CSRME:{code}"));
        Assert.Equal("noticket", await door.EnterAsync(session, "ABCDEFGH2345"));
        Assert.Equal("otherevent", await door.EnterAsync(session, await stranger.ScanTextAsync(otherEvent, app.Now)));
        var foreign = (await door.ScanAsync(session, "", NewScan(await stranger.ScanTextAsync(otherEvent, app.Now))))[0];
        Assert.Equal(0, foreign.GetProperty("names").GetArrayLength());
        Assert.Equal((0, 0), await CountAsync(session));
    }

    [Fact]
    public async Task Who_waits_or_has_cancelled_or_whose_event_is_called_off_is_not_let_in()
    {
        var (one, sessions) = await app.Services.NewEventAsync(Today(app.Services.EventDraft(1)));
        var session = sessions[0].Id;
        var (first, second) = (await app.NewMemberAsync(), await app.NewMemberAsync());
        await TestPhone.JsonOf(await first.RegisterAsync(session));
        await TestPhone.JsonOf(await second.RegisterAsync(session));
        var codes = (await app.Services.ListRegistrationsAsync(session)).Select(registration => registration.Code).ToList();
        var text = await first.ScanTextAsync(session, app.Now);
        var door = await app.NewStaffAsync(Role.Redeemer);

        Assert.Equal("waiting", await door.EnterAsync(session, TicketCode.ScanText(codes[1], "12345678")));
        (await first.CancelRegistrationAsync(session)).EnsureSuccessStatusCode();
        Assert.Equal("ended", await door.EnterAsync(session, text));
        Assert.Equal("waiting", await door.EnterAsync(session, TicketCode.ScanText(codes[1], "12345678")));
        (await second.AcceptOfferAsync(session)).EnsureSuccessStatusCode();
        var late = await second.ScanTextAsync(session, app.Now);
        Assert.True(await app.Get<EventStore>().CancelAsync(Actor.Command, one, "台风", app.Now, Ct));
        Assert.Equal("calledoff", await door.EnterAsync(session, late));
        Assert.Equal((0, 0), await CountAsync(session));
    }

    [Fact]
    public async Task A_ticket_of_another_session_or_day_says_which()
    {
        var draft = Today(app.Services.EventDraft(3, 3, 3));
        SessionDraft[] days =
        [
            draft.Sessions[0],
            draft.Sessions[1] with
            {
                Title = "下午场",
                StartsAt = app.Now.AddHours(5),
                EndsAt = app.Now.AddHours(6),
            },
            draft.Sessions[2] with
            {
                Title = "第二天",
                StartsAt = app.Now.AddDays(1),
                EndsAt = app.Now.AddDays(1).AddHours(2),
            },
        ];
        var (_, sessions) = await app.Services.NewEventAsync(draft with { Sessions = days });
        var phone = await app.NewMemberAsync();
        foreach (var one in sessions)
        {
            await TestPhone.JsonOf(await phone.RegisterAsync(one.Id));
        }
        var door = await app.NewStaffAsync(Role.Redeemer);
        async Task<JsonElement> TryAsync(int at) =>
            (await door.ScanAsync(sessions[0].Id, "", NewScan(await phone.ScanTextAsync(sessions[at].Id, app.Now))))[0];

        var (afternoon, tomorrow) = (await TryAsync(1), await TryAsync(2));

        Assert.Equal(("othersession", "wrongday"), (OutcomeOf(afternoon), OutcomeOf(tomorrow)));
        Assert.Contains(
            $"{China.Local(app.Now.AddHours(5)):HH:mm} 下午场",
            afternoon.GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"{China.Local(app.Now.AddDays(1)):M月d日 HH:mm} 第二天",
            tomorrow.GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("wrongday", await door.EnterAsync(sessions[2].Id, await phone.ScanTextAsync(sessions[2].Id, app.Now)));
        var closed = await door.PostJsonAsync($"/staff/doors/{sessions[2].Id}?handler=Open", new { door = "" });
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
    }

    /// <summary>In Beijing: begins at 00:30, goes on over midnight, on the leap day.</summary>
    [Theory]
    [InlineData("2028-02-28T16:30Z", 2, "2028-02-28T14:00Z", "2028-02-28T13:00Z")]
    [InlineData("2028-02-28T14:00Z", 5, "2028-02-28T17:30Z", "2028-02-28T22:30Z")]
    [InlineData("2028-02-29T01:00Z", 2, "2028-02-29T01:00Z", "2028-03-01T01:00Z")]
    public void A_ticket_s_day_is_that_on_which_the_session_begins(string starts, int hours, string goodAt, string wrongAt)
    {
        var session = new EventSession
        {
            Id = 0,
            EventId = 0,
            Title = "",
            StartsAt = Instant(starts),
            EndsAt = Instant(starts).AddHours(hours),
            Capacity = 1,
            Taken = 0,
            Issued = 0,
        };

        Assert.True(session.IsDoorOpen(Instant(goodAt)));
        Assert.False(session.IsDoorOpen(Instant(wrongAt)));
        Assert.Equal(China.Date(Instant(starts)), session.Day);
    }

    [Fact]
    public async Task People_leave_and_come_back_a_group_is_corrected_and_guests_are_counted()
    {
        var (session, phone) = await RegisteredAsync("张三", "李四", "王五");
        var code = (await phone.TicketAsync(session)).GetProperty("code").GetString()!;
        var door = await app.NewStaffAsync(Role.Secretary);

        Assert.Equal("notin", OutcomeOf((await door.ScanAsync(session, "", NewScan(code, "leave", true)))[0]));
        Assert.Equal("entered", OutcomeOf((await door.ScanAsync(session, "", NewScan(code, byHand: true)))[0]));
        Assert.Equal("corrected", OutcomeOf((await door.ScanAsync(session, "", NewScan(code, "seats", true, seats: 2)))[0]));
        var guests = NewScan("", "walkin", true, name: "赵六", seats: 4, number: "guests");
        Assert.Equal("walkedin", OutcomeOf((await door.ScanAsync(session, "", guests))[0]));
        Assert.Equal("walkedin", OutcomeOf((await door.ScanAsync(session, "", guests))[0]));
        Assert.Equal((6, 6), await CountAsync(session));
        Assert.Equal("left", OutcomeOf((await door.ScanAsync(session, "", NewScan(code, "leave", true)))[0]));
        Assert.Equal("left", OutcomeOf((await door.ScanAsync(session, "", NewScan("guests", "leave", true)))[0]));
        Assert.Equal((6, 0), await CountAsync(session));
        Assert.Equal("returned", await door.EnterAsync(session, await phone.ScanTextAsync(session, app.Now)));

        Assert.Equal((6, 2), await CountAsync(session));
        Assert.Equal(4, (await app.Services.AttendanceAsync(session)).WalkedIn);
    }

    [Fact]
    public async Task The_list_of_a_door_holds_one_day_s_keys_and_no_number_of_anybody()
    {
        var (session, phone) = await RegisteredAsync();
        var door = await app.NewStaffAsync(Role.Redeemer);
        var held = (await app.Get<TicketStore>().FindAsync(await PersonOfAsync(phone), session, Ct))!;

        var list = $"{await door.OpenDoorAsync(session, "北门")}";

        Assert.Contains(held.Code, list, StringComparison.Ordinal);
        Assert.Contains(TicketCode.DayKey(held.TicketKey, China.Date(held.StartsAt)), list, StringComparison.Ordinal);
        Assert.DoesNotContain(held.TicketKey, list, StringComparison.Ordinal);
        Assert.DoesNotContain(phone.User.Phone, list, StringComparison.Ordinal);
        Assert.DoesNotContain(phone.OpenId, list, StringComparison.Ordinal);
        Assert.Equal(1, await app.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM audit_events WHERE action = 'event.door'", ct: Ct));
    }

    [Fact]
    public async Task Who_is_in_cannot_give_the_place_to_somebody_else()
    {
        var (session, phone) = await RegisteredAsync();
        var door = await app.NewStaffAsync(Role.Redeemer);
        Assert.Equal("entered", await door.EnterAsync(session, await phone.ScanTextAsync(session, app.Now)));

        Assert.Equal("event.started", await TestPhone.RefusalOf(await phone.CancelRegistrationAsync(session)));
    }

    [Fact]
    public async Task A_session_to_which_somebody_came_is_not_taken_out()
    {
        var (one, sessions) = await app.Services.NewEventAsync(Today(app.Services.EventDraft(1, 1)));
        var door = await app.NewStaffAsync(Role.Redeemer);
        Assert.Equal("walkedin", OutcomeOf((await door.ScanAsync(sessions[0].Id, "", NewScan("", "walkin", true, seats: 1)))[0]));
        var known = EventDraft.Of(one, sessions);

        var outcome = await app.Get<EventEdits>()
            .EditAsync(Actor.Command, one, known with { Sessions = [known.Sessions[1]] }, overbooks: false, app.Now, Ct);

        Assert.Equal(EditEvent.SessionInUse, outcome);
    }

    [Fact]
    public async Task Who_came_stands_in_the_list_and_in_the_export()
    {
        var (session, phone) = await RegisteredAsync();
        await TestPhone.JsonOf(await (await app.NewMemberAsync()).RegisterAsync(session, "没来的人"));
        var secretary = await app.NewStaffAsync(Role.Secretary);
        await secretary.EnterAsync(session, await phone.ScanTextAsync(session, app.Now));
        await secretary.ScanAsync(session, "", NewScan("", "walkin", true, seats: 3));
        var one = (await app.Get<DoorLists>().FindAsync(session, Ct))!.Value.Event;

        var page = await secretary.GetPageAsync($"/staff/events/{one.Id}");
        using var sheet = await secretary.GetAsync($"/staff/events/{one.Id}?handler=Export");
        using var book = Workbook.Open(new MemoryStream(await sheet.Content.ReadAsByteArrayAsync(Ct)));
        var rows = book.Rows(0).Select(row => row.Cells.Values.Select(cell => cell.Text).ToList()).ToList();

        Assert.Contains($"{Show.Beijing(app.Now)} 签到", page, StringComparison.Ordinal);
        Assert.Contains("已到（现场来宾 3）", page, StringComparison.Ordinal);
        var at = rows[0].IndexOf("实到人数");
        Assert.Equal("1", rows[1][at]);
        Assert.NotEqual("", rows[1][at - 1]);
        Assert.True(rows[2].Count <= at || rows[2][at] is "");
        Assert.Contains(one.Title, await secretary.GetPageAsync("/staff/doors"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "door": "", "scans": [] }""")]
    [InlineData("""{ "door": "", "scans": [null] }""")]
    [InlineData("""{ "door": "", "scans": [{ "number": "", "kind": "enter", "text": "" }] }""")]
    [InlineData("""{ "door": "", "scans": [{ "number": "1", "kind": "fly", "text": "" }] }""")]
    [InlineData("""{ "door": "", "scans": [{ "number": "1", "kind": "walkin", "text": "", "seats": 51 }] }""")]
    [InlineData("""{ "door": "", "scans": [{ "number": "1", "kind": "walkin", "text": "", "seats": 0 }] }""")]
    public async Task What_no_door_sends_is_refused(string body)
    {
        var (session, _) = await RegisteredAsync();
        var door = await app.NewStaffAsync(Role.Redeemer);

        var answer = await door.PostJsonAsync($"/staff/doors/{session}?handler=Scans", JsonSerializer.Deserialize<JsonElement>(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    /// <summary>A session in two hours, and a phone that is registered for it.</summary>
    private async Task<(long Session, TestPhone Phone)> RegisteredAsync(params string[] names)
    {
        var session = await app.Services.NewSessionAsync(9, Today);
        var phone = await app.NewMemberAsync();
        await TestPhone.JsonOf(await phone.RegisterAsync(session, names));
        return (session, phone);
    }

    private EventDraft Today(EventDraft draft) => draft.StartingAt(app.Now.AddHours(2));

    private async Task<(long Came, long Inside)> CountAsync(long session)
    {
        var counted = await app.Services.AttendanceAsync(session);
        return (counted.Came, counted.Inside);
    }

    private async Task<long> PersonOfAsync(TestPhone phone) =>
        await app.Get<Database>().FindAsync<long>("SELECT person_id FROM openids WHERE open_id = @OpenId", new { phone.OpenId }, Ct);

    private static string OutcomeOf(JsonElement answer) => answer.GetProperty("outcome").GetString()!;

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
