using System.Diagnostics;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Messages;
using CsrmeWeChat.Testing;
using WeChat.Sandbox;

namespace CsrmeWeChat.Tests;

/// <summary>
/// Events over a month, whose reminders a real process sends. Its clock is moved from one reminder's time to the next, it is killed while
/// it sends, and between two times events and registrations are cancelled.
/// </summary>
public sealed class ReminderKillTests(TestEngine engine) : IAsyncLifetime
{
    private static readonly int Events = Soak.Of(6, 500),
        People = Soak.Of(30, 100),
        Times = Soak.Of(1, 40);

    /// <summary>The process is started so long before a reminder's time, and has the time pass by itself.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    private RunningSandbox sandbox = null!;
    private Backstage backstage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxServer.StartAsync(new SandboxOptions { ReceivedKept = 1000 });
        var configuration = await engine.NewConfigurationAsync();
        configuration["WeChat:BaseUrl"] = sandbox.BaseUrl;
        configuration["WeChat:Timeout"] = "00:00:01";
        configuration["Messages:Lease"] = "00:00:05";
        configuration["Messages:PerSecond"] = "500";
        configuration["Data:CommandTimeout"] = "30";
        if (TestEngine.IsMySql)
        {
            // A busy machine is slow to let a process in that has just started.
            configuration["Data:ConnectionString"] += ";Connection Timeout=60";
        }
        configuration["Messages:MaxFailedPercent"] = "100";
        backstage = await Backstage.OnAsync(configuration);
    }

    public async ValueTask DisposeAsync()
    {
        await backstage.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    [Trait("Soak", "reminders")]
    public async Task Each_reminder_goes_out_once_and_within_a_minute_of_its_time_and_none_after_a_cancellation()
    {
        var templates = await ChooseAsync();
        var (first, sessions) = (TimeProvider.System.GetUtcNow().AddDays(8), new List<Planned>());
        for (var i = 0; i < Events; i++)
        {
            sessions.Add(await NewSessionAsync(first.AddMinutes(i % Times * 791)));
        }
        var steps = sessions
            .SelectMany(session => ReminderKinds.All.Select(kind => session.StartsAt - kind.Ahead))
            .Distinct()
            .Order()
            .ToList();
        var kills = 0;
        foreach (var due in steps)
        {
            await CancelSomeAsync(sessions, due);
            kills += await RunUntilSentAsync(due);
        }

        Assert.True(kills > 0, "No kill met a reminder that was on its way.");
        await CheckAsync(sessions, templates);
    }

    [Fact]
    public async Task A_clock_that_is_moved_is_refused_outside_Development()
    {
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Clock:Ahead"] = "1.00:00:00",
            ["Data:ConnectionString"] = $"Data Source={Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db")}",
        };

        var (exitCode, output) = await ServiceProcess.RunAsync(Backstage.ServiceDll, settings, "migrate");
        var (inTrial, _) = await ServiceProcess.RunAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(settings) { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            "migrate"
        );

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Clock:Ahead", output, StringComparison.Ordinal);
        Assert.Equal(0, inTrial);
    }

    private async Task<Dictionary<ReminderKind, MessageTemplate>> ChooseAsync()
    {
        var chosen = new Dictionary<ReminderKind, MessageTemplate>();
        foreach (var kind in ReminderKinds.All)
        {
            chosen[kind] = await backstage.Services.NewTemplateAsync(sandbox.Control, MessageChannel.Template);
            var set = await backstage
                .Get<AutomaticStore>()
                .SetAsync(
                    Actor.Command,
                    SendReminders.Kinds.Single(one => one.Key == kind.Message),
                    0,
                    chosen[kind],
                    new Dictionary<string, string> { ["thing1"] = "{活动}", ["time2"] = "{时间}" },
                    TimeProvider.System.GetUtcNow(),
                    Ct
                );
            Assert.True(set);
        }
        return chosen;
    }

    /// <summary>A session that people who are in no other have registered for.</summary>
    private async Task<Planned> NewSessionAsync(DateTimeOffset startsAt)
    {
        var id = await backstage.Services.NewSessionAsync(People, draft =>
            draft with
            {
                Sessions = [new SessionDraft(0, "", startsAt, startsAt.AddHours(2), People)],
                RegistersUntil = startsAt,
                CancelUntil = startsAt,
            }
        );
        var audience = await backstage.Services.NewAudienceAsync(sandbox.Control, People);
        var official = backstage.Services.AppOf(MessageChannel.Template);
        var mini = backstage.Services.AppOf(MessageChannel.Mini);
        var people = await backstage
            .Get<Database>()
            .ListAsync<long>(
                "SELECT person_id FROM openids WHERE open_id IN @all ORDER BY person_id",
                new { all = audience.Users.Select(user => user.OpenIds[mini]) },
                Ct
            );
        var results = await Task.WhenAll(
            people.Select(person =>
                backstage
                    .Get<RegistrationQueue>()
                    .AddAsync(person, id, ["会员"], new Dictionary<string, string>(), Consents.None, mayWait: false, Ct)
            )
        );
        Assert.All(results, result => Assert.Equal(RegistrationOutcome.Done, result.Outcome));
        return new Planned(id, startsAt, [.. people.Zip(audience.Users, (person, user) => new Guest(person, user.OpenIds[official]))]);
    }

    /// <summary>Of what is still to come, some events and some people's registrations, an instant before the next reminder.</summary>
    private async Task CancelSomeAsync(List<Planned> sessions, DateTimeOffset due)
    {
        var (events, desk, now) = (backstage.Get<EventStore>(), backstage.Get<RegistrationDesk>(), due - Before);
        foreach (var session in sessions.Where(one => one.CancelledAt is null && one.StartsAt > due))
        {
            if (Random.Shared.Next(12 * Times) == 0 && sessions.Count(one => one.CancelledAt is null) > 1)
            {
                var one = (await events.FindAsync((await backstage.Services.FindSessionAsync(session.Id)).EventId, Ct))!;
                Assert.True(await events.CancelAsync(Actor.Command, one, "天气原因", now, Ct));
                session.CancelledAt = now;
                continue;
            }
            foreach (var guest in session.Guests.Where(guest => guest.CancelledAt is null && Random.Shared.Next(30 * Times) == 0))
            {
                Assert.Equal(ChangeOutcome.Done, await desk.CancelAsync(guest.PersonId, session.Id, now, Ct));
                guest.CancelledAt = now;
            }
        }
    }

    /// <summary>Runs the process from an instant before a time, kills it once while it sends, and lets it end its work.</summary>
    /// <returns>1 where the kill met messages on their way.</returns>
    private async Task<int> RunUntilSentAsync(DateTimeOffset due)
    {
        var settings = new Dictionary<string, string?>(backstage.Configuration)
        {
            ["Jobs:Run"] = "true",
            ["Jobs:EverySeconds"] = "1",
            ["Clock:Ahead"] = $"{due - Before - TimeProvider.System.GetUtcNow():c}",
        };
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, settings);
        var met = 0;
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(5, Ct))
        {
            var (written, open, leased) = await StandAsync(due);
            if (met == 0 && leased > 0)
            {
                await service.KillAsync();
                met = 1;
                await service.UpAsync();
            }
            if (written && open == 0)
            {
                return met;
            }
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(5), $"{due:u} {written} {open}: {await StuckAsync()}\n{service.Output}");
        }
    }

    /// <summary>Whether all reminders of a time are written down, and how many of their messages are not sent yet, or under way.</summary>
    private async Task<(bool Written, int Open, int Leased)> StandAsync(DateTimeOffset due)
    {
        var missing = 0;
        foreach (var kind in ReminderKinds.All)
        {
            missing += await backstage
                .Get<Database>()
                .FindAsync<int>(
                    """
                    SELECT COUNT(*) FROM event_sessions s JOIN events e ON e.id = s.event_id
                     WHERE s.starts_at = @startsAt AND e.state = 'published'
                       AND NOT EXISTS (SELECT 1 FROM session_reminders x WHERE x.session_id = s.id AND x.kind = @kind AND x.done = 1)
                    """,
                    new { startsAt = due + kind.Ahead, kind = kind.Key },
                    Ct
                );
        }
        const string Count = """
            SELECT COUNT(*) FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id WHERE c.state <> 'cancelled' AND d.state
            """;
        var database = backstage.Get<Database>();
        return (
            missing == 0,
            await database.FindAsync<int>($"{Count} IN ('planned', 'leased')", ct: Ct),
            await database.FindAsync<int>($"{Count} = 'leased'", ct: Ct)
        );
    }

    /// <summary>What has not gone out, for whoever has to find out why.</summary>
    private async Task<string> StuckAsync() =>
        string.Join(
            ", ",
            await backstage
                .Get<Database>()
                .ListAsync<string>(
                    """
                    SELECT CONCAT(c.name, ' ', c.state, ' ', c.why, ' ', d.state, ' ', d.reason, ' ', COUNT(*))
                      FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id
                     WHERE d.state IN ('planned', 'leased') GROUP BY c.name, c.state, c.why, d.state, d.reason
                    """,
                    ct: Ct
                )
        );

    private async Task CheckAsync(List<Planned> sessions, Dictionary<ReminderKind, MessageTemplate> templates)
    {
        foreach (var kind in ReminderKinds.All)
        {
            var delivered = sandbox.Control.Delivered(templates[kind].WechatId).Select(message => message.OpenId).Order();
            var expected = sessions
                .Where(session => !(session.CancelledAt < session.StartsAt - kind.Ahead))
                .SelectMany(session => session.Guests.Where(guest => !(guest.CancelledAt < session.StartsAt - kind.Ahead)))
                .Select(guest => guest.OpenId)
                .Order();
            Assert.Equal(expected, delivered);
        }
        var late = await backstage
            .Get<Database>()
            .ListAsync<Sent>(
                """
                SELECT x.kind, x.starts_at, MIN(d.ended_at) AS earliest, MAX(d.ended_at) AS latest
                  FROM session_reminders x JOIN deliveries d ON d.campaign_id = x.campaign_id
                 WHERE d.state IN ('sent', 'confirmed') GROUP BY x.kind, x.starts_at
                """,
                ct: Ct
            );
        Assert.All(late, sent =>
        {
            Assert.InRange(sent.Earliest - (sent.StartsAt - sent.Kind.Ahead), TimeSpan.Zero, TimeSpan.FromMinutes(1));
            Assert.InRange(sent.Latest - (sent.StartsAt - sent.Kind.Ahead), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        });
    }

    private sealed record Planned(long Id, DateTimeOffset StartsAt, IReadOnlyList<Guest> Guests)
    {
        public DateTimeOffset? CancelledAt { get; set; }
    }

    private sealed record Guest(long PersonId, string OpenId)
    {
        public DateTimeOffset? CancelledAt { get; set; }
    }

    private sealed record Sent
    {
        public required ReminderKind Kind { get; init; }
        public required DateTimeOffset StartsAt { get; init; }
        public required DateTimeOffset Earliest { get; init; }
        public required DateTimeOffset Latest { get; init; }
    }
}
