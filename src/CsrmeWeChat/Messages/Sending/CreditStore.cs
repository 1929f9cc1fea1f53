using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>
/// The ledger of subscriptions: WeChat has no call that says how many messages somebody still allows, so it is kept from what WeChat pushes.
/// One more for each acceptance, one less for each message sent, none after a refusal. Source: 订阅消息, 事件推送.
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
        if (
            await tx.ExecuteAsync(
                """
                UPDATE subscription_credits SET credits = credits + 1, answered_at = CASE WHEN answered_at < @at THEN @at ELSE answered_at END
                 WHERE channel = @channel AND open_id = @openId AND wechat_id = @wechatId
                """,
                new
                {
                    channel = channel.Key,
                    openId,
                    wechatId,
                    at,
                },
                ct
            ) == 0
        )
        {
            await tx.ExecuteAsync(
                "INSERT INTO subscription_credits (channel, open_id, wechat_id, credits, answered_at) VALUES (@channel, @openId, @wechatId, 1, @at)",
                new
                {
                    channel = channel.Key,
                    openId,
                    wechatId,
                    at,
                },
                ct
            );
        }
    }

    /// <summary>One less for each of them.</summary>
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
                "UPDATE subscription_credits SET credits = credits - 1 WHERE channel = @channel AND wechat_id = @wechatId AND open_id IN @openIds AND credits > 0",
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

    /// <summary>One more for each of them: it was spent for what was not sent.</summary>
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
                "UPDATE subscription_credits SET credits = credits + 1 WHERE channel = @channel AND wechat_id = @wechatId AND open_id IN @openIds",
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

    /// <summary>None is left: WeChat refused a message (43101), or the person did.</summary>
    /// <param name="asOf">When that was: what was accepted after it stays.</param>
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
                "UPDATE subscription_credits SET credits = 0, answered_at = @asOf WHERE channel = @channel AND wechat_id = @wechatId AND open_id IN @openIds AND answered_at <= @asOf",
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
