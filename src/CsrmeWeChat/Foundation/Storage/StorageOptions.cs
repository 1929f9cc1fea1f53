namespace CsrmeWeChat.Foundation.Storage;

public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>
    /// The full path of the folder with the private files; several nodes must share one. May be empty on SQLite: then it is <c>private</c>
    /// beside the database's file.
    /// </summary>
    public string? Folder { get; init; }
}
