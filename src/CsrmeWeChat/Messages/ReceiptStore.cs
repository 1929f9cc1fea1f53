using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>
/// What WeChat tells of a message after it took it. It may come before we have written that it was sent, and is the only word there is of one whose
/// call was not answered: so it is kept until it finds its delivery.
/// </summary>
public sealed class ReceiptStore(Database database)
{
    /// <summary>A call and the writing of its outcome take no longer: from then on a receipt without a message id may be another's.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    /// <summary>WeChat's receipts come within seconds; what has none by then never gets one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public Task AddAsync(
        Transaction tx,
        Channel channel,
        long messageId,
        string openId,
        string wechatId,
        DeliveryState state,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            "INSERT INTO message_receipts (channel, message_id, open_id, wechat_id, state, reason, told_at) VALUES (@channel, @messageId, @openId, @wechatId, @state, @reason, @now)",
            new
            {
                channel = channel.Word,
                messageId,
                openId,
                wechatId,
                state = state.Word,
                reason,
                now,
            },
            ct
        );

    public async Task MatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        for (
            var after = 0L;
            await database.ListAsync<Receipt>(
                "SELECT id, channel, message_id, open_id, wechat_id, state, reason, told_at FROM message_receipts WHERE id > @after ORDER BY id LIMIT 500",
                new { after },
                ct
            )
                is { Count: > 0 } receipts;

        )
        {
            after = receipts[^1].Id;
            await database.TransactAsync(
                async tx =>
                {
                    foreach (var receipt in receipts)
                    {
                        if (await MatchAsync(tx, receipt, now, ct) || receipt.ToldAt < now - Patience)
                        {
                            await tx.ExecuteAsync("DELETE FROM message_receipts WHERE id = @Id", new { receipt.Id }, ct);
                        }
                    }
                    return (true, true);
                },
                ct
            );
        }
        await database.ExecuteAsync(
            "UPDATE deliveries SET reason = @unmatched WHERE state = 'unknown' AND reason = @waiting AND ended_at < @old",
            new
            {
                unmatched = Reasons.Unmatched,
                waiting = Reasons.Waiting,
                old = now - Patience,
            },
            ct
        );
    }

    private static async Task<bool> MatchAsync(Transaction tx, Receipt receipt, DateTimeOffset now, CancellationToken ct)
    {
        var args = new
        {
            receipt.MessageId,
            receipt.OpenId,
            receipt.WechatId,
            state = receipt.State.Word,
            receipt.Reason,
            channel = receipt.Channel.Word,
            waiting = Reasons.Waiting,
            now,
            receipt.ToldAt,
            since = receipt.ToldAt - Patience,
        };
        if (
            await tx.ExecuteAsync(
                "UPDATE deliveries SET state = @state, reason = @Reason, ended_at = @now WHERE message_id = @MessageId AND open_id = @OpenId AND state = 'sent'",
                args,
                ct
            ) > 0
        )
        {
            return true;
        }
        if (now - receipt.ToldAt < Settled)
        {
            return false;
        }
        // One whose call is open, or was answered without an id: a receipt that belongs to no other is its, where there is one only.
        var open = await tx.ListAsync<OpenCall>(
            $"""
            SELECT d.id, d.state FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id JOIN message_templates t ON t.id = c.template_id
             WHERE d.open_id = @OpenId AND t.channel = @channel{(
                receipt.WechatId is "" ? "" : " AND t.wechat_id = @WechatId"
            )} AND d.tried_at >= @since AND d.tried_at <= @ToldAt
               AND (d.state IN ('leased', 'planned') OR d.state = 'unknown' AND d.reason = @waiting OR d.state = 'sent' AND d.message_id IS NULL)
               AND NOT EXISTS (SELECT 1 FROM deliveries o WHERE o.message_id = @MessageId)
             LIMIT 2
            """,
            args,
            ct
        );
        if (open is not [{ State: not DeliveryState.Leased } only])
        {
            return false;
        }
        if (only.State is DeliveryState.Planned)
        {
            // It waits for its repeat: whoever leases it just now has this lock.
            await PushPace.LockAsync(tx, receipt.Channel, ct);
        }
        return await tx.ExecuteAsync(
                "UPDATE deliveries SET state = @state, reason = @Reason, message_id = @MessageId, ended_at = @now WHERE id = @Id AND state = @seen",
                new
                {
                    only.Id,
                    seen = only.State.Word,
                    args.state,
                    receipt.Reason,
                    receipt.MessageId,
                    now,
                },
                ct
            ) > 0;
    }

    private sealed record OpenCall(long Id, DeliveryState State);

    private sealed record Receipt
    {
        public required long Id { get; init; }
        public required Channel Channel { get; init; }
        public required long MessageId { get; init; }
        public required string OpenId { get; init; }
        public required string WechatId { get; init; }
        public required DeliveryState State { get; init; }
        public required string Reason { get; init; }
        public required DateTimeOffset ToldAt { get; init; }
    }
}
