using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Followers;

public sealed class FollowerOptions
{
    public const string Section = "Followers";

    /// <summary>Most calls of user/get a day; each tells of 10,000.</summary>
    [Range(1, 1_000_000)]
    public int ListCalls { get; init; } = 500;

    /// <summary>Most calls of user/info/batchget a day; each tells of 100.</summary>
    [Range(1, 10_000_000)]
    public int InfoCalls { get; init; } = 50_000;
}

public enum SyncStep
{
    /// <summary>Reading the account's tags.</summary>
    Tags,

    /// <summary>Reading who follows.</summary>
    Listing,

    /// <summary>Reading what WeChat tells of each.</summary>
    Telling,

    Done,

    /// <summary>Somebody at the console ended it.</summary>
    Stopped,
}

/// <summary>One reading of all followers, as far as it has come.</summary>
public sealed record FollowerSync
{
    public required long Id { get; init; }
    public required string AskedBy { get; init; }
    public required SyncStep Step { get; init; }

    /// <summary>Where the list goes on.</summary>
    public required string NextOpenId { get; init; }

    /// <summary>How many follow, by WeChat's count.</summary>
    public required int Total { get; init; }
    public required int Listed { get; init; }
    public required int Told { get; init; }

    /// <summary>How many were found to follow no longer.</summary>
    public required int Gone { get; init; }

    /// <summary>Why it waits, in words; empty while it goes on.</summary>
    public required string Words { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public DateTimeOffset? ResumesAt { get; init; }

    public bool IsUnderWay => Step is SyncStep.Tags or SyncStep.Listing or SyncStep.Telling;
}
