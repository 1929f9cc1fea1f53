using System.Text.Json.Nodes;

namespace WeChat.Sandbox;

/// <summary>
/// How mass sends and publications ended, told to the account's address: as with WeChat perhaps before the caller has its answer.
/// Source: 事件推送群发结果, 发布结果推送.
/// </summary>
internal static class ArticleEvents
{
    /// <summary>WeChat's own helper is the sender.</summary>
    private const string Helper = "oR5Gjjl_eiZoUpGozMo7dbBJ362A";

    public static string UrlOf(string id) => $"http://mp.weixin.qq.com/s?__biz=sandbox&mid={id}";

    /// <summary>Tells nothing of a send that goes on, nor of one that was deleted.</summary>
    public static void TellEnd(World world, App app, SandboxMassSend send)
    {
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
                ("Status", isSent ? "send success" : "send fail"),
                ("TotalCount", send.Audience),
                ("FilterCount", isSent ? send.Reached : 0),
                ("SentCount", isSent ? send.Reached : 0),
                ("ErrorCount", 0),
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

    public static void TellPublished(World world, App app, string publishId) =>
        Push(
            world,
            app,
            PushControl.Event(
                "PUBLISHJOBFINISH",
                (
                    "PublishEventInfo",
                    new JsonObject
                    {
                        ["publish_id"] = publishId,
                        ["publish_status"] = 0,
                        ["article_id"] = $"a{publishId}",
                        ["article_detail"] = new JsonObject
                        {
                            ["count"] = 1,
                            ["item"] = new JsonObject { ["idx"] = 1, ["article_url"] = UrlOf(publishId) },
                        },
                    }
                )
            )
        );

    private static void Push(World world, App app, JsonObject fields) => _ = world.Pushes.PushAsync(app, Helper, fields, times: 1);
}
