namespace CsrmeWeChat.Foundation.Audit;

public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Where the trail's count and head are written each day, outside the database, by its full path. Empty on SQLite: <c>audit</c> beside the database's file.</summary>
    public string? Folder { get; init; }
}
