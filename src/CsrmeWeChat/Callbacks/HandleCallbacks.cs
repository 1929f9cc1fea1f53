using System.Diagnostics;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using WeChat.Callbacks;

namespace CsrmeWeChat.Callbacks;

/// <summary>
/// Job: handles what is due, some messages in one transaction with their marks. Where one of them fails, each is handled by itself, so that it holds up
/// no other. The rows' own locks see to it that of several nodes one handles a message.
/// </summary>
public sealed class HandleCallbacks(
    Database database,
    CallbackStore store,
    IEnumerable<ICallbackHandler> handlers,
    Soon soon,
    TimeProvider time,
    ILogger<HandleCallbacks> log
) : IJob
{
    /// <summary>Few enough that what arrives meanwhile waits only a moment for the one writer of SQLite.</summary>
    private const int Batch = 50;

    /// <summary>Other jobs wait for their turn too.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    private readonly ILookup<string, ICallbackHandler> handlersOf = handlers
        .SelectMany(handler => handler.Kinds.Select(kind => (kind, handler)))
        .ToLookup(pair => pair.kind, pair => pair.handler);

    private int running;

    public async Task RunAsync(CancellationToken ct)
    {
        // Two at once on this node would only wait for each other; what this one would have done, the other does, or the next turn.
        if (Interlocked.Exchange(ref running, 1) == 1)
        {
            return;
        }
        bool isMore;
        try
        {
            var taken = Stopwatch.StartNew();
            while ((isMore = await HandleSomeAsync(ct)) && taken.Elapsed < Turn) { }
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
        if (isMore)
        {
            soon.Run<HandleCallbacks>(job => job.RunAsync(CancellationToken.None));
        }
    }

    private async Task<bool> HandleSomeAsync(CancellationToken ct)
    {
        var due = await store.DueAsync(Batch, time.GetUtcNow(), ct);
        if (due.Count == 0)
        {
            return false;
        }
        try
        {
            await HandleAsync(due, ct);
        }
        catch (Exception e) when (IsOfAMessage(e))
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
        catch (Exception e) when (IsOfAMessage(e))
        {
            // Without its message: that may hold what the sender wrote.
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
                // Their locks first: a second node waits here, and then finds nothing left to mark.
                if (!await store.MarkAsync(tx, callbacks, now, ct))
                {
                    return (false, false);
                }
                foreach (var callback in callbacks)
                {
                    if (!handlersOf.Contains(callback.Kind))
                    {
                        continue;
                    }
                    var message = CallbackReader.ReadMessage(callback.AppId, callback.Body)
                        ?? throw new InvalidOperationException("A stored message cannot be read.");
                    foreach (var handler in handlersOf[callback.Kind])
                    {
                        await handler.HandleAsync(tx, message, now, ct);
                    }
                }
                return (true, true);
            },
            ct
        );
    }

    private bool IsOfAMessage(Exception e) => e is not OperationCanceledException && !database.IsAway(e);
}

/// <summary>Job: removes what was handled and is old.</summary>
public sealed class RemoveCallbacks(CallbackStore store, TimeProvider time) : IJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        while (await store.RemoveOldAsync(time.GetUtcNow(), ct)) { }
    }
}
