using System.ComponentModel;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Moderation;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Videos;

/// <summary>An entry as its author's screen shows it.</summary>
public sealed record EntryScreen(
    long Id,
    long CallId,
    [property: Description("征集的名称。")] string CallTitle,
    EntryState State,
    [property: Description("要改什么，或不再展示的原因；没有则为空。")] string Reason,
    [property: Description("退回的作品最晚在这时之前重新提交。")] DateTimeOffset? FixUntil,
    EntryText Text,
    [property: Description("还没有上传视频则为 null。")] EntryVideo? Video,
    [property: Description("提交前还缺什么，按顺序提示；可以提交时为空。")] IReadOnlyList<string> Missing,
    [property: Description("提请作者留意、不妨碍提交的事。")] IReadOnlyList<string> Hints,
    int Likes,
    DateTimeOffset? SubmittedAt
);

public enum EntryVideoState
{
    [Description("正在检查。")]
    Waiting,

    [Description("检查过了，可以提交。")]
    Checked,

    [Description("正在转换，progress 是百分比。")]
    Converting,
    Ready,

    [Description("不能用，fault 说明原因和怎么办。")]
    Unfit,
}

public sealed record EntryVideo(
    EntryVideoState State,
    [property: Description("文件在手机上的名字。")] string FileName,
    long Size,
    [property: Description("时长，秒；还不知道则为 0。")] int Seconds,
    [property: Description("转换的百分比。")] int Progress,
    [property: Description("不能用的原因和怎么办；其他时候为空。")] string Fault,
    [property: Description("封面；还没有则为 null。")] PrivatePicture? Poster,
    [property: Description("播放的地址，两小时后失效；还不能播放则为 null。")] string? Address
);

/// <summary>Makes the screens, with addresses that are good for a while.</summary>
public sealed class EntryScreens(IFileStore store, IOptions<VideoOptions> options)
{
    public EntryScreen Of(OwnEntry own, bool hasPhone, DateTimeOffset now)
    {
        var (entry, call, video) = own;
        var text = entry.Text;
        var isOpen = entry.State is EntryState.Draft or EntryState.Returned;
        return new EntryScreen(
            entry.Id,
            call.Id,
            call.Title,
            entry.State,
            entry.Reason,
            entry.State is EntryState.Returned ? entry.DeadlineOf(call) : null,
            text,
            video is null ? null : Of(video, entry, call, now),
            isOpen ? [.. Missing(text, call, video, hasPhone)] : [],
            isOpen ? [.. Hints(text, video).Select(WordsForAuthor)] : [],
            entry.Likes,
            entry.SubmittedAt
        );
    }

    public PrivatePicture? Poster(VideoFile video, DateTimeOffset now)
    {
        if (video.KnownFacts is not { } facts)
        {
            return null;
        }
        var (width, height) = facts.Within(VideoTools.PosterLong, VideoTools.PosterShort);
        return new PrivatePicture(store.AddressOf(VideoKeys.Poster(video.Id), options.Value.AddressLasts, now), width, height);
    }

    public string Play(VideoFile video, DateTimeOffset now) => store.AddressOf(VideoKeys.Play(video.Id), options.Value.AddressLasts, now);

    private EntryVideo Of(VideoFile video, Entry entry, VideoCall call, DateTimeOffset now) =>
        new(
            video.State switch
            {
                VideoFileState.Waiting => EntryVideoState.Waiting,
                VideoFileState.Examined => entry.State is EntryState.Submitted ? EntryVideoState.Converting : EntryVideoState.Checked,
                VideoFileState.Ready => EntryVideoState.Ready,
                VideoFileState.Unfit or VideoFileState.Gone => EntryVideoState.Unfit,
            },
            video.Name,
            video.Size,
            (int)Math.Round(video.Milliseconds / 1000.0),
            video.Progress,
            VideoFaults.Parse(video.Fault)?.Words(call.Limits) ?? "",
            Poster(video, now),
            video.State is VideoFileState.Ready ? Play(video, now) : null
        );

    private static IEnumerable<string> Missing(EntryText text, VideoCall call, VideoFile? video, bool hasPhone)
    {
        if (video is null or { State: VideoFileState.Unfit })
        {
            yield return "视频";
        }
        foreach (var field in text.Missing(call))
        {
            yield return field;
        }
        if (!hasPhone)
        {
            yield return "手机号验证";
        }
    }

    internal static IEnumerable<EntryHint> Hints(EntryText text, VideoFile? video)
    {
        if (Coordinates.StandIn($"{text.Title}\n{text.Statement}"))
        {
            yield return EntryHint.Coordinates;
        }
        if (video?.KnownFacts?.HasPlace == true)
        {
            yield return EntryHint.Place;
        }
    }

    private static string WordsForAuthor(EntryHint hint) =>
        hint switch
        {
            EntryHint.Coordinates => "文字里像有精确的坐标。工程地点如属敏感，请写得笼统些。",
            EntryHint.Place => "视频文件里记有拍摄地点。展示用的副本会去掉它，原件只有秘书处能看到。",
        };
}

/// <summary>What may be sensitive about an entry, though nobody forbids it.</summary>
internal enum EntryHint
{
    /// <summary>The text seems to name a place to the metre.</summary>
    Coordinates,

    /// <summary>The file says where it was taken.</summary>
    Place,
}
