using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// Job: handles the callbacks that are due, a batch in one transaction together with their marks. Where a batch fails, each of its
/// callbacks is handled by itself, so that none holds up the others. Row locks ensure that only one of several nodes handles a callback.
/// </summary>
public sealed class HandleCallbacks(
    Database database,
    CallbackStore store,
    IEnumerable<CallbackRoute> routes,
    JobRunner jobs,
    TimeProvider time,
    ILogger<HandleCallbacks> log
) : IJob
{
    /// <summary>Small enough that arrivals wait only a moment for SQLite's single writer.</summary>
    private const int BatchSize = 50;

    /// <summary>After this time the job makes room for other jobs and has itself run again.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(5);

    private readonly ILookup<string, ICallbackHandler> handlersOf = routes.ToLookup(route => route.Kind, route => route.Handler);

    private readonly JobTurn turn = new();

    public async Task RunAsync(CancellationToken ct)
    {
        if (await turn.TakeAsync(() => JobTurn.WhileDueAsync(HandleBatchAsync, MaxTurn, ct)))
        {
            jobs.RunNow<HandleCallbacks>();
        }
    }

    /// <summary>False where nothing was due.</summary>
    private async Task<bool> HandleBatchAsync(CancellationToken ct)
    {
        var due = await store.ListDueAsync(BatchSize, time.GetUtcNow(), ct);
        if (due.Count == 0)
        {
            return false;
        }
        try
        {
            await HandleAsync(due, ct);
        }
        catch (Exception e) when (IsFaultOfCallback(e))
        {
            foreach (var callback in due)
            {
                await HandleAloneAsync(callback, ct);
            }
        }
        return true;
    }

    private async Task HandleAloneAsync(StoredCallback callback, CancellationToken ct)
    {
        try
        {
            await HandleAsync([callback], ct);
        }
        catch (Exception e) when (IsFaultOfCallback(e))
        {
            // The exception's message is left out, because it may hold what the sender wrote.
            log.LogError(
                "Callback {Callback} of kind {Kind} failed: {Error}\n{Trace}",
                callback.Id,
                callback.Kind,
                e.GetType().Name,
                e.StackTrace
            );
            await store.PostponeAsync(callback, e.GetType().Name, time.GetUtcNow(), ct);
        }
    }

    private Task HandleAsync(IReadOnlyList<StoredCallback> callbacks, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return database.TransactAsync(
            async tx =>
            {
                // Marking first takes the rows' locks: a second node waits here and then finds nothing left to mark.
                if (!await store.MarkHandledAsync(tx, callbacks, now, ct))
                {
                    return (false, false);
                }
                foreach (var callback in callbacks.Where(callback => handlersOf.Contains(callback.Kind)))
                {
                    var message = CallbackReader.ReadMessage(callback.AppId, callback.Body)
                        ?? throw new InvalidOperationException("A stored callback cannot be read.");
                    foreach (var handler in handlersOf[callback.Kind])
                    {
                        await handler.HandleAsync(tx, message with { ReceivedAt = callback.ReceivedAt }, now, ct);
                    }
                }
                return (true, true);
            },
            ct
        );
    }

    /// <summary>A cancelled job and an unavailable database say nothing about the callback.</summary>
    private bool IsFaultOfCallback(Exception e) => e is not OperationCanceledException && !database.IsAway(e);
}

/// <summary>Job: removes callbacks past their retention.</summary>
public sealed class RemoveCallbacks(CallbackStore store, CallbackRefusals refusals, TimeProvider time) : IJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        while (await store.RemoveOldAsync(time.GetUtcNow(), ct)) { }
        await refusals.RemoveOldAsync(time.GetUtcNow(), ct);
    }
}
