namespace CsrmeWeChat.Foundation.Data;

/// <summary>
/// Holds a value that many requests on this node ask for at once and that may be a little old. It is read at most once in that time, and
/// requests that come meanwhile wait for the same reading.
/// </summary>
public sealed class Fresh<T>(TimeSpan age, TimeProvider time)
{
    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile Reading? last;

    public async ValueTask<T> GetAsync(Func<CancellationToken, Task<T>> read, CancellationToken ct)
    {
        if (IsFresh(out var value))
        {
            return value;
        }
        await reading.WaitAsync(ct);
        try
        {
            if (!IsFresh(out value))
            {
                last = new Reading(value = await read(ct), time.GetTimestamp());
            }
            return value;
        }
        finally
        {
            reading.Release();
        }
    }

    private bool IsFresh(out T value)
    {
        var reading = last;
        value = reading is null ? default! : reading.Value;
        return reading is not null && time.GetElapsedTime(reading.At) < age;
    }

    private sealed record Reading(T Value, long At);
}
