using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.People;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Benchmarks.People;

/// <summary>
/// People have themselves erased (<c>DELETE /api/me</c>) while many callbacks are kept, beside the search of all bodies for the openid:
/// what erasing costs where a callback names its person in its body alone.
/// </summary>
internal static class EraseBenchmark
{
    private const string App = "wx0000000000000001";

    private const int People = 40;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("erase [--short] [--engines sqlite,mariadb]");
            return 0;
        }
        var kept = args.Contains("--short") ? 50_000 : 1_000_000;
        Console.WriteLine($"{People} people, of five callbacks each, are erased one after the other beside {kept:N0} callbacks of others.");
        var figures = new Figures();
        var engines = args.List("--engines", "sqlite,mariadb");
        foreach (var engine in engines)
        {
            await RunAsync(engine, kept, figures);
        }
        Console.WriteLine();
        figures.Print([.. engines.Select(engine => new Gate("gate", $"erase.{engine}.p99-ms", 300, IsMost: true))]);
        return 0;
    }

    private static async Task RunAsync(string engine, int kept, Figures figures)
    {
        var folder = Directory.CreateTempSubdirectory("csrme-bench-").FullName;
        await using var server = engine == "mariadb" ? await MariaDbServer.StartAsync() : null;
        var configuration = await MeasuredService.SettingsAsync(server, folder);
        configuration["WeChat:MiniProgram:AppId"] = App;
        await using var stores = await MeasuredService.OpenStoresAsync(configuration);
        var database = stores.Services.GetRequiredService<Database>();
        await FillAsync(database, kept);
        var search = await SearchAsync(database);
        var tokens = await NewPeopleAsync(stores.Services, database);

        List<double> waits;
        await using (var service = await ServiceProcess.StartAsync(MeasuredService.Dll, configuration))
        {
            waits = await EraseAsync(service.BaseUrl, tokens);
        }
        var left = await database.FindAsync<int>("SELECT COUNT(*) FROM callbacks WHERE open_id LIKE 'erased%' OR body LIKE '%>erased%'");
        if (left > 0)
        {
            throw new InvalidOperationException($"{left} callbacks of erased people are left.");
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{engine, -8} median {waits[waits.Count / 2]:0.0} ms, longest {waits[^1]:0.0} ms; a search of the bodies {search:0} ms"
            )
        );
        figures.Add($"erase.{engine}.p99-ms", waits[^1]);
        figures.Add($"erase.{engine}.searches-times", search / waits[waits.Count / 2]);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task FillAsync(Database database, int kept)
    {
        foreach (var chunk in Enumerable.Range(0, kept).Chunk(5_000))
        {
            await InsertAsync(database, chunk.Select(i => ($"{i:X64}", $"other{i % 20_000}")));
        }
    }

    private static Task InsertAsync(Database database, IEnumerable<(string Key, string OpenId)> callbacks)
    {
        var now = TimeProvider.System.GetUtcNow();
        return database.InsertManyAsync(
            "INSERT INTO callbacks (dedupe_key, app_id, open_id, kind, body, reply, received_at, due_at, handled_at, attempts, error)",
            [
                .. callbacks.Select(callback =>
                    new object?[]
                    {
                        callback.Key,
                        App,
                        callback.OpenId,
                        "templatesendjobfinish",
                        $"<xml><FromUserName>{callback.OpenId}</FromUserName><CreateTime>1700000000</CreateTime><MsgType>event</MsgType>"
                            + "<Event>TEMPLATESENDJOBFINISH</Event><MsgID>200163836</MsgID><Status>success</Status></xml>",
                        "",
                        now,
                        null,
                        now,
                        0,
                        "",
                    }
                ),
            ],
            default
        );
    }

    /// <summary>Milliseconds of one look for an openid in all bodies.</summary>
    private static async Task<double> SearchAsync(Database database)
    {
        var clock = Stopwatch.StartNew();
        await database.FindAsync<long>("SELECT COUNT(*) FROM callbacks WHERE INSTR(body, @openId) > 0", new { openId = "nobody" });
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<List<string>> NewPeopleAsync(IServiceProvider services, Database database)
    {
        var (people, sessions) = (services.GetRequiredService<PersonStore>(), services.GetRequiredService<SessionStore>());
        var tokens = new List<string>();
        for (var i = 0; i < People; i++)
        {
            var person = await people.SignInAsync(App, $"erased{i}", null, TimeProvider.System.GetUtcNow(), default);
            await InsertAsync(database, Enumerable.Range(0, 5).Select(n => ($"{i:X60}-{n:X3}", $"erased{i}")));
            tokens.Add((await sessions.OpenAsync(person, default)).Token);
        }
        return tokens;
    }

    /// <summary>The waits in milliseconds, the shortest first.</summary>
    private static async Task<List<double>> EraseAsync(string baseUrl, List<string> tokens)
    {
        using var http = new HttpClient { BaseAddress = new Uri(baseUrl) };
        var waits = new List<double>();
        foreach (var token in tokens)
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/me")
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            };
            var clock = Stopwatch.StartNew();
            using var answer = await http.SendAsync(request);
            waits.Add(clock.Elapsed.TotalMilliseconds);
            if (answer.StatusCode is not HttpStatusCode.NoContent)
            {
                throw new InvalidOperationException($"Erasing was answered {answer.StatusCode}.");
            }
        }
        waits.Sort();
        return waits;
    }
}
