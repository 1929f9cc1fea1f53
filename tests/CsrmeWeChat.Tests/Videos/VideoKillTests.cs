using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.People;
using CsrmeWeChat.Testing;
using CsrmeWeChat.Uploads;
using CsrmeWeChat.Videos;
using WeChat.Sandbox;
using static CsrmeWeChat.Tests.Support.UploadArrange;
using static CsrmeWeChat.Tests.Support.VideoAuthor;

namespace CsrmeWeChat.Tests;

/// <summary>The real process is killed at random moments, while authors upload and hand in and their videos are worked on.</summary>
public sealed class VideoKillTests(TestEngine engine)
{
    private const int Authors = 4,
        Chunk = 16 << 10;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Trait("Soak", "videos")]
    public async Task Killed_at_random_moments_it_goes_on_by_itself_with_a_folder() => await RunAsync(new Dictionary<string, string?>());

    [Fact, Trait("Soak", "videos")]
    public async Task Killed_at_random_moments_it_goes_on_by_itself_with_a_bucket() => await RunAsync(await engine.NewBucketAsync());

    [Fact]
    public async Task A_program_dies_with_the_service_that_started_it()
    {
        var folder = Directory.CreateTempSubdirectory("csrme-orphans-").FullName;
        var started = Path.Combine(folder, "started");
        await using var sandbox = await SandboxServer.StartAsync();
        var configuration = await engine.NewConfigurationAsync();
        configuration["WeChat:BaseUrl"] = sandbox.BaseUrl;
        await using var backstage = await Backstage.OnAsync(configuration);
        var settings = new Dictionary<string, string?>(configuration)
        {
            ["Jobs:Run"] = "true",
            ["Videos:Ffmpeg"] = TestTool.Make(
                folder,
                "ffmpeg",
                $"case \"$*\" in *{TestTool.MakesCopy}*) echo $$ >> {started}; exec sleep 600;; esac; exec ffmpeg \"$@\""
            ),
        };
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, settings);
        var call = await backstage.Services.NewCallAsync(TimeProvider.System.GetUtcNow());
        using var author = await NewAuthorAsync(backstage, sandbox, service);
        await EnterAsync(author, call, await TestVideo.SmallAsync());
        var pid = (await TestTool.LinesAsync(started, 1))[0];
        Assert.True(TestTool.IsRunning(pid));

        await service.KillAsync();

        for (var clock = System.Diagnostics.Stopwatch.StartNew(); TestTool.IsRunning(pid); await Task.Delay(20, Ct))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "It outlives the service.");
        }
        Directory.Delete(folder, recursive: true);
    }

    private async Task RunAsync(IReadOnlyDictionary<string, string?> storage)
    {
        await using var sandbox = await SandboxServer.StartAsync();
        var configuration = await engine.NewConfigurationAsync();
        configuration["WeChat:BaseUrl"] = sandbox.BaseUrl;
        foreach (var (key, value) in storage)
        {
            configuration[key] = value;
        }
        await using var backstage = await Backstage.OnAsync(configuration);
        var settings = new Dictionary<string, string?>(configuration) { ["Jobs:Run"] = "true" };
        await using var service = await ServiceProcess.StartAsync(Backstage.ServiceDll, settings);
        // Its address is known once it has one.
        settings["Site:Address"] = service.BaseUrl;
        await service.KillAsync();
        await service.UpAsync();
        sandbox.Control.Pushes.SetCallback(Pushed.Mini, Pushed.PlainJson with { Url = $"{service.BaseUrl}/callbacks/mini" });
        var call = await backstage.Services.NewCallAsync(TimeProvider.System.GetUtcNow());
        var clients = new List<HttpClient>();
        for (var author = 0; author < Authors; author++)
        {
            clients.Add(await NewAuthorAsync(backstage, sandbox, service));
        }

        var videos = await Task.WhenAll(Enumerable.Range(0, Authors).Select(NewVideoAsync));
        var entering = Task.WhenAll(clients.Zip(videos, (http, video) => EnterAsync(http, call, video)));
        for (var kill = 0; kill < Soak.Of(5, 20); kill++)
        {
            await Task.Delay(Random.Shared.Next(200, 2_000), Ct);
            await service.KillAsync();
            await ReleaseAsync(backstage);
            await service.UpAsync();
        }
        var ids = await entering;
        await UntilSettledAsync(backstage, ids);

        await AssertNothingIsLostOrDoubledAsync(backstage, ids, videos);
        foreach (var http in clients)
        {
            http.Dispose();
        }
    }

    private static Task<byte[]> NewVideoAsync(int number) =>
        TestVideo.MakeAsync(
            "mp4",
            TestVideo.Picture(2 + number, "640x360", 20 + number) + TestVideo.Tone(2) + "-c:v mpeg4 -q:v 2 -c:a aac"
        );

    /// <summary>Whoever is refused or not answered tries again, as the mini program does.</summary>
    private static async Task<long> EnterAsync(HttpClient http, long call, byte[] video)
    {
        var id = (await UntilDoneAsync(() => http.PostAsync($"/api/videos/calls/{call}/entries", null, Ct))).GetProperty("id").GetInt64();
        await UntilDoneAsync(() => http.PutAsJsonAsync($"{Mine}/{id}", Text(), Ct));
        var begun = await UntilDoneAsync(() => http.BeginUploadAsync(video.Length, Sha256(video)));
        var code = begun.GetProperty("code").GetString()!;
        for (var isComplete = false; !isComplete; )
        {
            var upload = await UntilDoneAsync(() => http.GetAsync($"/api/uploads/{code}", Ct));
            var received = (int)upload.GetProperty("received").GetInt64();
            isComplete = upload.GetProperty("state").GetString() is "complete";
            if (received < video.Length)
            {
                await TryAsync(() => http.SendChunkAsync(code, received, video[received..Math.Min(received + Chunk, video.Length)]));
            }
        }
        await UntilDoneAsync(() => http.PutAsJsonAsync($"{Mine}/{id}/video", new { upload = code }, Ct));
        await UntilDoneAsync(() => http.PostAsJsonAsync($"{Mine}/{id}/submit", Agreed, Ct));
        return id;
    }

    private static async Task<JsonElement> UntilDoneAsync(Func<Task<HttpResponseMessage>> ask)
    {
        while (true)
        {
            if (await TryAsync(ask) is { } done)
            {
                return done;
            }
            await Task.Delay(50, Ct);
        }
    }

    private static async Task<JsonElement?> TryAsync(Func<Task<HttpResponseMessage>> ask)
    {
        try
        {
            using var answer = await ask();
            var body = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True(
                answer.IsSuccessStatusCode || (int)answer.StatusCode is 409 or 423 or 429 or >= 500,
                $"{answer.StatusCode}: {body}"
            );
            return answer.IsSuccessStatusCode ? JsonDocument.Parse(body is "" ? "{}" : body).RootElement : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<HttpClient> NewAuthorAsync(Backstage backstage, RunningSandbox sandbox, ServiceProcess service)
    {
        var (openId, now) = (sandbox.Control.MakeUser().OpenIds[Pushed.Mini], TimeProvider.System.GetUtcNow());
        var person = await backstage.Get<PersonStore>().SignInAsync(Pushed.Mini, openId, unionId: null, now, Ct);
        sandbox.Control.Visit(openId);
        await backstage.Get<PersonPhones>().SetAsync(person, "+8613800138000", now, Ct);
        var (token, _) = await backstage.Get<SessionStore>().OpenAsync(person, Ct);
        var http = new HttpClient { BaseAddress = new Uri(service.BaseUrl) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>Nobody waits for the leases of the dead.</summary>
    private static async Task ReleaseAsync(Backstage backstage)
    {
        var (database, past) = (backstage.Get<Database>(), new { past = DateTimeOffset.UnixEpoch });
        await database.ExecuteAsync("UPDATE uploads SET lease_until = @past WHERE lease <> ''", past, Ct);
        await database.ExecuteAsync("UPDATE video_files SET lease_until = @past WHERE lease <> ''", past, Ct);
        await database.ExecuteAsync("UPDATE moderation_checks SET due_at = @past WHERE state = 'waiting'", past, Ct);
    }

    private static async Task UntilSettledAsync(Backstage backstage, long[] ids)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(100, Ct))
        {
            var open = await backstage
                .Get<Database>()
                .FindAsync<int>(
                    """
                    SELECT (SELECT COUNT(*) FROM video_entries WHERE id IN {=ids} AND state <> 'reviewing')
                         + (SELECT COUNT(*) FROM moderation_checks WHERE subject_id IN {=ids} AND state = 'waiting')
                         + (SELECT COUNT(*) FROM uploads WHERE taken_at IS NOT NULL AND place <> @place)
                    """,
                    new { ids, place = backstage.Get<IFileStore>() is FolderStore ? "folder" : "store" },
                    Ct
                );
            if (open == 0)
            {
                return;
            }
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"{open} are not settled: {await StateAsync(backstage, ids)}");
        }
    }

    private static async Task<string> StateAsync(Backstage backstage, long[] ids) =>
        string.Join(
            "; ",
            await backstage
                .Get<Database>()
                .ListAsync<string>(
                    """
                    SELECT CONCAT(e.id, ' ', e.state, ' ', f.state, ' ', f.attempts, ' ', f.lease, ' ', COALESCE(f.due_at, ''), ' ',
                                  u.place, ' ', u.lease, ' ', u.taken_at)
                      FROM video_entries e JOIN video_files f ON f.id = e.video_id JOIN uploads u ON u.id = f.upload_id
                     WHERE e.id IN {=ids}
                    """,
                    new { ids },
                    Ct
                )
        );

    private static async Task AssertNothingIsLostOrDoubledAsync(Backstage backstage, long[] ids, byte[][] videos)
    {
        var database = backstage.Get<Database>();
        Assert.Equal(Authors, ids.Distinct().Count());
        Assert.Equal(Authors, await database.FindAsync<int>("SELECT COUNT(*) FROM video_entries", ct: Ct));
        Assert.Equal(Authors, await database.FindAsync<int>("SELECT COUNT(*) FROM video_files", ct: Ct));
        Assert.Equal(Authors, await database.FindAsync<int>("SELECT COUNT(*) FROM uploads WHERE taken_at IS NOT NULL", ct: Ct));
        var expected = new HashSet<string>();
        for (var author = 0; author < Authors; author++)
        {
            var entry = (await backstage.Get<ReviewStore>().FindAsync(ids[author], Ct))!;
            var video = entry.Video!;
            Assert.Equal((VideoFileState.Ready, Sha256(videos[author])), (video.State, video.Sha256));
            using var original = (await backstage.Get<UploadStore>().FetchAsync(video.UploadId, Ct))!;
            Assert.Equal(video.Sha256, Sha256(await File.ReadAllBytesAsync(original.Path, Ct)));
            using var play = (await backstage.Get<IFileStore>().FetchAsync(VideoKeys.Play(video.Id), Ct))!;
            Assert.True((await backstage.Get<VideoTools>().ExamineAsync(play.Path, Ct)).Facts!.PlaysAsIs);
            // Each text, each picture and the sound: once, in the one version. A verdict that WeChat told the dead is waited for still; the
            // end of that wait is a human.
            Assert.All(entry.Checks, check => Assert.True(check.State is CheckState.Passed or CheckState.Asked, $"{check}"));
            Assert.Equal(video.CutAt.Count + 1, entry.Checks.Count(check => check.FileKey is not ""));
            Assert.Equal(1, entry.Entry.Version);
            expected.UnionWith([VideoKeys.Play(video.Id), VideoKeys.Poster(video.Id), VideoKeys.Sound(video.Id)]);
            expected.UnionWith(video.CutAt.Select((_, number) => VideoKeys.Frame(video.Id, number)));
        }
        var keys = await backstage.Get<IFileStore>().ListAsync(VideoKeys.Prefix, DateTimeOffset.MaxValue, Ct).ToListAsync(Ct);
        Assert.Equal(expected.Order(), keys.Where(key => !key.Contains('~', StringComparison.Ordinal)).Order());
    }
}
