using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// What staff see of the callbacks: how many there are of each kind, whether a feature handles the kind, and which callbacks fail. They
/// do not see what people wrote.
/// </summary>
public sealed class CallbackList(Database database, IEnumerable<CallbackRoute> routes)
{
    /// <summary>The inbox answers texts by itself.</summary>
    private const string Answered = "text";

    private readonly HashSet<string> handled = [.. routes.Select(route => route.Kind)];

    /// <summary>Whether a feature handles this kind. Other kinds are only kept and counted.</summary>
    public bool IsHandled(string kind) => kind is Answered || handled.Contains(kind);

    public Task<IReadOnlyList<CallbackCount>> CountAsync(CancellationToken ct) =>
        database.ListAsync<CallbackCount>(
            """
            SELECT kind, COUNT(*) AS amount, MAX(received_at) AS last_at
              FROM callbacks
             GROUP BY kind
             ORDER BY amount DESC, kind
            """,
            ct: ct
        );

    /// <summary>How many callbacks wait, and how many of these have failed before.</summary>
    public async Task<CallbackBacklog> BacklogAsync(CancellationToken ct) =>
        (
            await database.FindAsync<CallbackBacklog>(
                """
                SELECT COUNT(*) AS waiting, COUNT(CASE WHEN attempts > 0 THEN 1 END) AS failing
                  FROM callbacks
                 WHERE due_at IS NOT NULL
                """,
                ct: ct
            )
        )!;

    public Task<IReadOnlyList<FailingCallback>> ListFailingAsync(int skip, int limit, CancellationToken ct) =>
        database.ListAsync<FailingCallback>(
            """
            SELECT id, kind, received_at, due_at, attempts, error
              FROM callbacks
             WHERE due_at IS NOT NULL AND attempts > 0
             ORDER BY id
             LIMIT @limit OFFSET @skip
            """,
            new { skip, limit },
            ct
        );
}

public sealed record CallbackCount
{
    public required string Kind { get; init; }
    public required long Amount { get; init; }
    public required DateTimeOffset LastAt { get; init; }
}

public sealed record CallbackBacklog
{
    public required long Waiting { get; init; }
    public required long Failing { get; init; }
}

public sealed record FailingCallback
{
    public required long Id { get; init; }
    public required string Kind { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required int Attempts { get; init; }

    /// <summary>The name of the exception's type.</summary>
    public required string Error { get; init; }
}
