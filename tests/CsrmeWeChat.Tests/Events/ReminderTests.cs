using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>Reminders of what people registered for, and what they are told when it is moved.</summary>
public sealed class ReminderTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly (string, string)[] Says = [("thing1", "{活动} {地点}"), ("time2", "{时间}")];

    [Fact]
    public async Task Each_reminder_goes_out_once_at_its_time_to_those_who_were_registered_by_then()
    {
        var templates = await ChooseAllAsync();
        var (phones, starts) = (await NewPhonesAsync(3, 9, [.. templates.Values]), app.Now.AddDays(10));
        var session = await NewSessionAsync(2, starts);
        await JsonOf(await phones[0].RegisterAsync(session));
        await JsonOf(await phones[1].RegisterAsync(session));
        // Who waits is reminded of nothing.
        await JsonOf(await phones[2].RegisterAsync(session));

        await AtAsync(starts.AddDays(-7).AddMinutes(-1));
        Assert.Equal([0, 0, 0], Counts(phones[0], templates));
        await AtAsync(starts.AddDays(-7));
        await AtAsync(starts.AddDays(-7).AddMinutes(1));
        Assert.Equal([1, 0, 0], Counts(phones[0], templates));

        // Who takes the place of another after a reminder was due gets the next one.
        await phones[1].CancelRegistrationAsync(session);
        (await phones[2].AcceptOfferAsync(session)).EnsureSuccessStatusCode();
        await AtAsync(starts.AddDays(-1));
        await AtAsync(starts.AddHours(-2));
        await AtAsync(starts.AddMinutes(1));

        Assert.Equal([1, 1, 1], Counts(phones[0], templates));
        Assert.Equal([1, 0, 0], Counts(phones[1], templates));
        Assert.Equal([0, 1, 1], Counts(phones[2], templates));
        var told = (await app.ListNoticesAsync(templates[ReminderKind.Day])).Single();
        Assert.Equal($"{China.Local(starts):yyyy年M月d日 HH:mm}", told.Values["time2"]);
    }

    [Fact]
    public async Task What_was_cancelled_before_it_left_is_not_sent()
    {
        var templates = await ChooseAllAsync();
        var (phones, starts) = (await NewPhonesAsync(3, 9, [.. templates.Values]), app.Now.AddDays(10));
        var (stays, goes) = (await NewSessionAsync(3, starts), await NewSessionAsync(3, starts));
        foreach (var phone in phones)
        {
            await JsonOf(await phone.RegisterAsync(stays));
            await JsonOf(await phone.RegisterAsync(goes));
        }
        app.Clock.Advance(starts.AddDays(-7) - app.Now);
        await app.Get<SendReminders>().RunAsync(Ct);

        // Written down, but not yet sent: one person cancels, one is forgotten, and one event does not take place.
        await phones[0].CancelRegistrationAsync(stays);
        (await phones[1].Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();
        var eventId = (await app.Services.FindSessionAsync(goes)).EventId;
        var events = app.Get<EventStore>();
        Assert.True(await events.CancelAsync(Actor.Command, (await events.FindAsync(eventId, Ct))!, "雷雨", app.Now, Ct));
        await app.SendDueAsync();

        Assert.Equal([0, 0, 0], Counts(phones[0], templates));
        Assert.Equal([0, 0, 0], Counts(phones[1], templates));
        Assert.Equal([1, 0, 0], Counts(phones[2], templates));
    }

    [Fact]
    public async Task A_session_that_is_moved_is_told_and_reminded_of_anew_but_of_nothing_twice()
    {
        var templates = await ChooseAllAsync();
        var moved = await app.ChooseNoticeAsync("event.moved", Says);
        var (phones, starts) = (await NewPhonesAsync(3, 9, [.. templates.Values, moved]), app.Now.AddDays(10));
        var session = await NewSessionAsync(2, starts);
        foreach (var phone in phones)
        {
            await JsonOf(await phone.RegisterAsync(session));
        }
        await app.Get<RegistrationNotices>().RunAsync(Ct);
        await AtAsync(starts.AddDays(-7));
        app.Clock.Advance(starts.AddDays(-1) - app.Now);
        await app.Get<SendReminders>().RunAsync(Ct);

        // The day's reminder is written down with the old hour when staff move the session by eight days.
        var later = starts.AddDays(8).AddHours(3);
        await EditAsync(session, draft =>
            draft with
            {
                Sessions = [draft.Sessions[0] with { StartsAt = later, EndsAt = later.AddHours(2) }],
            }
        );
        await app.Get<RegistrationNotices>().RunAsync(Ct);
        await app.SendDueAsync();
        Assert.Equal([1, 0, 0], Counts(phones[0], templates));
        Assert.All(phones, phone => Assert.Equal(1, Count(phone, moved)));
        Assert.All(await app.ListNoticesAsync(moved), told =>
            Assert.Equal($"{China.Local(later):yyyy年M月d日 HH:mm}", told.Values["time2"])
        );

        foreach (var kind in ReminderKinds.All)
        {
            await AtAsync(later - kind.Ahead);
        }
        Assert.Equal([1, 1, 1], Counts(phones[0], templates));
        Assert.Equal([0, 0, 0], Counts(phones[2], templates));

        // What changes nothing for those who come is told to nobody.
        await EditAsync(session, draft => draft with { Summary = "请带身份证。" });
        await app.Get<RegistrationNotices>().RunAsync(Ct);
        Assert.Equal(3, (await app.ListNoticesAsync(moved)).Count);
    }

    [Theory]
    [InlineData(ReminderKind.Day, "1", "0,1,1")]
    [InlineData(ReminderKind.Day, "2", "1,1,1")]
    [InlineData(ReminderKind.Hours, "1", "0,0,1")]
    [InlineData(ReminderKind.Week, "1", "1,1,1")]
    [InlineData(ReminderKind.Day, "0", "1,1,1")]
    [InlineData(ReminderKind.Day, "", "0,0,0")]
    public async Task The_last_acceptance_is_left_to_the_reminder_that_staff_chose(ReminderKind chosen, string accepted, string planned)
    {
        // One template for all, so that all spend the same acceptances.
        var template = await app.ChooseNoticeAsync(ReminderKind.Week.Message, Says);
        foreach (var kind in ReminderKinds.All.Skip(1))
        {
            await app.Get<Database>().ExecuteAsync("DELETE FROM automatic_messages WHERE kind = @Message", new { kind.Message }, Ct);
            await app.Get<Database>()
                .ExecuteAsync(
                    """
                    INSERT INTO automatic_messages (kind, template_id, fields, revision)
                    SELECT @Message, template_id, fields, 1 FROM automatic_messages WHERE kind = 'event.week'
                    """,
                    new { kind.Message },
                    Ct
                );
        }
        var phone = await app.NewMemberAsync();
        if (accepted is not "")
        {
            await app.AcceptNoticesAsync(phone, int.Parse(accepted, System.Globalization.CultureInfo.InvariantCulture), template);
        }
        var starts = app.Now.AddDays(10);
        var session = await NewSessionAsync(2, starts, draft => draft with { LastCreditFor = chosen });
        await JsonOf(await phone.RegisterAsync(session));

        foreach (var kind in ReminderKinds.All)
        {
            await AtAsync(starts - kind.Ahead);
        }

        // Where none is left that we know of, it is tried, and WeChat decides.
        var tried = await app.Get<Database>()
            .ListAsync<int>(
                """
                SELECT CASE WHEN d.state = 'skipped' THEN 0 ELSE 1 END
                  FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id WHERE c.template_id = @Id ORDER BY c.id
                """,
                new { template.Id },
                Ct
            );
        Assert.Equal(planned, string.Join(',', tried));
    }

    [Fact]
    public async Task The_last_acceptance_is_left_to_another_event_too()
    {
        var template = await app.ChooseNoticeAsync(ReminderKind.Hours.Message, Says);
        await app.Get<Database>().ExecuteAsync("DELETE FROM automatic_messages WHERE kind IN ('event.day', 'event.week')", ct: Ct);
        await app.Get<Database>()
            .ExecuteAsync(
                """
                INSERT INTO automatic_messages (kind, template_id, fields, revision)
                SELECT 'event.day', template_id, fields, 1 FROM automatic_messages WHERE kind = 'event.hours'
                """,
                ct: Ct
            );
        var phones = await NewPhonesAsync(2, 1, template);
        var early = await NewSessionAsync(5, app.Now.AddHours(3), draft =>
            draft with
            {
                Reminders = [ReminderKind.Hours, ReminderKind.Day],
            }
        );
        foreach (var phone in phones)
        {
            await JsonOf(await phone.RegisterAsync(early));
        }
        // The first one comes to a later event too, whose reminder of the day before is to get what is left.
        var later = await NewSessionAsync(5, app.Now.AddDays(9));
        await JsonOf(await phones[0].RegisterAsync(later));

        await AtAsync(app.Now.AddHours(1));

        Assert.Equal([0, 1], phones.Select(phone => Count(phone, template)));
    }

    [Fact]
    public async Task After_an_outage_only_what_is_still_of_use_goes_out()
    {
        var templates = await ChooseAllAsync();
        var (phones, starts) = (await NewPhonesAsync(1, 9, [.. templates.Values]), app.Now.AddDays(10));
        await JsonOf(await phones[0].RegisterAsync(await NewSessionAsync(2, starts)));

        // Down from before the week's reminder until two days later; then the day's is an hour late.
        await AtAsync(starts.AddDays(-5));
        Assert.Equal([0, 0, 0], Counts(phones[0], templates));
        await AtAsync(starts.AddHours(-23));
        Assert.Equal([0, 1, 0], Counts(phones[0], templates));

        // Written down, but kept from going out until it is too late.
        app.Clock.Advance(starts.AddHours(-2) - app.Now);
        await app.Get<SendReminders>().RunAsync(Ct);
        app.Clock.Advance(starts.AddMinutes(-10) - app.Now);
        await app.SendDueAsync();
        Assert.Equal([0, 1, 0], Counts(phones[0], templates));
        Assert.Equal(CampaignState.Cancelled, (await app.ListNoticesAsync(templates[ReminderKind.Hours])).Single().State);
    }

    [Fact]
    public async Task Without_a_template_nothing_is_written()
    {
        await app.Get<Database>().ExecuteAsync("DELETE FROM automatic_messages WHERE kind = 'event.week'", ct: Ct);
        var (phone, starts) = (await app.NewMemberAsync(), app.Now.AddDays(10));
        var session = await NewSessionAsync(2, starts);
        await JsonOf(await phone.RegisterAsync(session));

        await AtAsync(starts.AddDays(-7));

        var begun = await Reminders.ListOfAsync(app.Get<Database>(), [session], Ct);
        Assert.Equal((null, true), begun.Select(reminder => (reminder.CampaignId, reminder.Done)).Single());
    }

    private async Task<Dictionary<ReminderKind, MessageTemplate>> ChooseAllAsync()
    {
        var chosen = new Dictionary<ReminderKind, MessageTemplate>();
        foreach (var kind in ReminderKinds.All)
        {
            chosen[kind] = await app.ChooseNoticeAsync(kind.Message, Says);
        }
        return chosen;
    }

    private async Task<TestPhone[]> NewPhonesAsync(int count, int accepted, params MessageTemplate[] templates)
    {
        var phones = await app.NewMembersAsync(count);
        foreach (var phone in phones)
        {
            await app.AcceptNoticesAsync(phone, accepted, templates);
        }
        return phones;
    }

    private Task<long> NewSessionAsync(int capacity, DateTimeOffset starts, Func<EventDraft, EventDraft>? with = null) =>
        app.Services.NewSessionAsync(capacity, draft =>
        {
            var timed = draft with
            {
                Sessions = [new SessionDraft(0, "", starts, starts.AddHours(2), capacity)],
                RegistersUntil = starts,
                CancelUntil = starts,
            };
            return with is null ? timed : with(timed);
        });

    private async Task EditAsync(long session, Func<EventDraft, EventDraft> with)
    {
        var events = app.Get<EventStore>();
        var seen = (await events.FindAsync((await app.Services.FindSessionAsync(session)).EventId, Ct))!;
        var draft = with(EventDraft.Of(seen, await events.ListSessionsAsync([seen.Id], Ct)));
        Assert.Equal(EditEvent.Done, await app.Get<EventEdits>().EditAsync(Actor.Command, seen, draft, overbooks: false, app.Now, Ct));
    }

    /// <summary>The jobs as they run at a time.</summary>
    private async Task AtAsync(DateTimeOffset at)
    {
        if (at > app.Now)
        {
            app.Clock.Advance(at - app.Now);
        }
        await app.Get<SendReminders>().RunAsync(Ct);
        await app.SendDueAsync();
    }

    private int[] Counts(TestPhone phone, Dictionary<ReminderKind, MessageTemplate> templates) =>
        [.. ReminderKinds.All.Select(kind => Count(phone, templates[kind]))];

    private int Count(TestPhone phone, MessageTemplate template) =>
        app.WeChat.Delivered(template.WechatId).Count(message => message.OpenId == phone.OpenId);
}
