using System.Security.Cryptography;
using System.ServiceModel.Syndication;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Media;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Stories;

/// <summary>
/// The stories that are out, for the society's web site and for feed readers: Atom and JSON Feed 1.1, readable from any site.
/// </summary>
public static class StoryFeeds
{
    private const string Title = "青年人才托举工程 · 人才故事";

    private const string Society = "中国岩石力学与工程学会";

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void MapStoryFeeds(this IEndpointRouteBuilder app)
    {
        var feeds = app.MapGroup("/feed").ExcludeFromDescription().WithMetadata(new PublicPage(), new StoryPageAttribute());
        feeds.MapMethods(
            "/stories.atom",
            ["GET", "HEAD"],
            (HttpContext context, StoryList stories, StoryPages pages, IOptions<SiteOptions> site, CancellationToken ct) =>
                AnswerAsync(context, stories, pages, site.Value, "application/atom+xml; charset=utf-8", Atom, ct)
        );
        feeds.MapMethods(
            "/stories.json",
            ["GET", "HEAD"],
            (HttpContext context, StoryList stories, StoryPages pages, IOptions<SiteOptions> site, CancellationToken ct) =>
                AnswerAsync(context, stories, pages, site.Value, "application/feed+json; charset=utf-8", JsonFeed, ct)
        );
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        StoryList stories,
        StoryPages pages,
        SiteOptions site,
        string type,
        Func<FeedPage, byte[]> write,
        CancellationToken ct
    )
    {
        var number = await pages.NumberAsync(context.Request.Query["page"].FirstOrDefault(), ct);
        var found = await stories.ListOutAsync((number - 1) * StoryPages.Size, StoryPages.Size + 1, ct);
        var home = site.Home(context.Request);
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var content = write(
            new FeedPage(
                home,
                context.Request.Path,
                number,
                found.Count > StoryPages.Size,
                [.. found.Take(StoryPages.Size)],
                China.Midnight(China.Date(now))
            )
        );
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"";
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers.CacheControl = "public, max-age=60";
        headers.AccessControlAllowOrigin = "*";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        // Whoever has it already is answered 304 by what keeps these pages.
        return TypedResults.Bytes(content, type);
    }

    private static byte[] Atom(FeedPage page)
    {
        var feed = new SyndicationFeed
        {
            Id = $"{page.Home}/stories",
            Title = new TextSyndicationContent(Title),
            Language = "zh-CN",
            LastUpdatedTime = page.Stories.Count == 0 ? page.Today : page.Stories.Max(story => story.OutAt),
            Items = [.. page.Stories.Select(story => Item(page, story))],
        };
        feed.Authors.Add(new SyndicationPerson { Name = Society });
        feed.Links.Add(SyndicationLink.CreateAlternateLink(new Uri($"{page.Home}/stories")));
        feed.Links.Add(SyndicationLink.CreateSelfLink(new Uri(page.At(page.Number)), "application/atom+xml"));
        if (page.HasMore)
        {
            feed.Links.Add(new SyndicationLink(new Uri(page.At(page.Number + 1)), "next", null, null, 0));
        }
        if (page.Number > 1)
        {
            feed.Links.Add(new SyndicationLink(new Uri(page.At(page.Number - 1)), "previous", null, null, 0));
        }
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = false }))
        {
            new Atom10FeedFormatter(feed).WriteTo(writer);
        }
        return stream.ToArray();
    }

    private static SyndicationItem Item(FeedPage page, PublicStory story)
    {
        var item = new SyndicationItem
        {
            Id = page.AddressOf(story),
            Title = new TextSyndicationContent(story.Title),
            Summary = new TextSyndicationContent(story.Digest),
            Content = SyndicationContent.CreateHtmlContent(page.BodyOf(story)),
            PublishDate = story.OutAt,
            LastUpdatedTime = story.OutAt,
        };
        item.Links.Add(SyndicationLink.CreateAlternateLink(new Uri(page.AddressOf(story))));
        item.Authors.Add(new SyndicationPerson { Name = story.Author is "" ? Society : story.Author });
        return item;
    }

    private static byte[] JsonFeed(FeedPage page) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                version = "https://jsonfeed.org/version/1.1",
                title = Title,
                home_page_url = $"{page.Home}/stories",
                feed_url = page.At(page.Number),
                next_url = page.HasMore ? page.At(page.Number + 1) : null,
                language = "zh-CN",
                items = page.Stories.Select(story => new
                {
                    id = page.AddressOf(story),
                    url = page.AddressOf(story),
                    external_url = story.ArticleUrl is "" ? null : story.ArticleUrl,
                    title = story.Title,
                    summary = story.Digest,
                    content_html = page.BodyOf(story),
                    image = story.Cover is "" ? null : $"{page.Home}{MediaFolder.Address}{story.Cover}",
                    date_published = story.OutAt.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
                    authors = new[] { new { name = story.Author is "" ? Society : story.Author } },
                    tags = new[] { story.Person, story.Unit, story.ProgrammeYear is 0 ? "" : $"{story.ProgrammeYear}" }.Where(tag =>
                        tag is not ""
                    ),
                }),
            },
            Json
        );

    /// <param name="Today">When a feed without stories was last looked at: the day's beginning, so that it is the same all day.</param>
    private sealed record FeedPage(
        string Home,
        string Path,
        int Number,
        bool HasMore,
        IReadOnlyList<PublicStory> Stories,
        DateTimeOffset Today
    )
    {
        public string At(int page) => $"{Home}{Path}{(page == 1 ? "" : $"?page={page}")}";

        public string AddressOf(PublicStory story) => $"{Home}/stories/{story.Id}";

        /// <summary>Pictures get their full address, because a feed is read on other sites.</summary>
        public string BodyOf(PublicStory story) =>
            story.Body.Replace($"src=\"{MediaFolder.Address}", $"src=\"{Home}{MediaFolder.Address}", StringComparison.Ordinal);
    }
}
