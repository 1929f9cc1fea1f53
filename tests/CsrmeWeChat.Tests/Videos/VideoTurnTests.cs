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
