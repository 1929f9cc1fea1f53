using System.Collections.Concurrent;

namespace CsrmeWeChat.People;

/// <summary>Something that waits until somebody opens the mini program again.</summary>
public interface IVisitListener
{
    /// <summary>These people are there now. Called on the node that they came to, a few seconds later, many at once.</summary>
    Task SeenAsync(IReadOnlyCollection<long> people, DateTimeOffset now, CancellationToken ct);
}

/// <summary>
/// Who uses the mini program at this node: noted in memory with a request, once in ten minutes, and told to the rooms that wait for it. A
/// rush so writes nothing. A node that is killed forgets what it has not told, and the person's next visit does as well.
/// </summary>
public sealed class Visits(IEnumerable<IVisitListener> listeners, TimeProvider time)
{
    private const int Slice = 500;

    /// <summary>How long somebody who goes on is not told again.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(10);

    private readonly ConcurrentQueue<long> untold = [];
    private Period period = new(time.GetTimestamp(), []);

    public void See(long personId)
    {
        var current = Volatile.Read(ref period);
        if (time.GetElapsedTime(current.Began) >= Apart)
        {
            // Two that turn it at once tell somebody twice, which does no harm.
            Volatile.Write(ref period, current = new Period(time.GetTimestamp(), []));
        }
        if (current.Seen.TryAdd(personId, true))
        {
            untold.Enqueue(personId);
        }
    }

    /// <summary>Who signs in has just opened it, whatever is remembered.</summary>
    public void SeeSignIn(long personId)
    {
        Volatile.Read(ref period).Seen.TryRemove(personId, out _);
        See(personId);
    }

    public async Task TellAsync(CancellationToken ct)
    {
        var people = new List<long>();
        while (untold.TryDequeue(out var person))
        {
            people.Add(person);
        }
        foreach (var slice in people.Distinct().Chunk(Slice))
        {
            foreach (var listener in listeners)
            {
                await listener.SeenAsync(slice, time.GetUtcNow(), ct);
            }
        }
    }

    private sealed record Period(long Began, ConcurrentDictionary<long, bool> Seen);
}

/// <summary>Tells this node's visits, a few seconds after they were noted.</summary>
public sealed class TellVisits(Visits visits, TimeProvider time, ILogger<TellVisits> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        using var turns = new PeriodicTimer(Interval, time);
        while (await turns.WaitForNextTickAsync(ct))
        {
            try
            {
                await visits.TellAsync(ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whoever is still there is told in ten minutes, and everybody at their next visit.
                log.LogWarning("Visits were not told: {Error}", e.GetType().Name);
            }
        }
    }
}
