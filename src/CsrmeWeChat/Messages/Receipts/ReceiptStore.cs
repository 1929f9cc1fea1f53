using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>
/// What WeChat reports of a message after it took it. A report may come before we have recorded that the message was sent, and it is the
/// only word there is of a message whose call was not answered: so it is kept until it finds its delivery.
/// </summary>
public sealed class ReceiptStore(Database database)
{
    /// <summary>A call and the recording of its outcome take no longer; after it a receipt may belong to a message without an id.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    /// <summary>How long a receipt is waited for. WeChat's come within seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private const int Slice = 500;

    public Task AddAsync(Transaction tx, MessageReceipt receipt, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            INSERT INTO message_receipts (channel, message_id, open_id, wechat_id, state, reason, received_at)
            VALUES (@channel, @MessageId, @OpenId, @WechatId, @state, @Reason, @ReceivedAt)
            """,
            new
            {
                channel = receipt.Channel.Key,
                receipt.MessageId,
                receipt.OpenId,
                receipt.WechatId,
                state = receipt.State.Key,
                receipt.Reason,
                receipt.ReceivedAt,
            },
            ct
        );

    /// <summary>Gives the receipts to their deliveries, and deletes those that are older than our patience.</summary>
    public async Task MatchAsync(DateTimeOffset now, CancellationToken ct)
    {
        var after = 0L;
        while (await ListAsync(after, ct) is { Count: > 0 } receipts)
        {
            after = receipts[^1].Id;
            await database.TransactAsync(
                async tx =>
                {
                    foreach (var receipt in receipts)
                    {
                        if (await MatchAsync(tx, receipt, now, ct) || receipt.ReceivedAt < now - Patience)
                        {
                            await tx.ExecuteAsync("DELETE FROM message_receipts WHERE id = @Id", new { receipt.Id }, ct);
                        }
                    }
                    return (true, true);
                },
                ct
            );
        }
        await DeliveryStates.StopWaitingAsync(database, now, ct);
    }

    private Task<IReadOnlyList<MessageReceipt>> ListAsync(long after, CancellationToken ct) =>
        database.ListAsync<MessageReceipt>(
            """
            SELECT id, channel, message_id, open_id, wechat_id, state, reason, received_at
              FROM message_receipts
             WHERE id > @after
             ORDER BY id LIMIT @Slice
            """,
            new { after, Slice },
            ct
        );

    private static async Task<bool> MatchAsync(Transaction tx, MessageReceipt receipt, DateTimeOffset now, CancellationToken ct)
    {
        if (receipt.MessageId is not null && await DeliveryStates.ApplyReceiptAsync(tx, receipt, now, ct))
        {
            return true;
        }
        if (now - receipt.ReceivedAt < Settled || await FindUnnamedAsync(tx, receipt, ct) is not { State: not DeliveryState.Leased } found)
        {
            return false;
        }
        if (found.State is DeliveryState.Planned)
        {
            // It waits for its next attempt: a node that is leasing it at this moment holds this lock.
            await MessagePace.LockAsync(tx, receipt.Channel, ct);
        }
        return await DeliveryStates.ApplyReceiptToAsync(tx, found.Id, found.State, receipt, now, ct);
    }

    /// <summary>
    /// The message that a receipt is of, where their ids do not tell. A receipt whose id we do not know is taken for a message only if
    /// there is a single one. A receipt without an id can be of any that we sent to the person: where all have theirs, receipts come in
    /// the order of the messages; where some are missing, it is of the last that was sent before it.
    /// </summary>
    private static async Task<OpenCall?> FindUnnamedAsync(Transaction tx, MessageReceipt receipt, CancellationToken ct)
    {
        var calls = await ListOpenCallsAsync(tx, receipt, ct);
        if (receipt.MessageId is not null)
        {
            return calls is [var only] ? only : null;
        }
        return calls.Count == 0 ? null
            : calls.FirstOrDefault(call => call.State is DeliveryState.Leased) is { } sending ? sending
            : await CountUnnamedAsync(tx, receipt, ct) >= calls.Count ? calls[0]
            : calls[^1];
    }

    /// <summary>Receipts to the same person that name no id, this one among them.</summary>
    private static Task<int> CountUnnamedAsync(Transaction tx, MessageReceipt receipt, CancellationToken ct) =>
        tx.FindAsync<int>(
            """
            SELECT COUNT(*)
              FROM message_receipts
             WHERE open_id = @OpenId AND channel = @channel AND wechat_id = @WechatId AND message_id IS NULL
            """,
            new
            {
                receipt.OpenId,
                receipt.WechatId,
                channel = receipt.Channel.Key,
            },
            ct
        );

    /// <summary>
    /// Messages to the same person whose call is open, or was answered without an id, where the receipt belongs to no other message; for a
    /// receipt without an id also those that have one. In the order in which they were sent.
    /// </summary>
    private static Task<IReadOnlyList<OpenCall>> ListOpenCallsAsync(Transaction tx, MessageReceipt receipt, CancellationToken ct) =>
        tx.ListAsync<OpenCall>(
            """
            SELECT d.id, d.state
              FROM deliveries d
              JOIN campaigns c ON c.id = d.campaign_id
              JOIN message_templates t ON t.id = c.template_id
             WHERE d.open_id = @OpenId AND d.tried_at >= @since AND d.tried_at <= @ReceivedAt
               AND (d.state IN ('leased', 'planned')
                    OR d.state = 'unknown' AND d.reason = @waiting
                    OR d.state = 'sent' AND (d.message_id IS NULL OR @MessageId IS NULL))
               AND t.channel = @channel AND (@WechatId = '' OR t.wechat_id = @WechatId)
               AND NOT EXISTS (SELECT 1 FROM deliveries o WHERE o.message_id = @MessageId)
             ORDER BY d.tried_at, d.id
            """,
            new
            {
                receipt.MessageId,
                receipt.OpenId,
                receipt.WechatId,
                channel = receipt.Channel.Key,
                waiting = Reasons.Waiting,
                receipt.ReceivedAt,
                since = receipt.ReceivedAt - Patience,
            },
            ct
        );

    private sealed record OpenCall
    {
        public required long Id { get; init; }
        public required DeliveryState State { get; init; }
    }
}

/// <summary>WeChat's report of one message.</summary>
public sealed record MessageReceipt
{
    public long Id { get; init; }
    public required MessageChannel Channel { get; init; }

    /// <summary>Null where WeChat named none.</summary>
    public long? MessageId { get; init; }
    public required string OpenId { get; init; }

    /// <summary>WeChat's id of the template; empty where the report does not say.</summary>
    public required string WechatId { get; init; }
    public required DeliveryState State { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
}
