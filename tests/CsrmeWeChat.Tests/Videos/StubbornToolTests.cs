using CsrmeWeChat.Videos;
using static CsrmeWeChat.Tests.Support.VideoAuthor;

namespace CsrmeWeChat.Tests;

/// <summary>Programs that hang, crash or are not there.</summary>
public sealed class StubbornToolTests(TestEngine engine) : IAsyncLifetime
{
    private readonly App app = new(engine);
    private readonly string folder = Directory.CreateTempSubdirectory("csrme-tools-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => app.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_program_that_hangs_is_ended_and_the_video_given_up_after_three_attempts()
    {
        var pids = Path.Combine(folder, "pids");
        UseFfmpeg($"case \"$*\" in *{TestTool.MakesCopy}*) echo $$ >> {pids}; sleep 600 & wait;; *) exec ffmpeg \"$@\";; esac");
        app.Settings["Videos:SilenceSeconds"] = "1";
        var (author, id) = await HandInAsync();

        for (var attempt = 0; attempt < 3; attempt++)
        {
            await app.WorkOnVideosAsync();
            app.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        var screen = await author.GetEntryAsync(id);
        Assert.Equal("returned", screen.GetProperty("state").GetString());
        Assert.StartsWith("这个视频处理不了", screen.GetProperty("reason").GetString(), StringComparison.Ordinal);
        var started = await File.ReadAllLinesAsync(pids, Ct);
        Assert.Equal(3, started.Length);
        Assert.All(started, pid => Assert.False(TestTool.IsRunning(pid)));
    }

    [Fact]
    public async Task A_program_that_crashes_takes_nothing_along_and_may_do_better_next_time()
    {
        var crashed = Path.Combine(folder, "crashed");
        UseFfmpeg(
            $"case \"$*\" in *{TestTool.MakesCopy}*) [ -e {crashed} ] || {{ touch {crashed}; kill -SEGV $$; }};; esac; exec ffmpeg \"$@\""
        );
        var (author, id) = await HandInAsync();

        await app.WorkOnVideosAsync();
        var afterCrash = await author.GetEntryAsync(id);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.WorkOnVideosAsync();

        Assert.Equal("converting", afterCrash.GetProperty("video").GetProperty("state").GetString());
        Assert.Equal("reviewing", await author.StateOfAsync(id));
    }

    [Fact]
    public async Task Where_the_programs_are_missing_videos_wait()
    {
        app.Settings["Videos:Ffprobe"] = Path.Combine(folder, "nothing");
        var (author, id) = await HandInAsync();

        await app.WorkOnVideosAsync();

        var video = (await app.FindEntryAsync(id))!.Video!;
        Assert.Equal((VideoFileState.Waiting, 0), (video.State, video.Attempts));
        Assert.Equal("submitted", await author.StateOfAsync(id));
    }

    [Fact]
    public async Task A_file_that_moves_while_it_is_looked_at_is_not_called_damaged()
    {
        var once = Path.Combine(folder, "once");
        UseTool(
            "Ffprobe",
            $"file=${{@: -1}}; [ -e {once} ] || {{ echo $file > {once}; mv $file $file.away; exit 1; }}; exec ffprobe \"$@\""
        );
        var (author, id) = await HandInAsync();

        await app.Get<ExamineVideos>().RunAsync(Ct);
        var video = (await app.FindEntryAsync(id))!.Video!;
        var file = (await File.ReadAllTextAsync(once, Ct)).Trim();
        File.Move($"{file}.away", file);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.WorkOnVideosAsync();

        Assert.Equal((VideoFileState.Waiting, 0), (video.State, video.Attempts));
        Assert.Equal("reviewing", await author.StateOfAsync(id));
    }

    private void UseFfmpeg(string script) => UseTool("Ffmpeg", script);

    private void UseTool(string setting, string script) => app.Settings[$"Videos:{setting}"] = TestTool.Make(folder, setting, script);

    private async Task<(TestPhone Author, long Id)> HandInAsync()
    {
        var call = await app.NewCallAsync();
        var author = await app.NewAuthorAsync();
        return (author, await author.HandInAsync(call, await TestVideo.SmallAsync()));
    }
}
