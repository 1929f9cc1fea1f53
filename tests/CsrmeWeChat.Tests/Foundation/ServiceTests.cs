using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;
using static CsrmeWeChat.Tests.Support.TestPhone;

namespace CsrmeWeChat.Tests;

/// <summary>The real process: how it starts, stops, is watched, and what it writes to its log.</summary>
public sealed class ServiceTests(TestEngine engine)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_start_at_once_on_an_empty_database_as_many_as_the_engine_serves()
    {
        var configuration = await engine.NewConfigurationAsync();

        var starts = Enumerable.Range(0, 3).Select(_ => ServiceProcess.StartAsync(Backstage.ServiceDll, configuration)).ToArray();
        await Task.WhenAll(starts.Select(start => start.ContinueWith(_ => { }, TaskScheduler.Default)));

        var refused = starts.Where(start => start.IsFaulted).ToList();
        foreach (var started in starts.Except(refused))
        {
            await (await started).DisposeAsync();
        }
        Assert.Equal(TestEngine.IsMySql ? 0 : 2, refused.Count);
        Assert.All(refused, start => Assert.Contains("Another service process", start.Exception!.ToString()));
    }

    [Fact]
    public async Task A_schema_of_another_version_is_not_served()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        await backstage
            .Services.GetRequiredService<Database>()
            .ExecuteAsync(
                "UPDATE schema_versions SET version = '999912312359' WHERE version = @latest",
                new { latest = Migrator.Latest.ToString(CultureInfo.InvariantCulture) },
                Ct
            );

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServiceProcess.StartAsync(
                Backstage.ServiceDll,
                new Dictionary<string, string?>(backstage.Configuration) { ["Data:MigrateAtStart"] = "false" }
            )
        );

        Assert.Contains("9999", failure.Message);
    }

    [Fact]
    public async Task A_database_of_before_the_first_release_is_refused_with_what_to_do()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        // As builds left it that numbered their hundred and nine files.
        await backstage.Services.GetRequiredService<Database>().ExecuteAsync("UPDATE schema_versions SET version = '109'", ct: Ct);

        var served = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration)
        );
        await using var command = ServiceCommand.Start(Backstage.ServiceDll, backstage.Configuration, "migrate");
        var migrated = await command.EndAsync(Ct);

        Assert.Contains("请换一个空数据库", served.Message);
        Assert.Equal(2, migrated.ExitCode);
        Assert.Contains("请换一个空数据库", migrated.Error);
        Assert.Equal(109, await backstage.Services.GetRequiredService<Migrator>().VersionAsync(Ct));
    }

    [Fact]
    public async Task Without_its_keys_or_with_a_WeChat_in_the_clear_the_service_does_not_start()
    {
        var configuration = await engine.NewConfigurationAsync();

        var keyless = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServiceProcess.StartAsync(Backstage.ServiceDll, new Dictionary<string, string?>(configuration) { ["Keys:Current"] = "k2" })
        );
        var clear = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServiceProcess.StartAsync(
                Backstage.ServiceDll,
                new Dictionary<string, string?>(configuration) { ["ASPNETCORE_ENVIRONMENT"] = "Production" }
            )
        );

        Assert.Contains("Keys:Current names a key that Keys:Ring does not hold", keyless.Message);
        Assert.Contains("WeChat:BaseUrl must be https", clear.Message);
    }

    [Fact]
    public async Task Metrics_are_served_on_their_own_port_only()
    {
        var metrics = $"http://127.0.0.1:{Ports.Free()}";
        await using var backstage = await Backstage.NewAsync(engine);
        var tokens = await backstage.Services.NewCrowdAsync(1);
        var benefit = await backstage.Services.NewBenefitAsync();
        await using var service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(backstage.Configuration) { ["Metrics:Url"] = metrics }
        );
        using var http = new HttpClient();

        (await SendAsync(http, HttpMethod.Post, $"{service.BaseUrl}/api/benefits/{benefit}/claim", tokens[0])).EnsureSuccessStatusCode();

        Assert.Contains(
            "claims_answered_total{",
            (await http.GetStringAsync($"{metrics}/metrics", Ct)).Replace("claims_answered_claim_total", "claims_answered_total")
        );
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"{service.BaseUrl}/metrics", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"{metrics}/api/me", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_stop_answers_all_that_is_in_flight()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        var tokens = await backstage.Services.NewCrowdAsync(800);
        var benefit = await backstage.Services.NewBenefitAsync(stock: 800);
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
        var (answered, cut, stopping) = (0, 0, false);

        var rush = Parallel.ForEachAsync(
            tokens,
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Ct },
            async (token, _) =>
            {
                if (Volatile.Read(ref stopping))
                {
                    return;
                }
                try
                {
                    (
                        await SendAsync(http, HttpMethod.Post, $"{service.BaseUrl}/api/benefits/{benefit}/claim", token)
                    ).EnsureSuccessStatusCode();
                    Interlocked.Increment(ref answered);
                }
                catch (HttpRequestException e) when (e.HttpRequestError is not HttpRequestError.ConnectionError)
                {
                    Interlocked.Increment(ref cut);
                }
                catch (HttpRequestException)
                {
                    // Came after the door was closed.
                }
            }
        );
        while (Volatile.Read(ref answered) < 100 && !rush.IsCompleted)
        {
            await Task.Delay(1, Ct);
        }
        Volatile.Write(ref stopping, true);
        var exitCode = await service.StopAsync();
        await rush;

        Assert.Equal((0, 0), (exitCode, cut));
        Assert.Equal(answered, (await backstage.Services.ReconcileAsync(benefit)).Issued);
    }

    [Fact]
    public async Task A_body_of_a_megabyte_is_refused()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration);
        using var http = new HttpClient();

        var answer = await http.PostAsync(
            $"{service.BaseUrl}/api/sessions",
            new StringContent($$"""{"code":"{{new string('x', 1 << 20)}}"}""", Encoding.UTF8, "application/json"),
            Ct
        );

        Assert.Equal("request.too_large", await RefusalOf(answer, HttpStatusCode.RequestEntityTooLarge));
    }

    [Fact]
    public async Task Nothing_secret_or_personal_is_in_the_log_of_a_whole_run()
    {
        await using var backstage = await Backstage.NewAsync(engine);
        await using var service = await ServiceProcess.StartAsync(
            Backstage.ServiceDll,
            new Dictionary<string, string?>(backstage.Configuration)
            {
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
                ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Trace",
                ["Jobs:Run"] = "true",
            }
        );
        using var http = new HttpClient { BaseAddress = new Uri(service.BaseUrl) };
        var control = engine.WeChat.Control;
        var phone = new TestPhone(http, control, control.MakeUser());
        var member = await backstage.Services.NewRosterMemberAsync(phone.User.Phone, "日志里的人");
        var benefit = await backstage.Services.NewBenefitAsync();

        await phone.SignInAsync();
        await RefusalOf(await phone.BindAsync("错的名字"));
        await JsonOf(await phone.BindAsync(member.Name));
        var code = (await JsonOf(await phone.ClaimAsync(benefit))).GetProperty("code").GetString()!;
        await phone.GetAsync("/api/me/export");
        await RefusalOf(await phone.PostAsync("/api/redemptions", new { code }), HttpStatusCode.Forbidden);
        await RefusalOf(await http.PostAsJsonAsync("/api/sessions", new { code = "made-up-login-code" }, Ct));
        await service.StopAsync();

        var token = http.DefaultRequestHeaders.Authorization!.Parameter!;
        Assert.Contains("/api/me/binding", service.Output);
        string[] secrets =
        [
            token,
            Token.Hash(token),
            phone.OpenId,
            phone.User.UnionId!,
            phone.User.Phone,
            member.Name,
            code,
            "made-up-login-code",
            backstage.Configuration["Keys:Ring:k1"]!,
            backstage.Configuration["WeChat:MiniProgram:Secret"]!,
            "access_token=",
            "session_key",
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, service.Output));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string address, string token)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, Ct);
    }
}
