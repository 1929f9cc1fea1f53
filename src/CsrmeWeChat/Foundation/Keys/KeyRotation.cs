using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Data;
using Dapper;

namespace CsrmeWeChat.Foundation.Keys;

/// <summary>
/// Turns what older keys sealed over to the current one, hashes with it. A row is written only where it still holds the very text that was
/// read, so whoever changes it meanwhile wins; what it says does not change, so neither does its version.
/// </summary>
public sealed class KeyRotation(Database database, Keyring keyring, IEnumerable<SealedColumn> columns)
{
    private const int ChunkRows = 100;

    public async Task<Rotated> RunAsync(CancellationToken ct)
    {
        var total = new Rotated(0, 0);
        foreach (var column in columns)
        {
            var moved = await RunAsync(column, ct);
            total = new Rotated(total.Rows + moved.Rows, total.Unreadable + moved.Unreadable);
        }
        return total;
    }

    /// <summary>How many values the current key did not seal.</summary>
    public async Task<long> CountOlderAsync(CancellationToken ct)
    {
        var count = 0L;
        foreach (var column in columns)
        {
            count += await database.FindAsync<long>(
                $"SELECT COUNT(*) FROM {column.Table} WHERE {column.Column} <> '' AND {column.Column} NOT LIKE @ours",
                new { ours = $"{keyring.Current}:%" },
                ct
            );
        }
        return count;
    }

    private async Task<Rotated> RunAsync(SealedColumn column, CancellationToken ct)
    {
        var (moved, unreadable) = (0, 0);
        var (first, second) = (long.MinValue, 0L);
        while (true)
        {
            var rows = await database.ListAsync<SealedRow>(
                $"""
                SELECT {column.FirstKey} AS first, {column.SecondKey} AS second, {column.Name} AS name, {column.Column} AS sealed
                  FROM {column.Table}
                 WHERE ({column.FirstKey} > @first OR ({column.FirstKey} = @first AND {column.SecondKey} > @second))
                   AND {column.Column} <> '' AND {column.Column} NOT LIKE @ours
                 ORDER BY first, second LIMIT @limit
                """,
                new
                {
                    first,
                    second,
                    ours = $"{keyring.Current}:%",
                    limit = ChunkRows,
                },
                ct
            );
            if (rows.Count == 0)
            {
                return new Rotated(moved, unreadable);
            }
            (first, second) = (rows[^1].First, rows[^1].Second);
            var readable = rows.Where(row => Read(column, row) is not null).ToList();
            unreadable += rows.Count - readable.Count;
            await Pace.RunAsync(async () => moved += await MoveAsync(column, readable, ct), ct);
        }
    }

    /// <summary>How many of these rows still held what was read.</summary>
    internal Task<int> MoveAsync(SealedColumn column, IReadOnlyList<SealedRow> rows, CancellationToken ct)
    {
        var changes = rows.Select(row => Change(column, row, Read(column, row)!)).ToList();
        return database.TransactAsync(
            async tx =>
            {
                var written = 0;
                foreach (var change in changes)
                {
                    written += await tx.ExecuteAsync(
                        $"""
                        UPDATE {column.Table} SET {column.Column} = @sealed{string.Concat(
                            column.Hashes.Select(hash => $", {hash.Column} = @{hash.Column}")
                        )}
                         WHERE {column.FirstKey} = @first AND {column.SecondKey} = @second AND {column.Column} = @old
                        """,
                        change,
                        ct
                    );
                }
                return (true, written);
            },
            ct
        );
    }

    private DynamicParameters Change(SealedColumn column, SealedRow row, string text)
    {
        var change = new DynamicParameters(
            new
            {
                first = row.First,
                second = row.Second,
                old = row.Sealed,
                @sealed = keyring.Seal(column.Place(row), text),
            }
        );
        foreach (var hash in column.Hashes)
        {
            change.Add(hash.Column, keyring.Hash(hash.Kind, hash.Of(text)));
        }
        return change;
    }

    private string? Read(SealedColumn column, SealedRow row)
    {
        try
        {
            return keyring.Open(column.Place(row), row.Sealed);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}

/// <param name="Unreadable">Rows that no key in the ring opens; they are left as they are.</param>
public sealed record Rotated(int Rows, int Unreadable);
