using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Notices;

/// <summary>The notices as rows. Every change of a notice's state stands here.</summary>
public sealed class NoticeStore(Database database)
{
    /// <summary>Longer than all ways together may take. A node that dies with a notice gives it back by this.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>What was not told by then is not told any more: the console shows it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90),
        LongestPause = TimeSpan.FromMinutes(30);

    private const string Columns = "SELECT id, kind, words, address, state, sent_by, attempts, error, created_at, due_at FROM notices";

    /// <returns>False where this was told before.</returns>
    internal static Task<bool> AddAsync(
        Sql sql,
        string key,
        NoticeKind kind,
        NoticeState state,
        string words,
        string address,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        // What is there already is looked for first: on MySQL a transaction that runs into a duplicate keeps a lock on it.
        sql.TryInsertAsync(
            """
            INSERT INTO notices (dedupe_key, kind, words, address, state, sent_by, lease, attempts, error, created_at, due_at, settled_at)
            SELECT @key, @kind, @words, @address, @state, '', '', 0, '', @now, @dueAt, @settledAt
             WHERE NOT EXISTS (SELECT 1 FROM notices WHERE dedupe_key = @key)
            """,
            new
            {
                key,
                kind = kind.Key,
                words = PlainText.Cut(words, Notice.MaxWords),
                address,
                state = state.Key,
                now,
                dueAt = state is NoticeState.Waiting ? now : (DateTimeOffset?)null,
                settledAt = state is NoticeState.Waiting ? (DateTimeOffset?)null : now,
            },
            ct
        );

    public async Task<bool> HasAsync(string key, CancellationToken ct) =>
        await database.FindAsync<int>("SELECT COUNT(*) FROM notices WHERE dedupe_key = @key", new { key }, ct) > 0;

    public Task<IReadOnlyList<long>> ListDueAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<long>("SELECT id FROM notices WHERE due_at <= @now ORDER BY due_at LIMIT 20", new { now }, ct);

    /// <summary>Takes a notice that is due. Null where another node was faster, or one died with it and it is not told again.</summary>
    public async Task<Notice?> TakeAsync(long id, string lease, DateTimeOffset now, CancellationToken ct)
    {
        var row = new
        {
            id,
            lease,
            now,
            until = now + Lease,
        };
        // A day's notice is told once at most, an alarm once at least.
        await database.ExecuteAsync(
            """
            UPDATE notices
               SET state = 'unknown', due_at = NULL, settled_at = @now
             WHERE id = @id AND state = 'sending' AND kind = 'daily' AND due_at <= @now
            """,
            row,
            ct
        );
        var taken = await database.ExecuteAsync(
            """
            UPDATE notices
               SET state = 'sending', lease = @lease, attempts = attempts + 1, due_at = @until
             WHERE id = @id AND state IN ('waiting', 'sending') AND due_at <= @now
            """,
            row,
            ct
        );
        return taken == 1 ? await database.FindAsync<Notice>($"{Columns} WHERE id = @id", row, ct) : null;
    }

    /// <summary>Writes down that it has gone out by a way, before the next is tried.</summary>
    public Task SentByAsync(long id, string lease, IEnumerable<string> ways, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE notices SET sent_by = @sentBy WHERE id = @id AND lease = @lease",
            new
            {
                id,
                lease,
                sentBy = string.Join(',', ways),
            },
            ct
        );

    public Task SettleAsync(long id, string lease, NoticeState state, string error, DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            UPDATE notices
               SET state = @state, lease = '', error = @error, due_at = NULL, settled_at = @now
             WHERE id = @id AND lease = @lease
            """,
            new
            {
                id,
                lease,
                state = state.Key,
                error = PlainText.Cut(error, 300),
                now,
            },
            ct
        );

    /// <summary>Later again, after a minute at first, then after twice as long as before.</summary>
    public Task PostponeAsync(Notice notice, string lease, string error, DateTimeOffset now, CancellationToken ct)
    {
        var pause = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(notice.Attempts - 1, 10)));
        return database.ExecuteAsync(
            "UPDATE notices SET state = 'waiting', lease = '', error = @error, due_at = @dueAt WHERE id = @id AND lease = @lease",
            new
            {
                id = notice.Id,
                lease,
                error = PlainText.Cut(error, 300),
                dueAt = now + (pause < LongestPause ? pause : LongestPause),
            },
            ct
        );
    }

    public Task<IReadOnlyList<Notice>> ListAsync(int limit, CancellationToken ct) =>
        database.ListAsync<Notice>($"{Columns} ORDER BY id DESC LIMIT @limit", new { limit }, ct);

    /// <summary>Those that could not be told, and after which none was told.</summary>
    public Task<long> CountFailedAsync(DateTimeOffset since, CancellationToken ct) =>
        database.FindAsync<long>(
            """
            SELECT COUNT(*)
              FROM notices f
             WHERE f.settled_at > @since AND f.state = 'failed'
               AND NOT EXISTS (SELECT 1 FROM notices s WHERE s.settled_at >= f.settled_at AND s.state = 'sent')
            """,
            new { since },
            ct
        );

    public Task RemoveOldAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync("DELETE FROM notices WHERE settled_at < @before", new { before = now - Kept }, ct);
}
