using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Uploads;

public sealed class UploadOptions
{
    public const string Section = "Uploads";

    /// <summary>
    /// The full path of the folder with the files; several nodes must share one. May be empty on SQLite: then it is <c>uploads</c> beside
    /// the database's file.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Megabytes that stay free on the disk of the folder: what would go below is refused.</summary>
    [Range(0, 1_000_000_000)]
    public int ReserveMegabytes { get; init; } = 1024;

    /// <summary>How long an unfinished upload is kept after its last byte.</summary>
    public TimeSpan OpenFor { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long a complete upload is kept that no room has taken.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many uploads a person may begin within 24 hours.</summary>
    [Range(1, 100_000)]
    public int MaxPerDay { get; init; } = 200;

    /// <summary>How many bodies of one person a node takes at once; WeChat sends ten at most.</summary>
    [Range(1, 1000)]
    public int BodiesPerPerson { get; init; } = 10;

    /// <summary>How many bodies a node takes at once in all.</summary>
    [Range(1, 10_000)]
    public int Bodies { get; init; } = 256;

    /// <summary>Seconds that a body may take. What has arrived by then counts.</summary>
    [Range(1, 3600)]
    public int ChunkSeconds { get; init; } = 120;

    /// <summary>What files are sent for. A room brings its own by <see cref="UploadsFeature.AddUploadPurpose"/>.</summary>
    public Dictionary<string, UploadPurpose> Purposes { get; init; } = [];
}

/// <summary>What files are sent for, and how large and how many they may be.</summary>
public sealed record UploadPurpose
{
    public long MaxBytes { get; init; } = 100L << 20;

    /// <summary>How many unfinished ones a person may have.</summary>
    public int MaxOpen { get; init; } = 5;

    /// <summary>How many bytes a person may send within 24 hours.</summary>
    public long MaxBytesPerDay { get; init; } = 2L << 30;
}
