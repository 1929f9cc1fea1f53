using System.Text.Json.Nodes;

namespace WeChat.Sandbox;

/// <summary>
/// How mass sends and publications ended, told to the account's address: as with WeChat perhaps before the caller has its answer.
/// Source: 事件推送群发结果, 发布结果推送.
/// </summary>
internal static class ArticleEvents
{
    /// <summary>WeChat's own helper is the sender.</summary>
    public const string Helper = "oR5Gjjl_eiZoUpGozMo7dbBJ362A";

    /// <summary>The administrator did not answer in time.</summary>
    private const string NoAnswer = "err(40002)";

    public static string UrlOf(string id) => $"http://mp.weixin.qq.com/s?__biz=sandbox&mid={id}";

    /// <summary>Tells the end at once where there is one, otherwise when time brings it.</summary>
    public static void TellWhenItEnds(World world, App app, long messageId)
    {
        if (app.Articles.Find(messageId, world.Now)!.Status is not "SENDING")
        {
            TellEnd(world, app, messageId);
            return;
        }

        var isProtected = false;
        app.Articles.Change(messageId, send => isProtected = send.WaitsUntil is not null);
        _ = TellLaterAsync();

        async Task TellLaterAsync()
        {
            await Task.Delay(isProtected ? Articles.Confirmation : app.Articles.Takes, world.Time);
            var isDecided = false;
            app.Articles.Change(messageId, send => isDecided = send.Verdict is not null);
            if (!isDecided)
            {
                TellEnd(world, app, messageId, isProtected ? NoAnswer : null);
            }
        }
    }

    /// <summary>Tells nothing of a send that goes on, nor of one that was deleted.</summary>
    /// <param name="words">How it ended in WeChat's words, such as err(30003); null for success or failure as they are.</param>
    /// <param name="original">The article that it was found to be copied from.</param>
    public static void TellEnd(World world, App app, long messageId, string? words = null, string? original = null)
    {
        var send = app.Articles.Find(messageId, world.Now)!;
        if (send.Status is not ("SEND_SUCCESS" or "SEND_FAIL"))
        {
            return;
        }

        var isSent = send.Status is "SEND_SUCCESS";
        Push(
            world,
            app,
            PushControl.Event(
                "MASSSENDJOBFINISH",
                ("MsgID", send.MessageId),
                ("Status", words ?? (isSent ? "send success" : "send fail")),
                ("TotalCount", send.Audience),
                ("FilterCount", isSent ? send.Reached : 0),
                ("SentCount", isSent ? send.Reached : 0),
                ("ErrorCount", 0),
                ("CopyrightCheckResult", Copyright(original)),
                (
                    "ArticleUrlResult",
                    new JsonObject
                    {
                        ["Count"] = isSent ? 1 : 0,
                        ["ResultList"] = isSent
                            ? new JsonObject
                            {
                                ["item"] = new JsonObject { ["ArticleIdx"] = 1, ["ArticleUrl"] = UrlOf($"{send.MessageId}") },
                            }
                            : "\n\n",
                    }
                )
            )
        );
    }

    /// <summary>Tells the end at once where there is one, otherwise when time brings it.</summary>
    public static void TellWhenPublished(World world, App app, string publishId)
    {
        if (app.Articles.Takes == TimeSpan.Zero)
        {
            TellPublished(world, app, publishId);
            return;
        }

        _ = TellLaterAsync();

        async Task TellLaterAsync()
        {
            await Task.Delay(app.Articles.Takes, world.Time);
            bool isDecided;
            lock (app.Articles)
            {
                isDecided = app.Articles.Publications[publishId].Verdict is not null;
            }

            if (!isDecided)
            {
                TellPublished(world, app, publishId);
            }
        }
    }

    public static void TellPublished(World world, App app, string publishId)
    {
        JsonObject info;
        lock (app.Articles)
        {
            var publication = app.Articles.Publications[publishId];
            var status = publication.StatusAt(world.Now);
            info = new JsonObject { ["publish_id"] = publishId, ["publish_status"] = status };
            if (status == 0)
            {
                info["article_id"] = publication.ArticleId;
                info["article_detail"] = new JsonObject
                {
                    ["count"] = publication.Draft.Articles.Count,
                    ["item"] = new JsonArray([
                        .. publication.Draft.Articles.Select(
                            (_, index) => new JsonObject { ["idx"] = index + 1, ["article_url"] = publication.UrlOf(index) }
                        ),
                    ]),
                };
            }
            else
            {
                info["fail_idx"] = 1;
            }
        }

        Push(world, app, PushControl.Event("PUBLISHJOBFINISH", ("PublishEventInfo", info)));
    }

    private static JsonObject Copyright(string? original)
    {
        const int NotCopied = 1,
            Forbidden = 3;
        return original is null
            ? new JsonObject
            {
                ["Count"] = 0,
                ["ResultList"] = "\n\n",
                ["CheckState"] = NotCopied,
            }
            : new JsonObject
            {
                ["Count"] = 1,
                ["ResultList"] = new JsonObject
                {
                    ["item"] = new JsonObject
                    {
                        ["ArticleIdx"] = 1,
                        ["UserDeclareState"] = 0,
                        ["AuditState"] = 2,
                        ["OriginalArticleUrl"] = original,
                        ["OriginalArticleType"] = 1,
                        ["CanReprint"] = 0,
                        ["NeedReplaceContent"] = 1,
                        ["NeedShowReprintSource"] = 1,
                    },
                },
                ["CheckState"] = Forbidden,
            };
    }

    private static void Push(World world, App app, JsonObject fields) => _ = world.Pushes.PushAsync(app, Helper, fields, times: 1);
}
