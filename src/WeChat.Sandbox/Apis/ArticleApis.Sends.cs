using System.Text.Json;

namespace WeChat.Sandbox.Apis;

/// <summary>The calls that send or publish a draft, and those that follow up on it.</summary>
internal static partial class ArticleApis
{
    private static ApiAnswer SendAll(World world, ApiRequest request)
    {
        if (!Account(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        var (filter, news) = (request.Find("filter"), request.Find("mpnews"));
        var toAll = filter is { } given && given.TryGetProperty("is_to_all", out var all) && all.ValueKind is JsonValueKind.True;
        int? tag =
            !toAll && filter is { } tagged && tagged.TryGetProperty("tag_id", out var id) && id.TryGetInt32(out var number) ? number : null;
        var clientId = request.Text("clientmsgid") ?? "";
        if (request.Text("msgtype") != "mpnews" || news is null || (!toAll && tag is null))
        {
            return ApiAnswer.Refuse(47001);
        }

        if (clientId.Length > 64)
        {
            return ApiAnswer.Refuse(45067);
        }

        var (errCode, messageId) = app.Articles.Send(
            world,
            app,
            news.Value.TryGetProperty("media_id", out var media) ? media.GetString() ?? "" : "",
            tag,
            clientId
        );
        if (errCode == 0)
        {
            ArticleEvents.TellEnd(world, app, app.Articles.Find(messageId, world.Now)!);
        }

        return errCode switch
        {
            0 => ApiAnswer.Ok(
                new
                {
                    errcode = 0,
                    errmsg = "send job submission success",
                    msg_id = messageId,
                    msg_data_id = messageId + 1,
                }
            ),
            45065 => ApiAnswer.Ok(
                new
                {
                    errcode = 45065,
                    errmsg = "clientmsgid exist",
                    msg_id = messageId,
                }
            ) with
            {
                ErrCode = 45065,
            },
            _ => ApiAnswer.Refuse(errCode),
        };
    }

    private static ApiAnswer Preview(World world, ApiRequest request)
    {
        if (!Account(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Articles)
        {
            return request.Text("towxname") is not { Length: > 0 } && request.Text("touser") is not { Length: > 0 }
                    ? ApiAnswer.Refuse(40003)
                : request.Find("mpnews") is { } news
                && news.TryGetProperty("media_id", out var media)
                && app.Articles.Drafts.ContainsKey(media.GetString() ?? "")
                    ? ApiAnswer.Ok(
                        new
                        {
                            errcode = 0,
                            errmsg = "preview success",
                            msg_id = world.NextMessageId(),
                        }
                    )
                : ApiAnswer.Refuse(40007);
        }
    }

    private static ApiAnswer GetMass(World world, ApiRequest request) =>
        !Account(world, request, out var app, out var refusal) ? refusal
        : request.Long("msg_id") is { } id && app.Articles.Find(id, world.Now) is { } send
            ? ApiAnswer.Ok(new { msg_id = id, msg_status = send.Status })
        : ApiAnswer.Refuse(40059);

    private static ApiAnswer DeleteMass(World world, ApiRequest request) =>
        !Account(world, request, out var app, out var refusal) ? refusal
        : request.Long("msg_id") is { } id && app.Articles.Change(id, send => send.Verdict = "DELETE")
            ? ApiAnswer.Ok(new { errcode = 0, errmsg = "ok" })
        : ApiAnswer.Refuse(40059);

    private static ApiAnswer Publish(World world, ApiRequest request) => OnDraft(world, request, (app, draft) =>
        {
            app.Articles.Drafts.Remove(request.Text("media_id")!);
            var id = $"{world.NextMessageId()}";
            app.Articles.Publications[id] = new SandboxPublication(id, draft.Title, 0);
            ArticleEvents.TellPublished(world, app, id);
            return new
            {
                errcode = 0,
                errmsg = "ok",
                publish_id = id,
                msg_data_id = world.NextMessageId(),
            };
        });

    private static ApiAnswer GetPublication(World world, ApiRequest request)
    {
        if (!Account(world, request, out var app, out var refusal))
        {
            return refusal;
        }

        lock (app.Articles)
        {
            return !app.Articles.Publications.TryGetValue(request.Text("publish_id") ?? "", out var found) ? ApiAnswer.Refuse(53600)
                : found.Status != 0
                    ? ApiAnswer.Ok(
                        new
                        {
                            publish_id = found.PublishId,
                            publish_status = found.Status,
                            fail_idx = Array.Empty<int>(),
                        }
                    )
                : ApiAnswer.Ok(
                    new
                    {
                        publish_id = found.PublishId,
                        publish_status = 0,
                        article_id = $"a{found.PublishId}",
                        article_detail = new
                        {
                            count = 1,
                            item = new[] { new { idx = 1, article_url = ArticleEvents.UrlOf(found.PublishId) } },
                        },
                    }
                );
        }
    }
}
