using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace CsrmeWeChat.People;

/// <summary>Two generations of look-ups: an entry lives for one to two generations, and no entry needs a timer or an age of its own.</summary>
internal sealed class SessionCache(TimeProvider time, TimeSpan generation)
{
    private readonly Lock turning = new();
    private volatile Generations now = new([], [], time.GetUtcNow() + generation);

    public bool TryGet(string hash, [NotNullWhen(true)] out SignedIn? signedIn)
    {
        var generations = Current();
        return generations.Young.TryGetValue(hash, out signedIn) || generations.Old.TryGetValue(hash, out signedIn);
    }

    public void Add(string hash, SignedIn signedIn) => Current().Young[hash] = signedIn;

    public void Forget(string hash)
    {
        var generations = Current();
        generations.Young.TryRemove(hash, out _);
        generations.Old.TryRemove(hash, out _);
    }

    public void ForgetPerson(long personId)
    {
        var generations = Current();
        foreach (var (hash, signedIn) in generations.Young.Concat(generations.Old))
        {
            if (signedIn.PersonId == personId)
            {
                Forget(hash);
            }
        }
    }

    private Generations Current()
    {
        var generations = now;
        var at = time.GetUtcNow();
        if (at < generations.TurnAt)
        {
            return generations;
        }
        lock (turning)
        {
            if (at >= now.TurnAt)
            {
                // After a pause longer than a generation the young ones are too old as well.
                now = new([], at < now.TurnAt + generation ? now.Young : [], at + generation);
            }
            return now;
        }
    }

    private sealed record Generations(ConcurrentDictionary<string, SignedIn> Young, ConcurrentDictionary<string, SignedIn> Old, DateTimeOffset TurnAt);
}
