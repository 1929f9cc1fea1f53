using System.Net.Http.Headers;
using System.Net.Http.Json;
using CsrmeWeChat.Events;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;

namespace CsrmeWeChat.Tests;

/// <summary>
/// 64 people want the last place of a session while others give theirs up, on real processes: on MariaDB two, for on one node the queue
/// would hide a missing lock.
/// </summary>
public sealed class RegistrationRaceTests(TestEngine engine)
{
    private const int People = 64;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Soak", "registrations")]
    public async Task The_last_place_is_never_given_twice_and_never_left_while_somebody_waits()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        var tokens = await backstage.Services.NewCrowdAsync(People);
        var settings = new Dictionary<string, string?>(backstage.Configuration) { ["Limits:PerPerson"] = "1000000" };
        var (rounds, services) = (Soak.Of(25, 100), new List<ServiceProcess>());
        try
        {
            for (var node = 0; node < (TestEngine.IsMySql ? 2 : 1); node++)
            {
                services.Add(await ServiceProcess.StartAsync(Backstage.ServiceDll, settings));
            }
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 });
            for (var round = 0; round < rounds; round++)
            {
                var random = new Random(round);
                var session = await backstage.Services.NewSessionAsync(2, draft => draft with { SmallerPasses = round % 2 == 1 });
                using var done = new CancellationTokenSource();
                var watch = WatchAsync(backstage, session, done.Token);
                var people = tokens.Select(
                    (token, i) => (Token: token, Node: services[i % services.Count], Random: new Random(random.Next()))
                );

                await Task.WhenAll(people.Select(one => ActAsync(http, one.Node.BaseUrl, one.Token, session, one.Random)));
                await done.CancelAsync();
                await watch;

                await HoldsAsync(backstage, session);
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

    /// <summary>Registers, and then cancels, accepts or does nothing, several times and as chance wills.</summary>
    private static async Task ActAsync(HttpClient http, string baseUrl, string token, long session, Random random)
    {
        await SendAsync(http, baseUrl, token, session, "", random.Next(3) == 0 ? ["张三", "李四"] : ["张三"]);
        for (var step = 0; step < 3; step++)
        {
            await SendAsync(http, baseUrl, token, session, random.Next(3) == 0 ? "/cancel" : "/accept");
        }
        if (random.Next(4) == 0)
        {
            await SendAsync(http, baseUrl, token, session, "", ["张三"]);
        }
    }

    private static async Task SendAsync(HttpClient http, string baseUrl, string token, long session, string act, string[]? names = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{baseUrl}{EventArrange.PathOf(session)}{act}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = names is null ? null : JsonContent.Create(new { names });
        using var answer = await http.SendAsync(request, Ct);
        var status = (int)answer.StatusCode;
        Assert.True(status is 200 or 204 or 404 or 409, $"{act}: {status} {await answer.Content.ReadAsStringAsync(Ct)}");
    }

    /// <summary>
    /// One statement sees one moment: at none are more places taken than there are, or others than the session says, or is one free that
    /// would suit the first who waits.
    /// </summary>
    private static async Task WatchAsync(Backstage backstage, long session, CancellationToken ct)
    {
        const string Moment = """
            SELECT s.capacity, s.taken,
                   (SELECT COALESCE(SUM(r.seats), 0) FROM registrations r
                     WHERE r.session_id = s.id AND r.state IN ('registered', 'offered')) AS given,
                   COALESCE((SELECT r.seats FROM registrations r WHERE r.session_id = s.id AND r.state = 'waiting'
                              ORDER BY r.serial LIMIT 1), 9) AS wanted
              FROM event_sessions s WHERE s.id = @session
            """;
        while (!ct.IsCancellationRequested)
        {
            var (capacity, taken, given, wanted) = await backstage
                .Get<Database>()
                .FindAsync<(int, int, int, int)>(Moment, new { session }, Ct);
            Assert.True(given == taken && taken <= capacity && wanted > capacity - taken, $"{given}, {taken} of {capacity}, {wanted}");
            await Task.Delay(1, Ct);
        }
    }

    /// <summary>The counts are right, and of those who want as many places nobody was served before an earlier one.</summary>
    private static async Task HoldsAsync(Backstage backstage, long session)
    {
        await backstage.Services.AssertInOrderAsync(session);
        var all = await backstage.Services.ListRegistrationsAsync(session);
        var waiting = all.Where(one => one.State is RegistrationState.Waiting).ToList();
        var free = (await backstage.Services.FindSessionAsync(session)).Free;
        Assert.True(waiting.Count == 0 || waiting[0].Seats > free);
        Assert.All(all.Where(one => one.State.TakesPlaces), served =>
            Assert.DoesNotContain(waiting, one => one.Serial < served.Serial && one.Seats <= served.Seats)
        );
        Assert.All(all.Where(one => one.State.IsLive).GroupBy(one => one.PersonId), own => Assert.Single(own));
    }
}
