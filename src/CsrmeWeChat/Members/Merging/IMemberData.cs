using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Members;

/// <summary>
/// What hangs on a member in one room, for when two members turn out to be one. A test holds every column of the schema that refers to a
/// member against <see cref="Columns"/>.
/// </summary>
public interface IMemberData
{
    /// <summary>As <c>table.column</c>.</summary>
    IReadOnlyCollection<string> Columns { get; }

    /// <summary>Takes the locks that the room takes before those of members elsewhere too.</summary>
    Task LockAsync(Transaction tx, MemberPair pair, DateTimeOffset now, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Why the two cannot be merged as they stand, with what to do about it, in Chinese. Nothing where they can.</summary>
    Task<IReadOnlyList<string>> ObstaclesAsync(Sql sql, MemberPair pair, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>What of the gone member's moves, in words: 福利 2 份. Empty where there is nothing.</summary>
    Task<string> WhatMovesAsync(Sql sql, MemberPair pair, CancellationToken ct) => Task.FromResult("");

    /// <summary>Moves what is the gone member's to the kept one, under the locks of both and after <see cref="ObstaclesAsync"/>.</summary>
    Task MergeAsync(Transaction tx, Actor by, MemberPair pair, DateTimeOffset now, CancellationToken ct);
}

/// <summary>Two members who are one: the one that stays and the one whose row goes.</summary>
public sealed record MemberPair(Member Kept, Member Gone)
{
    public long KeptId => Kept.Id;

    public long GoneId => Gone.Id;
}
