using System.Data.Common;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>The verbs inside one transaction. Disposing without a commit undoes it.</summary>
public sealed class Transaction(Dialect dialect, int timeout, IDisposable? turn, DbConnection connection, DbTransaction transaction)
    : Sql(dialect, timeout),
        IAsyncDisposable
{
    private readonly List<Action> committed = [];

    public async Task CommitAsync(CancellationToken ct)
    {
        await transaction.CommitAsync(ct);
        foreach (var action in committed)
        {
            action();
        }
    }

    /// <summary>Has something said once what was done stands.</summary>
    public void OnCommitted(Action action) => committed.Add(action);

    /// <summary>
    /// Holds a row to the end of the transaction. False where there is none. To be the first statement where rows are contended: who
    /// inserts before he locks makes deadlocks.
    /// </summary>
    /// <remarks>An UPDATE that changes nothing locks the row on MySQL and the file on SQLite, which has no FOR UPDATE.</remarks>
    public async Task<bool> LockAsync(string table, long id, CancellationToken ct) => await LockAsync(table, "id", [id], ct) == 1;

    /// <summary>Holds several rows, or one with another key. The number of rows there are.</summary>
    public Task<int> LockAsync<TKey>(string table, string key, IReadOnlyCollection<TKey> rows, CancellationToken ct) =>
        ExecuteAsync($"UPDATE {table} SET {key} = {key} WHERE {key} IN @rows", new { rows }, ct);

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
