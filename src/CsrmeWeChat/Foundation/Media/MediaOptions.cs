namespace CsrmeWeChat.Foundation.Media;

public sealed class MediaOptions
{
    public const string Section = "Media";

    /// <summary>
    /// The full path of the folder with the pictures; several nodes must share one. May be empty on SQLite: then it is <c>media</c> beside
    /// the database's file.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>
    /// The program that opens HEIC, an iPhone's photos: Debian's package libheif-examples has it. Where it is missing, or this is empty,
    /// people are told how to send a JPEG.
    /// </summary>
    public string HeifConvert { get; init; } = "heif-convert";
}
