using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Events;

public sealed class RegistrationOptions
{
    public const string Section = "Registrations";

    /// <summary>The maximum number of registrations for one session in one transaction.</summary>
    [Range(1, 1024)]
    public int Batch { get; init; } = 256;

    /// <summary>Batches of one session under way at once on a node. More than one only makes them wait for each other's row lock.</summary>
    [Range(1, 256)]
    public int Pumps { get; init; } = 1;

    /// <summary>Registrations for one session that may wait on a node; the next one is asked to come back (503).</summary>
    [Range(1, 1_000_000)]
    public int Waiting { get; init; } = 8192;
}

/// <summary>
/// Registrations in a rush: those that wait for one session are taken together in one transaction (<see cref="RegistrationBatch"/>). The
/// queue only saves transactions; what keeps the count right is the row's lock in the database, on any number of nodes.
/// </summary>
public sealed class RegistrationQueue(Database database, TimeProvider time, IOptions<RegistrationOptions> options)
{
    private readonly ConcurrentDictionary<long, Batcher<RegistrationRequest, RegistrationResult>> sessions = [];

    /// <summary>
    /// Registers a person with whoever comes along, or puts them on the waiting list. A repeat is answered with what the first one made.
    /// A caller who hangs up does not cancel it.
    /// </summary>
    /// <param name="names">Clean, at least one.</param>
    /// <param name="mayWait">Whether the person would wait where there is no room; else they are refused.</param>
    /// <exception cref="QueueFullException">Too many registrations are waiting.</exception>
    public async Task<RegistrationResult> AddAsync(
        long personId,
        long sessionId,
        IReadOnlyList<string> names,
        IReadOnlyDictionary<string, string> answers,
        Consents consents,
        bool mayWait,
        CancellationToken ct
    ) =>
        await FindAsync(sessionId, ct) is { } queue
            ? await queue.AddAsync(new RegistrationRequest(personId, names, answers, consents, mayWait, time.GetUtcNow()), ct)
            : new RegistrationResult(RegistrationOutcome.NoSuchSession);

    /// <summary>Only a session that exists gets a queue, or made-up ids would fill the memory.</summary>
    private async Task<Batcher<RegistrationRequest, RegistrationResult>?> FindAsync(long sessionId, CancellationToken ct)
    {
        if (sessions.TryGetValue(sessionId, out var queue))
        {
            return queue;
        }
        const string Find =
            "SELECT 1 FROM event_sessions s JOIN events e ON e.id = s.event_id WHERE s.id = @sessionId AND e.state <> 'draft'";
        return await database.FindAsync<int>(Find, new { sessionId }, ct) == 1 ? sessions.GetOrAdd(sessionId, NewQueue) : null;
    }

    private Batcher<RegistrationRequest, RegistrationResult> NewQueue(long sessionId) =>
        new(options.Value.Waiting, options.Value.Batch, options.Value.Pumps, requests =>
            RegistrationBatch.RunAsync(database, sessionId, requests, time.GetUtcNow())
        );
}

/// <param name="PersonId">Null for somebody without WeChat, whom staff register.</param>
/// <param name="Names">Who comes, the person first.</param>
/// <param name="Overrides">Staff let them come whoever may, and outside the time for registering. Places bind them all the same.</param>
internal sealed record RegistrationRequest(
    long? PersonId,
    IReadOnlyList<string> Names,
    IReadOnlyDictionary<string, string> Answers,
    Consents Consents,
    bool MayWait,
    DateTimeOffset At,
    bool Overrides = false
);
