using System.Text;
using CsrmeWeChat.Benchmarks.Claims;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Benchmarks.Registrations;

/// <summary>
/// Members register for one session at once, more than it has places for: the rest waits. The service as it is ("ours") is compared with
/// the same service that takes a transaction for each registration ("naive", with as many under way at once as serve it best).
/// </summary>
internal static class RegistrationsBenchmark
{
    private const int Connections = 256;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly byte[] Form = Encoding.UTF8.GetBytes("""{"names":["张三"],"answers":{"unit":"岩土工程研究所"}}""");

    public static async Task<int> RunAsync(string[] args)
    {
        var isShort = args.Contains("--short");
        var (callers, warmUp, trial) = isShort ? (400, 100, 100) : (10_000, 1_000, 600);
        var places = callers * 6 / 10;
        Console.WriteLine(
            $"""
            {callers:N0} members register once each for a session of {places:N0} places, over {Connections} connections; only answers of
            200 count. Each line is a new service process (Release, Production, one node) on one MariaDB that flushes each commit.
            Load, service and database share {Environment.ProcessorCount} cores: compare within one run.

            """
        );
        await using var stage = await Stage.SetAsync(Engine.MySql, callers + warmUp);
        List<string> faults = [];

        var ours = await RunAsync(stage, "ours", new Dictionary<string, string?>(), callers, warmUp, faults);
        var (best, bestRate) = (1, 0.0);
        foreach (var atOnce in isShort ? [4] : (int[])[2, 4, 8, 16, 32])
        {
            var run = await RunAsync(stage, $"naive trial, {atOnce}", Naive(atOnce), trial, trial, faults);
            (best, bestRate) = run.PerSecond > bestRate ? (atOnce, run.PerSecond) : (best, bestRate);
        }
        var naive = await RunAsync(stage, $"naive, {best} at once", Naive(best), callers, trial, faults);

        var figures = new Figures();
        figures.Add("registrations.per-s", ours.PerSecond);
        figures.Add("registrations.p99-ms", ours.Within(0.99).TotalMilliseconds);
        figures.Add("registrations.vs-naive", ours.PerSecond / naive.PerSecond);
        Console.WriteLine(faults.Count == 0 ? "\nrows: as they must be on every side\n" : $"\nrows: WRONG: {string.Join("; ", faults)}\n");
        figures.Print(new Gate("gate", "registrations.vs-naive", 5));
        return faults.Count == 0 ? 0 : 1;
    }

    private static IReadOnlyDictionary<string, string?> Naive(int atOnce) =>
        new Dictionary<string, string?>
        {
            ["Registrations:Batch"] = "1",
            ["Registrations:Pumps"] = $"{atOnce}",
            // Connections beyond those and the two that look up tokens would go unused.
            ["Data:PoolSize"] = $"{atOnce + 2}",
            // It may be as slow as it is: refused for lateness it would have to be asked again.
            ["Limits:RequestSeconds"] = "60",
            ["Data:CommandTimeout"] = "60",
        };

    private static async Task<LoadRun> RunAsync(
        Stage stage,
        string name,
        IReadOnlyDictionary<string, string?> settings,
        int callers,
        int warmUp,
        List<string> faults
    )
    {
        var places = callers * 6 / 10;
        var (session, other) = (await NewSessionAsync(stage, places), await NewSessionAsync(stage, warmUp));
        await using var service = await ServiceProcess.StartAsync(
            MeasuredService.Dll,
            new Dictionary<string, string?>(stage.Configuration.Concat(settings))
        );
        var client = new LoadClient(service.BaseUrl, Connections);
        await client.RunAsync(Requests(other, stage.Tokens.TakeLast(warmUp)), Limit);
        GC.Collect();
        var meter = new CpuMeter(service.Pid, Environment.ProcessId, stage.ServerPid!.Value);
        var run = await client.RunAsync(Requests(session, stage.Tokens.Take(callers)), Limit);
        var (cpu, rest) = meter.Read();
        Console.WriteLine(
            $"{name, -18} {run.Succeeded, 6} registrations {run.PerSecond, 7:0}/s  p50 {run.Within(0.5).TotalMilliseconds, 6:0.0} ms  "
                + $"p99 {run.Within(0.99).TotalMilliseconds, 6:0.0} ms  resent {run.Sent - run.Answers.Count}  "
                + $"cpu service/database/load/others {cpu[0]:0.0} / {cpu[2]:0.0} / {cpu[1]:0.0} / {rest:0.0}"
        );
        faults.AddRange((await FaultsAsync(stage, session, callers, places)).Select(fault => $"{name}: {fault}"));
        return run;
    }

    private static List<byte[]> Requests(long session, IEnumerable<string> tokens) =>
        [.. tokens.Select(token => LoadClient.Post($"/api/events/sessions/{session}/registration", token, Form))];

    private static async Task<long> NewSessionAsync(Stage stage, int places)
    {
        var (events, now) = (stage.Get<EventStore>(), stage.Get<TimeProvider>().GetUtcNow());
        await stage.Get<SeasonStore>().AddAsync(Actor.Command, NewSeason.Of(2026, "2026", ""), now, default);
        var draft = new EventDraft
        {
            Slug = Guid.NewGuid().ToString("N"),
            Kind = EventKind.OpenDay,
            Title = "盾构机开放日",
            Summary = "走进盾构施工现场。",
            Place = "武汉",
            Sessions = [new SessionDraft(0, "", now.AddDays(10), now.AddDays(10).AddHours(2), places)],
            RegistersFrom = now.AddHours(-1),
            RegistersUntil = now.AddDays(9),
            CancelUntil = now.AddDays(9),
            Audience = new EventAudience { MembersOnly = true },
            Questions = [new Question("unit", "工作单位", QuestionKind.Text, true, [], 0, 60)],
        };
        var id = (await events.AddAsync(Actor.Command, 2026, draft, now, default))!.Value;
        await events.PublishAsync(Actor.Command, (await events.FindAsync(id, default))!, now, default);
        return (await events.ListSessionsAsync([id], default))[0].Id;
    }

    private static async Task<IEnumerable<string>> FaultsAsync(Stage stage, long session, int callers, int places)
    {
        var (all, people, registered, last, taken) = await stage.Database.FindAsync<(int, int, int, int, int)>(
            """
            SELECT COUNT(*), COUNT(DISTINCT person_id), SUM(CASE WHEN state = 'registered' THEN 1 ELSE 0 END), MAX(serial),
                   (SELECT taken FROM event_sessions WHERE id = @session)
              FROM registrations WHERE session_id = @session
            """,
            new { session }
        );
        return new (bool IsWrong, string What)[]
        {
            (all != callers, $"{all} rows of {callers}"),
            (people != all, $"{all - people} rows are doubled"),
            (registered != places || taken != places, $"{registered} are registered for {places} places, and {taken} are taken"),
            (last != all, $"the last serial is {last}"),
        }
            .Where(fault => fault.IsWrong)
            .Select(fault => fault.What);
    }
}
