using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Tests;

public sealed partial class ApiContractTests
{
    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> Registering()
    {
        yield return ("registerForEvent session.ended", async () =>
            await (await NewGoneAsync()).RegisterAsync(await app.Services.NewSessionAsync(1))
        );
        yield return ("registerForEvent event.cancelled", async () =>
        {
            var (one, sessions) = await app.Services.NewEventAsync(app.Services.EventDraft(1));
            await app.Get<EventStore>().CancelAsync(Actor.Command, one, "台风", app.Now, Ct);
            return await (await app.NewMemberAsync()).RegisterAsync(sessions[0].Id);
        });
        yield return ("registerForEvent event.not_open", () => RegisterAsync(draft => draft with { RegistersFrom = app.Now.AddHours(1) }));
        yield return ("registerForEvent event.closed", () => RegisterAsync(draft => draft with { RegistersUntil = app.Now }));
        yield return ("registerForEvent event.no_phone", async () =>
            await (await app.NewPhoneAsync()).RegisterAsync(
                await app.Services.NewSessionAsync(1, draft => draft with { Audience = new EventAudience() })
            )
        );
        yield return ("registerForEvent member.not_bound", async () =>
            await (await app.NewPhoneAsync()).RegisterAsync(await app.Services.NewSessionAsync(1))
        );
        yield return ("registerForEvent event.level", () =>
            RegisterAsync(draft => For(draft, audience => audience with { Levels = [-1] }))
        );
        yield return ("registerForEvent event.branch", () =>
            RegisterAsync(draft => For(draft, audience => audience with { Branches = [-1] }))
        );
        yield return ("registerForEvent event.tag", () =>
            RegisterAsync(draft => For(draft, audience => audience with { Tags = ["特邀"] }))
        );
        yield return ("registerForEvent event.dues", () =>
            RegisterAsync(draft => For(draft, audience => audience with { DuesRequired = true }))
        );
        yield return ("registerForEvent event.party", async () =>
            await (await app.NewMemberAsync()).RegisterAsync(
                await app.Services.NewSessionAsync(9, draft => draft with { PartyLimit = 1 }),
                "张三",
                "李四"
            )
        );
        yield return ("registerForEvent event.answers", () =>
            RegisterAsync(draft => draft with { Questions = [new("unit", "工作单位", QuestionKind.Text, true, [], 0, 20)] })
        );
        yield return ("registerForEvent event.no_room", async () =>
        {
            var session = await app.Services.NewSessionAsync(1);
            (await (await app.NewMemberAsync()).RegisterAsync(session)).EnsureSuccessStatusCode();
            var body = new { names = new[] { "张三" }, mayWait = false };
            return await (await app.NewMemberAsync()).PostAsync(EventArrange.PathOf(session), body);
        });
        yield return ("registerForEvent event.full", async () =>
        {
            var session = await app.Services.NewSessionAsync(1, draft => draft with { HasWaiting = false });
            (await (await app.NewMemberAsync()).RegisterAsync(session)).EnsureSuccessStatusCode();
            return await (await app.NewMemberAsync()).RegisterAsync(session);
        });
        foreach (var change in ChangingRegistrations())
        {
            yield return change;
        }
    }

    private IEnumerable<(string Refusal, Func<Task<HttpResponseMessage>> Meet)> ChangingRegistrations()
    {
        yield return ("rewriteRegistration event.more_places", async () =>
        {
            var (phone, session) = await RegisteredAsync();
            return await phone.RewriteAsync(session, "张三", "李四");
        });
        yield return ("rewriteRegistration event.answers", async () =>
        {
            var (phone, session) = await RegisteredAsync();
            await app.Get<Database>()
                .ExecuteAsync(
                    "UPDATE events SET questions = @questions WHERE id = (SELECT event_id FROM event_sessions WHERE id = @session)",
                    new
                    {
                        session,
                        questions = EventJson.Write(new[] { new Question("unit", "工作单位", QuestionKind.Text, true, [], 0, 20) }),
                    },
                    Ct
                );
            return await phone.RewriteAsync(session, "张三");
        });
        foreach (var (operation, ask) in RegistrationAsks)
        {
            yield return ($"{operation} event.started", async () =>
            {
                var (phone, session) = await RegisteredAsync(draft => StartingAt(draft, app.Now.AddSeconds(1)));
                app.Clock.Advance(TimeSpan.FromSeconds(1));
                return await ask(phone, session);
            });
        }
        foreach (var (operation, ask) in RegistrationAsks.Where(one => one.Operation is not "acceptOffer"))
        {
            yield return ($"{operation} event.too_late", async () =>
            {
                var (phone, session) = await RegisteredAsync(draft => draft with { CancelUntil = app.Now });
                return await ask(phone, session);
            });
        }
        foreach (var (operation, ask) in RegistrationAsks.Where(one => one.Operation is not "cancelRegistration"))
        {
            yield return ($"{operation} event.offer_over", async () =>
            {
                var (phone, session) = await OfferedAsync();
                app.Clock.Advance(TimeSpan.FromMinutes(60));
                return await ask(phone, session);
            });
            yield return ($"{operation} event.cancelled", async () =>
            {
                var (phone, session) = await OfferedAsync();
                var one = (await RegistrationStates.ReadAsync(app.Get<Database>(), session, Ct))!.Value.Event;
                await app.Get<EventStore>().CancelAsync(Actor.Command, one, "台风", app.Now, Ct);
                return await ask(phone, session);
            });
            yield return ($"{operation} event.ended", async () =>
            {
                var (phone, session) = await OfferedAsync();
                (await phone.CancelRegistrationAsync(session)).EnsureSuccessStatusCode();
                return await ask(phone, session);
            });
        }
        yield return ("acceptOffer event.not_offered", async () =>
        {
            var (first, session) = await RegisteredAsync();
            var phone = await app.NewMemberAsync();
            (await phone.RegisterAsync(session)).EnsureSuccessStatusCode();
            return await phone.AcceptOfferAsync(session);
        });
    }

    private static (string Operation, Func<TestPhone, long, Task<HttpResponseMessage>> Ask)[] RegistrationAsks { get; } =
    [
        ("rewriteRegistration", (phone, session) => phone.RewriteAsync(session, "张三")),
        ("cancelRegistration", (phone, session) => phone.CancelRegistrationAsync(session)),
        ("acceptOffer", (phone, session) => phone.AcceptOfferAsync(session)),
    ];

    private async Task<HttpResponseMessage> RegisterAsync(Func<EventDraft, EventDraft> with) =>
        await (await app.NewMemberAsync()).RegisterAsync(await app.Services.NewSessionAsync(1, with));

    private async Task<(TestPhone Phone, long Session)> RegisteredAsync(Func<EventDraft, EventDraft>? with = null)
    {
        var (phone, session) = (await app.NewMemberAsync(), await app.Services.NewSessionAsync(1, with));
        (await phone.RegisterAsync(session)).EnsureSuccessStatusCode();
        return (phone, session);
    }

    private async Task<(TestPhone Phone, long Session)> OfferedAsync()
    {
        var (first, session) = await RegisteredAsync();
        var phone = await app.NewMemberAsync();
        (await phone.RegisterAsync(session)).EnsureSuccessStatusCode();
        (await first.CancelRegistrationAsync(session)).EnsureSuccessStatusCode();
        return (phone, session);
    }

    private static EventDraft For(EventDraft draft, Func<EventAudience, EventAudience> with) =>
        draft with
        {
            Audience = with(draft.Audience),
        };

    private static EventDraft StartingAt(EventDraft draft, DateTimeOffset at) =>
        draft with
        {
            Sessions = [draft.Sessions[0] with { StartsAt = at, EndsAt = at.AddHours(2) }],
        };
}
