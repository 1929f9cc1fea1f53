using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Videos;

/// <summary>The calls, and what is shown of their videos.</summary>
public static class GalleryEndpoints
{
    public static void MapVideoGallery(this IEndpointRouteBuilder app)
    {
        var videos = app.MapGroup("/api/videos").WithTags("短视频").RequireAuthorization(Policies.Person);
        videos.MapGet("/calls", ListCalls).WithName("listVideoCalls").WithSummary("短视频征集，截止晚的在前");
        videos.MapGet("/calls/{id:long}", ShowCall).WithName("showVideoCall").WithSummary("一次征集：说明、要求、我的作品数");
        videos.MapGet("/calls/{id:long}/entries", List).WithName("listShownEntries").WithSummary("一次征集中展示的作品，新的在前");
        videos.MapGet("/entries/{id:long}", Show).WithName("showEntry").WithSummary("一件展示的作品，可以播放");
        videos
            .MapPut("/entries/{id:long}/like", Like)
            .WithName("likeEntry")
            .WithSummary("点赞，每人一次")
            .Refuses("videos.too_many_likes", "session.ended");
        videos.MapDelete("/entries/{id:long}/like", Unlike).WithName("unlikeEntry").WithSummary("取消点赞");
        videos.MapPost("/entries/{id:long}/complaints", Complain).WithName("complainOfEntry").WithSummary("投诉一件作品，由秘书处处理");
    }

    private static async Task<Ok<Listing<CallItem>>> ListCalls(CallStore calls, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var published = await calls.ListPublishedAsync(ct);
        return TypedResults.Ok(new Listing<CallItem>([.. published.Select(call => CallItem.Of(call, now))], now));
    }

    private static async Task<Results<Ok<CallScreen>, NotFound>> ShowCall(
        long id,
        CurrentPerson person,
        CallStore calls,
        EntryStore entries,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await calls.FindAsync(id, ct) is { State: CallState.Published } call
            ? TypedResults.Ok(CallScreen.Of(call, await entries.CountAsync(person.Id, id, ct), time.GetUtcNow()))
            : TypedResults.NotFound();

    private static async Task<Results<Ok<Page<GalleryItem>>, NotFound, ValidationProblem>> List(
        long id,
        [Description(Paging.After)] string? after,
        CurrentPerson person,
        CallStore calls,
        GalleryStore gallery,
        GalleryScreens screens,
        CancellationToken ct
    )
    {
        if (await calls.FindAsync(id, ct) is not { State: CallState.Published })
        {
            return TypedResults.NotFound();
        }
        var place = GalleryPlace.Parse(after ?? "");
        if (after is not (null or "") && place is null)
        {
            return Paging.WrongPlace();
        }
        var found = await gallery.ListAsync(id, place, GalleryStore.PageSize + 1, ct);
        var shown = found.Take(GalleryStore.PageSize).ToList();
        var next = found.Count > shown.Count ? $"{new GalleryPlace(shown[^1].ShownAt, shown[^1].Id)}" : null;
        return TypedResults.Ok(new Page<GalleryItem>(await screens.ListAsync(person.Id, shown, ct), next));
    }

    private static async Task<Results<Ok<GalleryScreen>, NotFound>> Show(
        long id,
        CurrentPerson person,
        GalleryStore gallery,
        GalleryScreens screens,
        CancellationToken ct
    ) =>
        await gallery.FindAsync(id, ct) is { } entry && await screens.FindAsync(person.Id, entry, ct) is { } screen
            ? TypedResults.Ok(screen)
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Like(
        long id,
        CurrentPerson person,
        LikeStore likes,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await likes.LikeAsync(person.Id, id, time.GetUtcNow(), ct) switch
        {
            LikeOutcome.Done => TypedResults.NoContent(),
            LikeOutcome.NotShown => TypedResults.NotFound(),
            LikeOutcome.NoSuchPerson => TypedResults.Refused("session.ended", "登录状态已变化，请重试。"),
            LikeOutcome.TooMany => TypedResults.Refused("videos.too_many_likes", "您今天点赞太多了，请明天再来。"),
        };

    private static async Task<NoContent> Unlike(long id, CurrentPerson person, LikeStore likes, CancellationToken ct)
    {
        await likes.UnlikeAsync(person.Id, id, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> Complain(
        long id,
        MakeComplaint complaint,
        CurrentPerson person,
        ComplaintStore complaints,
        TimeProvider time,
        CancellationToken ct
    ) =>
        await complaints.MakeAsync(person.Id, id, complaint.Ground!.Value, PlainText.Clean(complaint.Words), time.GetUtcNow(), ct)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}

public record CallItem(
    long Id,
    string Title,
    CallStage Stage,
    DateTimeOffset OpensAt,
    [property: Description("在这之前提交。")] DateTimeOffset ClosesAt
)
{
    public static CallItem Of(VideoCall call, DateTimeOffset now) =>
        new(call.Id, call.Title, call.StageAt(now), call.OpensAt, call.ClosesAt);
}

public sealed record CallScreen(
    long Id,
    string Title,
    CallStage Stage,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    [property: Description("征集说明，几段文字。")] string Theme,
    [property: Description("可选的分类；空表示不分类。")] IReadOnlyList<string> Categories,
    int MinSeconds,
    int MaxSeconds,
    [property: Description("每人最多几件。")] int MaxEntries,
    [property: Description("本人已有几件，含草稿。")] int MyEntries,
    [property: Description("服务器的时间。")] DateTimeOffset Now
) : CallItem(Id, Title, Stage, OpensAt, ClosesAt)
{
    public static CallScreen Of(VideoCall call, int mine, DateTimeOffset now) =>
        new(
            call.Id,
            call.Title,
            call.StageAt(now),
            call.OpensAt,
            call.ClosesAt,
            call.Theme,
            call.CategoryList,
            call.MinSeconds,
            call.MaxSeconds,
            call.MaxEntries,
            mine,
            now
        );
}

public record GalleryItem(
    long Id,
    string Title,
    string Author,
    string Unit,
    string Category,
    [property: Description("使用了 AI 的，画面旁须说明。")] AiUse AiUse,
    int Likes,
    [property: Description("本人是否点过赞。")] bool Liked,
    DateTimeOffset ShownAt,
    [property: Description("时长，秒。")] int Seconds,
    [property: Description("封面；在视频号播放的也有。")] PrivatePicture? Poster
);

public sealed record GalleryScreen(
    long Id,
    long CallId,
    string Title,
    string Author,
    string Unit,
    string Category,
    AiUse AiUse,
    int Likes,
    bool Liked,
    DateTimeOffset ShownAt,
    int Seconds,
    PrivatePicture? Poster,
    [property: Description("创作说明，几段文字。")] string Statement,
    [property: Description("合作者。")] IReadOnlyList<Collaborator> Collaborators,
    [property: Description("AI 用在哪里；没有用则为空。")] string AiNote,
    Playing Play
) : GalleryItem(Id, Title, Author, Unit, Category, AiUse, Likes, Liked, ShownAt, Seconds, Poster);

/// <summary>How it plays.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "way")]
[JsonDerivedType(typeof(FilePlaying), "file")]
[JsonDerivedType(typeof(ChannelPlaying), "channel")]
public abstract record Playing;

/// <summary>By the component <c>video</c>.</summary>
public sealed record FilePlaying(
    [property: Description("以 / 开头的，前面补上本服务的地址。两小时后失效，届时重新取这一页。")] string Address,
    int Width,
    int Height
) : Playing;

/// <summary>By the component <c>channel-video</c>, from the society's 视频号.</summary>
public sealed record ChannelPlaying(string FeedId, string FinderUserName) : Playing;

public sealed record MakeComplaint(
    [property: Required(ErrorMessage = "请选择投诉的原因。")] Ground? Ground,
    [property: CleanText("投诉说明", 300)] string Words = ""
);

/// <summary>Makes the screens of the gallery.</summary>
public sealed class GalleryScreens(GalleryStore gallery, CallStore calls, LikeStore likes, EntryScreens screens, TimeProvider time)
{
    public async Task<IReadOnlyList<GalleryItem>> ListAsync(long personId, IReadOnlyList<ShownEntry> entries, CancellationToken ct)
    {
        if (entries.Count == 0)
        {
            return [];
        }
        var videos = await gallery.VideosOfAsync(entries, ct);
        var liked = await likes.ListAsync(personId, entries.Select(entry => entry.Id), ct);
        var now = time.GetUtcNow();
        return
        [
            .. entries.Select(entry =>
            {
                var video = entry.VideoId is { } id ? videos.GetValueOrDefault(id) : null;
                return new GalleryItem(
                    entry.Id,
                    entry.Title,
                    entry.Author,
                    entry.Unit,
                    entry.Category,
                    entry.AiUse,
                    entry.Likes,
                    liked.Contains(entry.Id),
                    entry.ShownAt,
                    Seconds(video),
                    video is null ? null : screens.Poster(video, now)
                );
            }),
        ];
    }

    public async Task<GalleryScreen?> FindAsync(long personId, ShownEntry entry, CancellationToken ct)
    {
        var call = (await calls.FindAsync(entry.CallId, ct))!;
        var video = (await gallery.VideosOfAsync([entry], ct)).Values.FirstOrDefault();
        var now = time.GetUtcNow();
        if (call.State is not CallState.Published || PlayingOf(entry, call, video, now) is not { } play)
        {
            return null;
        }
        var liked = await likes.ListAsync(personId, [entry.Id], ct);
        return new GalleryScreen(
            entry.Id,
            entry.CallId,
            entry.Title,
            entry.Author,
            entry.Unit,
            entry.Category,
            entry.AiUse,
            entry.Likes,
            liked.Count > 0,
            entry.ShownAt,
            Seconds(video),
            video is null ? null : screens.Poster(video, now),
            entry.Statement,
            JsonSerializer.Deserialize<Collaborator[]>(entry.Collaborators, EntryText.Json)!,
            entry.AiNote,
            play
        );
    }

    /// <summary>From 视频号 where it stands there: that needs no category at WeChat. Otherwise only where the call is public.</summary>
    private Playing? PlayingOf(ShownEntry entry, VideoCall call, VideoFile? video, DateTimeOffset now) =>
        entry.FeedId is not "" && call.ChannelUser is not "" ? new ChannelPlaying(entry.FeedId, call.ChannelUser)
        : call.IsPublic && video is { State: VideoFileState.Ready }
            ? new FilePlaying(screens.Play(video, now), video.PlayWidth, video.PlayHeight)
        : null;

    private static int Seconds(VideoFile? video) => video is null ? 0 : (int)Math.Round(video.Milliseconds / 1000.0);
}
