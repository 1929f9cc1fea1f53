using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;

namespace CsrmeWeChat.Roster;

/// <summary>Uploaded files until they are staged: in the database, where any node can read them, sealed in parts.</summary>
public sealed class RosterFiles(Database database, Keyring keyring)
{
    // Twice in base64, 16 KB stay below the 85,000 bytes from which on a string is only removed by a full collection, and a TEXT of MySQL holds 64 KB.
    // 32 such parts are far below its largest packet.
    private const int PartBytes = 16 * 1024,
        ChunkParts = 32;

    public async Task AddAsync(long batchId, Stream file, CancellationToken ct)
    {
        var (buffer, part, rows) = (new byte[PartBytes], 0, new List<object?[]>());
        file.Position = 0;
        while (await file.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, ct) is > 0 and var length)
        {
            part++;
            rows.Add([batchId, part, keyring.Seal(Place(batchId, part), Convert.ToBase64String(buffer, 0, length))]);
            if (rows.Count == ChunkParts || length < PartBytes)
            {
                await WriteAsync();
            }
        }
        await WriteAsync();

        async Task WriteAsync()
        {
            if (rows.Count > 0)
            {
                await database.TransactAsync(
                    async tx =>
                    {
                        await tx.InsertManyAsync("INSERT INTO roster_files (batch_id, part, content_sealed)", rows, ct);
                        return (true, true);
                    },
                    ct
                );
                rows.Clear();
            }
        }
    }

    /// <summary>The whole file; null where there is none.</summary>
    public async Task<MemoryStream?> OpenAsync(long batchId, CancellationToken ct)
    {
        var file = new MemoryStream();
        for (var after = 0; ; )
        {
            var parts = await database.ListAsync<FilePart>(
                "SELECT part, content_sealed FROM roster_files WHERE batch_id = @batchId AND part > @after ORDER BY part LIMIT @limit",
                new
                {
                    batchId,
                    after,
                    limit = ChunkParts,
                },
                ct
            );
            if (parts.Count == 0)
            {
                file.Position = 0;
                return after == 0 ? null : file;
            }
            after = parts[^1].Part;
            foreach (var part in parts)
            {
                file.Write(Convert.FromBase64String(keyring.Open(Place(batchId, part.Part), part.ContentSealed)));
            }
        }
    }

    /// <summary>Removes parts that no import is waiting to read; the number removed, 0 when none are left.</summary>
    public Task<int> SweepAsync(long batchId, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            DELETE FROM roster_files
             WHERE batch_id = @batchId
               AND part IN (SELECT part FROM (SELECT part FROM roster_files WHERE batch_id = @batchId ORDER BY part LIMIT @limit) AS some)
               AND EXISTS (SELECT 1 FROM roster_batches WHERE id = @batchId AND state NOT IN ('uploading', 'uploaded', 'staging'))
            """,
            new { batchId, limit = 4 * ChunkParts },
            ct
        );

    public static string Place(long batchId, int part) => $"roster_files.content:{batchId}:{part}";

    private sealed record FilePart
    {
        public required int Part { get; init; }
        public required string ContentSealed { get; init; }
    }
}
