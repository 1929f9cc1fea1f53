using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using WeChat.Callbacks;

namespace CsrmeWeChat.Stories;

/// <summary>
/// MASSSENDJOBFINISH: how a mass send ended. A send whose message id we never received is recognised where it is the only one that WeChat
/// was asked for within a day without an answer, and where nothing was published meanwhile, because WeChat reports publications by this
/// callback as well.
/// </summary>
public sealed class MassSendFinished : ICallbackHandler
{
    public async Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct)
    {
        // The documentation writes MsgID; the name MsgId is accepted too. Source: 事件推送群发结果.
        var given = message.Body.Text("MsgID") is { Length: > 0 } id ? id : message.Body.Text("MsgId");
        if (!long.TryParse(given, out var messageId) || await FindAsync(tx, messageId, message.CreatedAt, ct) is not { } sendId)
        {
            return;
        }
        await tx.ExecuteAsync(
            "UPDATE mass_sends SET message_id = @messageId, sent_count = @sent WHERE id = @sendId",
            new
            {
                sendId,
                messageId,
                sent = Number("SentCount"),
            },
            ct
        );
        var status = message.Body.Text("Status").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        // In JSON the list of addresses may come as an empty text. Source: WeChat community 0000c2636d03881b96f38f7ce6b800.
        var end = status is "sendsuccess"
            ? new SendEnd(SendState.Sent, ArticleUrl: message.FirstText("ArticleUrl", "ArticleUrlResult", "ResultList", "item"))
            : new SendEnd(SendState.Failed, Verdicts.OfMassSend(status, OriginalsOf(message)));
        await SendTransitions.ReportAsync(tx, sendId, end, now, ct);

        // Which articles of others ours was found to be like. Source: 事件推送群发结果, CopyrightCheckResult.
        static IEnumerable<string> OriginalsOf(CallbackMessage message) =>
            message
                .Body.All("CopyrightCheckResult", "ResultList", "item")
                .Select(item => item.Text("OriginalArticleUrl"))
                .Where(url => url.Length > 0);

        int? Number(string name) => int.TryParse(message.Body.Text(name), out var number) ? number : null;
    }

    private static async Task<long?> FindAsync(Transaction tx, long messageId, DateTimeOffset reportedAt, CancellationToken ct)
    {
        if (await tx.FindAsync<long>("SELECT id FROM mass_sends WHERE message_id = @messageId", new { messageId }, ct) is > 0 and var known)
        {
            return known;
        }
        var asked = await tx.ListAsync<Asked>(
            """
            SELECT id, way
              FROM mass_sends
             WHERE message_id IS NULL AND asked_at >= @since AND asked_at <= @until
               AND (way = 'publish' OR state IN ('sending', 'unknown'))
            """,
            CallbackFacts.AskedAround(reportedAt),
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
        // Status 1 says that the publication is still under way.
        if (publishId is "" || !int.TryParse(message.Body.Text("PublishEventInfo", "publish_status"), out var status) || status == 1)
        {
            return;
        }
        if (await FindAsync(tx, publishId, message.CreatedAt, ct) is not { } sendId)
        {
            return;
        }
        await tx.ExecuteAsync("UPDATE mass_sends SET publish_id = @publishId WHERE id = @sendId", new { sendId, publishId }, ct);
        var url = message.FirstText("article_url", "PublishEventInfo", "article_detail", "item");
        var end =
            status == 0 ? new SendEnd(SendState.Sent, ArticleUrl: url) : new SendEnd(SendState.Failed, Verdicts.OfPublication(status), url);
        await SendTransitions.ReportAsync(tx, sendId, end, now, ct);
    }

    /// <summary>Null where no send is known by this id, or where several may be meant.</summary>
    private static async Task<long?> FindAsync(Transaction tx, string publishId, DateTimeOffset reportedAt, CancellationToken ct)
    {
        var known = await tx.ListAsync<long>("SELECT id FROM mass_sends WHERE publish_id = @publishId", new { publishId }, ct);
        if (known.Count > 0)
        {
            return known is [var one] ? one : null;
        }
        var asked = await tx.ListAsync<long>(
            """
            SELECT id
              FROM mass_sends
             WHERE way = 'publish' AND publish_id = '' AND state IN ('sending', 'unknown')
               AND asked_at >= @since AND asked_at <= @until
            """,
            CallbackFacts.AskedAround(reportedAt),
            ct
        );
        return asked is [var only] ? only : null;
    }
}

file static class CallbackFacts
{
    /// <summary>
    /// When WeChat must have been asked for what it reports at a time: clocks may differ by minutes, and what was asked more than a day
    /// before is another send.
    /// </summary>
    public static object AskedAround(DateTimeOffset reportedAt) => new { since = reportedAt.AddDays(-1), until = reportedAt.AddMinutes(5) };

    /// <summary>The first text of that name that is not empty, among the parts below a path.</summary>
    public static string FirstText(this CallbackMessage message, string name, params ReadOnlySpan<string> path)
    {
        foreach (var item in message.Body.All(path))
        {
            if (item.Text(name) is { Length: > 0 } text)
            {
                return text;
            }
        }
        return "";
    }
}
