namespace WeChat.Sandbox.Apis;

/// <summary>Publications of an official account. Source: 发布能力.</summary>
internal static class PublishApis
{
    public static readonly WeChatApi[] All =
    [
        new("/cgi-bin/freepublish/submit", IsGet: false, (_, _) => null, Publish),
        new("/cgi-bin/freepublish/get", IsGet: false, (_, _) => null, GetPublication),
        new("/cgi-bin/freepublish/batchget", IsGet: false, (_, _) => null, ListPublications),
        new("/cgi-bin/freepublish/getarticle", IsGet: false, (_, _) => null, GetArticle),
        new("/cgi-bin/freepublish/delete", IsGet: false, (_, _) => null, DeleteArticle),
    ];

    private static ApiAnswer Publish(World world, ApiRequest request) => DraftApis.OnDraft(world, request, (app, draft) =>
        {
            app.Articles.Drafts.Remove(request.Text("media_id")!);
            var id = $"{world.NextMessageId()}";
            app.Articles.Publications[id] = new Publication(id, draft, world.Now + app.Articles.Takes);
            ArticleEvents.TellWhenPublished(world, app, id);
            return ApiAnswer.Ok(
                new
                {
                    errcode = 0,
                    errmsg = "ok",
                    publish_id = id,
                    msg_data_id = world.NextMessageId(),
                }
            );
        });

    private static ApiAnswer GetPublication(World world, ApiRequest request)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Articles)
        {
            if (!app.Articles.Publications.TryGetValue(request.Id("publish_id") ?? "", out var found))
            {
                return ApiAnswer.Refuse(53600);
            }

            var status = found.StatusAt(world.Now);
            return status != 0
                ? ApiAnswer.Ok(
                    new
                    {
                        publish_id = found.Id,
                        publish_status = status,
                        fail_idx = status == 1 ? [] : new[] { 1 },
                    }
                )
                : ApiAnswer.Ok(
                    new
                    {
                        publish_id = found.Id,
                        publish_status = 0,
                        article_id = found.ArticleId,
                        article_detail = new
                        {
                            count = found.Draft.Articles.Count,
                            item = found.Draft.Articles.Select((_, index) => new { idx = index + 1, article_url = found.UrlOf(index) }),
                        },
                    }
                );
        }
    }

    private static ApiAnswer ListPublications(World world, ApiRequest request)
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
            var all = app.Articles.Publications.Values.Where(publication => publication.StatusAt(world.Now) == 0).ToList();
            var items = all.OrderByDescending(publication => publication.ReadyAt)
                .Skip(offset)
                .Take(count)
                .Select(publication => new
                {
                    article_id = publication.ArticleId,
                    content = publication.Draft.Show(request.Number("no_content") == 1),
                    update_time = publication.ReadyAt.ToUnixTimeSeconds(),
                })
                .ToList();
            return ApiAnswer.Ok(
                new
                {
                    total_count = all.Count,
                    item_count = items.Count,
                    item = items,
                }
            );
        }
    }

    private static ApiAnswer GetArticle(World world, ApiRequest request) =>
        OnArticle(world, request, publication => ApiAnswer.Ok(publication.Draft.Show()));

    private static ApiAnswer DeleteArticle(World world, ApiRequest request) => OnArticle(world, request, publication =>
        {
            publication.Verdict = 5;
            return ApiAnswer.Done;
        });

    private static ApiAnswer OnArticle(World world, ApiRequest request, Func<Publication, ApiAnswer> act)
    {
        if (!WeChatApis.OfAccount(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Articles)
        {
            return app.Articles.FindArticle(request.Text("article_id"), world.Now) is { } publication
                ? act(publication)
                : ApiAnswer.Refuse(53600);
        }
    }
}
