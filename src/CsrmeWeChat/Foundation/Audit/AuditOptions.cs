namespace CsrmeWeChat.Foundation.Audit;

public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>
    /// The full path of the folder where the trail's count and head are written, outside the database. If it is empty, SQLite uses
    /// <c>audit</c> beside the database's file.
    /// </summary>
    public string? Folder { get; init; }
}
