using System.Text.Json;

namespace CsrmeWeChat.Videos;

/// <summary>How far the work on an entry's file is. Every change of it is made in <see cref="VideoFileStates"/>.</summary>
public enum VideoFileState
{
    /// <summary>Nobody has looked at it yet.</summary>
    Waiting,

    /// <summary>Its facts are known, and its pictures for the check are cut.</summary>
    Examined,

    /// <summary>Its copy for the phone is there.</summary>
    Ready,

    /// <summary>It cannot be taken; the fault says why.</summary>
    Unfit,

    /// <summary>No entry's any more: its files are to be deleted.</summary>
    Gone,
}

public static class VideoFileLabels
{
    extension(VideoFileState state)
    {
        public string Key => state.ToString().ToLowerInvariant();
    }
}

public sealed record VideoFile
{
    public required long Id { get; init; }
    public required long EntryId { get; init; }
    public required long UploadId { get; init; }

    /// <summary>As the author's phone called it.</summary>
    public required string Name { get; init; }
    public required long Size { get; init; }
    public required string Sha256 { get; init; }
    public required DateTimeOffset BegunAt { get; init; }
    public required DateTimeOffset CompletedAt { get; init; }
    public required VideoFileState State { get; init; }
    public required string Fault { get; init; }
    public required string Facts { get; init; }
    public required long Milliseconds { get; init; }
    public required int PlayWidth { get; init; }
    public required int PlayHeight { get; init; }
    public required long PlaySize { get; init; }

    /// <summary>JSON: at which milliseconds the pictures were cut.</summary>
    public required string Frames { get; init; }
    public required bool HasSound { get; init; }
    public required int Progress { get; init; }
    public required int Attempts { get; init; }

    public const string Columns = """
        f.id, f.entry_id, f.upload_id, f.name, f.size, f.sha256, f.begun_at, f.completed_at, f.state, f.fault, f.facts, f.milliseconds,
        f.play_width, f.play_height, f.play_size, f.frames, f.has_sound, f.progress, f.attempts
        """;

    /// <summary>The upload it came as.</summary>
    public Uploads.TakenUpload Upload => new(UploadId, "", Name, Size, Sha256, BegunAt, CompletedAt);

    public VideoFacts? KnownFacts => Facts is "" ? null : JsonSerializer.Deserialize<VideoFacts>(Facts);

    public IReadOnlyList<long> CutAt => Frames is "" ? [] : JsonSerializer.Deserialize<long[]>(Frames)!;
}

/// <summary>The keys in the store under which what was made of a video lies.</summary>
public static class VideoKeys
{
    public const string Prefix = "videos/";

    public static string FolderOf(long fileId) => $"{Prefix}{fileId}/";

    public static string Play(long fileId) => $"{FolderOf(fileId)}play.mp4";

    public static string Poster(long fileId) => $"{FolderOf(fileId)}poster.jpg";

    public static string Frame(long fileId, int number) => $"{FolderOf(fileId)}frame-{number}.jpg";

    /// <summary>Where nothing ever lies: for pictures that could not be cut.</summary>
    public static string Uncut(long fileId) => $"{FolderOf(fileId)}uncut.jpg";

    public static string Sound(long fileId) => $"{FolderOf(fileId)}sound.mp3";

    /// <summary>Whose a key is; null where it is none of ours.</summary>
    public static long? FileOf(string key) =>
        key.Split('/') is ["videos", var id, _] && long.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
