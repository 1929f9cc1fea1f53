using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using WeChat.Callbacks;

namespace CsrmeWeChat.Stories;

/// <summary>
/// MASSSENDJOBFINISH: how a mass send ended. One whose id we never got is known by being the only one that WeChat was asked for within a day and did not answer,
/// where nothing was published meanwhile: accounts are told of publications by this event too.
/// </summary>
public sealed class MassSendFinished : ICallbackHandler
{
    public async Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
    {
        // Later pushes write MsgID, the mini program's MsgId. Source: 事件推送群发结果.
        var given = message.Body.Text("MsgID") is { Length: > 0 } id ? id : message.Body.Text("MsgId");
        if (!long.TryParse(given, out var messageId) || await FindAsync(tx, messageId, message.CreatedAt, ct) is not { } sendId)
        {
            return;
        }
        var status = message.Body.Text("Status").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        // In JSON the list of addresses may come as an empty text. Source: WeChat community 0000c2636d03881b96f38f7ce6b800.
        var url = message
            .Body.All("ArticleUrlResult", "ResultList", "item")
            .Select(item => item.Text("ArticleUrl"))
            .FirstOrDefault(address => address.Length > 0)
            ?? "";
        await tx.ExecuteAsync(
            "UPDATE mass_sends SET message_id = @messageId, total_count = @total, sent_count = @sent WHERE id = @sendId",
            new
            {
                sendId,
                messageId,
                total = Number("TotalCount"),
                sent = Number("SentCount"),
            },
            ct
        );
        var isSent = status is "sendsuccess";
        await MassSendStore.ToldAsync(
            tx,
            sendId,
            isSent ? SendState.Sent : SendState.Failed,
            isSent ? "" : SendWords.Verdict(status),
            isSent ? url : "",
            now,
            ct
        );

        int? Number(string name) => int.TryParse(message.Body.Text(name), out var number) ? number : null;
    }

    private static async Task<long?> FindAsync(Transaction tx, long messageId, DateTimeOffset at, CancellationToken ct)
    {
        if (await tx.FindAsync<long>("SELECT id FROM mass_sends WHERE message_id = @messageId", new { messageId }, ct) is > 0 and var known)
        {
            return known;
        }
        var asked = await tx.ListAsync<Asked>(
            """
            SELECT id, way FROM mass_sends WHERE message_id IS NULL AND asked_at >= @since AND asked_at <= @until AND (way = 'publish' OR state IN ('sending', 'unknown'))
            """,
            SendWords.Around(at),
            ct
        );
        return asked is [{ Way: not SendWay.Publish } only] ? only.Id : null;
    }

    private sealed record Asked(long Id, SendWay Way);
}

/// <summary>PUBLISHJOBFINISH: how a publication ended.</summary>
public sealed class PublicationFinished : ICallbackHandler
{
    public async Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var publishId = message.Body.Text("PublishEventInfo", "publish_id");
        if (publishId is "" || !int.TryParse(message.Body.Text("PublishEventInfo", "publish_status"), out var status) || status == 1)
        {
            return;
        }
        var sends = await tx.ListAsync<long>("SELECT id FROM mass_sends WHERE publish_id = @publishId", new { publishId }, ct)
            is { Count: > 0 } known
            ? known
            : await tx.ListAsync<long>(
                "SELECT id FROM mass_sends WHERE way = 'publish' AND publish_id = '' AND state IN ('sending', 'unknown') AND asked_at >= @since AND asked_at <= @until",
                SendWords.Around(message.CreatedAt),
                ct
            );
        if (sends is not [var id])
        {
            return;
        }
        var url = message
            .Body.All("PublishEventInfo", "article_detail", "item")
            .Select(item => item.Text("article_url"))
            .FirstOrDefault(address => address.Length > 0)
            ?? "";
        await tx.ExecuteAsync("UPDATE mass_sends SET publish_id = @publishId WHERE id = @id", new { id, publishId }, ct);
        await MassSendStore.ToldAsync(
            tx,
            id,
            status == 0 ? SendState.Sent : SendState.Failed,
            status == 0 ? "" : PublicationWords.Failed(status),
            url,
            now,
            ct
        );
    }
}

public static class PublicationWords
{
    /// <summary>Source: freepublish/get.</summary>
    public static string Failed(int status) =>
        status switch
        {
            2 => "微信的原创校验没有通过。请到公众平台查看后重新安排。",
            4 => "微信审核没有通过。请修改后重新安排。",
            5 or 6 => "已发布的文章被删除或被微信屏蔽。请到公众平台查看。",
            _ => "微信没有发布成功。请到公众平台查看后重新安排。",
        };
}
