using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>
/// The ledger of subscriptions. WeChat has no call that says how many messages somebody still allows, so it is kept from what WeChat
/// pushes: one more for each acceptance, one less for each message sent, none after a refusal. Source: 订阅消息, 事件推送.
/// </summary>
public sealed class CreditStore
{
    /// <param name="at">When it was accepted; events may come late and in any order.</param>
    public async Task AcceptAsync(
        Transaction tx,
        MessageChannel channel,
        string openId,
        string wechatId,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var args = new
        {
            channel = channel.Key,
            openId,
            wechatId,
            at,
        };
        var updated = await tx.ExecuteAsync(
            """
            UPDATE subscription_credits
               SET credits = credits + 1, answered_at = CASE WHEN answered_at < @at THEN @at ELSE answered_at END
             WHERE channel = @channel AND open_id = @openId AND wechat_id = @wechatId
            """,
            args,
            ct
        );
        if (updated == 0)
        {
            await tx.ExecuteAsync(
                """
                INSERT INTO subscription_credits (channel, open_id, wechat_id, credits, answered_at)
                VALUES (@channel, @openId, @wechatId, 1, @at)
                """,
                args,
                ct
            );
        }
    }

    /// <summary>Takes one credit from each person who has any.</summary>
    public async Task SpendAsync(
        Transaction tx,
        MessageChannel channel,
        string wechatId,
        IReadOnlyList<string> openIds,
        CancellationToken ct
    )
    {
        if (openIds.Count > 0)
        {
            await tx.ExecuteAsync(
                """
                UPDATE subscription_credits
                   SET credits = credits - 1
                 WHERE channel = @channel AND wechat_id = @wechatId AND open_id IN @openIds AND credits > 0
                """,
                new
                {
                    channel = channel.Key,
                    wechatId,
                    openIds,
                },
                ct
            );
        }
    }

    /// <summary>Returns a credit to each person: it was spent on a message that was not sent.</summary>
    public async Task GiveBackAsync(
        Transaction tx,
        MessageChannel channel,
        string wechatId,
        IReadOnlyList<string> openIds,
        CancellationToken ct
    )
    {
        if (openIds.Count > 0)
        {
            await tx.ExecuteAsync(
                """
                UPDATE subscription_credits
                   SET credits = credits + 1
                 WHERE channel = @channel AND wechat_id = @wechatId AND open_id IN @openIds
                """,
                new
                {
                    channel = channel.Key,
                    wechatId,
                    openIds,
                },
                ct
            );
        }
    }

    /// <summary>Takes all credits: WeChat refused a message (43101), or the person declined.</summary>
    /// <param name="asOf">When that was. A ledger with a later answer stays as it is.</param>
    public async Task CloseAsync(
        Transaction tx,
        MessageChannel channel,
        string wechatId,
        IReadOnlyList<string> openIds,
        DateTimeOffset asOf,
        CancellationToken ct
    )
    {
        if (openIds.Count > 0)
        {
            await tx.ExecuteAsync(
                """
                UPDATE subscription_credits
                   SET credits = 0, answered_at = @asOf
                 WHERE channel = @channel AND wechat_id = @wechatId AND open_id IN @openIds AND answered_at <= @asOf
                """,
                new
                {
                    channel = channel.Key,
                    wechatId,
                    openIds,
                    asOf,
                },
                ct
            );
        }
    }
}
