using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;

namespace CsrmeWeChat.Contests;

/// <summary>How far the work on a photo is. Every change of it is made in <see cref="EntryPhotoStates"/>.</summary>
public enum EntryPhotoState
{
    /// <summary>Nobody has looked at it yet.</summary>
    Waiting,

    /// <summary>Its copies are there. Whether it keeps to the contest's limits says <c>FaultIn</c>: these may be edited.</summary>
    Ready,

    /// <summary>It cannot be opened; <c>Why</c> tells its author the reason.</summary>
    Unfit,

    /// <summary>No entry's any more: its files are to be deleted.</summary>
    Gone,
}

public static class EntryPhotoLabels
{
    extension(EntryPhotoState state)
    {
        public string Key => state.ToString().ToLowerInvariant();
    }
}

/// <summary>A photo of an entry.</summary>
public sealed record EntryPhoto
{
    public required long Id { get; init; }

    /// <summary>Names the folder of its copies: by a number, jurors could see which entries came early, and which together.</summary>
    public required string Code { get; init; }
    public required long EntryId { get; init; }

    /// <summary>Within the entry, from 1.</summary>
    public required int Place { get; init; }
    public required long UploadId { get; init; }

    /// <summary>As the author's phone called it. For the author and staff only.</summary>
    public required string Name { get; init; }
    public required long Size { get; init; }
    public required string Sha256 { get; init; }
    public required DateTimeOffset BegunAt { get; init; }
    public required DateTimeOffset CompletedAt { get; init; }
    public required EntryPhotoState State { get; init; }

    /// <summary>The code of what is wrong with it; empty where nothing is.</summary>
    public required string Fault { get; init; }
    public required string Why { get; init; }
    public required string Facts { get; init; }

    /// <summary>Of the original, upright, in pixels; 0 while nobody has looked at it. So the height.</summary>
    public required int Width { get; init; }
    public required int Height { get; init; }

    /// <summary>Of the largest copy, that jurors zoom into.</summary>
    public required int CopyWidth { get; init; }
    public required int CopyHeight { get; init; }
    public required long Looks { get; init; }
    public required int Attempts { get; init; }

    public const string Columns = """
        p.id, p.code, p.entry_id, p.place, p.upload_id, p.name, p.size, p.sha256, p.begun_at, p.completed_at, p.state, p.fault, p.why,
        p.facts, p.width, p.height, p.copy_width, p.copy_height, p.looks, p.attempts
        """;

    /// <summary>The upload it came as.</summary>
    public Uploads.TakenUpload Upload => new(UploadId, "", Name, Size, Sha256, BegunAt, CompletedAt);

    public PhotoFacts? KnownFacts => Facts is "" ? null : JsonSerializer.Deserialize<PhotoFacts>(Facts);

    public PhotoHash Hash => new(Looks);

    /// <summary>What its author must do something about: it cannot be opened, or breaks the contest's limits as they are now.</summary>
    public PhotoRefusal? FaultIn(Contest contest) =>
        State is EntryPhotoState.Unfit ? new PhotoRefusal(Fault, Why) : PhotoLimits.FaultOf(Size, KnownFacts, contest);

    /// <summary>Upright, within a square of so many pixels; never more than it has.</summary>
    public (int Width, int Height) Within(int side)
    {
        var shrink = Math.Min(1.0, side / (double)Math.Max(1, Math.Max(Width, Height)));
        return (Math.Max(1, (int)Math.Round(Width * shrink)), Math.Max(1, (int)Math.Round(Height * shrink)));
    }
}

/// <summary>The keys in the store under which a photo's copies lie. None of them has notes of the camera.</summary>
public static class EntryPhotoKeys
{
    public const string Prefix = "photos/";

    public static string FolderOf(string code) => $"{Prefix}{code}/";

    /// <summary>Of at most 4,096 pixels: for jurors to zoom into.</summary>
    public static string Large(string code) => $"{FolderOf(code)}large.jpg";

    /// <summary>Of at most 1,440 pixels.</summary>
    public static string Preview(string code) => $"{FolderOf(code)}preview.jpg";

    /// <summary>Of at most 320 pixels.</summary>
    public static string Thumbnail(string code) => $"{FolderOf(code)}thumbnail.jpg";

    public static string NewCode() => PlainText.NewCode(16);

    /// <summary>Null where it is none of ours.</summary>
    public static string? CodeOf(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) && key[Prefix.Length..].Split('/') is [var code, _] ? code : null;
}
