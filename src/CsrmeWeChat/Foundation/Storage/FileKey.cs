using System.Text.RegularExpressions;

namespace CsrmeWeChat.Foundation.Storage;

/// <summary>What a key may look like, and what is told of a file by its key's ending.</summary>
public static partial class FileKey
{
    /// <summary>The key itself where it is one, or the beginning of some. Neither store is asked for another.</summary>
    /// <exception cref="ArgumentException">It leads out of the store, or has what none of ours has.</exception>
    public static string Checked(string key) =>
        Form.IsMatch(key) ? key : throw new ArgumentException("It is no key of the store.", nameof(key));

    /// <summary>What a browser or a phone is told that it is: only what these may show by themselves.</summary>
    public static string TypeOf(string key) =>
        Path.GetExtension(key) switch
        {
            ".jpg" => "image/jpeg",
            ".webp" => "image/webp",
            ".mp4" => "video/mp4",
            ".mp3" => "audio/mpeg",
            _ => "application/octet-stream",
        };

    [GeneratedRegex(@"^(?:[A-Za-z0-9-][A-Za-z0-9.~-]*/)*(?:[A-Za-z0-9-][A-Za-z0-9.~-]*)?\z")]
    private static partial Regex Form { get; }
}
