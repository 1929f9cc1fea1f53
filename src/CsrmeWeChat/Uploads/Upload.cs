using System.ComponentModel;
using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Uploads;

/// <summary>An upload as its row has it.</summary>
public sealed record Upload
{
    public required long Id { get; init; }
    public required string Code { get; init; }
    public required long PersonId { get; init; }
    public required string Purpose { get; init; }
    public required string FileName { get; init; }
    public required string Metadata { get; init; }
    public required long Size { get; init; }
    public required string WantedSha256 { get; init; }
    public required UploadState State { get; init; }
    public required long Received { get; init; }
    public required string Sha256 { get; init; }
    public required UploadPlace Place { get; init; }
    public required int Part { get; init; }

    /// <summary>The store's name for what it is being sent in parts. Empty for none.</summary>
    public required string StoreSession { get; init; }
    public required long Turn { get; init; }
    public required string Lease { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public required DateTimeOffset BegunAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset? TakenAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The code of an earlier upload of the same person with the same content.</summary>
    public string? SameAs { get; init; }

    public const string KeyPrefix = "uploads/";

    /// <summary>Its key in the store, the name that it has in the folder too.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{Code}.{Part}");

    /// <summary>The key to which a phone may post it, for as long as that is signed.</summary>
    public string IncomingKey => $"{KeyPrefix}incoming/{Code}";

    /// <summary>An open upload has expired at the instant itself, not when the job gets round to it.</summary>
    public bool IsGone(DateTimeOffset now) => State.HasEnded || (TakenAt is null && ExpiresAt <= now);

    public bool IsBusy(DateTimeOffset now) => Lease is not "" && LeaseUntil > now;
}

/// <summary>Where the bytes lie.</summary>
public enum UploadPlace
{
    /// <summary>In the folder of the uploads.</summary>
    Folder,

    /// <summary>On their way from the phone to the store.</summary>
    Direct,
    Store,
}

public static class UploadPlaces
{
    extension(UploadPlace place)
    {
        public string Key => place.ToString().ToLowerInvariant();
    }
}

public enum UploadState
{
    [Description("还没有传完。")]
    Open,

    [Description("已经传完，正在核对。")]
    Checking,
    Complete,
    Refused,
    Removed,
    Expired,
}

public static class UploadStates
{
    extension(UploadState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public bool HasEnded => state is UploadState.Refused or UploadState.Removed or UploadState.Expired;
    }
}

/// <summary>What somebody wants to send.</summary>
/// <param name="Sha256">Of the whole file, in lower-case hexadecimal; empty where it is not known.</param>
/// <param name="Metadata">As it was sent, for it is told again.</param>
public sealed record NewUpload(string Purpose, string FileName, long Size, string Sha256, string Metadata)
{
    private const int MaxName = 200,
        MaxEnding = 12;

    /// <summary>
    /// What a file is called, for people to read: never a path of ours. Without the folders it came from and without what makes a text look
    /// other than it is; a long one keeps its ending.
    /// </summary>
    public static string CleanName(string? name)
    {
        var clean = PlainText.Clean(name);
        clean = PlainText.Clean(clean[(clean.LastIndexOfAny(['/', '\\']) + 1)..]);
        if (clean.Length <= MaxName)
        {
            return clean is "." or ".." ? "" : clean;
        }
        var ending = Path.GetExtension(clean);
        return ending.Length > MaxEnding ? PlainText.Cut(clean, MaxName) : PlainText.Cut(clean, MaxName - ending.Length) + ending;
    }
}

/// <summary>A complete upload that a room has taken, and which is the room's from then on.</summary>
/// <param name="CompletedAt">When its last byte was safe.</param>
public sealed record TakenUpload(
    long Id,
    string Code,
    string FileName,
    long Size,
    string Sha256,
    DateTimeOffset BegunAt,
    DateTimeOffset CompletedAt
)
{
    /// <summary>Whether it came in time: complete before the deadline, or begun before it and complete within the grace after it.</summary>
    public bool IsInTime(DateTimeOffset deadline, TimeSpan grace) =>
        CompletedAt < deadline || (BegunAt < deadline && CompletedAt < deadline + grace);
}
