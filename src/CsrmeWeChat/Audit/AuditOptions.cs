using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Audit;

public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Where the trail's count and head are written each day, outside the database; relative to the program's folder.</summary>
    [Required]
    public required string Folder { get; init; }
}
