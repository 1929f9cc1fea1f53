using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CsrmeWeChat.Foundation.Http;

namespace CsrmeWeChat.People;

/// <summary>Keeps look-ups for one to two generations, so that no entry needs a timer or an age of its own.</summary>
internal sealed class SessionCache(TimeProvider time, TimeSpan generation)
{
    private readonly Lock turning = new();
    private volatile Generations now = new([], [], time.GetTimestamp());
    private int forgotten;

    /// <summary>Changes with every forgetting: what was looked up before may be stale and is not added.</summary>
    public int Epoch => Volatile.Read(ref forgotten);

    public bool TryGet(string hash, [NotNullWhen(true)] out SignedIn? signedIn)
    {
        var generations = Current();
        return generations.Young.TryGetValue(hash, out signedIn) || generations.Old.TryGetValue(hash, out signedIn);
    }

    public void Add(string hash, SignedIn signedIn, int epoch)
    {
        if (epoch == Epoch)
        {
            Current().Young[hash] = signedIn;
        }
    }

    public void Forget(string hash)
    {
        Interlocked.Increment(ref forgotten);
        var generations = Current();
        generations.Young.TryRemove(hash, out _);
        generations.Old.TryRemove(hash, out _);
    }

    public void ForgetPerson(long personId)
    {
        Interlocked.Increment(ref forgotten);
        var generations = Current();
        foreach (var (hash, signedIn) in generations.Young.Concat(generations.Old))
        {
            if (signedIn.PersonId == personId)
            {
                generations.Young.TryRemove(hash, out _);
                generations.Old.TryRemove(hash, out _);
            }
        }
    }

    private Generations Current()
    {
        var generations = now;
        if (time.GetElapsedTime(generations.Began) < generation)
        {
            return generations;
        }
        lock (turning)
        {
            var age = time.GetElapsedTime(now.Began);
            if (age >= generation)
            {
                // After a pause longer than a generation the young ones are too old as well.
                now = new([], age < 2 * generation ? now.Young : [], time.GetTimestamp());
            }
            return now;
        }
    }

    private sealed record Generations(ConcurrentDictionary<string, SignedIn> Young, ConcurrentDictionary<string, SignedIn> Old, long Began);
}
