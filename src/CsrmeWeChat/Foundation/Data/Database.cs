using System.Data.Common;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>Each verb on a connection of its own, committed by itself.</summary>
public sealed class Database(Dialect dialect, DataOptions options) : Sql(dialect, options.CommandTimeout)
{
    public bool IsDuplicate(Exception exception) => Dialect.IsDuplicate(exception);

    public bool IsMissingTable(Exception exception) => Dialect.IsMissingTable(exception);

    public bool IsReferenced(Exception exception) => Dialect.IsReferenced(exception);

    public bool IsUnavailable(Exception exception) => Dialect.IsUnavailable(exception);

    public bool IsFull(Exception exception) => Dialect.IsFull(exception);

    /// <summary>It cannot be reached just now, or has too much to do: later is right.</summary>
    public bool IsAway(Exception exception) => exception is QueueFullException || IsUnavailable(exception);

    /// <summary>Begins a transaction (READ COMMITTED on MySQL, the only writer on SQLite). Undone unless committed.</summary>
    public async Task<Transaction> BeginAsync(CancellationToken ct)
    {
        var turn = await Dialect.WriteTurnAsync(ct);
        DbConnection? connection = null;
        try
        {
            connection = await Dialect.OpenAsync(ct);
            return new Transaction(Dialect, Timeout, turn, connection, await Dialect.BeginAsync(connection, ct)) { Watcher = Watcher };
        }
        catch
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
            turn?.Dispose();
            throw;
        }
    }

    /// <summary>Runs a transaction, and runs it again after a deadlock. It commits if the work returns true.</summary>
    public Task<T> TransactAsync<T>(Func<Transaction, Task<(bool Commit, T Result)>> work, CancellationToken ct) =>
        RetryAsync(async () =>
        {
            await using var tx = await BeginAsync(ct);
            var (commit, result) = await work(tx);
            if (commit)
            {
                await tx.CommitAsync(ct);
            }
            return result;
        });

    /// <summary>
    /// Runs work again that lost a race for a unique key: the other's row is there now, and the work finds it. Gives up after five
    /// attempts, for then it is no race.
    /// </summary>
    /// <param name="isLostRace">What else shows that others were faster.</param>
    public async Task<T> RetryOnDuplicateAsync<T>(Func<Task<T>> work, Func<Exception, bool>? isLostRace = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (attempt < 5 && (IsDuplicate(e) || isLostRace?.Invoke(e) is true)) { }
        }
    }

    protected override Task<T> UseAsync<T>(bool write, Func<DbConnection, DbTransaction?, Task<T>> use, CancellationToken ct) =>
        RetryAsync(async () =>
        {
            using var turn = write ? await Dialect.WriteTurnAsync(ct) : null;
            await using var connection = await Dialect.OpenAsync(ct);
            return await use(connection, null);
        });

    private async Task<T> RetryAsync<T>(Func<Task<T>> run)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await run();
            }
            catch (DbException e) when (attempt < 5 && Dialect.IsRetryable(e)) { }
        }
    }
}
