using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>
/// The ledger of subscriptions. WeChat has no call that says how many messages somebody still allows, so it is kept from what is heard: one
/// more for each acceptance, one less for each message sent, none after a refusal. WeChat pushes no event where somebody chose to keep the
/// answer, so the mini program reports what its call was answered; what both tell is one acceptance. Source: 订阅消息, 事件推送, WeChat
/// community 000ecc9b62c2b01d808e454e551800 and 000002fff4c4e85736718b47561c00.
/// </summary>
public sealed class CreditStore
{
    /// <summary>How far apart, by our clock, an event and a report may be heard that tell of one acceptance.</summary>
    public static readonly TimeSpan Pairing = TimeSpan.FromMinutes(2);

    /// <summary>How long acceptances are remembered one by one: a report of today is counted against those of today.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(2);

    private const int Slice = 500;

    /// <summary>Counts an acceptance, unless its other half has counted it already.</summary>
    /// <param name="at">When it was accepted; events may come late and in any order.</param>
    /// <param name="heardAt">When we heard of it, by our own clock.</param>
    public async Task AcceptAsync(
        Transaction tx,
        Subscription subscription,
        ConsentSource source,
        DateTimeOffset at,
        DateTimeOffset heardAt,
        CancellationToken ct
    )
    {
        await LockAsync(tx, subscription, at, ct);
        var other = await FindOtherHalfAsync(tx, subscription, source, heardAt, ct);
        await AddConsentAsync(tx, subscription, source, isPaired: other is not null, heardAt, ct);
        if (other is { } half)
        {
            await tx.ExecuteAsync("UPDATE consents SET paired = 1 WHERE id = @half", new { half }, ct);
            return;
        }
        await tx.ExecuteAsync(
            """
            UPDATE subscription_credits
               SET credits = credits + 1
             WHERE channel = @channel AND open_id = @OpenId AND wechat_id = @WechatId
            """,
            subscription.Args(),
            ct
        );
    }

    /// <summary>How many acceptances somebody has reported since a time.</summary>
    public Task<int> CountReportsAsync(Sql sql, string openId, DateTimeOffset since, CancellationToken ct) =>
        sql.FindAsync<int>(
            "SELECT COUNT(*) FROM consents WHERE open_id = @openId AND heard_at >= @since AND source = 'report'",
            new { openId, since },
            ct
        );

    /// <summary>Forgets when acceptances were heard of, once neither their other half nor the day's count is asked for.</summary>
    /// <returns>How many; zero when nothing is left to do.</returns>
    public async Task<int> ForgetAsync(Database database, DateTimeOffset now, CancellationToken ct)
    {
        var ids = await database.ListAsync<long>(
            "SELECT id FROM consents WHERE heard_at < @until ORDER BY heard_at LIMIT @Slice",
            new { until = now - Remembered, Slice },
            ct
        );
        return ids.Count == 0 ? 0 : await database.ExecuteAsync("DELETE FROM consents WHERE id IN {=ids}", new { ids }, ct);
    }

    /// <summary>Takes the row's lock, which both halves of an acceptance need, and makes the row where it is missing.</summary>
    private static async Task LockAsync(Transaction tx, Subscription subscription, DateTimeOffset at, CancellationToken ct)
    {
        var args = new
        {
            channel = subscription.Channel.Key,
            subscription.OpenId,
            subscription.WechatId,
            at,
        };
        var updated = await tx.ExecuteAsync(
            """
            UPDATE subscription_credits
               SET answered_at = CASE WHEN answered_at < @at THEN @at ELSE answered_at END
             WHERE channel = @channel AND open_id = @OpenId AND wechat_id = @WechatId
            """,
            args,
            ct
        );
        if (updated == 0)
        {
            // Where the other half makes the same row at this moment, this transaction is undone and tried again.
            await tx.ExecuteAsync(
                """
                INSERT INTO subscription_credits (channel, open_id, wechat_id, credits, answered_at)
                VALUES (@channel, @OpenId, @WechatId, 0, @at)
                """,
                args,
                ct
            );
        }
    }

    /// <summary>The oldest acceptance that only the other source has told of, at about this time.</summary>
    private static Task<long?> FindOtherHalfAsync(
        Transaction tx,
        Subscription subscription,
        ConsentSource source,
        DateTimeOffset heardAt,
        CancellationToken ct
    ) =>
        tx.FindAsync<long?>(
            """
            SELECT id
              FROM consents
             WHERE open_id = @OpenId AND heard_at >= @from AND heard_at <= @to
               AND channel = @channel AND wechat_id = @WechatId AND source <> @source AND paired = 0
             ORDER BY heard_at, id LIMIT 1
            """,
            new
            {
                channel = subscription.Channel.Key,
                subscription.OpenId,
                subscription.WechatId,
                source = source.Key,
                from = heardAt - Pairing,
                to = heardAt + Pairing,
            },
            ct
        );

    private static Task<int> AddConsentAsync(
        Transaction tx,
        Subscription subscription,
        ConsentSource source,
        bool isPaired,
        DateTimeOffset heardAt,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO consents (channel, open_id, wechat_id, source, paired, heard_at)
            VALUES (@channel, @OpenId, @WechatId, @source, @paired, @heardAt)
            """,
            new
            {
                channel = subscription.Channel.Key,
                subscription.OpenId,
                subscription.WechatId,
                source = source.Key,
                paired = isPaired ? 1 : 0,
                heardAt,
            },
            ct
        );

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

/// <summary>Somebody's subscription to a template, by WeChat's ids.</summary>
public sealed record Subscription(MessageChannel Channel, string OpenId, string WechatId)
{
    internal object Args() =>
        new
        {
            channel = Channel.Key,
            OpenId,
            WechatId,
        };
}

/// <summary>Who told of an acceptance.</summary>
public enum ConsentSource
{
    /// <summary>WeChat, by an event.</summary>
    Event,

    /// <summary>The mini program, which may say anything.</summary>
    Report,
}
