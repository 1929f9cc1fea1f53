using System.Threading.Channels;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>
/// Hands what arrives while one batch is under way to the next batch: nothing waits while nothing is under way, and under load
/// the batches grow by themselves. A caller who gives up does not cancel the batch its request is in.
/// </summary>
/// <param name="capacity">How many may wait; one more is refused with <see cref="QueueFullException"/>.</param>
/// <param name="most">Most requests in a batch.</param>
/// <param name="pumps">Batches under way at once.</param>
/// <param name="handle">Answers in the order of its requests. If it throws, all of the batch get that exception.</param>
public sealed class Batcher<TRequest, TAnswer>(
    int capacity,
    int most,
    int pumps,
    Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TAnswer>>> handle
)
{
    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(capacity);
    private int running;

    public Task<TAnswer> AddAsync(TRequest request, CancellationToken ct)
    {
        var waiting = new Waiting(request);
        if (!queue.Writer.TryWrite(waiting))
        {
            throw new QueueFullException();
        }
        StartPump();
        return waiting.Task.WaitAsync(ct);
    }

    private void StartPump()
    {
        for (var now = Volatile.Read(ref running); now < pumps; now = Volatile.Read(ref running))
        {
            if (Interlocked.CompareExchange(ref running, now + 1, now) == now)
            {
                _ = Task.Run(PumpAsync);
                return;
            }
        }
    }

    private async Task PumpAsync()
    {
        var batch = new List<Waiting>(most);
        while (true)
        {
            while (batch.Count < most && queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
            }
            if (batch.Count == 0)
            {
                break;
            }
            await AnswerAsync(batch);
            batch.Clear();
        }
        Interlocked.Decrement(ref running);
        // Somebody may have queued after the last look and seen this pump still running.
        if (queue.Reader.Count > 0)
        {
            StartPump();
        }
    }

    private async Task AnswerAsync(List<Waiting> batch)
    {
        try
        {
            var answers = await handle(batch.ConvertAll(waiting => waiting.Request));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].SetResult(answers[i]);
            }
        }
        catch (Exception e)
        {
            foreach (var waiting in batch)
            {
                waiting.TrySetException(e);
            }
        }
    }

    private sealed class Waiting(TRequest request) : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TRequest Request { get; } = request;
    }
}

/// <summary>More are waiting than the service takes on; answered as 503.</summary>
public sealed class QueueFullException() : Exception("The queue is full.");
