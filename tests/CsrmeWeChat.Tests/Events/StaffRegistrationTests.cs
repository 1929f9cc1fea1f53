using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

/// <summary>What the secretariat does for those who cannot register themselves, and the end of a registration that must not be.</summary>
public sealed class StaffRegistrationTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_is_found_and_registered_and_sees_it_in_the_mini_program()
    {
        var phone = await app.NewMemberAsync();
        Question[] questions = [new("unit", "工作单位", QuestionKind.Text, true, [], 0, 20)];
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(2) with { Questions = questions });
        var staff = await app.NewStaffAsync(Role.Secretary);
        var address = $"/staff/events/{one.Id}/register?session={sessions[0].Id}";
        var member = $"{address}&member={phone.Member.Id}";

        var found = await staff.GetPageAsync($"{address}&q={Uri.EscapeDataString(phone.Member.Number)}");
        var wrong = await TestStaff.PageOf(await staff.PostAsync(member, ("Names[0]", phone.Member.Name)));
        (string, string)[] form = [("Names[0]", phone.Member.Name), ("Names[1]", "同行的人"), ("Answers[unit]", "岩土所")];
        var done = await staff.FollowAsync(await staff.PostAsync(member, form));
        var again = await staff.FollowAsync(await staff.PostAsync(member, form));

        Assert.Contains($"member={phone.Member.Id}", found, StringComparison.Ordinal);
        Assert.Contains("请填写“工作单位”", wrong, StringComparison.Ordinal);
        Assert.Contains("已报名，第 1 号", done, StringComparison.Ordinal);
        Assert.Contains("名单里已经有这份报名", again, StringComparison.Ordinal);
        Assert.Equal("registered 0", await phone.StandingAsync(one.Id));
        var kept = Assert.Single(await app.Services.ListRegistrationsAsync(sessions[0].Id));
        Assert.Equal((2, "岩土所"), (kept.Seats, kept.AnswersByKey["unit"]));
        var told = Assert.Single(await app.ListAuditAsync("event", one.Id), row => row.Action is "event.register");
        Assert.Equal(staff.Login, told.Actor);
        Assert.DoesNotContain(phone.Member.Name, told.AfterValues, StringComparison.Ordinal);
        await app.Services.AssertInOrderAsync(sessions[0].Id);
    }

    [Fact]
    public async Task Somebody_without_WeChat_is_registered_by_name_once_and_never_waits()
    {
        var session = await app.Services.NewSessionAsync(2, draft => draft with { Audience = new EventAudience() });

        var first = await AddAsync(session, new(null, ["王工"], NoAnswers, MayWait: true, Overrides: false));
        var again = await AddAsync(session, new(null, ["王工"], NoAnswers, MayWait: true, Overrides: false));
        var other = await AddAsync(session, new(null, ["李工"], NoAnswers, MayWait: true, Overrides: false));
        var late = await AddAsync(session, new(null, ["赵工"], NoAnswers, MayWait: true, Overrides: true));

        Assert.Equal((true, false, true), (first.IsNew, again.IsNew, other.IsNew));
        Assert.Equal(first.Result.Registration!.Code, again.Result.Registration!.Code);
        Assert.Equal(RegistrationOutcome.NoRoom, late.Result.Outcome);
        Assert.Equal(["王工", "李工"], (await app.Services.ListRegistrationsAsync(session)).Select(one => one.NameList[0]));
        Assert.All(await app.Services.ListRegistrationsAsync(session), one => Assert.Null(one.PersonId));
        await app.Services.AssertInOrderAsync(session);
    }

    [Fact]
    public async Task A_tick_overrides_who_may_come_and_when_but_no_number_of_places()
    {
        var visitor = await app.PersonIdAsync(await app.NewPhoneAsync());
        var members = await app.Services.NewSessionAsync(1);
        var closed = await app.Services.NewSessionAsync(1, draft =>
            draft with
            {
                RegistersUntil = app.Now.AddMinutes(-1),
                Audience = new EventAudience(),
            }
        );
        var begun = await app.Services.NewSessionAsync(1, draft =>
            draft with
            {
                Sessions = [draft.Sessions[0] with { StartsAt = app.Now.AddSeconds(-1) }],
            }
        );
        async Task<RegistrationOutcome> TryAsync(long session, long? person, bool overrides) =>
            (await AddAsync(session, new(person, ["张三"], NoAnswers, MayWait: false, overrides))).Result.Outcome;

        Assert.Equal(RegistrationOutcome.NoMember, await TryAsync(members, visitor, false));
        Assert.Equal(RegistrationOutcome.NoMember, await TryAsync(members, null, false));
        Assert.Equal(RegistrationOutcome.Done, await TryAsync(members, visitor, true));
        Assert.Equal(RegistrationOutcome.NoRoom, await TryAsync(members, null, true));
        Assert.Equal(RegistrationOutcome.Closed, await TryAsync(closed, null, false));
        Assert.Equal(RegistrationOutcome.Done, await TryAsync(closed, null, true));
        Assert.Equal(RegistrationOutcome.Closed, await TryAsync(begun, null, true));
    }

    [Fact]
    public async Task On_the_last_places_staff_and_members_race_and_none_is_given_twice()
    {
        var phones = await app.NewMembersAsync(6);
        for (var round = 0; round < 5; round++)
        {
            var session = await app.Services.NewSessionAsync(3, draft => draft with { HasWaiting = false, Audience = new EventAudience() });

            await Task.WhenAll(
                Enumerable
                    .Range(0, 12)
                    .Select(async i =>
                        i % 2 == 0
                            ? (object)await phones[i / 2].RegisterAsync(session)
                            : await AddAsync(session, new(null, [$"来宾{i}"], NoAnswers, MayWait: false, Overrides: true))
                    )
            );

            Assert.Equal(3, (await app.Services.FindSessionAsync(session)).Taken);
            await app.Services.AssertInOrderAsync(session);
        }
    }

    [Fact]
    public async Task A_registration_that_staff_cancel_passes_its_place_on_and_the_person_is_told_why()
    {
        var template = await app.ChooseNoticeAsync("event.removed", ("thing1", "{说明}"));
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1));
        var phones = await app.NewMembersAsync(2);
        foreach (var phone in phones)
        {
            await TestPhone.JsonOf(await phone.RegisterAsync(sessions[0].Id));
        }
        await app.AcceptNoticesAsync(phones[0], 1, template);
        var staff = await app.NewStaffAsync(Role.Secretary);
        var address = $"/staff/events/{one.Id}/sessions/{sessions[0].Id}/registrations/1";

        var wordless = await TestStaff.PageOf(await staff.PostAsync(address, ("Why", " ")));
        await staff.FollowAsync(await staff.PostAsync(address, ("Why", "名额已转给代表团")));
        var next = await phones[1].StandingAsync(one.Id);
        var again = await TestStaff.PageOf(await staff.PostAsync(address, ("Why", "再来一次")));
        await app.Get<RegistrationNotices>().RunAsync(Ct);

        Assert.Contains("请写明取消的原因", wordless, StringComparison.Ordinal);
        Assert.Contains("这份报名已经结束", again, StringComparison.Ordinal);
        Assert.Contains("名额已转给代表团", await staff.GetPageAsync(address), StringComparison.Ordinal);
        Assert.Null(await phones[0].StandingAsync(one.Id));
        Assert.Equal("offered 0", next);
        Assert.Contains((await app.ListAuditAsync("event", one.Id)), row => row.Action is "event.unregister" && row.Actor == staff.Login);
        var values = await app.Get<Database>()
            .ListAsync<string>(
                "SELECT c.fields FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id WHERE d.open_id = @OpenId",
                new { phones[0].OpenId },
                Ct
            );
        Assert.Contains("名额已转给代表团", Assert.Single(values), StringComparison.Ordinal);
        await app.Services.AssertInOrderAsync(sessions[0].Id);
    }

    private static IReadOnlyDictionary<string, string> NoAnswers { get; } = new Dictionary<string, string>();

    private Task<StaffRegistered> AddAsync(long session, StaffRegistration wanted) =>
        app.Get<StaffRegistrations>().AddAsync(Actor.Command, session, wanted, app.Now, Ct);
}
