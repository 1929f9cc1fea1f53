using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

/// <summary>What WeChat pushed: each message one row, whose key is what names it, so that a repeat finds it.</summary>
public sealed class CallbackStore(Database database, AuditTrail audit)
{
    /// <summary>Messages hold openids and what people wrote: no longer than somebody may ask about them.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int Slice = 500;

    /// <summary>Receipts in the order of the arrivals. Several deliveries of one message may be among them, or on their way at another node.</summary>
    public async Task<IReadOnlyList<CallbackReceipt>> AddAsync(
        IReadOnlyList<CallbackArrival> arrivals,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var replies = (
                await database.ListAsync<Known>(
                    "SELECT dedupe_key, reply FROM callbacks WHERE dedupe_key IN @keys",
                    new { keys = arrivals.Select(arrival => arrival.Key).Distinct() },
                    ct
                )
            ).ToDictionary(known => known.DedupeKey, known => known.Reply);
            // Sorted, so that two nodes that write the same ones wait for each other and do not deadlock.
            var fresh = arrivals
                .Where(arrival => !replies.ContainsKey(arrival.Key))
                .DistinctBy(arrival => arrival.Key)
                .OrderBy(arrival => arrival.Key, StringComparer.Ordinal)
                .ToList();
            try
            {
                if (fresh.Count > 0)
                {
                    await InsertAsync(fresh, now, ct);
                }
            }
            catch (DbException e) when (attempt < 5 && database.IsDuplicate(e))
            {
                // Another node was first with one of them: see which.
                continue;
            }
            var added = fresh.ToDictionary(arrival => arrival.Key, arrival => arrival.Reply);
            return
            [
                .. arrivals.Select(arrival =>
                    added.TryGetValue(arrival.Key, out var reply)
                        ? new CallbackReceipt(true, reply)
                        : new CallbackReceipt(false, replies[arrival.Key])
                ),
            ];
        }
    }

    /// <summary>Those whose turn it is, oldest first.</summary>
    public Task<IReadOnlyList<StoredCallback>> DueAsync(int limit, DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<StoredCallback>(
            "SELECT id, app_id, kind, body, attempts FROM callbacks WHERE due_at <= @now ORDER BY due_at, id LIMIT @limit",
            new { now, limit },
            ct
        );

    /// <summary>Marks them handled, if their transaction commits. False where another node was faster with one of them: then this transaction must not.</summary>
    public async Task<bool> MarkAsync(Transaction tx, IReadOnlyList<StoredCallback> callbacks, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            "UPDATE callbacks SET due_at = NULL, handled_at = @now, error = '' WHERE id IN @ids AND due_at <= @now",
            new { now, ids = callbacks.Select(callback => callback.Id) },
            ct
        ) == callbacks.Count;

    /// <summary>It could not be handled: again after 10 s, and each time twice as long, up to an hour.</summary>
    public Task PostponeAsync(StoredCallback callback, string error, DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE callbacks SET attempts = attempts + 1, due_at = @due, error = @error WHERE id = @Id AND attempts = @Attempts AND due_at IS NOT NULL",
            new
            {
                callback.Id,
                callback.Attempts,
                error = PlainText.Cut(error, 200),
                due = now + TimeSpan.FromSeconds(Math.Min(3600, 10 * Math.Pow(2, Math.Min(callback.Attempts, 10)))),
            },
            ct
        );

    /// <summary>Somebody mended what was wrong: all that failed are due now.</summary>
    public Task<int> RetryAsync(Actor by, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var count = await tx.ExecuteAsync("UPDATE callbacks SET due_at = @now WHERE due_at > @now", new { now }, ct);
                if (count > 0)
                {
                    await audit.AddAsync(
                        tx,
                        by,
                        new Change("callback.retry", "callback", 0, "处理失败的消息", After: new { count }),
                        now,
                        ct
                    );
                }
                return (count > 0, count);
            },
            ct
        );

    /// <summary>What these senders wrote to the account and did there, as far as it is kept. It reads a month of bodies.</summary>
    public async Task<IReadOnlyList<WrittenCallback>> ListOfAsync(IReadOnlyList<string> openIds, CancellationToken ct)
    {
        var found = new List<WrittenCallback>();
        foreach (var openId in openIds)
        {
            found.AddRange(
                await database.ListAsync<WrittenCallback>(
                    "SELECT kind, received_at, body FROM callbacks WHERE INSTR(body, @openId) > 0 ORDER BY id",
                    new { openId },
                    ct
                )
            );
        }
        return found;
    }

    /// <summary>What an erased person's messages said goes at once; that they came stays, so that a repeat is known. One that is not handled yet stays whole.</summary>
    public async Task EraseAsync(IReadOnlyList<string> openIds, CancellationToken ct)
    {
        foreach (var openId in openIds)
        {
            // Every row is looked at: outside a transaction, so that nobody waits for it.
            var ids = await database.ListAsync<long>(
                "SELECT id FROM callbacks WHERE handled_at IS NOT NULL AND INSTR(body, @openId) > 0",
                new { openId },
                ct
            );
            if (ids.Count > 0)
            {
                await database.ExecuteAsync("UPDATE callbacks SET body = '', reply = '' WHERE id IN {=ids}", new { ids }, ct);
            }
        }
    }

    /// <summary>Removes what is old, a slice at a time, also what never could be handled.</summary>
    public async Task<bool> RemoveOldAsync(DateTimeOffset now, CancellationToken ct) =>
        await database.ExecuteAsync(
            """
            DELETE FROM callbacks WHERE id IN (SELECT id FROM (
                SELECT id FROM callbacks WHERE received_at < @until ORDER BY received_at LIMIT @Slice) AS old)
            """,
            new { until = now - Kept, Slice },
            ct
        ) > 0;

    private Task InsertAsync(IReadOnlyList<CallbackArrival> fresh, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.InsertManyAsync(
                    "INSERT INTO callbacks (dedupe_key, app_id, kind, body, reply, received_at, due_at, attempts, error)",
                    [
                        .. fresh.Select(arrival =>
                            new object?[]
                            {
                                arrival.Key,
                                arrival.Message.AppId,
                                arrival.Message.Kind,
                                arrival.Text,
                                arrival.Reply,
                                now,
                                now,
                                0,
                                "",
                            }
                        ),
                    ],
                    ct
                );
                return (true, true);
            },
            ct
        );

    private sealed record Known
    {
        public required string DedupeKey { get; init; }
        public required string Reply { get; init; }
    }
}

/// <summary>One that waits to be handled.</summary>
public sealed record StoredCallback
{
    public required long Id { get; init; }
    public required string AppId { get; init; }
    public required string Kind { get; init; }
    public required string Body { get; init; }

    /// <summary>How often it failed.</summary>
    public required int Attempts { get; init; }
}

/// <summary>What somebody sent to the account, as WeChat gave it to us.</summary>
public sealed record WrittenCallback
{
    public required string Kind { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required string Body { get; init; }
}
