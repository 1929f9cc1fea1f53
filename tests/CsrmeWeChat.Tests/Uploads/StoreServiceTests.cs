using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Testing;
using CsrmeWeChat.Uploads;
using Microsoft.Extensions.DependencyInjection;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>The real process, killed while files come to the store.</summary>
public sealed class StoreServiceTests(TestEngine engine)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_killed_while_uploads_are_completed_has_each_of_them_once()
    {
        await using var backstage = await NewBackstageAsync(jobs: false);
        var token = (await backstage.Services.NewCrowdAsync(1))[0];
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration);
        using var http = NewClient(service, token);
        for (var kill = 0; kill < 4; kill++)
        {
            var bytes = NewBytes(kill % 2 == 0 ? 200_000 : 11 << 20);
            var begun = (await (await http.BeginDirectAsync(bytes.Length)).Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty(
                "upload"
            );
            var code = begun.GetProperty("code").GetString()!;
            await http.SendDirectAsync(begun, bytes);

            var asked = AskAsync(http, code);
            await Task.Delay(Random.Shared.Next(60), Ct);
            await service.KillAsync();
            await asked;
            await service.UpAsync();
            await EndLeasesAsync(backstage);
            Assert.True(await AskAsync(http, code));

            Assert.Equal(
                "complete",
                (await http.GetFromJsonAsync<JsonElement>($"/api/uploads/{code}", Ct)).GetProperty("state").GetString()
            );
            Assert.Equal(bytes, await backstage.Services.BytesOfAsync(code));
        }
        await AssertNothingStrayAsync(backstage, uploads: 4);
        Assert.DoesNotContain(token, service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz-Signature", service.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(RadosGateway.SecretKey, service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_killed_while_taken_uploads_move_loses_none_and_goes_on_by_itself()
    {
        const int Uploads = 24;
        await using var backstage = await NewBackstageAsync(jobs: true);
        var token = (await backstage.Services.NewCrowdAsync(1))[0];
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration);
        using var http = NewClient(service, token);
        var sent = new Dictionary<string, byte[]>();
        for (var i = 0; i < Uploads; i++)
        {
            var bytes = NewBytes(1 << 20);
            var begun = await (await http.BeginUploadAsync(bytes.Length)).Content.ReadFromJsonAsync<JsonElement>(Ct);
            var code = begun.GetProperty("code").GetString()!;
            (await http.SendChunkAsync(code, 0, bytes)).EnsureSuccessStatusCode();
            sent[code] = bytes;
        }
        foreach (var code in sent.Keys)
        {
            Assert.NotNull(await backstage.Services.TakeUploadAsync(code, TimeProvider.System.GetUtcNow()));
        }

        for (var (kills, moved) = (0, 0); moved < Uploads; )
        {
            var now = await MovedAsync(backstage);
            if (kills < 3 && now > moved)
            {
                await service.KillAsync();
                kills++;
                await service.UpAsync();
            }
            moved = now;
        }

        foreach (var (code, bytes) in sent)
        {
            Assert.Equal(bytes, await backstage.Services.BytesOfAsync(code));
        }
        await AssertNothingStrayAsync(backstage, Uploads);
    }

    private static Task<int> MovedAsync(Backstage backstage) =>
        backstage.Get<Database>().FindAsync<int>("SELECT COUNT(*) FROM uploads WHERE place = 'store'", new { }, Ct);

    /// <summary>After the sweeps, by a clock that is two days ahead: a key for each upload and no more, and no file.</summary>
    private static async Task AssertNothingStrayAsync(Backstage backstage, int uploads)
    {
        var later = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(2));
        var (store, folder, intake) = (backstage.Get<UploadStore>(), backstage.Get<UploadFolder>(), backstage.Get<DirectIntake>());
        // The store goes on with what the dead had asked of it, for a while: the sweep comes again each day.
        for (var (sweep, isClean) = (0, false); !isClean; sweep++)
        {
            await new SweepFiles(backstage.Get<IFileStore>(), backstage.Services.GetServices<IFileOwner>(), later).RunAsync(Ct);
            await new SweepUploads(store, folder, intake, later).RunAsync(Ct);
            var keys = await backstage.Services.UploadKeysAsync();
            isClean = keys.Count == uploads;
            Assert.True(isClean || sweep < 40, $"{keys.Count} keys for {uploads} uploads");
            await Task.Delay(isClean ? 0 : 250, Ct);
        }
        Assert.Empty(folder.FilesBefore(DateTime.MaxValue));
    }

    private static Task EndLeasesAsync(Backstage backstage) =>
        backstage
            .Get<Database>()
            .ExecuteAsync("UPDATE uploads SET lease_until = @now WHERE lease <> ''", new { now = DateTimeOffset.UnixEpoch }, Ct);

    /// <summary>Whether the service lived to answer that all is here.</summary>
    private static async Task<bool> AskAsync(HttpClient http, string code)
    {
        try
        {
            using var answer = await http.CompleteDirectAsync(code);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            return false;
        }
    }

    private async Task<Backstage> NewBackstageAsync(bool jobs)
    {
        var configuration = await engine.NewConfigurationAsync();
        foreach (var (key, value) in await engine.NewBucketAsync())
        {
            configuration[key] = value;
        }
        configuration["Limits:PerPerson"] = "1000000";
        configuration["Jobs:Run"] = jobs ? "true" : "false";
        return await Backstage.OnAsync(configuration);
    }

    private static HttpClient NewClient(ServiceProcess service, string token) =>
        new()
        {
            BaseAddress = new Uri(service.BaseUrl),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
}
