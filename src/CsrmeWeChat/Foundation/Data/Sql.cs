using System.Data.Common;
using Dapper;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>
/// The verbs in which stores speak to the database, outside a transaction (<see cref="Database"/>) or in one (<see cref="Transaction"/>).
/// Values go as parameters; <c>{=ids}</c> writes a list of numbers into the text.
/// </summary>
public abstract class Sql(Dialect dialect, int timeout)
{
    static Sql()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // Dapper's own map would win over the handler on write.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new DateHandler());
    }

    protected Dialect Dialect { get; } = dialect;

    protected int Timeout { get; } = timeout;

    /// <summary>Called with each statement just before it runs on its connection. Tests look at the plans.</summary>
    internal StatementWatcher? Watcher { get; set; }

    public Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? args = null, CancellationToken ct = default) =>
        UseAsync<IReadOnlyList<T>>(
            write: false,
            async (connection, transaction) => (await connection.QueryAsync<T>(Command(sql, args, connection, transaction, ct))).AsList(),
            ct
        );

    /// <summary>The first row, or null (for a number: its default) where there is none.</summary>
    public Task<T?> FindAsync<T>(string sql, object? args = null, CancellationToken ct = default) =>
        UseAsync(
            write: false,
            (connection, transaction) => connection.QueryFirstOrDefaultAsync<T>(Command(sql, args, connection, transaction, ct)),
            ct
        );

    /// <summary>Several result sets in one round trip.</summary>
    public Task<T> ReadAsync<T>(string sql, object? args, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken ct) =>
        UseAsync(
            write: false,
            async (connection, transaction) =>
            {
                using var grid = await connection.QueryMultipleAsync(Command(sql, args, connection, transaction, ct));
                return await read(grid);
            },
            ct
        );

    /// <summary>The number of rows that matched.</summary>
    public Task<int> ExecuteAsync(string sql, object? args = null, CancellationToken ct = default) =>
        UseAsync(write: true, (connection, transaction) => connection.ExecuteAsync(Command(sql, args, connection, transaction, ct)), ct);

    /// <summary>The new row's identity.</summary>
    public Task<long> InsertAsync(string sql, object? args = null, CancellationToken ct = default) =>
        UseAsync(
            write: true,
            (connection, transaction) =>
                connection.ExecuteScalarAsync<long>(Command($"{sql};\n{Dialect.LastIdentity}", args, connection, transaction, ct)),
            ct
        );

    /// <summary>
    /// Inserts a row. The result is false if a unique key stood in the way, or if a SELECT gave nothing to insert. In a MySQL
    /// transaction the loser keeps a shared lock on the duplicate, which causes deadlocks, so this is the first statement there or
    /// stands outside one.
    /// </summary>
    public async Task<bool> TryInsertAsync(string sql, object? args = null, CancellationToken ct = default)
    {
        try
        {
            return await ExecuteAsync(sql, args, ct) > 0;
        }
        catch (DbException e) when (Dialect.IsDuplicate(e))
        {
            return false;
        }
    }

    /// <summary>Many rows of one table in as few round trips as the engine allows.</summary>
    /// <param name="insertInto"><c>INSERT INTO table (columns)</c>, without VALUES; each row has its values in that order.</param>
    public Task InsertManyAsync(string insertInto, IReadOnlyList<object?[]> rows, CancellationToken ct) =>
        UseAsync(
            write: true,
            async (connection, transaction) =>
            {
                await Dialect.InsertManyAsync(connection, transaction, insertInto, rows, Timeout, ct);
                return rows.Count;
            },
            ct
        );

    /// <summary>
    /// The condition that a column contains a parameter, in any case. INSTR is the same on both engines, and LIKE is not.
    /// </summary>
    public static string Has(string column, string parameter) => $"INSTR(LOWER({column}), LOWER({parameter})) > 0";

    protected abstract Task<T> UseAsync<T>(bool write, Func<DbConnection, DbTransaction?, Task<T>> use, CancellationToken ct);

    private CommandDefinition Command(string sql, object? args, DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        Watcher?.Invoke(connection, transaction, sql, args);
        return new(sql, args, transaction, Timeout, cancellationToken: ct);
    }
}

internal delegate void StatementWatcher(DbConnection connection, DbTransaction? transaction, string sql, object? args);
