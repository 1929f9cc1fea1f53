using System.Text.Json;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>
/// Every change of a delivery's state. A row that waits for its node or for WeChat's receipt has a time in <c>expires_at</c>, and no
/// other row has.
/// </summary>
internal static class DeliveryStates
{
    /// <summary>How long somebody is left alone to whom WeChat delivers nothing more for now (failed:freq limit).</summary>
    public static readonly TimeSpan FrequencyRest = TimeSpan.FromDays(1);

    /// <summary>From planned to leased. It counts as tried from here on, for its node may die with it.</summary>
    public static Task<int> LeaseAsync(
        Transaction tx,
        IEnumerable<long> ids,
        string lease,
        DateTimeOffset until,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            UPDATE deliveries
               SET state = 'leased', lease = @lease, expires_at = @until, tried_at = COALESCE(tried_at, @now), attempts = attempts + 1
             WHERE id IN {=ids}
            """,
            new
            {
                lease,
                until,
                now,
                ids,
            },
            ct
        );

    /// <summary>Planned still, but for later.</summary>
    public static Task<int> PostponeAsync(Transaction tx, IEnumerable<long> ids, DateTimeOffset due, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE deliveries SET due_at = @due WHERE id IN {=ids}", new { due, ids }, ct);

    /// <summary>From planned to skipped.</summary>
    public static Task<int> SkipAsync(Transaction tx, IEnumerable<long> ids, string reason, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE deliveries SET state = 'skipped', reason = @reason, ended_at = @now WHERE id IN {=ids}",
            new
            {
                reason,
                now,
                ids,
            },
            ct
        );

    /// <summary>From leased (or unknown, where the node was late) to what came of it. All outcomes are of one kind.</summary>
    public static Task<int> RecordAsync(
        Transaction tx,
        OutcomeKind kind,
        IReadOnlyCollection<DeliveryOutcome> outcomes,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        // The message ids go as one value: as part of the text they would make each statement a new one, to be compiled and cached.
        tx.ExecuteAsync(
            """
            UPDATE deliveries
               SET state = @state, reason = @Reason, due_at = @due, expires_at = @expires, ended_at = @ended,
                   tried_at = CASE WHEN @wasSeen = 1 THEN tried_at ELSE NULL END,
                   attempts = attempts - @untried,
                   message_id = COALESCE(JSON_EXTRACT(@messages, CONCAT('$."', id, '"')), message_id)
             WHERE id IN {=ids}
            """,
            new
            {
                state = kind.State.Key,
                kind.Reason,
                due = now + kind.Later,
                expires = kind.Reason is Reasons.Waiting ? now + ReceiptStore.Patience : (DateTimeOffset?)null,
                ended = kind.State is DeliveryState.Planned ? (DateTimeOffset?)null : now,
                wasSeen = kind.WasSeen ? 1 : 0,
                untried = kind.WasTried ? 0 : 1,
                messages = JsonSerializer.Serialize(
                    outcomes
                        .Where(outcome => outcome.MessageId is not null)
                        .ToDictionary(outcome => outcome.Id, outcome => outcome.MessageId)
                ),
                ids = outcomes.Select(outcome => outcome.Id),
            },
            ct
        );

    /// <summary>From leased back to planned, where the lease ran out and a repeat does no harm.</summary>
    public static Task<int> ReplanExpiredAsync(Transaction tx, IEnumerable<long> ids, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE deliveries
               SET state = 'planned', due_at = @now, expires_at = NULL
             WHERE id IN {=ids} AND state = 'leased' AND expires_at < @now
            """,
            new { ids, now },
            ct
        );

    /// <summary>From leased to unknown, where the lease ran out and nobody can say whether the message went out.</summary>
    /// <returns>False where its node was faster.</returns>
    public static async Task<bool> LoseExpiredAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            """
            UPDATE deliveries
               SET state = 'unknown', reason = @waiting, ended_at = @now, expires_at = @until
             WHERE id = @id AND state = 'leased' AND expires_at < @now
            """,
            new
            {
                id,
                waiting = Reasons.Waiting,
                now,
                until = now + ReceiptStore.Patience,
            },
            ct
        ) == 1;

    /// <summary>From leased back to planned, where no node knows of the lease.</summary>
    /// <param name="isFirst">Whether it was this lease that made them count as tried.</param>
    public static Task<int> UndoLeaseAsync(Transaction tx, IEnumerable<long> ids, bool isFirst, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE deliveries
               SET state = 'planned', due_at = @now, expires_at = NULL, attempts = attempts - 1,
                   tried_at = CASE WHEN @isFirst = 1 THEN NULL ELSE tried_at END
             WHERE id IN {=ids}
            """,
            new
            {
                ids,
                isFirst = isFirst ? 1 : 0,
                now,
            },
            ct
        );

    /// <summary>
    /// From failed to planned: it is known that nothing of them went out. Those that WeChat held back because their person is sent too much
    /// rest for a day first.
    /// </summary>
    public static Task<int> RetryFailedAsync(Transaction tx, long campaignId, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE deliveries
               SET state = 'planned', reason = '', round = round + 1, attempts = 0, tried_at = NULL, ended_at = NULL,
                   message_id = NULL, due_at = @now
             WHERE campaign_id = @campaignId AND state = 'failed' AND (reason <> @frequency OR ended_at <= @rested)
            """,
            new
            {
                campaignId,
                now,
                frequency = Reasons.Frequency,
                rested = now - FrequencyRest,
            },
            ct
        );

    /// <summary>From sent to what WeChat's receipt says of the message with this id.</summary>
    /// <returns>False where no message with this id was sent.</returns>
    public static async Task<bool> ApplyReceiptAsync(Transaction tx, MessageReceipt receipt, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            """
            UPDATE deliveries
               SET state = @state, reason = @Reason, ended_at = @now
             WHERE message_id = @MessageId AND open_id = @OpenId AND state = 'sent'
            """,
            new
            {
                receipt.MessageId,
                receipt.OpenId,
                receipt.Reason,
                state = receipt.State.Key,
                now,
            },
            ct
        ) > 0;

    /// <summary>To what a receipt says, for a delivery that no message id led to.</summary>
    /// <returns>False where its state has changed since it was <paramref name="seen"/>.</returns>
    public static async Task<bool> ApplyReceiptToAsync(
        Transaction tx,
        long id,
        DeliveryState seen,
        MessageReceipt receipt,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            """
            UPDATE deliveries
               SET state = @state, reason = @Reason, message_id = COALESCE(@MessageId, message_id), ended_at = @now, expires_at = NULL
             WHERE id = @id AND state = @seen
            """,
            new
            {
                id,
                seen = seen.Key,
                state = receipt.State.Key,
                receipt.Reason,
                receipt.MessageId,
                now,
            },
            ct
        ) > 0;

    /// <summary>Unknown still, but no receipt is expected any more.</summary>
    public static Task<int> StopWaitingAsync(Sql sql, DateTimeOffset now, CancellationToken ct) =>
        sql.ExecuteAsync(
            """
            UPDATE deliveries
               SET reason = @unmatched, expires_at = NULL
             WHERE expires_at < @now AND state = 'unknown'
            """,
            new { unmatched = Reasons.Unmatched, now },
            ct
        );

    /// <summary>Takes an erased person's openid out of the rows; what was still to be sent is skipped.</summary>
    public static Task<int> EraseAsync(Transaction tx, IReadOnlyList<string> openIds, CancellationToken ct) =>
        // The reason is set before the state: MySQL sees the new value of a column that was set earlier in the statement.
        tx.ExecuteAsync(
            """
            UPDATE deliveries
               SET reason = CASE WHEN state IN ('planned', 'failed') THEN 'no_wechat' ELSE reason END,
                   state = CASE WHEN state IN ('planned', 'failed') THEN 'skipped' ELSE state END,
                   recipient = CONCAT('erased:', id), open_id = '', person_id = NULL
             WHERE open_id IN @openIds
            """,
            new { openIds },
            ct
        );
}
