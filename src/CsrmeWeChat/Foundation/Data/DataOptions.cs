using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Foundation.Data;

public sealed class DataOptions
{
    public const string Section = "Data";

    public Engine Engine { get; init; } = Engine.Sqlite;

    /// <summary>
    /// For SQLite this is <c>Data Source=file</c>, relative to the program's folder in Development. Elsewhere it is a full path, since
    /// a new release would otherwise begin with an empty database. For MySQL it names server, port, database, user and password.
    /// </summary>
    [Required]
    public required string ConnectionString { get; init; }

    /// <summary>Apply migrations at start. Always so on SQLite; in production MySQL is migrated by the <c>migrate</c> command.</summary>
    public bool MigrateAtStart { get; init; }

    /// <summary>Most connections a node opens to MySQL.</summary>
    [Range(2, 1000)]
    public int PoolSize { get; init; } = 32;

    /// <summary>Seconds a command may take. Short, because someone is waiting; the service's commands raise it.</summary>
    [Range(1, 600)]
    public int CommandTimeout { get; set; } = 2;

    /// <summary>Megabytes that the disk of a SQLite database must have left, or the node says that it is not ready.</summary>
    [Range(0, 1_000_000)]
    public int RoomMegabytes { get; init; } = 64;
}

public enum Engine
{
    Sqlite,
    MySql,
}
