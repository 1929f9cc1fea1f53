using System.Collections.Concurrent;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>
/// Counts on this node, within windows that begin together and end as a whole. (The framework's limiter keeps an object for each caller
/// and visits all of them ten times a second: a rush of 60,000 spent a tenth of the processor there.)
/// </summary>
public sealed class Windows<TKey>(TimeSpan length, TimeProvider time)
    where TKey : notnull
{
    private Window current = new(time.GetTimestamp());

    /// <summary>How long until all begins anew.</summary>
    public TimeSpan Left => length - time.GetElapsedTime(Now().Began);

    /// <summary>How often this key has been added, with this time.</summary>
    public int Add(TKey key) => Now().Counts.AddOrUpdate(key, 1, (_, count) => count + 1);

    public int CountOf(TKey key) => Now().Counts.GetValueOrDefault(key);

    private Window Now()
    {
        var window = Volatile.Read(ref current);
        if (time.GetElapsedTime(window.Began) < length)
        {
            return window;
        }
        var following = new Window(time.GetTimestamp());
        var found = Interlocked.CompareExchange(ref current, following, window);
        return found == window ? following : found;
    }

    private sealed class Window(long began)
    {
        public long Began { get; } = began;

        public ConcurrentDictionary<TKey, int> Counts { get; } = [];
    }
}
