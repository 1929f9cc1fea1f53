using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WeChat.Sandbox.Apis;

/// <summary>Drafts of articles. Source: 草稿管理.</summary>
internal static partial class DraftApis
{
    private const int Megabyte = 1 << 20,
        MaxArticles = 8;

    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/draft/add", IsGet: false, (_, _) => null, AddDraft),
        new("/cgi-bin/draft/update", IsGet: false, (_, _) => null, UpdateDraft),
        new(
            "/cgi-bin/draft/get",
            IsGet: false,
            (_, _) => null,
            (world, request) => OnDraft(world, request, (_, draft) => ApiAnswer.Ok(draft.Show()))
        ),
        new("/cgi-bin/draft/delete", IsGet: false, (_, _) => null, (world, request) => OnDraft(world, request, (app, _) =>
                {
                    app.Articles.Drafts.Remove(request.Text("media_id")!);
                    return ApiAnswer.Done;
                })),
        new("/cgi-bin/draft/count", IsGet: true, (_, _) => null, Count),
        new("/cgi-bin/draft/batchget", IsGet: false, (_, _) => null, ListDrafts),
    ];

    private static ApiAnswer AddDraft(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var articles = request.Objects("articles").Select(article => JsonObject.Create(article)!).ToList();
        if (articles.Count is 0 or > MaxArticles)
        {
            return ApiAnswer.Refuse(47001);
        }

        lock (app.Articles)
        {
            var errCode = articles.Select(article => FaultOf(app, article)).FirstOrDefault(code => code != 0);
            if (errCode != 0)
            {
                return ApiAnswer.Refuse(errCode);
            }

            var mediaId = RandomText.Of(64);
            app.Articles.Drafts[mediaId] = new Draft([.. articles.Select(Cleaned)], world.Now);
            return ApiAnswer.Ok(new { media_id = mediaId });
        }
    }

    /// <summary>Replaces one article of a draft.</summary>
    private static ApiAnswer UpdateDraft(World world, ApiRequest request) => OnDraft(world, request, (app, draft) =>
        {
            var index = request.Number("index") ?? 0;
            if (
                request.Find("articles") is not { ValueKind: System.Text.Json.JsonValueKind.Object } given
                || index < 0
                || index >= draft.Articles.Count
            )
            {
                return ApiAnswer.Refuse(47001);
            }

            var article = JsonObject.Create(given)!;
            var errCode = FaultOf(app, article);
            if (errCode != 0)
            {
                return ApiAnswer.Refuse(errCode);
            }

            JsonObject[] articles = [.. draft.Articles];
            articles[index] = Cleaned(article);
            app.Articles.Drafts[request.Text("media_id")!] = new Draft(articles, world.Now);
            return ApiAnswer.Done;
        });

    public static ApiAnswer OnDraft(World world, ApiRequest request, Func<App, Draft, ApiAnswer> act)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Articles)
        {
            return app.Articles.Drafts.TryGetValue(request.Text("media_id") ?? "", out var draft)
                ? act(app, draft)
                : ApiAnswer.Refuse(40007);
        }
    }

    private static ApiAnswer Count(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Articles)
        {
            return ApiAnswer.Ok(new { total_count = app.Articles.Drafts.Count });
        }
    }

    private static ApiAnswer ListDrafts(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        if (request.Number("offset") is not (>= 0 and var offset) || request.Number("count") is not (>= 1 and <= 20 and var count))
        {
            return ApiAnswer.Refuse(40097);
        }

        lock (app.Articles)
        {
            var items = app
                .Articles.Drafts.OrderByDescending(draft => draft.Value.UpdatedAt)
                .Skip(offset)
                .Take(count)
                .Select(draft => new
                {
                    media_id = draft.Key,
                    content = draft.Value.Show(request.Number("no_content") == 1),
                    update_time = draft.Value.UpdatedAt.ToUnixTimeSeconds(),
                })
                .ToList();
            return ApiAnswer.Ok(
                new
                {
                    total_count = app.Articles.Drafts.Count,
                    item_count = items.Count,
                    item = items,
                }
            );
        }
    }

    private static int FaultOf(App app, JsonObject article)
    {
        string Text(string name) => article[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
        var (title, content) = (Text("title"), Text("content"));
        var isPictures = Text("article_type") is "newspic";
        return title.Length == 0 || content.Length == 0 ? 44003
            : Length(title) > 32 ? 45003
            : Length(Text("author")) > 16 ? 45110
            : Length(Text("digest")) > 128 ? 45004
            : Length(content) >= 20_000 || Encoding.UTF8.GetByteCount(content) >= Megabyte ? 45002
            : isPictures ? PicturesFault(app, article)
            : app.Articles.HasMaterial(Text("thumb_media_id")) ? 0
            : 40007;
    }

    private static int PicturesFault(App app, JsonObject article) =>
        article["image_info"]?["image_list"] is JsonArray { Count: >= 1 and <= 20 } list
        && list.All(item => app.Articles.HasMaterial($"{item?["image_media_id"]}"))
            ? 0
            : 40007;

    /// <summary>WeChat takes scripts out, and pictures that do not lie with it, and writes a digest where there is none.</summary>
    private static JsonObject Cleaned(JsonObject article)
    {
        const int DigestLength = 54;
        var content = ForeignPictures().Replace(Scripts().Replace($"{article["content"]}", ""), "");
        article["content"] = content;
        if ($"{article["digest"]}" is "")
        {
            var text = Tags().Replace(content, "");
            article["digest"] = string.Concat(text.EnumerateRunes().Take(DigestLength));
        }

        return article;
    }

    private static int Length(string text) => text.EnumerateRunes().Count();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Scripts();

    /// <summary>WeChat takes pictures out that do not lie with it.</summary>
    [GeneratedRegex("<img(?![^>]*src=\"https?://mmbiz\\.qpic\\.cn/)[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignPictures();
}
