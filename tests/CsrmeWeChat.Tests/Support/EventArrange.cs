using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests.Support;

/// <summary>Events with sessions, and what phones do about them.</summary>
public static class EventArrange
{
    private static int made;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    extension(IServiceProvider services)
    {
        private DateTimeOffset Now => services.GetRequiredService<TimeProvider>().GetUtcNow();

        /// <summary>An event in ten days, for members, whose registration opened an hour ago.</summary>
        public EventDraft EventDraft(params int[] capacities) =>
            new()
            {
                Slug = $"event-{Interlocked.Increment(ref made)}",
                Kind = EventKind.OpenDay,
                Title = "隧道工程开放日",
                Summary = "走进盾构施工现场。",
                Place = "武汉市小洪山",
                Sessions =
                [
                    .. capacities.Select(
                        (capacity, at) =>
                            new SessionDraft(
                                0,
                                $"第 {at + 1} 场",
                                services.Now.AddDays(10 + at),
                                services.Now.AddDays(10 + at).AddHours(2),
                                capacity
                            )
                    ),
                ],
                RegistersFrom = services.Now.AddHours(-1),
                RegistersUntil = services.Now.AddDays(9),
                CancelUntil = services.Now.AddDays(9),
                PartyLimit = 5,
                OfferMinutes = 60,
                Audience = new EventAudience { MembersOnly = true },
            };

        public async Task<Event> AddEventAsync(EventDraft draft)
        {
            await services.GetRequiredService<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), services.Now, Ct);
            Assert.Empty(draft.Faults());
            var events = services.GetRequiredService<EventStore>();
            return (await events.FindAsync((await events.AddAsync(Actor.Command, 2026, draft, services.Now, Ct))!.Value, Ct))!;
        }

        /// <summary>A published event, and its sessions.</summary>
        public async Task<(Event Event, IReadOnlyList<EventSession> Sessions)> NewEventAsync(EventDraft draft)
        {
            var events = services.GetRequiredService<EventStore>();
            var added = await services.AddEventAsync(draft);
            Assert.True(await events.PublishAsync(Actor.Command, added, services.Now, Ct));
            return ((await events.FindAsync(added.Id, Ct))!, await events.ListSessionsAsync([added.Id], Ct));
        }

        /// <summary>The only session of a new event.</summary>
        public async Task<long> NewSessionAsync(int capacity, Func<EventDraft, EventDraft>? with = null)
        {
            var draft = services.EventDraft(capacity);
            return (await services.NewEventAsync(with is null ? draft : with(draft))).Sessions[0].Id;
        }

        public async Task<EventSession> FindSessionAsync(long id) =>
            (
                await services
                    .GetRequiredService<Database>()
                    .FindAsync<EventSession>($"SELECT {EventSession.Columns} FROM event_sessions s WHERE s.id = @id", new { id }, Ct)
            )!;

        /// <summary>In the order of arrival.</summary>
        public Task<IReadOnlyList<Registration>> ListRegistrationsAsync(long session) =>
            services
                .GetRequiredService<Database>()
                .ListAsync<Registration>(
                    $"SELECT {Registration.Columns} FROM registrations r WHERE r.session_id = @session ORDER BY r.serial",
                    new { session },
                    Ct
                );

        /// <summary>What must hold at every moment between two transactions.</summary>
        public async Task AssertInOrderAsync(long id)
        {
            var (session, all) = (await services.FindSessionAsync(id), await services.ListRegistrationsAsync(id));
            Assert.InRange(session.Taken, 0, session.Capacity);
            Assert.Equal(session.Taken, all.Where(one => one.State.TakesPlaces).Sum(one => one.Seats));
            Assert.Equal(Enumerable.Range(1, session.Issued), all.Select(one => one.Serial));
        }
    }

    extension(TestPhone phone)
    {
        public Task<HttpResponseMessage> RegisterAsync(long session, params string[] names) =>
            phone.PostAsync(PathOf(session), new { names = names is [] ? [phone.Member?.Name ?? "张三"] : names });

        public Task<HttpResponseMessage> RewriteAsync(long session, params string[] names) =>
            phone.PutAsync(PathOf(session), new { names });

        public Task<HttpResponseMessage> CancelRegistrationAsync(long session) => phone.PostAsync($"{PathOf(session)}/cancel");

        public Task<HttpResponseMessage> AcceptOfferAsync(long session) => phone.PostAsync($"{PathOf(session)}/accept");

        /// <summary>How the person's registration stands on its screen, such as <c>waiting 2</c>; null where there is none.</summary>
        public async Task<string?> StandingAsync(long eventId)
        {
            var mine = (await phone.GetAsync($"/api/events/{eventId}")).GetProperty("sessions")[0].GetProperty("mine");
            return mine.ValueKind is System.Text.Json.JsonValueKind.Null
                ? null
                : $"{mine.GetProperty("state").GetString()} {mine.GetProperty("position").GetInt32()}";
        }
    }

    public static string PathOf(long session) => $"/api/events/sessions/{session}/registration";
}
