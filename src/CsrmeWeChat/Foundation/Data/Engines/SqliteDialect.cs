using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace CsrmeWeChat.Foundation.Data.Engines;

/// <summary>
/// SQLite in WAL mode at full durability: one writer at a time, readers beside it. Several processes may share the file
/// (the service and its commands): SQLite's own lock is the guard, the queue here only keeps the service's writers in order.
/// </summary>
public sealed class SqliteDialect : Dialect
{
    private const int Busy = 5,
        Locked = 6,
        InputOutput = 10,
        Full = 13,
        CannotOpen = 14,
        ConstraintPrimaryKey = 1555,
        ConstraintUnique = 2067,
        ConstraintForeignKey = 787;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string connectionString;
    private readonly TimeSpan patience;
    private int opened;

    public SqliteDialect(DataOptions options, IHostEnvironment environment)
    {
        var builder = new SqliteConnectionStringBuilder(options.ConnectionString)
        {
            ForeignKeys = true,
            DefaultTimeout = Math.Max(1, options.CommandTimeout / 2),
        };
        patience = TimeSpan.FromSeconds(options.CommandTimeout / 2.0);
        if (!environment.IsDevelopment() && !AppHost.IsDocumenting && !Path.IsPathRooted(builder.DataSource))
        {
            throw new InvalidOperationException("Data:ConnectionString must name the SQLite file by its full path outside Development.");
        }
        builder.DataSource = Path.GetFullPath(builder.DataSource, environment.ContentRootPath);
        Directory.CreateDirectory(Path.GetDirectoryName(builder.DataSource)!);
        connectionString = builder.ToString();
        File = builder.DataSource;
    }

    public string File { get; }

    public override Engine Engine => Engine.Sqlite;

    public override IReadOnlyDictionary<string, string> Placeholders { get; } =
        new Dictionary<string, string>
        {
            ["identity"] = "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
            ["instant"] = "TEXT",
            ["date"] = "TEXT",
            ["table"] = "",
        };

    public override string LastIdentity => "SELECT last_insert_rowid()";

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(ct);
        using var pragma = connection.CreateCommand();
        // SQLite's own busy handler waits in steps of milliseconds; the driver's, which follows it, in steps of 150.
        pragma.CommandText = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 500;";
        if (Interlocked.Exchange(ref opened, 1) == 0)
        {
            // A copy that was made by VACUUM has no write-ahead log until somebody says so; where it has one this does nothing.
            pragma.CommandText += " PRAGMA journal_mode = WAL;";
        }
        pragma.ExecuteNonQuery();
        return connection;
    }

    public override DbConnection NewMigrationConnection()
    {
        using (var first = new SqliteConnection(connectionString))
        {
            first.Open();
            using var pragma = first.CreateCommand();
            pragma.CommandText = "PRAGMA journal_mode = WAL;";
            pragma.ExecuteNonQuery();
        }
        return new SqliteConnection(connectionString);
    }

    public override ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct) =>
        // IMMEDIATE: a read that later turns into a write cannot be refused halfway.
        new(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false));

    public override async ValueTask<IDisposable?> WriteTurnAsync(CancellationToken ct)
    {
        // Half the time for the turn, half for SQLite's lock after it, which no token can cut short.
        if (!await turn.WaitAsync(patience, ct))
        {
            throw new QueueFullException();
        }
        return new Turn(turn);
    }

    public override Task InsertManyAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string insertInto,
        IReadOnlyList<object?[]> rows,
        int timeout,
        CancellationToken ct
    )
    {
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = timeout;
        var parameters = rows[0].Select((_, i) => new SqliteParameter { ParameterName = $"@p{i}" }).ToArray();
        command.CommandText = $"{insertInto} VALUES ({string.Join(", ", parameters.Select(p => p.ParameterName))})";
        command.Parameters.AddRange(parameters);
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            for (var i = 0; i < row.Length; i++)
            {
                parameters[i].Value = ToDriver(row[i]);
            }
            command.ExecuteNonQuery();
        }
        return Task.CompletedTask;
    }

    public override bool IsDuplicate(Exception exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique };

    public override bool IsMissingTable(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: 1 } missing && missing.Message.Contains("no such table", StringComparison.Ordinal);

    public override bool IsReferenced(Exception exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: ConstraintForeignKey };

    public override bool IsRetryable(Exception exception) => false;

    public override bool IsUnavailable(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: Busy or Locked } || IsFull(exception);

    /// <summary>A full disk shows as an error of input and output too, or as a log that cannot be made.</summary>
    public override bool IsFull(Exception exception) => exception is SqliteException { SqliteErrorCode: Full or InputOutput or CannotOpen };

    public override long? Room => new DriveInfo(Path.GetDirectoryName(File)!).AvailableFreeSpace;

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private int given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref given, 1) == 0)
            {
                turn.Release();
            }
        }
    }
}
