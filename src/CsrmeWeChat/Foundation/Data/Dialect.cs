using System.Data.Common;
using CsrmeWeChat.Foundation.Data.Engines;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>All that differs between the two engines. The SQL text of the features is one for both.</summary>
public abstract class Dialect : IAsyncDisposable
{
    public abstract Engine Engine { get; }

    /// <summary>Replaced in migrations as <c>${name}</c>.</summary>
    public abstract IReadOnlyDictionary<string, string> Placeholders { get; }

    /// <summary>Selects the identity that this connection's last INSERT gave.</summary>
    public abstract string LastIdentity { get; }

    public abstract ValueTask<DbConnection> OpenAsync(CancellationToken ct);

    /// <summary>A connection of its own for migrations, outside pool, queue and short time-outs.</summary>
    public abstract DbConnection NewMigrationConnection();

    public abstract ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Waits for this process's turn to write, where the engine has one writer only. Disposing gives the turn on.</summary>
    public abstract ValueTask<IDisposable?> WriteTurnAsync(CancellationToken ct);

    public abstract Task InsertManyAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string insertInto,
        IReadOnlyList<object?[]> rows,
        int timeout,
        CancellationToken ct
    );

    public abstract bool IsDuplicate(Exception exception);

    public abstract bool IsMissingTable(Exception exception);

    /// <summary>Rows elsewhere refer to the row that was to be deleted.</summary>
    public abstract bool IsReferenced(Exception exception);

    /// <summary>The whole transaction was rolled back because of others (deadlock, busy): run it again.</summary>
    public abstract bool IsRetryable(Exception exception);

    /// <summary>The database is away, stopped or does not answer in time.</summary>
    public abstract bool IsUnavailable(Exception exception);

    /// <summary>There is no room to write: reading goes on, and writing too once somebody has made room.</summary>
    public abstract bool IsFull(Exception exception);

    /// <summary>Bytes that the disk of the database has left; null where another machine's disk is meant.</summary>
    public virtual long? Room => null;

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static Dialect For(DataOptions options, IHostEnvironment environment) =>
        options.Engine switch
        {
            Engine.Sqlite => new SqliteDialect(options, environment),
            Engine.MySql => new MySqlDialect(options),
        };

    /// <summary>What a driver is given for a value of ours, the same as Dapper's handlers write.</summary>
    protected static object ToDriver(object? value) =>
        value switch
        {
            null => DBNull.Value,
            DateTimeOffset instant => InstantHandler.Format(instant),
            DateOnly date => DateHandler.Format(date),
            _ => value,
        };
}
