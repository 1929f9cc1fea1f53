using System.Data.Common;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>The verbs inside one transaction. Disposing without a commit undoes it.</summary>
public sealed class Transaction(Dialect dialect, int timeout, IDisposable? turn, DbConnection connection, DbTransaction transaction)
    : Sql(dialect, timeout),
        IAsyncDisposable
{
    public Task CommitAsync(CancellationToken ct) => transaction.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await transaction.DisposeAsync();
        }
        finally
        {
            await connection.DisposeAsync();
            turn?.Dispose();
        }
    }

    protected override Task<T> UseAsync<T>(bool write, Func<DbConnection, DbTransaction?, Task<T>> use, CancellationToken ct) =>
        use(connection, transaction);
}
