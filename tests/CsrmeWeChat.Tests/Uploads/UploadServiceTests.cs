using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using CsrmeWeChat.Uploads;
using static CsrmeWeChat.Tests.Support.UploadArrange;

namespace CsrmeWeChat.Tests;

/// <summary>Uploads to the real process: killed in the middle, and by a client that others wrote over a network that breaks.</summary>
public sealed class UploadServiceTests(TestEngine engine)
{
    private const int Chunk = 128 << 10;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_killed_amid_chunks_has_every_byte_that_it_counted()
    {
        await using var backstage = await NewBackstageAsync();
        var token = (await backstage.Services.NewCrowdAsync(1))[0];
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration);
        using var http = NewClient(service, token);
        var bytes = NewBytes(8 << 20);
        var begun = await (await http.BeginUploadAsync(bytes.Length)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        var code = begun.GetProperty("code").GetString()!;
        var (counted, kills) = (0L, 0);

        while (counted < bytes.Length)
        {
            // The middle of a chunk that is on its way: it is sent slowly.
            var isKill = kills < 3 && counted >= (kills + 1) * (2 << 20);
            var chunk = bytes.AsMemory((int)counted, (int)Math.Min(Chunk * 3, bytes.Length - counted));
            var sending = SendAsync(http, code, counted, chunk, slowly: isKill);
            if (isKill)
            {
                await Task.Delay(60, Ct);
                await service.KillAsync();
                kills++;
            }
            var told = await sending;
            if (isKill)
            {
                await service.UpAsync();
                // Nobody waits for the lease of the dead.
                await backstage
                    .Get<Database>()
                    .ExecuteAsync("UPDATE uploads SET lease_until = @now", new { now = DateTimeOffset.UnixEpoch }, Ct);
            }
            var received = await ReceivedAsync(http, code);
            Assert.True(received >= (told ?? counted), $"{received} of {told} that were counted");
            counted = received;
        }

        var upload = await http.GetFromJsonAsync<JsonElement>($"/api/uploads/{code}", Ct);
        Assert.Equal(("complete", Sha256(bytes)), (upload.GetProperty("state").GetString(), upload.GetProperty("sha256").GetString()));
        Assert.Equal(3, kills);
        Assert.Equal(bytes, await BytesAsync(backstage, code));
    }

    [Fact]
    public async Task A_client_of_others_comes_through_a_network_that_breaks_50_times()
    {
        await using var backstage = await NewBackstageAsync();
        var token = (await backstage.Services.NewCrowdAsync(1))[0];
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration);
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mp4");
        var bytes = NewBytes(16 << 20);
        await File.WriteAllBytesAsync(file, bytes, Ct);
        var cuts = Enumerable.Range(0, 50).Select(_ => Random.Shared.NextInt64(bytes.Length)).ToList();
        await using var network = new CuttingProxy(new Uri(service.BaseUrl).Port, cuts);

        var result = await TusClient.UploadAsync(
            $"http://127.0.0.1:{network.Port}/api/uploads",
            [token],
            file,
            Chunk,
            new Dictionary<string, string>
            {
                ["purpose"] = "video",
                ["filename"] = "岩石.mp4",
                ["sha256"] = Sha256(bytes),
            }
        );
        File.Delete(file);

        using var http = NewClient(service, token);
        var code = result.Urls[0].Split('/')[^1];
        var upload = await http.GetFromJsonAsync<JsonElement>($"/api/uploads/{code}", Ct);
        Assert.Equal(("complete", Sha256(bytes)), (upload.GetProperty("state").GetString(), upload.GetProperty("sha256").GetString()));
        Assert.Equal(bytes, await BytesAsync(backstage, code));
        Assert.Equal(50, network.Cuts);
        // The chunks, one of them again for each cut, and the heads of the requests.
        Assert.InRange(network.Sent, bytes.Length, bytes.Length + (50 * Chunk) + (1_000 * 600));
        Assert.DoesNotContain("岩石", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, service.Output, StringComparison.Ordinal);
    }

    /// <summary>Each sends its own bytes from wherever the upload stands: what comes out is whole chunks, each of one phone.</summary>
    [Fact]
    public async Task Four_phones_that_race_over_all_nodes_never_mix_their_bytes()
    {
        const int Chunks = 24,
            Racers = 4;
        await using var backstage = await NewBackstageAsync();
        var token = (await backstage.Services.NewCrowdAsync(1))[0];
        await using var first = await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration);
        await using var second = TestEngine.IsMySql ? await ServiceProcess.StartAsync(Backstage.ServiceDll, backstage.Configuration) : null;
        var clients = Enumerable.Range(0, Racers).Select(i => NewClient(i % 2 == 0 ? first : second ?? first, token)).ToList();
        var begun = await (await clients[0].BeginUploadAsync(Chunks * Chunk)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        var code = begun.GetProperty("code").GetString()!;

        var counted = await Task.WhenAll(clients.Select((http, i) => RaceAsync(http, code, (byte)(i + 1), Chunks * Chunk)));

        var upload = await clients[0].GetFromJsonAsync<JsonElement>($"/api/uploads/{code}", Ct);
        Assert.Equal("complete", upload.GetProperty("state").GetString());
        Assert.Equal(Chunks, counted.Sum());
        var bytes = await BytesAsync(backstage, code);
        Assert.Equal(Chunks * Chunk, bytes.Length);
        Assert.All(bytes.Chunk(Chunk), chunk => Assert.Single(chunk.Distinct()));
        clients.ForEach(http => http.Dispose());
    }

    /// <summary>How many of its chunks counted.</summary>
    private static async Task<int> RaceAsync(HttpClient http, string code, byte racer, long size)
    {
        var chunk = new byte[Chunk];
        Array.Fill(chunk, racer);
        var counted = 0;
        for (var at = 0L; at < size; at = await ReceivedAsync(http, code))
        {
            using var sent = await http.SendChunkAsync(code, at, chunk);
            Assert.Contains(sent.StatusCode, (HttpStatusCode[])[HttpStatusCode.NoContent, HttpStatusCode.Locked, HttpStatusCode.Conflict]);
            counted += sent.StatusCode is HttpStatusCode.NoContent ? 1 : 0;
        }
        return counted;
    }

    private async Task<Backstage> NewBackstageAsync()
    {
        var configuration = await engine.NewConfigurationAsync();
        configuration["Limits:PerPerson"] = "1000000";
        return await Backstage.OnAsync(configuration);
    }

    private static HttpClient NewClient(ServiceProcess service, string token) =>
        new()
        {
            BaseAddress = new Uri(service.BaseUrl),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };

    /// <summary>How much is there, as the answer says; null where the service died before.</summary>
    private static async Task<long?> SendAsync(HttpClient http, string code, long offset, ReadOnlyMemory<byte> chunk, bool slowly)
    {
        try
        {
            using var answer = await http.TusAsync(
                "PATCH",
                $"/api/uploads/{code}",
                new SlowContent(chunk, slowly),
                ("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture))
            );
            answer.EnsureSuccessStatusCode();
            return long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            return null;
        }
    }

    private static async Task<long> ReceivedAsync(HttpClient http, string code)
    {
        using var answer = await http.TusAsync("HEAD", $"/api/uploads/{code}");
        return long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    private static async Task<byte[]> BytesAsync(Backstage backstage, string code)
    {
        var id = await backstage.Get<Database>().FindAsync<long>("SELECT id FROM uploads WHERE code = @code", new { code }, Ct);
        await using var file = (await backstage.Get<UploadStore>().OpenAsync(id, Ct))!;
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, Ct);
        return bytes;
    }

    private sealed class SlowContent(ReadOnlyMemory<byte> bytes, bool slowly) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var at = 0; at < bytes.Length; at += 16 << 10)
            {
                await stream.WriteAsync(bytes[at..Math.Min(bytes.Length, at + (16 << 10))]);
                await stream.FlushAsync();
                await Task.Delay(slowly ? 20 : 0);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
