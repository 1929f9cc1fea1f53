using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Videos;
using static CsrmeWeChat.Tests.Support.VideoAuthor;

namespace CsrmeWeChat.Tests;

/// <summary>A video is one node's at a time. A second workshop is what another node has; ffmpeg waits where the test wants it to.</summary>
public sealed class VideoTurnTests(TestEngine engine) : IAsyncLifetime
{
    private readonly App app = new(engine);
    private readonly string folder = Directory.CreateTempSubdirectory("csrme-turns-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Started => Path.Combine(folder, "started");

    private string Go => Path.Combine(folder, "go");

    public ValueTask InitializeAsync() => app.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_second_node_leaves_alone_what_the_first_works_on()
    {
        var (author, id) = await HandInAsync();
        var first = app.Get<VideoWorkshop>().ConvertNextAsync(Ct);
        await TestTool.LinesAsync(Started, 1);

        var second = app.Get<VideoWorkshop>().ConvertNextAsync(Ct);
        await Task.WhenAny(second, TestTool.LinesAsync(Started, 2));
        await File.WriteAllTextAsync(Go, "", Ct);

        Assert.False(await second);
        Assert.True(await first);
        Assert.Single(await File.ReadAllLinesAsync(Started, Ct));
        Assert.Equal("reviewing", await author.StateOfAsync(id));
    }

    [Fact]
    public async Task Two_that_see_the_same_video_at_once_do_not_both_take_it()
    {
        var (_, id) = await HandInAsync();
        var seen = (await app.FindEntryAsync(id))!.Video!;

        await using var first = await VideoTurn.TakeAsync(app.Get<Database>(), app.Clock, seen, Ct);
        var second = await VideoTurn.TakeAsync(app.Get<Database>(), app.Clock, seen, Ct);

        Assert.NotNull(first);
        Assert.Null(second);
    }

    [Fact]
    public async Task A_node_that_has_lost_its_turn_changes_nothing()
    {
        var (author, id) = await HandInAsync();
        var first = app.Get<VideoWorkshop>().ConvertNextAsync(Ct);
        await TestTool.LinesAsync(Started, 1);

        await GiveToAsync("another", app.Now.AddMinutes(1));
        await File.WriteAllTextAsync(Go, "", Ct);
        await first;
        var video = (await app.FindEntryAsync(id))!.Video!;
        await GiveToAsync("", app.Now);
        await app.WorkOnVideosAsync();

        Assert.Equal(VideoFileState.Examined, video.State);
        Assert.Equal("reviewing", await author.StateOfAsync(id));
        Assert.Equal(2, (await File.ReadAllLinesAsync(Started, Ct)).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_that_is_for_nobody_ends_when_its_node_looks_at_the_row(bool dropped)
    {
        var (author, id) = await HandInAsync();
        var working = app.Get<VideoWorkshop>().ConvertNextAsync(Ct);
        await TestTool.LinesAsync(Started, 1);
        var program = (await File.ReadAllLinesAsync(Started, Ct))[0];

        await (dropped ? author.Http.DeleteAsync($"{Mine}/{id}", Ct) : GiveToAsync("another", app.Now.AddMinutes(1)));
        app.Clock.Advance(TimeSpan.FromSeconds(8));

        Assert.True(await working.WaitAsync(TimeSpan.FromSeconds(20), Ct));
        Assert.False(TestTool.IsRunning(program));
    }

    [Fact]
    public async Task Who_saw_a_video_before_another_did_the_step_does_not_do_it_again()
    {
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(await app.NewCallAsync(), await TestVideo.SmallAsync());
        var seen = (await app.FindEntryAsync(id))!.Video!;
        await app.Get<ExamineVideos>().RunAsync(Ct);

        Assert.Null(await VideoTurn.TakeAsync(app.Get<Database>(), app.Clock, seen, Ct));
    }

    [Theory]
    [InlineData("examined")]
    [InlineData("ready")]
    [InlineData("unfit")]
    public async Task What_its_author_drops_while_a_node_has_it_is_deleted_whatever_the_node_found(string found)
    {
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(await app.NewCallAsync(), await TestVideo.SmallAsync());
        if (found is "ready")
        {
            await app.Get<ExamineVideos>().RunAsync(Ct);
        }
        var video = (await app.FindEntryAsync(id))!.Video!;
        var entries = app.Get<EntryStates>();

        await using (var turn = (await VideoTurn.TakeAsync(app.Get<Database>(), app.Clock, video, Ct))!)
        {
            (await author.Http.DeleteAsync($"{Mine}/{id}", Ct)).EnsureSuccessStatusCode();
            await (
                found switch
                {
                    "examined" => entries.ExaminedAsync(video, turn.Holder, new Examined(Facts, [0], HasSound: false), app.Now, Ct),
                    "ready" => entries.ReadyAsync(video, turn.Holder, (320, 240), size: 1, app.Now, Ct),
                    _ => entries.UnfitAsync(video, turn.Holder, VideoFault.Damaged, app.Now, Ct),
                }
            );
        }
        await app.Get<RemoveVideos>().RunAsync(Ct);

        Assert.Null(await app.Get<VideoFileStore>().FindAsync(video.Id, Ct));
        Assert.Equal("withdrawn", await author.StateOfAsync(id));
    }

    private static readonly VideoFacts Facts = new(
        "mp4",
        2_000,
        320,
        240,
        false,
        "h264",
        "yuv420p",
        25,
        null,
        100_000,
        false,
        "",
        "",
        false
    );

    private Task GiveToAsync(string lease, DateTimeOffset until) =>
        app.Get<Database>().ExecuteAsync("UPDATE video_files SET lease = @lease, lease_until = @until", new { lease, until }, Ct);

    /// <summary>Its video is examined, and to be converted next.</summary>
    private async Task<(TestPhone Author, long Id)> HandInAsync()
    {
        app.Settings["Videos:Ffmpeg"] = TestTool.Make(
            folder,
            "ffmpeg",
            $"case \"$*\" in *{TestTool.MakesCopy}*) echo $$ >> {Started}; until [ -e {Go} ]; do sleep 0.05; done;; esac; "
                + "exec ffmpeg \"$@\""
        );
        var call = await app.NewCallAsync();
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(call, await TestVideo.SmallAsync());
        await app.Get<ExamineVideos>().RunAsync(Ct);
        return (author, id);
    }
}
