using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>The disk of a SQLite database is full, and has room again: a small one of its own, whatever engine the run has.</summary>
public sealed class DiskFullTests(TestEngine engine) : IAsyncLifetime
{
    private readonly string disk = Directory.CreateTempSubdirectory("csrme-full-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await RunAsync("mount", "-t", "tmpfs", "-o", "size=24m", "none", disk);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", disk);
        Directory.Delete(disk);
    }

    [Fact]
    public async Task A_full_disk_is_said_loses_nothing_and_is_over_once_there_is_room()
    {
        var configuration = engine.ConfigurationFor($"Data Source={disk}/test.db", "Sqlite");
        configuration["Data:RoomMegabytes"] = "2";
        await using var backstage = await Backstage.OnAsync(configuration);
        var tokens = await backstage.Services.NewCrowdAsync(40);
        var benefit = await backstage.Services.NewBenefitAsync(stock: 40);
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, configuration);
        using var http = new HttpClient();
        Task<HttpResponseMessage> ClaimAsync(string token) =>
            http.SendAsync(
                new(HttpMethod.Post, $"{service.BaseUrl}/api/benefits/{benefit}/claim")
                {
                    Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
                },
                Ct
            );
        foreach (var token in tokens.Take(10))
        {
            (await ClaimAsync(token)).EnsureSuccessStatusCode();
        }

        // The log of changes begins anew, and needs room to grow.
        await backstage.Get<Database>().ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", ct: Ct);
        Fill();
        var refused = new List<HttpResponseMessage>();
        foreach (var token in tokens.Skip(10))
        {
            // What room is left within the file is used up first.
            var answer = await ClaimAsync(token);
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
            if (!answer.IsSuccessStatusCode)
            {
                refused.Add(answer);
            }
        }
        var ready = await http.GetAsync($"{service.BaseUrl}/health/ready", Ct);
        var alive = await http.GetAsync($"{service.BaseUrl}/health/live", Ct);
        File.Delete(Filler);
        var again = await Task.WhenAll(tokens.Select(ClaimAsync));

        Assert.NotEmpty(refused);
        Assert.Equal("service.no_room", await RefusalOf(refused[^1], HttpStatusCode.ServiceUnavailable));
        Assert.Equal(TimeSpan.FromSeconds(30), refused[^1].Headers.RetryAfter?.Delta);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, alive.StatusCode));
        Assert.All(again, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{service.BaseUrl}/health/ready", Ct)).StatusCode);
        var counted = await backstage.Services.ReconcileAsync(benefit);
        Assert.True(counted.Holds, $"{counted}");
    }

    private string Filler => Path.Combine(disk, "filler");

    private void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(program, arguments);
        await run.WaitForExitAsync(CancellationToken.None);
        Assert.Equal(0, run.ExitCode);
    }
}
