using System.Data.Common;
using System.Text;
using MySqlConnector;

namespace CsrmeWeChat.Foundation.Data.Engines;

/// <summary>MySQL 8 and MariaDB 10.6 or newer, at READ COMMITTED.</summary>
public sealed class MySqlDialect : Dialect
{
    private const int RowsPerInsert = 256;

    private readonly string connectionString;
    private readonly MySqlDataSource source;

    public MySqlDialect(DataOptions options)
    {
        var builder = new MySqlConnectionStringBuilder(options.ConnectionString)
        {
            CharacterSet = "utf8mb4",
            MaximumPoolSize = (uint)options.PoolSize,
            ConnectionTimeout = 2,
            DefaultCommandTimeout = (uint)options.CommandTimeout,
            // A server that hangs would hang a KILL QUERY too: close the socket at once instead.
            CancellationTimeout = -1,
            // Finds out the connections that died with a restarted server, before a request is lost on them.
            ConnectionReset = true,
            AllowUserVariables = false,
        };
        connectionString = builder.ToString();
        source = new MySqlDataSourceBuilder(connectionString).UseConnectionOpenedCallback(SetSessionAsync).Build();
    }

    public override Engine Engine => Engine.MySql;

    public override IReadOnlyDictionary<string, string> Placeholders { get; } =
        new Dictionary<string, string>
        {
            ["identity"] = "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY",
            ["instant"] = "DATETIME(6)",
            ["date"] = "DATE",
            ["table"] = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
        };

    public override string LastIdentity => "SELECT LAST_INSERT_ID()";

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken ct) => await source.OpenConnectionAsync(ct);

    public override DbConnection NewMigrationConnection() =>
        new MySqlConnection(new MySqlConnectionStringBuilder(connectionString) { Pooling = false, DefaultCommandTimeout = 600 }.ToString());

    public override async ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken ct) =>
        // Said each time: unspecified, the driver asks for REPEATABLE READ, whose gap locks deadlock a rush of first sign-ins (measured).
        await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, ct);

    public override ValueTask<IDisposable?> WriteTurnAsync(CancellationToken ct) => new((IDisposable?)null);

    public override async Task InsertManyAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string insertInto,
        IReadOnlyList<object?[]> rows,
        int timeout,
        CancellationToken ct
    )
    {
        foreach (var chunk in rows.Chunk(RowsPerInsert))
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandTimeout = timeout;
            var text = new StringBuilder(insertInto).Append(" VALUES ");
            for (var row = 0; row < chunk.Length; row++)
            {
                text.Append(row == 0 ? "(" : ", (");
                for (var column = 0; column < chunk[row].Length; column++)
                {
                    var name = $"@p{row}_{column}";
                    text.Append(column == 0 ? "" : ", ").Append(name);
                    command.Parameters.Add(new MySqlParameter(name, ToDriver(chunk[row][column])));
                }
                text.Append(')');
            }
            command.CommandText = text.ToString();
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    public override bool IsDuplicate(Exception exception) => exception is MySqlException { ErrorCode: MySqlErrorCode.DuplicateKeyEntry };

    public override bool IsMissingTable(Exception exception) => exception is MySqlException { ErrorCode: MySqlErrorCode.NoSuchTable };

    public override bool IsReferenced(Exception exception) => exception is MySqlException { ErrorCode: MySqlErrorCode.RowIsReferenced2 };

    public override bool IsRetryable(Exception exception) => exception is MySqlException { ErrorCode: MySqlErrorCode.LockDeadlock };

    public override bool IsUnavailable(Exception exception) =>
        exception switch
        {
            MySqlException
            {
                ErrorCode: MySqlErrorCode.CommandTimeoutExpired or MySqlErrorCode.QueryInterrupted or MySqlErrorCode.LockWaitTimeout
            } => true,
            MySqlException
            {
                ErrorCode: MySqlErrorCode.ServerShutdown
                    or MySqlErrorCode.OptionPreventsStatement
                    or (MySqlErrorCode)1927
                    or (MySqlErrorCode)1047
            } => true,
            MySqlException { IsTransient: true } => true,
            _ when IsFull(exception) => true,
            MySqlException
            {
                InnerException: IOException or System.Net.Sockets.SocketException or TimeoutException or EndOfStreamException
            } => true,
            // Beginning a transaction on a connection that the server just closed throws this bare.
            IOException { Source: "MySqlConnector" } => true,
            _ => false,
        };

    public override bool IsFull(Exception exception) =>
        exception
            is MySqlException
            {
                ErrorCode: MySqlErrorCode.DiskFull or MySqlErrorCode.RecordFileFull or MySqlErrorCode.ErrorOnWrite or (MySqlErrorCode)1030
            };

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    private static async ValueTask SetSessionAsync(MySqlConnectionOpenedContext context, CancellationToken ct)
    {
        using var command = context.Connection.CreateCommand();
        command.CommandText =
            "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; SET SESSION sql_mode = 'TRADITIONAL', time_zone = '+00:00'";
        await command.ExecuteNonQueryAsync(ct);
    }
}
