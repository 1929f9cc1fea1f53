using System.Diagnostics;
using CsrmeWeChat.Benchmarks.Claims;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Testing;
using CsrmeWeChat.Uploads;
using CsrmeWeChat.Videos;

namespace CsrmeWeChat.Benchmarks.Videos;

/// <summary>A rush of claims while ten videos wait and one is converted, and the same rush without, in turns.</summary>
internal static class VideosBenchmark
{
    private const int Waiting = 10,
        Connections = 256;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine("videos [--short]");
            return 0;
        }
        var (callers, rounds, seconds) = args.Contains("--short") ? (5_000, 1, 20) : (30_000, 3, 120);
        Console.WriteLine(
            $"""
            {callers:N0} members claim once each over {Connections} connections on MariaDB, each time in a new service process with its
            jobs: alone, and while {Waiting} videos wait and one of 1080p and {seconds} s is converted; {rounds} times each, in turns.
            Load, service, ffmpeg and database share {Environment.ProcessorCount} cores.

            """
        );
        await using var stage = await Stage.SetAsync(Engine.MySql, callers);
        var video = await DrawAsync(stage, seconds);
        var call = await NewCallAsync(stage);
        List<double> alone = [],
            beside = [];
        for (var round = 0; round < rounds; round++)
        {
            alone.Add(await RushAsync(stage, callers, service: _ => Task.CompletedTask));
            await HandInAsync(stage, call, video);
            beside.Add(await RushAsync(stage, callers, service => UntilOneIsConvertedAsync(stage, service)));
            Console.WriteLine($"alone {alone[^1]:N0} claims/s, beside videos {beside[^1]:N0} claims/s");
            await stage.Database.ExecuteAsync("UPDATE video_files SET state = 'unfit', due_at = NULL");
        }
        var figures = new Figures();
        figures.Add("videos.claims-beside-vs-alone", Middle(beside) / Middle(alone));
        figures.Print(new Gate("gate", "videos.claims-beside-vs-alone", 0.5));
        return 0;
    }

    private static double Middle(List<double> rates) => rates.Order().ElementAt(rates.Count / 2);

    private static async Task<double> RushAsync(Stage stage, int callers, Func<ServiceProcess, Task> service)
    {
        var benefit = await stage.NewBenefitAsync(callers);
        await using var process = await ServiceProcess.StartAsync(
            MeasuredService.Dll,
            new Dictionary<string, string?>(stage.Configuration) { ["Jobs:Run"] = "true", ["Jobs:EverySeconds"] = "1" }
        );
        var client = new LoadClient(process.BaseUrl, Connections);
        await service(process);
        var run = await client.RunAsync(
            [.. stage.Tokens.Take(callers).Select(token => LoadClient.Post($"/api/benefits/{benefit}/claim", token))],
            Limit
        );
        var faults = await ClaimAudit.FindFaultsAsync(stage.Database, benefit, callers, run, new Dictionary<int, LoadAnswer>());
        foreach (var fault in faults)
        {
            Console.WriteLine($"WRONG: {fault}");
        }
        return run.PerSecond;
    }

    private static async Task UntilOneIsConvertedAsync(Stage stage, ServiceProcess service)
    {
        var clock = Stopwatch.StartNew();
        while (await stage.Database.FindAsync<int>("SELECT COUNT(*) FROM video_files WHERE state = 'examined' AND lease <> ''") == 0)
        {
            _ = clock.Elapsed < Limit ? 0 : throw new InvalidOperationException($"Nothing is converted: {service.Output}");
            await Task.Delay(100);
        }
    }

    private static async Task<string> DrawAsync(Stage stage, int seconds)
    {
        var path = Path.Combine(Directory.CreateDirectory(stage.Configuration["Uploads:Folder"]!).FullName, "drawn.mp4");
        var what = $"-f lavfi -i testsrc2=duration={seconds}:size=1920x1080:rate=30 -f lavfi -i sine=duration={seconds}";
        using var ffmpeg = Process.Start(
            "ffmpeg",
            $"-nostdin -v error {what} -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -y {path}"
        );
        await ffmpeg.WaitForExitAsync();
        return ffmpeg.ExitCode == 0 ? path : throw new InvalidOperationException("ffmpeg has drawn no video.");
    }

    private static async Task<long> NewCallAsync(Stage stage)
    {
        // A benefit brings the season.
        await stage.NewBenefitAsync(1);
        var now = TimeProvider.System.GetUtcNow();
        var draft = new CallDraft("青年说岩", "说说你的工作。", [], now.AddDays(-1), now.AddDays(1), 0, 600, 100, true, "");
        return (await stage.Get<CallStore>().AddAsync(Actor.Command, 2026, draft, now, default))!.Value;
    }

    /// <summary>Rows as the stores would have written them: entries that are handed in, with files that came.</summary>
    private static async Task HandInAsync(Stage stage, long call, string video)
    {
        var (database, now, size) = (stage.Database, TimeProvider.System.GetUtcNow(), new FileInfo(video).Length);
        for (var number = 0; number <= Waiting; number++)
        {
            var code = UploadAdmission.NewCode();
            var path = Path.Combine(stage.Configuration["Uploads:Folder"]!, code[..2], $"{code}.0");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(video, path);
            var upload = await database.InsertAsync(
                """
                INSERT INTO uploads (code, person_id, purpose, file_name, metadata, size, wanted_sha256, state, place, store_session,
                                     received, sha256, part, turn, lease, begun_at, received_at, taken_at)
                VALUES (@code, 1, 'video', 'drawn.mp4', '', @size, '', 'complete', 'folder', '', @size, @code, 0, 0, '', @now, @now, @now)
                """,
                new
                {
                    code,
                    size,
                    now,
                }
            );
            var entry = await database.InsertAsync(
                """
                INSERT INTO video_entries (slot, call_id, person_id, state, title, statement, author, unit, collaborators, category, ai_use,
                                           ai_note, version, revision, reason, likes, feed_id, created_at, changed_at, submitted_at,
                                           decided_by)
                VALUES (@code, @call, 1, 'submitted', '标题', '', '', '', '[]', '', 'none', '', 1, 1, '', 0, '', @now, @now, @now, '')
                """,
                new
                {
                    code,
                    call,
                    now,
                }
            );
            var file = await database.InsertAsync(
                """
                INSERT INTO video_files (entry_id, upload_id, name, size, sha256, begun_at, completed_at, state, fault, facts, milliseconds,
                                         width, height, play_width, play_height, play_size, frames, has_sound, progress, attempts, due_at,
                                         lease)
                VALUES (@entry, @upload, 'drawn.mp4', @size, @code, @now, @now, 'waiting', '', '', 0, 0, 0, 0, 0, 0, '', 0, 0, 0, @now, '')
                """,
                new
                {
                    entry,
                    upload,
                    size,
                    code,
                    now,
                }
            );
            await database.ExecuteAsync("UPDATE video_entries SET video_id = @file WHERE id = @entry", new { file, entry });
        }
    }
}
