using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Tests;

/// <summary>The real process under what WeChat pushes.</summary>
public sealed class CallbackFloodTests(TestEngine engine)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_events_a_second_each_three_times_are_each_handled_once()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        await ReplyAsync(backstage);
        await using var service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(backstage.Configuration) { ["Jobs:Run"] = "true" }
        );
        var flood = new CallbackFlood(engine.WeChat, Pushed.Official, Pushed.Safe, messages: 1_500);

        var run = await new SteadyPosts(service.BaseUrl, 64).RunAsync(
            flood.Requests(apart: 500),
            perSecond: 1_500,
            TimeSpan.FromMinutes(1)
        );

        Assert.Equal(run.Answers.Count, run.Succeeded);
        // The promised 100 ms are the benchmark's to measure, in a process that has warmed up; WeChat itself waits 5 s.
        Assert.True(run.Within(1) < TimeSpan.FromSeconds(5), $"{run.Within(1)}");
        await HandledAsync(backstage, flood);
    }

    [Fact]
    [Trait("Soak", "callbacks")]
    public async Task A_process_killed_in_the_middle_of_a_flood_loses_and_doubles_nothing()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        await using var service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(backstage.Configuration) { ["Jobs:Run"] = "true" }
        );
        var flood = new CallbackFlood(engine.WeChat, Pushed.Official, Pushed.Safe, messages: Soak.Of(1_200, 10_000));
        var database = backstage.Services.GetRequiredService<Database>();

        var run = new SteadyPosts(service.BaseUrl, 64).RunAsync(flood.Requests(apart: 300), perSecond: 1_000, TimeSpan.FromMinutes(2));
        foreach (var (kill, handled) in (Soak.IsOn ? (int[])[100, 900, 1_700, 3_000, 4_500, 6_000, 7_500, 9_000] : [100, 600]).Index())
        {
            // The service is killed as soon as some callbacks are seen to be marked, or else to have had their effect (four in ten
            // count a hit). If the one were written without the other, the kill would fall between them.
            var (sql, least) =
                kill % 2 == 0
                    ? ("SELECT COUNT(*) FROM callbacks WHERE due_at IS NULL", handled)
                    : ("SELECT COALESCE(SUM(hits), 0) FROM account_hits", handled * 4 / 10);
            while (await database.FindAsync<long>(sql, ct: Ct) < least)
            {
                await Task.Delay(1, Ct);
            }
            await service.KillAsync();
            await service.UpAsync();
        }
        var end = await run;

        Assert.Equal(end.Answers.Count, end.Succeeded);
        Assert.True(end.Broken > 0);
        await HandledAsync(backstage, flood);
    }

    [Fact]
    public async Task Ten_megabytes_are_refused_before_they_are_read_and_the_openid_stands_in_no_log()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        await using var service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(backstage.Configuration)
            {
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
                ["Jobs:Run"] = "true",
            }
        );
        var openId = engine.WeChat.Control.MakeUser().OpenIds[Pushed.Official];
        var push = engine.WeChat.Control.Pushes.Sign(
            Pushed.Official,
            Pushed.Safe,
            openId,
            engine.WeChat.Control.Pushes.Text("不该写进日志的话")
        );
        using var http = new HttpClient();
        (
            await http.PostAsync($"{service.BaseUrl}/callbacks/official?{push.Query}", new StringContent(push.Body), Ct)
        ).EnsureSuccessStatusCode();

        var times = new List<double>();
        foreach (var head in (string[])[$"Content-Length: {10 * 1024 * 1024}", "Transfer-Encoding: chunked"])
        {
            foreach (var _ in Enumerable.Range(0, 3))
            {
                times.Add(
                    await RefusedAsync(
                        new Uri(service.BaseUrl).Port,
                        $"POST /callbacks/official?{push.Query} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n"
                    )
                );
            }
        }

        Assert.True(times.Order().ElementAt(times.Count / 2) < 50, string.Join(", ", times));
        await UntilAsync(async () =>
            await backstage
                .Services.GetRequiredService<Database>()
                .FindAsync<long>("SELECT COUNT(*) FROM callbacks WHERE due_at IS NULL", ct: Ct) == 1
        );
        Assert.DoesNotContain(openId, service.Output);
        Assert.DoesNotContain("不该写进日志的话", service.Output);
    }

    /// <summary>Sends 10 MB as fast as they are taken, and says after how many ms the refusal came.</summary>
    private static async Task<double> RefusedAsync(int port, string head)
    {
        var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('x', 0x10000)}\r\n");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, Ct);
        var clock = Stopwatch.StartNew();
        await socket.SendAsync(Encoding.ASCII.GetBytes(head), Ct);
        var sending = Task.Run(
            async () =>
            {
                try
                {
                    for (var i = 0; i < 160; i++)
                    {
                        await socket.SendAsync(chunk, Ct);
                    }
                }
                catch (SocketException)
                {
                    // Not read to its end.
                }
            },
            Ct
        );
        var answer = new byte[4096];
        var read = await socket.ReceiveAsync(answer, Ct);
        var elapsed = clock.Elapsed.TotalMilliseconds;
        Assert.Contains(" 413 ", Encoding.ASCII.GetString(answer, 0, read));
        socket.Dispose();
        await sending.ContinueWith(_ => { }, TaskScheduler.Default);
        return elapsed;
    }

    private static async Task ReplyAsync(Backstage backstage) =>
        Assert.True(
            await backstage
                .Services.GetRequiredService<AutoReplyStore>()
                .AddAsync(
                    Actor.Command,
                    AutoReplyFields.Of(AutoReplyKind.Keyword, "投稿", Matching.Contains, "投稿请见菜单", true),
                    DateTimeOffset.UnixEpoch,
                    Ct
                )
        );

    private static async Task HandledAsync(Backstage backstage, CallbackFlood flood)
    {
        var database = backstage.Services.GetRequiredService<Database>();
        await UntilAsync(async () =>
            await database.FindAsync<long>("SELECT COUNT(*) FROM callbacks WHERE due_at IS NOT NULL", ct: Ct) == 0
        );
        foreach (var (sql, expected) in flood.Counts())
        {
            var found = await database.FindAsync<long>(sql, ct: Ct);
            Assert.True(found == expected, $"{sql}: {found}, not {expected}");
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var patience = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), "It did not come about within a minute.");
            await Task.Delay(50, Ct);
        }
    }
}
