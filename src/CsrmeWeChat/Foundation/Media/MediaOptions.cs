namespace CsrmeWeChat.Foundation.Media;

public sealed class MediaOptions
{
    public const string Section = "Media";

    /// <summary>Where pictures lie, by its full path; with several nodes one that they share. Empty on SQLite: <c>media</c> beside the database's file.</summary>
    public string? Folder { get; init; }
}
