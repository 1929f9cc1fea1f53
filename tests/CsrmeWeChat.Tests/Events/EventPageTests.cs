using System.Globalization;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Sheets;

namespace CsrmeWeChat.Tests;

/// <summary>What the secretariat does with events.</summary>
public sealed class EventPageTests(App app) : IClassFixture<App>
{
    private static int made;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_is_written_changed_published_and_cancelled()
    {
        await app.Services.AddEventAsync(app.Services.EventDraft(1));
        var secretary = await app.NewStaffAsync(Role.Secretary);
        var written = await secretary.PostAsync("/staff/events/new", Fields());
        var address = written.Headers.Location!.OriginalString;
        var draft = await secretary.FollowAsync(written);
        var id = long.Parse(address.Split('/')[^1], CultureInfo.InvariantCulture);
        var events = app.Get<EventStore>();
        var (one, sessions) = ((await events.FindAsync(id, Ct))!, await events.ListSessionsAsync([id], Ct));
        (string, string)[] kept =
        [
            ("Revision", "1"),
            ("Form.Sessions[0].Id", $"{sessions[0].Id}"),
            ("Form.Sessions[1].Id", $"{sessions[1].Id}"),
            ("Form.Questions[0].Key", one.QuestionList[0].Key),
        ];
        var changed = await secretary.FollowAsync(
            await secretary.PostAsync($"{address}/edit", [.. kept, .. Fields("Form.Title", "盾构机青少年日（更名）")])
        );
        var stale = await TestStaff.PageOf(await secretary.PostAsync($"{address}/edit", [.. kept, .. Fields()]));
        var published = await secretary.FollowAsync(await secretary.PostAsync($"{address}?handler=Publish", ("Revision", "2")));
        var wordless = await TestStaff.PageOf(await secretary.PostAsync($"{address}?handler=Cancel", ("Revision", "3"), ("Why", " ")));
        var cancelled = await secretary.FollowAsync(
            await secretary.PostAsync($"{address}?handler=Cancel", ("Revision", "3"), ("Why", "台风"))
        );

        Assert.Contains("这个活动还是草稿", draft, StringComparison.Ordinal);
        Assert.Equal(
            [
                ("上午场", 30, new DateTimeOffset(2026, 6, 20, 1, 0, 0, TimeSpan.Zero)),
                ("下午场", 40, new(2026, 6, 20, 6, 0, 0, TimeSpan.Zero)),
            ],
            sessions.Select(session => (session.Title, session.Capacity, session.StartsAt))
        );
        var question = Assert.Single(one.QuestionList);
        Assert.Equal(("衣服尺码", QuestionKind.Choice, true), (question.Label, question.Kind, question.Required));
        Assert.Equal(["S", "M", "L"], question.Choices);
        Assert.Contains("盾构机青少年日（更名）", changed, StringComparison.Ordinal);
        Assert.Equal(sessions.Select(session => session.Id), (await events.ListSessionsAsync([id], Ct)).Select(session => session.Id));
        Assert.Contains("刚才另一位同事改过", stale, StringComparison.Ordinal);
        Assert.Contains("报名中", published, StringComparison.Ordinal);
        Assert.Contains("请写明取消的原因", wordless, StringComparison.Ordinal);
        Assert.Contains("活动已取消：台风", cancelled, StringComparison.Ordinal);
        Assert.Contains("盾构机青少年日（更名）", await secretary.GetPageAsync("/staff/events"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Form.Title", "", "请填写名称")]
    [InlineData("Form.Slug", "开放日", "网址只能用")]
    [InlineData("Form.Sessions[1].StartsAt", "2026-06-20T10:00", "时间重叠")]
    [InlineData("Form.Sessions[0].EndsAt", "2026-06-20T09:00", "结束时间须晚于开始时间")]
    [InlineData("Form.Sessions[0].EndsAt", "", "请填写每一场的开始和结束时间")]
    [InlineData("Form.Sessions[0].Capacity", "0", "每场的名额")]
    [InlineData("Form.RegistersUntil", "", "请填写报名的开始、截止时间")]
    [InlineData("Form.RegistersUntil", "2026-05-01T00:00", "报名截止时间须晚于开始时间")]
    [InlineData("Form.PartyLimit", "6", "每次报名最多人数")]
    [InlineData("Form.Questions[0].Choices", "S", "须有 2 至")]
    public async Task An_event_that_cannot_be_is_refused_with_what_was_typed(string field, string value, string why)
    {
        await app.Services.AddEventAsync(app.Services.EventDraft(1));
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var page = await TestStaff.PageOf(await secretary.PostAsync("/staff/events/new", Fields(field, value)));

        Assert.Contains(why, page, StringComparison.Ordinal);
        Assert.Contains("走近一台盾构机", page, StringComparison.Ordinal);
        // Two rows are filled in and two are empty, however often it is refused.
        Assert.Contains("Form.Sessions[3].Title", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Form.Sessions[4].Title", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_places_than_were_given_are_asked_about_before_they_are_saved()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(2));
        foreach (var phone in await app.NewMembersAsync(2))
        {
            await TestPhone.JsonOf(await phone.RegisterAsync(sessions[0].Id));
        }
        var secretary = await app.NewStaffAsync(Role.Secretary);
        (string, string)[] form =
        [
            ("Revision", $"{one.Revision}"),
            ("Form.Sessions[0].Id", $"{sessions[0].Id}"),
            .. Fields("Form.Sessions[0].Capacity", "1"),
        ];

        var asked = await TestStaff.PageOf(await secretary.PostAsync($"/staff/events/{one.Id}/edit", form));
        var saved = await secretary.FollowAsync(
            await secretary.PostAsync($"/staff/events/{one.Id}/edit", [.. form, ("Overbooks", "true")])
        );

        Assert.Contains("我知道名额少于已报名人数", asked, StringComparison.Ordinal);
        Assert.Contains("已保存", saved, StringComparison.Ordinal);
        Assert.Equal(
            (1, 2),
            ((await app.Services.FindSessionAsync(sessions[0].Id)).Capacity, (await app.Services.FindSessionAsync(sessions[0].Id)).Taken)
        );
    }

    [Fact]
    public async Task A_session_that_nobody_registered_for_is_taken_out_by_clearing_its_row()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(2, 2));
        await TestPhone.JsonOf(await (await app.NewMemberAsync()).RegisterAsync(sessions[0].Id));
        var secretary = await app.NewStaffAsync(Role.Secretary);
        (string, string)[] form =
        [
            ("Revision", $"{one.Revision}"),
            ("Form.Sessions[0].Id", $"{sessions[0].Id}"),
            ("Form.Sessions[1].Id", $"{sessions[1].Id}"),
        ];
        string[] row = ["Title", "StartsAt", "EndsAt", "Capacity"];

        var used = await TestStaff.PageOf(await secretary.PostAsync($"/staff/events/{one.Id}/edit", [.. form, .. Without(0)]));
        await secretary.FollowAsync(await secretary.PostAsync($"/staff/events/{one.Id}/edit", [.. form, .. Without(1)]));

        Assert.Contains("有人报名过的场次不能删除", used, StringComparison.Ordinal);
        Assert.Equal(sessions[0].Id, Assert.Single(await app.Get<EventStore>().ListSessionsAsync([one.Id], Ct)).Id);

        IEnumerable<(string Name, string Value)> Without(int at) =>
            Fields().Select(field => row.Any(name => field.Name == $"Form.Sessions[{at}].{name}") ? (field.Name, "") : field);
    }

    [Fact]
    public async Task A_tag_that_nobody_has_any_more_stays_chosen_or_the_event_would_be_for_everybody()
    {
        var audience = new EventAudience
        {
            MembersOnly = true,
            Levels = [-7],
            Tags = ["没人有的标签"],
        };
        var (one, _) = await app.Services.NewEventAsync(app.Services.EventDraft(1) with { Audience = audience });
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var page = await secretary.GetPageAsync($"/staff/events/{one.Id}/edit");

        Assert.Matches("name=\"Form.Tags\" value=\"没人有的标签\" checked", page);
        Assert.Matches("name=\"Form.Levels\" value=\"-7\" checked", page);
    }

    [Fact]
    public async Task Who_registered_is_listed_by_session_and_exported_with_the_answers()
    {
        Question[] questions = [new("unit", "工作单位", QuestionKind.Text, true, [], 0, 20)];
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1, 5) with { Questions = questions });
        var phones = await app.NewMembersAsync(3);
        foreach (var (phone, at) in phones.Select((phone, at) => (phone, at)))
        {
            var body = new { names = new[] { $"参加者{at}" }, answers = new { unit = $"第{at}研究所" } };
            await TestPhone.JsonOf(await phone.PostAsync(EventArrange.PathOf(sessions[at < 2 ? 0 : 1].Id), body));
        }
        var secretary = await app.NewStaffAsync(Role.Secretary);

        var first = await secretary.GetPageAsync($"/staff/events/{one.Id}");
        var second = await secretary.GetPageAsync($"/staff/events/{one.Id}?session={sessions[1].Id}");
        using var sheet = await secretary.GetAsync($"/staff/events/{one.Id}?handler=Export&session={sessions[0].Id}");
        using var book = Workbook.Open(new MemoryStream(await sheet.Content.ReadAsByteArrayAsync(Ct)));
        var rows = book.Rows(0).Skip(1).Select(row => row.Cells.Values.Select(cell => cell.Text).ToList()).ToList();

        Assert.Contains("参加者0", first, StringComparison.Ordinal);
        Assert.Contains("候补中", first, StringComparison.Ordinal);
        Assert.DoesNotContain("参加者2", first, StringComparison.Ordinal);
        Assert.Contains("参加者2", second, StringComparison.Ordinal);
        Assert.Equal(["已报名", "候补中"], rows.Select(row => row[1]));
        Assert.Equal(["第0研究所", "第1研究所"], rows.Select(row => row[^1]));
    }

    [Fact]
    public async Task Sessions_stand_in_the_calendar_with_how_full_they_are()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(3));
        await TestPhone.JsonOf(await (await app.NewMemberAsync()).RegisterAsync(sessions[0].Id));

        var entries = await app.Get<IEnumerable<ICalendarSource>>()
            .OfType<EventCalendar>()
            .Single()
            .ListAsync(sessions[0].StartsAt, sessions[0].StartsAt.AddTicks(10), Ct);

        var entry = entries.Single(entry => entry.Address == $"/staff/events/{one.Id}");
        Assert.Equal(("隧道工程开放日 第 1 场", "开始", "1 / 3 人"), (entry.Title, entry.State, entry.Note));
    }

    private static (string Name, string Value)[] Fields(string changed = "", string value = "") =>
        [
            .. new (string Name, string Value)[]
            {
                ("Form.Season", "2026"),
                ("Form.Title", "盾构机青少年日"),
                ("Form.Slug", $"shield-day-{Interlocked.Increment(ref made)}"),
                ("Form.Kind", "Youth"),
                ("Form.Summary", "走近一台盾构机"),
                ("Form.Place", "武汉地铁工地"),
                ("Form.Sessions[0].Title", "上午场"),
                ("Form.Sessions[0].StartsAt", "2026-06-20T09:00"),
                ("Form.Sessions[0].EndsAt", "2026-06-20T11:00"),
                ("Form.Sessions[0].Capacity", "30"),
                ("Form.Sessions[1].Title", "下午场"),
                ("Form.Sessions[1].StartsAt", "2026-06-20T14:00"),
                ("Form.Sessions[1].EndsAt", "2026-06-20T16:00"),
                ("Form.Sessions[1].Capacity", "40"),
                ("Form.Sessions[2].Title", ""),
                ("Form.RegistersFrom", "2026-05-20T09:00"),
                ("Form.RegistersUntil", "2026-06-18T18:00"),
                ("Form.CancelUntil", "2026-06-19T12:00"),
                ("Form.PartyLimit", "3"),
                ("Form.OfferMinutes", "1440"),
                ("Form.HasWaiting", "true"),
                ("Form.MembersOnly", "true"),
                ("Form.Questions[0].Label", "衣服尺码"),
                ("Form.Questions[0].Kind", "Choice"),
                ("Form.Questions[0].Choices", "S\nM\nL"),
                ("Form.Questions[0].Required", "true"),
                ("Form.Questions[1].Label", ""),
                ("Form.Questions[1].Kind", "Text"),
            }.Where(one => one.Name != changed),
            .. changed is "" ? Array.Empty<(string, string)>() : [(changed, value)],
        ];
}
