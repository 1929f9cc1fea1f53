using System.Net;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;
using CsrmeWeChat.Messages;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>Registering for a session, and waiting for one. Who is refused and why, ApiContractTests meets one after the other.</summary>
public sealed class RegistrationTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repeat_is_answered_with_the_first_registration_whatever_remains()
    {
        var session = await app.Services.NewSessionAsync(2);
        var phone = await app.NewMemberAsync();

        var first = await JsonOf(await phone.RegisterAsync(session, "张三", "李四"));
        var again = await JsonOf(await phone.RegisterAsync(session, "张三", "李四", "王五"));

        Assert.Equal("registered", first.GetProperty("state").GetString());
        Assert.Equal($"{first}", $"{again}");
        Assert.Equal((2, 0), ((await app.Services.FindSessionAsync(session)).Taken, (await app.Services.FindSessionAsync(session)).Free));
    }

    [Fact]
    public async Task Who_comes_too_late_waits_and_is_offered_what_becomes_free_in_the_order_of_arrival()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1));
        var (session, phones) = (sessions[0].Id, await app.NewMembersAsync(4));
        foreach (var phone in phones)
        {
            await JsonOf(await phone.RegisterAsync(session));
        }
        Assert.Equal(["registered 0", "waiting 1", "waiting 2", "waiting 3"], await StandingsAsync(one.Id, phones));

        await phones[0].CancelRegistrationAsync(session);
        Assert.Equal([null, "offered 0", "waiting 1", "waiting 2"], await StandingsAsync(one.Id, phones));
        await phones[1].CancelRegistrationAsync(session);
        Assert.Equal([null, null, "offered 0", "waiting 1"], await StandingsAsync(one.Id, phones));
        (await phones[2].AcceptOfferAsync(session)).EnsureSuccessStatusCode();
        (await phones[2].AcceptOfferAsync(session)).EnsureSuccessStatusCode();

        Assert.Equal([null, null, "registered 0", "waiting 1"], await StandingsAsync(one.Id, phones));
        Assert.Equal(
            [RegistrationState.Cancelled, RegistrationState.Declined, RegistrationState.Registered, RegistrationState.Waiting],
            (await app.Services.ListRegistrationsAsync(session)).Select(registration => registration.State)
        );
        await app.Services.AssertInOrderAsync(session);
    }

    [Fact]
    public async Task An_offer_that_runs_out_passes_on_by_itself_and_cannot_be_taken_any_more()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1));
        var (session, phones) = (sessions[0].Id, await app.NewMembersAsync(3));
        foreach (var phone in phones)
        {
            await JsonOf(await phone.RegisterAsync(session));
        }
        await phones[0].CancelRegistrationAsync(session);
        app.Clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        await app.Get<PassOnPlaces>().RunAsync(Ct);
        Assert.Equal([null, "offered 0", "waiting 1"], await StandingsAsync(one.Id, phones));

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.Get<PassOnPlaces>().RunAsync(Ct);

        Assert.Equal([null, null, "offered 0"], await StandingsAsync(one.Id, phones));
        Assert.Equal("event.offer_over", await RefusalOf(await phones[1].AcceptOfferAsync(session)));
        await app.Services.AssertInOrderAsync(session);
    }

    /// <summary>The job need not have come: what is late is late.</summary>
    [Fact]
    public async Task An_offer_that_ran_out_a_moment_ago_goes_to_the_next_one_and_not_to_who_comes_new()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1));
        var (session, phones) = (sessions[0].Id, await app.NewMembersAsync(4));
        foreach (var phone in phones.Take(3))
        {
            await JsonOf(await phone.RegisterAsync(session));
        }
        await phones[0].CancelRegistrationAsync(session);
        app.Clock.Advance(TimeSpan.FromMinutes(60));

        var fresh = await JsonOf(await phones[3].RegisterAsync(session));

        Assert.Equal("waiting", fresh.GetProperty("state").GetString());
        Assert.Equal([null, null, "offered 0", "waiting 1"], await StandingsAsync(one.Id, phones));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_smaller_group_passes_a_larger_one_only_where_staff_say_so(bool smallerPasses)
    {
        var session = await app.Services.NewSessionAsync(4, draft => draft with { SmallerPasses = smallerPasses });
        var phones = await app.NewMembersAsync(5);
        await JsonOf(await phones[0].RegisterAsync(session, "张三", "张四"));
        await JsonOf(await phones[1].RegisterAsync(session, "李四", "李五"));
        await JsonOf(await phones[2].RegisterAsync(session, "王一", "王二", "王三"));
        await JsonOf(await phones[3].RegisterAsync(session, "赵六"));

        await phones[0].CancelRegistrationAsync(session);
        var fresh = await JsonOf(await phones[4].RegisterAsync(session, "钱七"));

        Assert.Equal(
            smallerPasses
                ? ["cancelled", "registered", "waiting", "offered", "registered"]
                : ["cancelled", "registered", "waiting", "waiting", "waiting"],
            (await app.Services.ListRegistrationsAsync(session)).Select(registration => registration.State.Key)
        );
        Assert.Equal(smallerPasses ? 0 : 3, fresh.GetProperty("position").GetInt32());
        await app.Services.AssertInOrderAsync(session);
    }

    [Fact]
    public async Task Whoever_comes_with_fewer_gives_places_back_and_nobody_takes_more()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(3));
        var (session, phones) = (sessions[0].Id, await app.NewMembersAsync(2));
        await JsonOf(await phones[0].RegisterAsync(session, "张三", "李四", "王五"));
        await JsonOf(await phones[1].RegisterAsync(session, "赵六"));

        Assert.Equal("event.more_places", await RefusalOf(await phones[0].RewriteAsync(session, "甲", "乙", "丙", "丁")));
        (await phones[0].RewriteAsync(session, "张三", "钱七")).EnsureSuccessStatusCode();

        Assert.Equal(["registered 0", "offered 0"], await StandingsAsync(one.Id, phones));
        Assert.Equal(["张三", "钱七"], (await app.Services.ListRegistrationsAsync(session))[0].NameList);
        await app.Services.AssertInOrderAsync(session);
    }

    [Fact]
    public async Task Fewer_places_than_were_given_are_asked_for_and_more_places_are_offered()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(2));
        var (session, phones) = (sessions[0].Id, await app.NewMembersAsync(4));
        foreach (var phone in phones)
        {
            await JsonOf(await phone.RegisterAsync(session));
        }

        var asked = await EditAsync(1, overbooks: false);
        Assert.Equal((EditEvent.FewerThanTaken, 2), (asked, (await app.Services.FindSessionAsync(session)).Capacity));
        Assert.Equal(EditEvent.Done, await EditAsync(1, overbooks: true));
        Assert.Equal(["registered 0", "registered 0", "waiting 1", "waiting 2"], await StandingsAsync(one.Id, phones));
        await phones[0].CancelRegistrationAsync(session);
        Assert.Equal([null, "registered 0", "waiting 1", "waiting 2"], await StandingsAsync(one.Id, phones));
        Assert.Equal(EditEvent.Done, await EditAsync(3, overbooks: false));

        Assert.Equal([null, "registered 0", "offered 0", "offered 0"], await StandingsAsync(one.Id, phones));

        Task<EditEvent> EditAsync(int capacity, bool overbooks) =>
            this.EditAsync(one.Id, draft => WithCapacity(draft, capacity), overbooks);
    }

    /// <summary>JSON writes each of these characters as twelve letters.</summary>
    [Fact]
    public async Task Five_people_with_the_rarest_of_names_are_registered()
    {
        var session = await app.Services.NewSessionAsync(5);
        var phone = await app.NewMemberAsync();
        string[] names = [.. Enumerable.Range(0, 5).Select(_ => string.Concat(Enumerable.Repeat("𠮷", 15)))];

        await JsonOf(await phone.RegisterAsync(session, names));

        Assert.Equal(names, (await app.Services.ListRegistrationsAsync(session))[0].NameList);
    }

    [Fact]
    public async Task A_group_that_is_larger_than_the_session_has_become_holds_up_nobody()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(5));
        var (session, phones) = (sessions[0].Id, await app.NewMembersAsync(4));
        await JsonOf(await phones[0].RegisterAsync(session));
        await JsonOf(await phones[1].RegisterAsync(session, "一", "二", "三", "四", "五"));
        await JsonOf(await phones[2].RegisterAsync(session));

        Assert.Equal(EditEvent.Done, await EditAsync(one.Id, draft => WithCapacity(draft, 4)));
        var fresh = await JsonOf(await phones[3].RegisterAsync(session));

        Assert.Equal(["registered 0", "waiting 1", "offered 0", "registered 0"], await StandingsAsync(one.Id, phones));
        Assert.Equal("registered", fresh.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_place_that_is_kept_for_a_group_is_promised_to_nobody()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(2));
        var (session, phones) = (sessions[0].Id, await app.NewMembersAsync(3));
        await JsonOf(await phones[0].RegisterAsync(session));
        await JsonOf(await phones[1].RegisterAsync(session, "一", "二"));

        var screen = (await phones[2].GetAsync($"/api/events/{one.Id}")).GetProperty("sessions")[0];
        var body = new { names = new[] { "张三" }, mayWait = false };
        var refused = await RefusalOf(await phones[2].PostAsync(EventArrange.PathOf(session), body));

        Assert.Equal((1, "waitable"), (screen.GetProperty("free").GetInt32(), screen.GetProperty("status").GetString()));
        Assert.Equal("event.no_room", refused);
        Assert.Equal(2, (await app.Services.ListRegistrationsAsync(session)).Count);
    }

    [Fact]
    public async Task Whoever_still_waits_when_it_begins_is_told_so_and_offers_end_with_it()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1) with { OfferMinutes = 3 * 24 * 60 });
        var (session, phones) = (sessions[0].Id, await app.NewMembersAsync(3));
        foreach (var phone in phones)
        {
            await JsonOf(await phone.RegisterAsync(session));
        }
        await phones[0].CancelRegistrationAsync(session);
        var sooner = app.Now.AddHours(2);
        Assert.Equal(
            EditEvent.Done,
            await EditAsync(one.Id, draft => draft with { Sessions = [draft.Sessions[0] with { StartsAt = sooner }] })
        );
        Assert.Equal(sooner, (await app.Services.ListRegistrationsAsync(session))[1].OfferedUntil);

        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.Get<PassOnPlaces>().RunAsync(Ct);

        Assert.Equal(
            [RegistrationState.Cancelled, RegistrationState.Lapsed, RegistrationState.Unserved],
            (await app.Services.ListRegistrationsAsync(session)).Select(registration => registration.State)
        );
        await app.Services.AssertInOrderAsync(session);
    }

    [Fact]
    public async Task The_address_of_an_online_event_is_for_those_who_are_registered()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1) with { OnlineUrl = "https://live.example/a" });
        var phones = await app.NewMembersAsync(2);
        await JsonOf(await phones[0].RegisterAsync(sessions[0].Id));
        await JsonOf(await phones[1].RegisterAsync(sessions[0].Id));

        Assert.Equal("https://live.example/a", (await phones[0].GetAsync($"/api/events/{one.Id}")).GetProperty("onlineUrl").GetString());
        Assert.DoesNotContain("live.example", $"{await phones[1].GetAsync($"/api/events/{one.Id}")}", StringComparison.Ordinal);
        Assert.DoesNotContain("live.example", $"{await phones[1].GetAsync("/api/events")}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_stays_with_the_question_that_it_answers()
    {
        Question[] asked =
        [
            new("unit", "工作单位", QuestionKind.Text, true, [], 0, 20),
            new("safe", "同意甲", QuestionKind.Consent, true, [], 0, 0),
        ];
        var (one, _) = await app.Services.NewEventAsync(app.Services.EventDraft(1) with { Questions = asked });

        await EditAsync(one.Id, draft =>
            draft with
            {
                Questions = [asked[0] with { Label = "单位全称" }, asked[1] with { Label = "同意乙" }],
            }
        );
        var reworded = (await app.Get<EventStore>().FindAsync(one.Id, Ct))!.QuestionList;
        await EditAsync(one.Id, draft => draft with { Questions = [asked[0] with { Kind = QuestionKind.Number, Max = 9 }] });
        var changed = (await app.Get<EventStore>().FindAsync(one.Id, Ct))!.QuestionList;

        Assert.Equal("unit", reworded[0].Key);
        Assert.NotEqual("safe", reworded[1].Key);
        Assert.NotEqual("unit", changed[0].Key);
    }

    [Fact]
    public async Task An_event_that_is_over_is_not_cancelled_and_a_cancelled_one_not_edited()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1, 1));
        var phones = await app.NewMembersAsync(2);
        await JsonOf(await phones[0].RegisterAsync(sessions[0].Id));
        await JsonOf(await phones[1].RegisterAsync(sessions[1].Id));
        var (other, _) = await app.Services.NewEventAsync(app.Services.EventDraft(1));
        app.Clock.Advance(TimeSpan.FromDays(10));
        var events = app.Get<EventStore>();

        Assert.True(await events.CancelAsync(Actor.Command, one, "台风", app.Now, Ct));
        Assert.Equal(EditEvent.Cancelled, await EditAsync(one.Id, draft => draft));
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.False(await events.CancelAsync(Actor.Command, other, "台风", app.Now, Ct));

        // What had begun took place.
        Assert.Equal(RegistrationState.Registered, (await app.Services.ListRegistrationsAsync(sessions[0].Id))[0].State);
        Assert.Equal(RegistrationState.CalledOff, (await app.Services.ListRegistrationsAsync(sessions[1].Id))[0].State);
    }

    [Fact]
    public async Task An_event_for_a_mark_stays_so_when_that_is_merged_or_has_another_name()
    {
        var audience = new EventAudience
        {
            MembersOnly = true,
            Levels = [-7, -8],
            Branches = [-9],
            Tags = ["旧标签"],
        };
        var (one, _) = await app.Services.NewEventAsync(app.Services.EventDraft(1) with { Audience = audience });
        var marks = app.Get<IEnumerable<IMarkUser>>().OfType<MarksOfEvents>().Single();

        foreach (
            var (from, to) in new[]
            {
                (new Mark(MarkKind.Level, -7, "甲"), new Mark(MarkKind.Level, -8, "乙")),
                (new Mark(MarkKind.Branch, -9, "甲"), new Mark(MarkKind.Branch, -10, "乙")),
                (new Mark(MarkKind.Tag, 0, "旧标签"), new Mark(MarkKind.Tag, 0, "新标签")),
            }
        )
        {
            await app.Get<Database>()
                .TransactAsync(
                    async tx =>
                    {
                        await marks.ReplaceAsync(tx, from, to, Ct);
                        return (true, true);
                    },
                    Ct
                );
        }

        var after = (await app.Get<EventStore>().FindAsync(one.Id, Ct))!.AudienceOf;
        Assert.Equal([-8], after.Levels);
        Assert.Equal([-10], after.Branches);
        Assert.Equal(["新标签"], after.Tags);
    }

    [Fact]
    public async Task A_cancelled_event_ends_what_was_registered_and_takes_nothing_new()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1));
        var (session, phones) = (sessions[0].Id, await app.NewMembersAsync(3));
        await JsonOf(await phones[0].RegisterAsync(session));
        await JsonOf(await phones[1].RegisterAsync(session));

        Assert.True(await app.Get<EventStore>().CancelAsync(Actor.Command, one, "台风", app.Now, Ct));

        Assert.Equal("event.cancelled", await RefusalOf(await phones[2].RegisterAsync(session)));
        Assert.Equal("event.cancelled", await RefusalOf(await phones[1].AcceptOfferAsync(session)));
        Assert.All(await app.Services.ListRegistrationsAsync(session), registration =>
            Assert.Equal(RegistrationState.CalledOff, registration.State)
        );
        var screen = await phones[0].GetAsync($"/api/events/{one.Id}");
        Assert.Equal("台风", screen.GetProperty("cancelledWhy").GetString());
        Assert.Equal("cancelled", screen.GetProperty("sessions")[0].GetProperty("status").GetString());
        await app.Services.AssertInOrderAsync(session);
    }

    [Fact]
    public async Task Who_is_forgotten_gives_the_place_to_who_waits_and_leaves_no_name()
    {
        var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1));
        var (session, phones) = (sessions[0].Id, await app.NewMembersAsync(2));
        await JsonOf(await phones[0].RegisterAsync(session, "欧阳雪"));
        await JsonOf(await phones[1].RegisterAsync(session));

        (await phones[0].Http.DeleteAsync("/api/me", Ct)).EnsureSuccessStatusCode();

        Assert.Equal("offered 0", await phones[1].StandingAsync(one.Id));
        var row = (await app.Services.ListRegistrationsAsync(session))[0];
        Assert.Equal((null, "[]", "{}", RegistrationState.Cancelled), (row.PersonId, row.Names, row.Answers, row.State));
        await app.Services.AssertInOrderAsync(session);
    }

    [Fact]
    public async Task Of_two_who_turn_out_to_be_one_the_better_registration_stays()
    {
        var session = await app.Services.NewSessionAsync(1);
        var phones = await app.NewMembersAsync(3);
        foreach (var phone in phones)
        {
            await JsonOf(await phone.RegisterAsync(session));
        }
        var rows = await app.Services.ListRegistrationsAsync(session);
        var (kept, gone) = (rows[1].PersonId!.Value, rows[0].PersonId!.Value);

        await app.Get<Database>()
            .TransactAsync(
                async tx =>
                {
                    await new EventsOfPerson(app.Get<Database>()).MergeAsync(tx, new(kept, null, []), new(gone, null, []), app.Now, Ct);
                    return (true, true);
                },
                Ct
            );

        var after = await app.Services.ListRegistrationsAsync(session);
        Assert.Equal(
            [
                (kept, RegistrationState.Registered),
                (kept, RegistrationState.Cancelled),
                (rows[2].PersonId!.Value, RegistrationState.Waiting),
            ],
            after.Select(row => (row.PersonId!.Value, row.State))
        );
        await app.Services.AssertInOrderAsync(session);
    }

    [Fact]
    public async Task An_answer_of_the_wrong_kind_is_refused_in_words_and_what_is_left_is_kept()
    {
        Question[] questions =
        [
            new("unit", "工作单位", QuestionKind.Text, true, [], 0, 20),
            new("size", "衣服尺码", QuestionKind.Choice, false, ["S", "M", "L"], 0, 0),
            new("age", "年龄", QuestionKind.Number, false, [], 8, 99),
            new("safe", "已阅读安全须知", QuestionKind.Consent, true, [], 0, 0),
        ];
        var session = await app.Services.NewSessionAsync(5, draft => draft with { Questions = questions });
        var phone = await app.NewMemberAsync();

        Assert.Equal("请填写“工作单位”。", await WhyAsync(("safe", "yes")));
        Assert.Equal("“工作单位”最长 20 字。", await WhyAsync(("unit", new string('岩', 21)), ("safe", "yes")));
        Assert.Equal("请从选项里选择“衣服尺码”。", await WhyAsync(("unit", "岩土所"), ("size", "XXXL"), ("safe", "yes")));
        Assert.Equal("“年龄”须为 8 至 99 的整数。", await WhyAsync(("unit", "岩土所"), ("age", "12.5"), ("safe", "yes")));
        Assert.Equal("“年龄”须为 8 至 99 的整数。", await WhyAsync(("unit", "岩土所"), ("age", "7"), ("safe", "yes")));
        Assert.Equal("请先勾选“已阅读安全须知”。", await WhyAsync(("unit", "岩土所"), ("safe", "no")));
        Assert.Empty(await app.Services.ListRegistrationsAsync(session));
        await JsonOf(await SendAsync(("unit", " 岩土所 "), ("age", "12"), ("safe", "yes"), ("made-up", "x")));

        var kept = (await app.Services.ListRegistrationsAsync(session))[0].AnswersByKey;
        Assert.Equal([("age", "12"), ("safe", "yes"), ("unit", "岩土所")], kept.Select(one => (one.Key, one.Value)).Order());

        Task<HttpResponseMessage> SendAsync(params (string Key, string Value)[] answers) =>
            phone.PostAsync(
                EventArrange.PathOf(session),
                new { names = new[] { "张三" }, answers = answers.ToDictionary(answer => answer.Key, answer => answer.Value) }
            );

        async Task<string> WhyAsync(params (string Key, string Value)[] answers)
        {
            var answer = await SendAsync(answers);
            Assert.Equal("event.answers", await RefusalOf(answer));
            return System
                .Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct))
                .RootElement.GetProperty("detail")
                .GetString()!;
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[\"\"]")]
    [InlineData("[\"一\",\"二\",\"三\",\"四\",\"五\",\"六\"]")]
    [InlineData("[\"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一\"]")]
    [InlineData("null")]
    public async Task Names_that_do_not_fit_are_refused_and_lose_nothing(string names)
    {
        var session = await app.Services.NewSessionAsync(5);
        var phone = await app.NewMemberAsync();

        var answer = await phone.Http.PostAsync(
            EventArrange.PathOf(session),
            new StringContent($$"""{"names":{{names}}}""", System.Text.Encoding.UTF8, "application/json"),
            Ct
        );

        Assert.Equal("request.invalid", await RefusalOf(answer, HttpStatusCode.BadRequest));
        Assert.Empty(await app.Services.ListRegistrationsAsync(session));
    }

    [Fact]
    public async Task The_first_moment_is_in_and_the_last_is_out()
    {
        var session = await app.Services.NewSessionAsync(5, draft =>
            draft with
            {
                RegistersFrom = app.Now.AddSeconds(1),
                RegistersUntil = app.Now.AddSeconds(2),
            }
        );
        var phones = await app.NewMembersAsync(3);

        Assert.Equal("event.not_open", await RefusalOf(await phones[0].RegisterAsync(session)));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await JsonOf(await phones[1].RegisterAsync(session));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("event.closed", await RefusalOf(await phones[2].RegisterAsync(session)));
    }

    [Fact]
    public async Task People_are_told_of_each_state_that_they_did_not_choose_themselves()
    {
        var templates = new List<MessageTemplate>();
        foreach (var kind in RegistrationNotices.Kinds)
        {
            templates.Add(await app.ChooseNoticeAsync(kind.Key, ("thing1", "{活动}：{结果}")));
        }
        var session = await app.Services.NewSessionAsync(1);
        var phones = await app.NewMembersAsync(2);
        foreach (var phone in phones)
        {
            await app.AcceptNoticesAsync(phone, 1, [.. templates]);
        }
        await JsonOf(await phones[0].RegisterAsync(session));
        await JsonOf(await phones[1].RegisterAsync(session));
        await app.Get<RegistrationNotices>().RunAsync(Ct);
        await app.Get<RegistrationNotices>().RunAsync(Ct);
        await phones[0].CancelRegistrationAsync(session);
        await app.Get<RegistrationNotices>().RunAsync(Ct);

        Assert.Equal(["活动报名成功"], await ToldAsync(phones[0]));
        Assert.Equal(["活动候补登记", "活动有空位"], await ToldAsync(phones[1]));

        Task<IReadOnlyList<string>> ToldAsync(TestPhone phone) =>
            app.Get<Database>()
                .ListAsync<string>(
                    "SELECT c.name FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id WHERE d.open_id = @OpenId ORDER BY d.id",
                    new { phone.OpenId },
                    Ct
                );
    }

    private async Task<EditEvent> EditAsync(long eventId, Func<EventDraft, EventDraft> with, bool overbooks = false)
    {
        var events = app.Get<EventStore>();
        var seen = (await events.FindAsync(eventId, Ct))!;
        var draft = with(EventDraft.Of(seen, await events.ListSessionsAsync([eventId], Ct)));
        return await app.Get<EventEdits>().EditAsync(Actor.Command, seen, draft, overbooks, app.Now, Ct);
    }

    private static EventDraft WithCapacity(EventDraft draft, int capacity) =>
        draft with
        {
            Sessions = [draft.Sessions[0] with { Capacity = capacity }],
        };

    private static async Task<string?[]> StandingsAsync(long eventId, IEnumerable<TestPhone> phones)
    {
        var standings = new List<string?>();
        foreach (var phone in phones)
        {
            standings.Add(await phone.StandingAsync(eventId));
        }
        return [.. standings];
    }
}
