using System.Text;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Videos;
using static CsrmeWeChat.Tests.Support.TestPhone;
using static CsrmeWeChat.Tests.Support.TestVideo;
using static CsrmeWeChat.Tests.Support.VideoAuthor;

namespace CsrmeWeChat.Tests;

/// <summary>Files of all kinds, as phones, strangers and accidents make them.</summary>
public sealed class VideoFileTests(App app) : IClassFixture<App>
{
    private const string H264 = "-c:v libx264 -pix_fmt yuv420p ";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static readonly TheoryData<string, string> Fit = new()
    {
        { "mp4", Picture(2) + Tone(2) + H264 + "-c:a aac" },
        { "mp4", Picture(2) + H264 },
        { "mov", Picture(2) + Tone(2) + H264 + "-c:a pcm_s16le" },
        { "mp4", Picture(1, "640x1136") + H264 },
        { "mp4", Picture(1, "1920x1080") + H264 },
        { "mp4", Picture(1, "242x136") + "-c:v libx264 -pix_fmt yuv444p" },
        { "3gp", Picture(1, "176x144", 12) + Tone(1) + "-c:v mpeg4 -c:a aac" },
        { "avi", Picture(1) + Tone(1) + "-c:v mpeg4 -c:a mp2" },
        { "webm", Picture(1) + Tone(1) + "-c:v libvpx -b:v 300k -c:a libopus" },
        { "mkv", Picture(1) + H264 },
        { "mpg", Picture(1) + Tone(1) + "-c:v mpeg2video -c:a mp2" },
        { "mp4", Picture(1, "320x240", 120) + H264 },
        { "mp4", Picture(2) + "-vf setpts='PTS+mod(N,3)*0.01/TB' -vsync vfr " + H264 },
        {
            "mov",
            Picture(1, "640x360")
                + "-c:v libx265 -pix_fmt yuv420p10le -x265-params log-level=none -tag:v hvc1 "
                + "-color_primaries bt2020 -color_trc arib-std-b67 -colorspace bt2020nc"
        },
        { "mp4", Picture(1, "300x200") + "-vf setsar=2/1 " + H264 },
    };

    [Theory, MemberData(nameof(Fit))]
    public async Task What_cameras_make_plays_on_every_phone(string ending, string arguments)
    {
        var (entry, video) = await HandInAsync(await MakeAsync(ending, arguments));

        Assert.Equal((EntryState.Reviewing, VideoFileState.Ready, ""), (entry.State, video.State, video.Fault));
        Assert.NotEmpty(video.CutAt);
        using var play = (await app.Get<IFileStore>().FetchAsync(VideoKeys.Play(video.Id), Ct))!;
        var (made, _) = await app.Get<VideoTools>().ExamineAsync(play.Path, Ct);
        Assert.True(made!.PlaysAsIs, $"{made}");
        Assert.Equal((video.PlayWidth, video.PlayHeight), (made.Width, made.Height));
        Assert.InRange(made.Milliseconds, video.Milliseconds - 200, video.Milliseconds + 400);
        Assert.Equal(video.KnownFacts!.AudioCodec is null, made.AudioCodec is null);
        // What tells where a video's pictures lie stands before them: a phone begins to play at once.
        Assert.Contains("moov", Encoding.Latin1.GetString((await File.ReadAllBytesAsync(play.Path, Ct)).AsSpan(0, 200)));
    }

    [Fact]
    public async Task A_video_that_was_recorded_upright_is_shown_upright()
    {
        var lying = await MakeAsync("mp4", Picture(1, "640x360") + H264);
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, lying, Ct);
        var turned = await MakeAsync("mp4", $"-i {path} -c copy -metadata:s:v:0 rotate=90");
        File.Delete(path);

        var (_, video) = await HandInAsync(turned);

        Assert.Equal((360, 640), (video.KnownFacts!.Width, video.KnownFacts.Height));
        Assert.Equal((360, 640), (video.PlayWidth, video.PlayHeight));
        using var poster = (await app.Get<IFileStore>().FetchAsync(VideoKeys.Poster(video.Id), Ct))!;
        using var image = NetVips.Image.NewFromFile(poster.Path);
        Assert.True(image.Height > image.Width);
    }

    [Fact]
    public async Task The_copy_says_neither_where_nor_by_what_it_was_recorded()
    {
        const string Place = "+30.5928+114.3055/";
        var (_, video) = await HandInAsync(
            await MakeAsync(
                "mov",
                Picture(1)
                    + H264
                    + $"-movflags use_metadata_tags -metadata com.apple.quicktime.location.ISO6709={Place} "
                    + "-metadata com.apple.quicktime.model=Felsphone -metadata title=Geheim"
            )
        );

        Assert.True(video.KnownFacts!.HasPlace);
        Assert.Equal("Felsphone", video.KnownFacts.Device);
        using var play = (await app.Get<IFileStore>().FetchAsync(VideoKeys.Play(video.Id), Ct))!;
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(play.Path, Ct));
        Assert.DoesNotContain("30.5928", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Felsphone", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Geheim", text, StringComparison.Ordinal);
    }

    public static readonly TheoryData<string, byte[]> NoVideos = new()
    {
        { "an executable", [0x4D, 0x5A, 0x90, .. new byte[500]] },
        { "a script", "#!/bin/sh\necho boo > /tmp/boo\n#########################"u8.ToArray() },
        { "a picture", [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[500]] },
        { "SVG", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray() },
        { "PDF", "%PDF-1.7\n%....\n1 0 obj << /Type /Catalog >> endobj"u8.ToArray() },
        { "a playlist", "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"u8.ToArray() },
        { "a list", "ffconcat version 1.0\nfile /etc/passwd\n"u8.ToArray() },
        { "a single byte", [0] },
    };

    [Theory, MemberData(nameof(NoVideos))]
    public async Task What_is_no_video_is_refused_whatever_it_is_called(string what, byte[] bytes)
    {
        var (entry, video) = await HandInAsync([.. bytes, .. Encoding.UTF8.GetBytes(Guid.NewGuid().ToString())], expectFit: false);

        Assert.Equal((VideoFileState.Unfit, VideoFault.NotVideo.Key), (video.State, video.Fault));
        Assert.True(entry.State is EntryState.Returned && entry.Reason.Contains("MP4", StringComparison.Ordinal), what);
    }

    [Fact]
    public async Task A_damaged_video_is_refused()
    {
        var whole = await MakeAsync("mp4", Picture(2) + Tone(2) + H264 + "-c:a aac");
        var noise = (byte[])whole.Clone();
        Random.Shared.NextBytes(noise.AsSpan(40, noise.Length - 40));

        // The index of such a file stands at its end.
        var (_, truncated) = await HandInAsync(whole[..(whole.Length / 2)], expectFit: false);
        var (_, garbled) = await HandInAsync(noise, expectFit: false);
        var (_, head) = await HandInAsync(whole[..64], expectFit: false);

        Assert.Equal((VideoFileState.Unfit, VideoFault.Damaged.Key), (truncated.State, truncated.Fault));
        Assert.Equal(VideoFileState.Unfit, garbled.State);
        Assert.Equal(VideoFileState.Unfit, head.State);
    }

    [Fact]
    public async Task A_recording_that_broke_off_plays_as_far_as_it_goes()
    {
        var whole = await MakeAsync("mkv", Picture(4) + Tone(4) + H264 + "-c:a aac -cluster_time_limit 500");

        var (entry, video) = await HandInAsync(whole[..(whole.Length * 3 / 5)]);

        Assert.Equal((EntryState.Reviewing, VideoFileState.Ready), (entry.State, video.State));
        Assert.InRange(video.Milliseconds, 1_000, 4_100);
    }

    [Fact]
    public async Task Sound_alone_is_no_video()
    {
        var (_, video) = await HandInAsync(await MakeAsync("mp4", Tone(2) + "-c:a aac"), expectFit: false);

        Assert.Equal((VideoFileState.Unfit, VideoFault.NoPicture.Key), (video.State, video.Fault));
    }

    [Fact]
    public async Task A_video_of_ten_hours_costs_nothing()
    {
        var (entry, video) = await HandInAsync(
            await MakeAsync(
                "mp4",
                "-f lavfi -i color=black:size=64x64:rate=1:duration=36000 -c:v libx264 -preset ultrafast -pix_fmt yuv420p"
            ),
            expectFit: false
        );

        Assert.Equal((VideoFileState.Unfit, VideoFault.TooLong.Key), (video.State, video.Fault));
        Assert.Equal("视频超过 1 分钟。请剪短后再上传。", entry.Reason);
    }

    [Fact]
    public async Task A_video_that_is_too_short_or_too_large_is_refused()
    {
        var call = await app.NewCallAsync(draft => draft with { MinSeconds = 10 });

        var (_, shorter) = await HandInAsync(await MakeAsync("mp4", Picture(2) + H264), expectFit: false, call);
        var (_, larger) = await HandInAsync(
            await MakeAsync(
                "mp4",
                "-f lavfi -i color=red:size=8190x4096:rate=1:duration=1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p"
            ),
            expectFit: false
        );

        Assert.Equal(VideoFault.TooShort.Key, shorter.Fault);
        Assert.Equal(VideoFault.TooManyPixels.Key, larger.Fault);
    }

    [Fact]
    public async Task A_file_of_a_single_picture_has_a_length_and_is_taken()
    {
        var (_, video) = await HandInAsync(await MakeAsync("mp4", Picture(0.04) + H264));

        Assert.Equal(VideoFileState.Ready, video.State);
    }

    [Fact]
    public async Task The_author_reads_why_a_video_is_unfit_before_handing_it_in()
    {
        var call = await app.NewCallAsync();
        var author = await app.NewAuthorAsync();
        var id = await author.WriteEntryAsync(call, Encoding.UTF8.GetBytes("not a video at all"));
        await app.Get<ExamineVideos>().RunAsync(Ct);

        var screen = await author.GetEntryAsync(id);
        var refused = await author.SubmitAsync(id);
        await JsonOf(await author.AttachAsync(id, await SmallAsync()));
        await app.Get<ExamineVideos>().RunAsync(Ct);
        var taken = await JsonOf(await author.SubmitAsync(id));

        Assert.Equal("unfit", screen.GetProperty("video").GetProperty("state").GetString());
        Assert.Contains("MP4", screen.GetProperty("video").GetProperty("fault").GetString(), StringComparison.Ordinal);
        Assert.Equal("videos.video_unfit", await RefusalOf(refused));
        Assert.Equal("submitted", taken.GetProperty("state").GetString());
    }

    private async Task<(Entry Entry, VideoFile Video)> HandInAsync(byte[] bytes, bool expectFit = true, long? call = null)
    {
        var author = await app.NewAuthorAsync();
        var id = await author.HandInAsync(call ?? await app.NewCallAsync(), bytes);
        await app.WorkOnVideosAsync();
        var found = (await app.FindEntryAsync(id))!;
        Assert.True(found.Video!.State is VideoFileState.Unfit != expectFit, $"{found.Video}");
        return (found.Entry, found.Video);
    }
}
