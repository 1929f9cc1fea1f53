using System.Collections.Concurrent;
using System.Net;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Keys;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Contests;

/// <summary>
/// Votes in a rush: those that wait for one contest are written together in one transaction (<see cref="VoteBatch"/>). The queue only saves
/// transactions; what keeps votes right are locks and keys in the database, on any number of nodes.
/// </summary>
public sealed class VoteQueue(Database database, Keyring keyring, TimeProvider time, IOptions<VoteOptions> options)
{
    private readonly ConcurrentDictionary<long, Batcher<VoteRequest, VoteResult>> contests = [];
    private readonly ConcurrentDictionary<long, long> contestOf = [];

    /// <summary>
    /// Gives a vote, or takes it back. A repeat is answered as the first was. A caller who hangs up does not cancel it.
    /// </summary>
    /// <exception cref="QueueFullException">Too many votes are waiting.</exception>
    public async Task<VoteResult> AddAsync(long personId, long entryId, bool gives, IPAddress? from, CancellationToken ct)
    {
        if (await FindContestAsync(entryId, ct) is not { } contestId)
        {
            return new VoteResult(VoteOutcome.NoSuchEntry);
        }
        var queue = contests.GetOrAdd(contestId, NewQueue);
        return await queue.AddAsync(new VoteRequest(personId, entryId, gives, SourceOf(contestId, from), time.GetUtcNow()), ct);
    }

    /// <summary>Only an entry that exists is remembered, or made-up ids would fill the memory.</summary>
    private async Task<long?> FindContestAsync(long entryId, CancellationToken ct)
    {
        if (contestOf.TryGetValue(entryId, out var known))
        {
            return known;
        }
        var found = await database.FindAsync<long?>("SELECT contest_id FROM contest_entries WHERE id = @entryId", new { entryId }, ct);
        return found is { } contestId ? contestOf.GetOrAdd(entryId, contestId) : null;
    }

    private Batcher<VoteRequest, VoteResult> NewQueue(long contestId) =>
        // More than one batch under way would only wait for each other's lock.
        new(options.Value.Waiting, options.Value.Batch, pumps: 1, requests =>
            VoteBatch.RunAsync(database, contestId, requests, options.Value)
        );

    /// <summary>Tells votes from one address apart from others within a contest, and nobody which address it was.</summary>
    private string SourceOf(long contestId, IPAddress? from)
    {
        var address = from is { IsIPv4MappedToIPv6: true } ? from.MapToIPv4() : RateLimits.Network(from);
        return address is null ? "" : keyring.Hash($"vote:{contestId}", $"{address}");
    }
}

/// <param name="Source">Empty where the address is not known.</param>
internal sealed record VoteRequest(long PersonId, long EntryId, bool Gives, string Source, DateTimeOffset At);

/// <param name="VotesLeft">How many the person may still give in this contest.</param>
public sealed record VoteResult(VoteOutcome Outcome, int VotesLeft = 0);

public enum VoteOutcome
{
    /// <summary>It is as was wished, now or already before.</summary>
    Done,

    /// <summary>Or it is not shown.</summary>
    NoSuchEntry,
    NoSuchPerson,
    NoVoting,
    NotOpen,
    Closed,
    NoMember,
    NoPhone,
    OwnEntry,

    /// <summary>All votes are given.</summary>
    OverCap,
}
