using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using CsrmeWeChat.Testing;
using Microsoft.Data.Sqlite;

namespace CsrmeWeChat.Tests;

[CollectionDefinition(nameof(Timed), DisableParallelization = true)]
public sealed class Timed;

/// <summary>Claims on real processes: raced, killed, and with the database taken away.</summary>
// Time counts here: nothing else runs beside it.
[Collection(nameof(Timed))]
public sealed class RushTests(TestEngine engine)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Soak", "rush")]
    public async Task Of_64_phones_for_the_last_one_exactly_one_wins_round_after_round()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        var tokens = await backstage.Services.NewCrowdAsync(64);
        // On one node the queue would hide a missing lock: MySQL is raced from two.
        var (rounds, services) = (Soak.Of(30, 1_000), new List<ServiceProcess>());
        try
        {
            for (var node = 0; node < (TestEngine.IsMySql ? 2 : 1); node++)
            {
                services.Add(await ServiceProcess.StartAsync(Backstage.ServiceDll, Unlimited(backstage)));
            }
            using var http = NewClient();
            for (var round = 0; round < rounds; round++)
            {
                var benefit = await backstage.Services.NewBenefitAsync(stock: 1);

                var answers = await Task.WhenAll(
                    tokens.Select((token, i) => ClaimAsync(http, services[i % services.Count].BaseUrl, benefit, token))
                );

                Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.OK));
                Assert.Equal(63, answers.Count(answer => answer.Code == "benefit.sold_out"));
                Assert.Equal(1, (await backstage.Services.ReconcileAsync(benefit)).Issued);
            }
        }
        finally
        {
            foreach (var service in services)
            {
                await service.DisposeAsync();
            }
        }
    }

    [Fact]
    [Trait("Soak", "rush")]
    public async Task A_service_killed_in_mid_rush_has_every_claim_it_answered()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        var tokens = await backstage.Services.NewCrowdAsync(600);
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, Unlimited(backstage));
        using var http = NewClient();
        var kills = Soak.Of(3, 30);
        for (var kill = 0; kill < kills; kill++)
        {
            var benefit = await backstage.Services.NewBenefitAsync(stock: 400);
            var told = new ConcurrentDictionary<string, Answer>();
            var killAfter = Random.Shared.Next(1, 350);

            var rush = Parallel.ForEachAsync(
                tokens,
                new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Ct },
                async (token, _) =>
                {
                    if (await ClaimAsync(http, service.BaseUrl, benefit, token) is { Status: not null } answer)
                    {
                        told[token] = answer;
                    }
                }
            );
            while (told.Count < killAfter && !rush.IsCompleted)
            {
                await Task.Delay(1, Ct);
            }
            await service.KillAsync();
            await rush;
            await service.UpAsync();

            await backstage.Services.ReconcileAsync(benefit);
            var again = await AllAsync(http, service.BaseUrl, benefit, tokens);
            Assert.All(told.Where(one => one.Value.Status == HttpStatusCode.OK), one =>
                Assert.Equal(one.Value.Ticket, again[one.Key].Ticket)
            );
            var audit = await backstage.Services.ReconcileAsync(benefit);
            Assert.Equal(400, audit.Issued);
            Assert.Equal(400, again.Values.Count(answer => answer.Status == HttpStatusCode.OK));
            // Told sold out before the kill, and truly without a claim after it.
            Assert.All(told.Where(one => one.Value.Code == "benefit.sold_out"), one => Assert.Null(again[one.Key].Ticket));
        }
    }

    /// <summary>MariaDB is stopped, or hangs; SQLite's file is locked by another process.</summary>
    public static TheoryData<string> Outages => TestEngine.IsMySql ? ["TERM", "STOP"] : ["LOCK"];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task With_the_database_away_for_5_seconds_everyone_is_answered_and_nothing_is_lost(string outage)
    {
        await using var server = outage == "LOCK" ? null : await MariaDbServer.StartAsync();
        await using var backstage = server is null
            ? await Backstage.NewAsync(engine)
            : await Backstage.OnAsync(engine.ConfigurationFor(await server.NewDatabaseAsync()));
        var tokens = await backstage.Services.NewCrowdAsync(1_200);
        var benefit = await backstage.Services.NewBenefitAsync(stock: 800);
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, Unlimited(backstage));
        using var http = NewClient();
        var told = new ConcurrentDictionary<string, Answer>();
        var refused = new ConcurrentDictionary<string, Answer>();
        var away = new TaskCompletionSource();
        var crowd = new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Ct };

        var rush = Parallel.ForEachAsync(tokens, crowd, async (token, _) =>
        {
            // However fast it is, most of the rush meets the outage.
            await (told.Count < 240 ? Task.CompletedTask : away.Task);
            while (true)
            {
                var answer = await ClaimAsync(http, service.BaseUrl, benefit, token);
                if (answer.Status is not HttpStatusCode.ServiceUnavailable)
                {
                    told[token] = answer;
                    return;
                }
                refused[token] = answer;
                await Task.Delay(100, Ct);
            }
        });
        while (told.Count < 120 && !rush.IsCompleted)
        {
            await Task.Delay(1, Ct);
        }
        await using (await TakeAwayAsync(outage, server, backstage))
        {
            away.SetResult();
            await Task.Delay(TimeSpan.FromSeconds(5), Ct);
            // Nobody waits for the database: it stays away until all who ask at once have been answered.
            while (refused.Count < crowd.MaxDegreeOfParallelism && !rush.IsCompleted)
            {
                await Task.Delay(20, Ct);
            }
        }
        await rush;

        Assert.DoesNotContain(told.Values, answer => answer.Code == "service.fault");
        Assert.All(refused.Values, answer => Assert.True(answer.RetryAfter, "Retry-After"));
        Assert.True(refused.Count >= crowd.MaxDegreeOfParallelism, $"Only {refused.Count} were refused.");
        Assert.Equal(800, told.Values.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal(400, told.Values.Count(answer => answer.Code == "benefit.sold_out"));
        Assert.Equal(800, (await backstage.Services.ReconcileAsync(benefit)).Issued);
        var again = await AllAsync(http, service.BaseUrl, benefit, tokens);
        Assert.All(tokens, token => Assert.Equal(told[token].Ticket, again[token].Ticket));
    }

    /// <summary>Disposing brings the database back.</summary>
    private static async Task<IAsyncDisposable> TakeAwayAsync(string outage, MariaDbServer? server, Backstage backstage)
    {
        switch (outage)
        {
            case "LOCK":
                var connection = new SqliteConnection(backstage.Configuration["Data:ConnectionString"]);
                await connection.OpenAsync(Ct);
                await connection.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, Ct);
                return connection;
            case "STOP":
                server!.Signal("STOP");
                return new Undo(() =>
                {
                    server.Signal("CONT");
                    return Task.CompletedTask;
                });
            default:
                await server!.DownAsync();
                return new Undo(server.UpAsync);
        }
    }

    private sealed class Undo(Func<Task> undo) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await undo();
    }

    private static Dictionary<string, string?> Unlimited(Backstage backstage) =>
        new(backstage.Configuration) { ["Limits:PerPerson"] = "1000000" };

    private static HttpClient NewClient() =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromSeconds(30) };

    private static async Task<Dictionary<string, Answer>> AllAsync(
        HttpClient http,
        string baseUrl,
        long benefit,
        IEnumerable<string> tokens
    )
    {
        var answers = new ConcurrentDictionary<string, Answer>();
        await Parallel.ForEachAsync(tokens, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Ct }, async (token, _) =>
            answers[token] = await ClaimAsync(http, baseUrl, benefit, token)
        );
        return new(answers);
    }

    private static async Task<Answer> ClaimAsync(HttpClient http, string baseUrl, long benefit, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{baseUrl}/api/benefits/{benefit}/claim");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await http.SendAsync(request, Ct);
            var body = await response.Content.ReadAsStringAsync(Ct);
            return response.StatusCode is HttpStatusCode.OK
                ? new Answer(response.StatusCode, body, null, false)
                : new Answer(
                    response.StatusCode,
                    null,
                    JsonDocument.Parse(body).RootElement.GetProperty("code").GetString(),
                    response.Headers.RetryAfter is not null
                );
        }
        // HttpClient lets the socket's own exception through where the service is killed just after it accepted.
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return new Answer(null, null, null, false);
        }
    }

    /// <param name="Status">Null where the connection broke.</param>
    private sealed record Answer(HttpStatusCode? Status, string? Ticket, string? Code, bool RetryAfter);
}
