using System.ComponentModel;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Media;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CsrmeWeChat.Stories;

/// <summary>The stories that are out, for the mini program; nobody has to sign in to read.</summary>
public static class StoryEndpoints
{
    public static void MapStoryReading(this IEndpointRouteBuilder app)
    {
        var stories = app.MapGroup("/api/stories")
            .WithTags("人才故事")
            .WithMetadata(new StoryPageAttribute(), new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)))
            .WithDescription("带上次回答的 ETag（If-None-Match）来问，没有变则回 304。");
        stories.MapGet("/", List).WithName("listStories").WithSummary("已发布的人才故事，新的在前，不含正文");
        stories.MapGet("/{id:long}", Show).WithName("showStory").WithSummary("一篇人才故事");
    }

    private static async Task<Results<Ok<Page<StoryItem>>, ValidationProblem>> List(
        [Description(Paging.After)] string? after,
        StoryList stories,
        StoryPages pages,
        Pictures pictures,
        HttpResponse response,
        CancellationToken ct
    )
    {
        var place = StoryPlace.Parse(after ?? "");
        if (after is not (null or "") && place is null)
        {
            return Paging.WrongPlace();
        }
        // Before the stories are read: a tag that is younger than its answer would keep the answer alive.
        var tag = await pages.TagAsync(ct);
        var found = await stories.ListOutAsync(place, StoryPages.Size + 1, ct);
        var shown = found.Take(StoryPages.Size).ToList();
        Mark(response, tag);
        return TypedResults.Ok(
            new Page<StoryItem>(
                [.. shown.Select(story => StoryItem.Of(story, pictures))],
                found.Count > shown.Count ? $"{StoryPlace.Of(shown[^1])}" : null
            )
        );
    }

    private static async Task<Results<Ok<StoryAnswer>, NotFound>> Show(
        long id,
        StoryList stories,
        StoryPages pages,
        Pictures pictures,
        HttpResponse response,
        CancellationToken ct
    )
    {
        var tag = await pages.TagAsync(ct);
        // Who makes up numbers does not reach the database.
        if (!await pages.IsOutAsync(id, ct) || await stories.FindOutAsync(id, ct) is not { } story)
        {
            return TypedResults.NotFound();
        }
        Mark(response, tag);
        return TypedResults.Ok(StoryAnswer.Of(story, pictures));
    }

    /// <summary>Whoever has it already is answered 304 by what keeps these answers.</summary>
    private static void Mark(HttpResponse response, string tag)
    {
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "public, max-age=60";
    }
}

public record StoryItem(
    long Id,
    string Title,
    [property: Description("写的是谁。")] string Person,
    [property: Description("这个人的单位；没有填写则为空。")] string Unit,
    [property: Description("入选青年人才托举工程的年份；不写人物的文章为 0。")] int ProgrammeYear,
    [property: Description("摘要；没有填写则为空。")] string Digest,
    [property: Description("发布的时间。")] DateTimeOffset OutAt,
    [property: Description("封面；没有则为 null。")] PictureAnswer? Cover,
    [property: Description("这个人的照片；没有则为 null。")] PictureAnswer? Portrait
)
{
    public static StoryItem Of(PublicStory story, Pictures pictures) =>
        new(
            story.Id,
            story.Title,
            story.Person,
            story.Unit,
            story.ProgrammeYear,
            story.Digest,
            story.OutAt,
            PictureAnswer.Of(pictures.Find(story.Cover)),
            PictureAnswer.Of(pictures.Find(story.Portrait))
        );
}

public sealed record StoryAnswer(
    long Id,
    string Title,
    string Person,
    string Unit,
    int ProgrammeYear,
    string Digest,
    DateTimeOffset OutAt,
    PictureAnswer? Cover,
    PictureAnswer? Portrait,
    [property: Description("作者；没有填写则为空。")] string Author,
    [property: Description(
        "正文，HTML，只含 rich-text 组件能画的标签，图片不会宽过屏幕。图片的 src 与 path 一样以 / 开头，显示前补上本服务的地址。"
    )]
        string Body,
    [property: Description("公众号文章的网址；还不知道则为 null。")] string? ArticleUrl
) : StoryItem(Id, Title, Person, Unit, ProgrammeYear, Digest, OutAt, Cover, Portrait)
{
    public static new StoryAnswer Of(PublicStory story, Pictures pictures)
    {
        var (id, title, person, unit, year, digest, outAt, cover, portrait) = StoryItem.Of(story, pictures);
        var (body, url) = (RichText.Of(story.Body), story.ArticleUrl is "" ? null : story.ArticleUrl);
        return new(id, title, person, unit, year, digest, outAt, cover, portrait, story.Author, body, url);
    }
}
