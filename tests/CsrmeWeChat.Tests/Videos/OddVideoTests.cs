using System.Buffers.Binary;
using System.Text;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.Videos;
using static CsrmeWeChat.Tests.Support.TestVideo;
using static CsrmeWeChat.Tests.Support.VideoAuthor;

namespace CsrmeWeChat.Tests;

/// <summary>Videos that are made to pass for something else, or to keep others waiting.</summary>
public sealed class OddVideoTests(TestEngine engine) : IAsyncLifetime
{
    private const string H264 = "-c:v libx264 -pix_fmt yuv420p ";

    private readonly App app = new(engine);
    private readonly string folder = Directory.CreateTempSubdirectory("csrme-tools-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => app.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Some sound can be heard, and yet not be unpacked to its end; or a picture cannot.</summary>
    [Theory]
    [InlineData("libmp3lame", "sound")]
    [InlineData("frame-1.jpg", "frames")]
    public async Task What_cannot_be_cut_is_for_a_human_to_look_at(string argument, string part)
    {
        var script = $"case \"$*\" in *{argument}*) exit 69;; esac; exec ffmpeg \"$@\"";
        app.Settings["Videos:Ffmpeg"] = TestTool.Make(folder, "ffmpeg", script);
        var id = await HandInAsync(await MakeAsync("mp4", Picture(2) + Tone(2) + H264 + "-c:a aac"));

        await app.Get<Moderate>().RunAsync(Ct);

        var found = (await app.FindEntryAsync(id))!;
        Assert.Equal(CheckState.Human, found.Checks.Single(check => check.Part == part).State);
        var seen = found.Entry;
        Assert.Equal(ReviewOutcome.NeedsLook, await app.Get<ReviewDesk>().AcceptAsync(Actor.Command, seen, isAware: false, app.Now, Ct));
    }

    [Fact]
    public async Task Where_no_cover_can_be_cut_one_of_the_pictures_is_the_cover()
    {
        app.Settings["Videos:Ffmpeg"] = TestTool.Make(folder, "ffmpeg", "case \"$*\" in *poster.jpg*) exit 1;; esac; exec ffmpeg \"$@\"");

        var id = await HandInAsync(await MakeAsync("mp4", Picture(2) + H264));

        var video = (await app.FindEntryAsync(id))!.Video!;
        Assert.Equal(VideoFileState.Ready, video.State);
        using var cover = (await app.Get<IFileStore>().FetchAsync(VideoKeys.Poster(video.Id), Ct))!;
        Assert.True(new FileInfo(cover.Path).Length > 0);
    }

    [Fact]
    public async Task A_header_that_says_less_than_there_is_deceives_nobody()
    {
        var bytes = await MakeAsync("mp4", Picture(70, "64x64", 5) + H264);

        var id = await HandInAsync(WithDuration(bytes, 0.1));

        var video = (await app.FindEntryAsync(id))!.Video!;
        Assert.Equal((VideoFileState.Unfit, VideoFault.TooLong.Key), (video.State, video.Fault));
    }

    [Fact]
    public async Task A_cover_before_the_pictures_is_no_video()
    {
        await File.WriteAllBytesAsync($"{folder}/film.mp4", await MakeAsync("mp4", Picture(2) + H264), Ct);
        var bytes = await MakeAsync(
            "mp4",
            $"-f lavfi -i color=red:size=64x64:duration=0.04 -i {folder}/film.mp4 -map 0 -map 1 -c:v:0 mjpeg -c:v:1 copy "
                + "-disposition:v:0 attached_pic"
        );

        var id = await HandInAsync(bytes);

        var video = (await app.FindEntryAsync(id))!.Video!;
        Assert.Equal((VideoFileState.Ready, 320, 240), (video.State, video.PlayWidth, video.PlayHeight));
    }

    [Fact]
    public async Task A_thousand_pictures_a_second_are_refused()
    {
        var id = await HandInAsync(await MakeAsync("mp4", Picture(1, "64x64", 1000) + H264));

        var video = (await app.FindEntryAsync(id))!.Video!;
        Assert.Equal((VideoFileState.Unfit, VideoFault.TooManyFrames.Key), (video.State, video.Fault));
    }

    [Fact]
    public async Task A_file_may_say_of_itself_as_much_as_it_likes()
    {
        await File.WriteAllTextAsync($"{folder}/tags", $";FFMETADATA1\ncomment={new string('x', 1_500_000)}\n", Ct);
        var device = string.Concat(Enumerable.Repeat("岩𠮷", 30));

        var id = await HandInAsync(
            await MakeAsync(
                "mov",
                Picture(1)
                    + $"-i {folder}/tags -map_metadata 1 "
                    + H264
                    + $"-movflags use_metadata_tags -metadata com.apple.quicktime.make={device} "
                    + $"-metadata com.apple.quicktime.model={device} "
                    + $"-metadata com.android.manufacturer={device} -metadata com.android.model={device}"
            )
        );

        var video = (await app.FindEntryAsync(id))!.Video!;
        Assert.Equal(VideoFileState.Ready, video.State);
        Assert.Contains("岩𠮷岩", video.KnownFacts!.Device, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"streams":[{"codec_type":"video","width":9,"height":9,"disposition":{"attached_pic":"one"}}]}""")]
    [InlineData("""{"streams":"none"}""")]
    public async Task What_throws_us_off_is_given_up_after_three_attempts_and_told(string nonsense)
    {
        app.Settings["Videos:Ffprobe"] = TestTool.Make(folder, "ffprobe", $"echo '{nonsense}'");
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(await app.NewCallAsync(), await SmallAsync());

        for (var attempt = 0; attempt < 3; attempt++)
        {
            await app.WorkOnVideosAsync();
            app.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal("returned", await author.StateOfAsync(id));
        Assert.Equal(VideoFault.Stubborn.Key, (await app.FindEntryAsync(id))!.Video!.Fault);
    }

    [Fact]
    public void A_turn_that_is_no_number_of_degrees_is_read_all_the_same()
    {
        var facts = VideoFacts.Read(
            "mov",
            """
            {"streams":[{"codec_type":"video","width":640,"height":360,"side_data_list":[{"rotation":-2147483648}]}]}
            """
        );

        Assert.NotNull(facts);
    }

    private async Task<long> HandInAsync(byte[] bytes)
    {
        var id = await (await app.NewAuthorAsync()).HandInAsync(await app.NewCallAsync(), bytes);
        await app.WorkOnVideosAsync();
        return id;
    }

    /// <summary>The same file, whose headers say that it is so many times as long; without the list that says so too.</summary>
    private static byte[] WithDuration(byte[] file, double times)
    {
        var bytes = (byte[])file.Clone();
        foreach (var (box, at) in new[] { ("mvhd", 20), ("mdhd", 20), ("tkhd", 24) })
        {
            var place = bytes.AsSpan(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(box)) + at, 4);
            BinaryPrimitives.WriteUInt32BigEndian(place, (uint)(BinaryPrimitives.ReadUInt32BigEndian(place) * times));
        }
        "free"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("elst"u8), 4));
        return bytes;
    }
}
