using System.ComponentModel;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Moderation;

namespace CsrmeWeChat.Contests;

/// <summary>An entry as its author's screen shows it.</summary>
public sealed record PhotoEntryScreen(
    long Id,
    long ContestId,
    [property: Description("大赛的名称。")] string ContestTitle,
    PhotoEntryState State,
    [property: Description("要改什么；没有则为空。")] string Reason,
    [property: Description("退回的作品最晚在这时之前重新提交。")] DateTimeOffset? FixUntil,
    PhotoEntryText Text,
    [property: Description("按作者排的顺序。")] IReadOnlyList<EntryPhotoScreen> Photos,
    [property: Description("最多几张：按已选的组别；还没选则按照片最多的组别。")] int MaxPhotos,
    [property: Description("封面是哪一张；还没有照片则为 null。")] long? Cover,
    [property: Description("提交前还缺什么，按顺序提示；可以提交时为空。")] IReadOnlyList<string> Missing,
    [property: Description("提请作者留意、不妨碍提交的事。")] IReadOnlyList<string> Hints,
    DateTimeOffset? SubmittedAt
);

public enum EntryPhotoStage
{
    [Description("正在检查。")]
    Waiting,
    Ready,

    [Description("不能用，fault 说明原因和怎么办。")]
    Unfit,
}

public sealed record EntryPhotoScreen(
    long Id,
    EntryPhotoStage State,
    [property: Description("文件在手机上的名字。")] string FileName,
    long Size,
    [property: Description("原图的像素；还不知道则为 0。")] int Width,
    int Height,
    [property: Description("不能用的原因和怎么办；其他时候为空。")] string Fault,
    [property: Description("不能用的原因的代码，如 photo.no_camera；其他时候为空。")] string FaultCode,
    [property: Description("列表里用；还没有则为 null。")] PrivatePicture? Thumbnail,
    [property: Description("全屏看用；还没有则为 null。")] PrivatePicture? Preview
);

/// <summary>Makes the screens, with addresses that are good for a while.</summary>
public sealed class PhotoEntryScreens(EntryPictures pictures)
{
    public PhotoEntryScreen Of(OwnPhotoEntry own, bool hasPhone, DateTimeOffset now)
    {
        var (entry, contest, photos) = own;
        return new PhotoEntryScreen(
            entry.Id,
            contest.Id,
            contest.Title,
            entry.State,
            entry.Reason,
            entry.State is PhotoEntryState.Returned ? entry.DeadlineOf(contest) : null,
            entry.Text,
            [.. photos.Select(photo => Of(photo, contest, now))],
            contest.MaxPhotosOf(entry.GroupKey),
            own.Cover?.Id,
            entry.IsEditable ? [.. Missing(own, hasPhone)] : [],
            entry.IsEditable ? [.. HintsOf(own).Select(WordsForAuthor)] : [],
            entry.SubmittedAt
        );
    }

    private EntryPhotoScreen Of(EntryPhoto photo, Contest contest, DateTimeOffset now)
    {
        var fault = photo.FaultIn(contest);
        var shown = photo.State is EntryPhotoState.Ready ? pictures.Of(photo, now) : null;
        return new EntryPhotoScreen(
            photo.Id,
            fault is not null ? EntryPhotoStage.Unfit
                : photo.State is EntryPhotoState.Ready ? EntryPhotoStage.Ready
                : EntryPhotoStage.Waiting,
            photo.Name,
            photo.Size,
            photo.Width,
            photo.Height,
            fault?.Why ?? "",
            fault?.Code ?? "",
            shown?.Thumbnail,
            shown?.Preview
        );
    }

    private static IEnumerable<string> Missing(OwnPhotoEntry own, bool hasPhone)
    {
        var (entry, contest, photos) = own;
        if (photos.Count == 0)
        {
            yield return "照片";
        }
        else if (contest.GroupOf(entry.GroupKey) is { } group && !group.Takes(photos.Count))
        {
            yield return group.Shape is GroupShape.Single
                ? "照片（单幅只能有 1 张）"
                : $"照片（组照须 {group.MinPhotos} 至 {group.MaxPhotos} 张）";
        }
        if (photos.Any(photo => photo.FaultIn(contest) is not null))
        {
            yield return "照片（有的不能用，请更换）";
        }
        foreach (var field in entry.Text.Missing(contest))
        {
            yield return field;
        }
        if (!hasPhone)
        {
            yield return "手机号验证";
        }
    }

    /// <summary>What may be unwise about an entry, though nobody forbids it.</summary>
    public static IEnumerable<PhotoEntryHint> HintsOf(OwnPhotoEntry own)
    {
        var (entry, _, photos) = own;
        if (NamedMakers.StandIn($"{entry.Title}\n{entry.Caption}\n{entry.Place}", entry.Makers))
        {
            yield return PhotoEntryHint.NamesMaker;
        }
        if (Coordinates.StandIn($"{entry.Title}\n{entry.Caption}\n{entry.Place}"))
        {
            yield return PhotoEntryHint.Coordinates;
        }
        if (photos.Any(photo => photo.KnownFacts?.NotesPlace == true))
        {
            yield return PhotoEntryHint.Place;
        }
        if (entry.AiUse is PhotoAiUse.None && photos.Any(photo => photo.KnownFacts?.LooksGenerated == true))
        {
            yield return PhotoEntryHint.Generated;
        }
    }

    private static string WordsForAuthor(PhotoEntryHint hint) =>
        hint switch
        {
            PhotoEntryHint.NamesMaker => "说明里写了作者姓名或单位，评审时会遮去。",
            PhotoEntryHint.Coordinates => "文字里像有精确的坐标。工程地点如属敏感，请写得笼统些。",
            PhotoEntryHint.Place => "照片文件里记有拍摄地点。给别人看的副本会去掉它，原图只有秘书处能看到。",
            PhotoEntryHint.Generated => "照片文件里注明由 AI 生成，请核对“AI 使用”一栏。",
        };
}

public enum PhotoEntryHint
{
    /// <summary>A text names the author, a co-author or a unit, which jurors must not read.</summary>
    NamesMaker,

    /// <summary>A text seems to name a place to the metre.</summary>
    Coordinates,

    /// <summary>A file says where it was taken.</summary>
    Place,

    /// <summary>A file says that a model made it, and the author says nothing of that.</summary>
    Generated,
}
