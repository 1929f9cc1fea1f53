using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Followers;

public sealed class FollowerOptions
{
    public const string Section = "Followers";

    /// <summary>How many calls of user/get are made a day at most; each lists 10,000 followers.</summary>
    [Range(1, 1_000_000)]
    public int ListCalls { get; init; } = 500;

    /// <summary>How many calls of user/info/batchget are made a day at most; each gives the details of 100 followers.</summary>
    [Range(1, 10_000_000)]
    public int InfoCalls { get; init; } = 50_000;
}

/// <summary>How far a sync has come. Lower case in the database.</summary>
public enum SyncStep
{
    /// <summary>Reading the account's tags.</summary>
    Tags,

    /// <summary>Reading the list of followers.</summary>
    Listing,

    /// <summary>Reading the details of each follower.</summary>
    Details,

    Done,

    /// <summary>Somebody stopped it in the console.</summary>
    Stopped,
}

/// <summary>One reading of all followers, as far as it has come.</summary>
public sealed record FollowerSync
{
    public required long Id { get; init; }
    public required SyncStep Step { get; init; }

    /// <summary>The openid after which the list continues; empty at its beginning.</summary>
    public required string NextOpenId { get; init; }

    /// <summary>How many followers WeChat counts.</summary>
    public required int Total { get; init; }
    public required int Listed { get; init; }

    /// <summary>How many followers' details have been asked of WeChat.</summary>
    public required int Detailed { get; init; }

    /// <summary>How many were found to follow no longer.</summary>
    public required int Gone { get; init; }

    /// <summary>Why it is paused, in Chinese; empty while it runs.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When a paused sync continues by itself.</summary>
    public DateTimeOffset? ResumesAt { get; init; }

    public bool IsUnderWay => Step is SyncStep.Tags or SyncStep.Listing or SyncStep.Details;
}
