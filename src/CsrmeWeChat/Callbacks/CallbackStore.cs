using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

/// <summary>Keeps each callback in one row under a unique key, so that a repeated delivery finds the first.</summary>
public sealed class CallbackStore(Database database, AuditTrail audit)
{
    /// <summary>Callbacks hold openids and what people wrote, so they are kept no longer than somebody may ask about them.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private const int RemovalBatch = 500;

    /// <summary>
    /// Stores what is new and returns receipts in the order of the arrivals. The arrivals may hold several deliveries of one message, and
    /// another node may be storing the same message at this moment.
    /// </summary>
    public Task<IReadOnlyList<Receipt>> AddAsync(IReadOnlyList<Arrival> arrivals, DateTimeOffset now, CancellationToken ct) =>
        database.RetryOnDuplicateAsync(async () =>
        {
            var replies = await FindRepliesAsync(arrivals, ct);
            // Two nodes that store the same messages take their locks in the same order, and so wait for each other without a deadlock.
            var fresh = arrivals
                .Where(arrival => !replies.ContainsKey(arrival.Key))
                .DistinctBy(arrival => arrival.Key)
                .OrderBy(arrival => arrival.Key, StringComparer.Ordinal)
                .ToList();
            if (fresh.Count > 0)
            {
                await InsertAsync(fresh, now, ct);
            }
            return ReceiptsFor(arrivals, fresh, replies);
        });

    /// <summary>Callbacks that are due, the oldest first.</summary>
    public Task<IReadOnlyList<StoredCallback>> ListDueAsync(int limit, DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<StoredCallback>(
            """
            SELECT id, app_id, kind, body, received_at, attempts
              FROM callbacks
             WHERE due_at <= @now
             ORDER BY due_at, id
             LIMIT @limit
            """,
            new { now, limit },
            ct
        );

    /// <summary>
    /// Marks callbacks as handled and holds their rows to the end of the transaction. False where another node has handled one of them:
    /// then this transaction must not commit.
    /// </summary>
    public async Task<bool> MarkHandledAsync(
        Transaction tx,
        IReadOnlyList<StoredCallback> callbacks,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            "UPDATE callbacks SET due_at = NULL, handled_at = @now, error = '' WHERE id IN @ids AND due_at <= @now",
            new { now, ids = callbacks.Select(callback => callback.Id) },
            ct
        ) == callbacks.Count;

    /// <summary>Has a callback that failed tried again: after 10 seconds, and then after twice as long each time, up to an hour.</summary>
    public Task PostponeAsync(StoredCallback callback, string error, DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            UPDATE callbacks
               SET attempts = attempts + 1, due_at = @due, error = @error
             WHERE id = @Id AND attempts = @Attempts AND due_at IS NOT NULL
            """,
            new
            {
                callback.Id,
                callback.Attempts,
                error = PlainText.Cut(error, 200),
                due = now + TimeSpan.FromSeconds(Math.Min(3600, 10 * Math.Pow(2, Math.Min(callback.Attempts, 10)))),
            },
            ct
        );

    /// <summary>Makes all that failed due at once, because somebody has mended the cause. The number of callbacks.</summary>
    public Task<int> RetryAsync(Actor by, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var count = await tx.ExecuteAsync("UPDATE callbacks SET due_at = @now WHERE due_at > @now", new { now }, ct);
                if (count > 0)
                {
                    var change = new Change("callback.retry", "callback", 0, "处理失败的推送", After: new { count });
                    await audit.AddAsync(tx, by, change, now, ct);
                }
                return (count > 0, count);
            },
            ct
        );

    /// <summary>What these people wrote to the account and did there, as far as it is kept.</summary>
    public Task<IReadOnlyList<WrittenCallback>> ListOfAsync(IReadOnlyList<string> openIds, CancellationToken ct) =>
        database.ListAsync<WrittenCallback>(
            "SELECT kind, received_at, body FROM callbacks WHERE open_id IN @openIds ORDER BY id",
            new { openIds },
            ct
        );

    /// <summary>
    /// Deletes what an erased person's callbacks said. Their rows stay, so that a repeated delivery is recognised. A callback that is not
    /// handled yet stays whole.
    /// </summary>
    public static Task EraseAsync(Transaction tx, IReadOnlyList<string> openIds, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE callbacks SET open_id = '', body = '', reply = '' WHERE open_id IN @openIds AND handled_at IS NOT NULL",
            new { openIds },
            ct
        );

    /// <summary>Deletes what some kinds of people's callbacks said.</summary>
    public static Task EmptyAsync(Transaction tx, IReadOnlyList<string> openIds, IReadOnlyList<string> kinds, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE callbacks SET body = '' WHERE open_id IN @openIds AND kind IN @kinds AND handled_at IS NOT NULL",
            new { openIds, kinds },
            ct
        );

    /// <summary>
    /// Removes one batch of callbacks past their retention, including those that could never be handled. False once none is left.
    /// </summary>
    public async Task<bool> RemoveOldAsync(DateTimeOffset now, CancellationToken ct)
    {
        // In two statements: for a DELETE with the SELECT in it MariaDB reads the whole table (measured: 4,000 rows to remove none).
        var ids = await database.ListAsync<long>(
            "SELECT id FROM callbacks WHERE received_at < @until ORDER BY received_at LIMIT @RemovalBatch",
            new { until = now - Retention, RemovalBatch },
            ct
        );
        return ids.Count > 0 && await database.ExecuteAsync("DELETE FROM callbacks WHERE id IN {=ids}", new { ids }, ct) > 0;
    }

    private async Task<Dictionary<string, string>> FindRepliesAsync(IReadOnlyList<Arrival> arrivals, CancellationToken ct)
    {
        var stored = await database.ListAsync<StoredReply>(
            "SELECT dedupe_key, reply FROM callbacks WHERE dedupe_key IN @keys",
            new { keys = arrivals.Select(arrival => arrival.Key).Distinct() },
            ct
        );
        return stored.ToDictionary(row => row.DedupeKey, row => row.Reply);
    }

    private Task InsertAsync(IReadOnlyList<Arrival> fresh, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.InsertManyAsync(
                    "INSERT INTO callbacks (dedupe_key, app_id, open_id, kind, body, reply, received_at, due_at, attempts, error)",
                    [.. fresh.Select(arrival => RowOf(arrival, now))],
                    ct
                );
                return (true, true);
            },
            ct
        );

    private static object?[] RowOf(Arrival arrival, DateTimeOffset now) =>
        [arrival.Key, arrival.AppId, arrival.OpenId, arrival.Kind, arrival.Text, arrival.Reply, now, now, 0, ""];

    private static IReadOnlyList<Receipt> ReceiptsFor(
        IReadOnlyList<Arrival> arrivals,
        IReadOnlyList<Arrival> fresh,
        Dictionary<string, string> replies
    )
    {
        var added = fresh.ToDictionary(arrival => arrival.Key, arrival => arrival.Reply);
        return
        [
            .. arrivals.Select(arrival =>
                added.TryGetValue(arrival.Key, out var reply) ? new Receipt(true, reply) : new Receipt(false, replies[arrival.Key])
            ),
        ];
    }

    private sealed record StoredReply
    {
        public required string DedupeKey { get; init; }
        public required string Reply { get; init; }
    }
}

/// <summary>A callback that waits to be handled.</summary>
public sealed record StoredCallback
{
    public required long Id { get; init; }
    public required string AppId { get; init; }
    public required string Kind { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How often it has failed.</summary>
    public required int Attempts { get; init; }
}

/// <summary>What somebody sent to the account, as WeChat gave it to us.</summary>
public sealed record WrittenCallback
{
    public required string Kind { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required string Body { get; init; }
}
