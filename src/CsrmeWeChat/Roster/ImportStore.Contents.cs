using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

/// <summary>
/// Reading imports, and what an import holds: its file until that is staged, where any node can read it, and its lines from then on.
/// </summary>
public sealed partial class ImportStore
{
    // Sealed and twice in base64, 16 KB stay below the 85,000 bytes from which on a string waits for a full collection, and below the 64 KB
    // of a TEXT of MySQL. 32 such parts are far below its largest packet.
    private const int PartBytes = 16 * 1024,
        ChunkParts = 32,
        SweptParts = 4 * ChunkParts;

    internal const string SelectImports = """
        SELECT id, file_name, about, notes, state, wanted, begun, asked_id, asked_by, plan, lease, lease_until, created_at, applied_at,
               undone_at
          FROM roster_imports
        """;

    internal const string SelectLines = """
        SELECT import_id, line, number, name, verdict, reason, before_sealed, after_sealed, by_hand, outcome, outcome_reason
          FROM roster_lines
        """;

    public Task<Import?> FindAsync(long importId, CancellationToken ct) =>
        database.FindAsync<Import>($"{SelectImports} WHERE id = @importId", new { importId }, ct);

    public Task<IReadOnlyList<Import>> ListAsync(int limit, CancellationToken ct) =>
        database.ListAsync<Import>($"{SelectImports} ORDER BY id DESC LIMIT @limit", new { limit }, ct);

    /// <summary>The imports of which somebody at the console wants something that is not done yet.</summary>
    public Task<IReadOnlyList<Import>> ListWantedAsync(CancellationToken ct) =>
        database.ListAsync<Import>($"{SelectImports} WHERE wanted IS NOT NULL ORDER BY id", ct: ct);

    /// <summary>The import that is being applied or undone, or was interrupted at it; the others wait for it.</summary>
    public Task<Import?> FindBusyAsync(CancellationToken ct) => database.FindAsync<Import>($"{SelectImports} WHERE slot = 'busy'", ct: ct);

    /// <summary>The place that a part of a file is sealed for.</summary>
    public static string FilePlace(long importId, int part) => $"roster_files.content:{importId}:{part}";

    public async Task AddFileAsync(long importId, Stream file, CancellationToken ct)
    {
        var buffer = new byte[PartBytes];
        var part = 0;
        var rows = new List<object?[]>();
        file.Position = 0;
        while (await file.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, ct) is > 0 and var length)
        {
            part++;
            rows.Add([importId, part, keyring.Seal(FilePlace(importId, part), Convert.ToBase64String(buffer, 0, length))]);
            if (rows.Count == ChunkParts || length < PartBytes)
            {
                await AddPartsAsync(rows, ct);
                rows.Clear();
            }
        }
        await AddPartsAsync(rows, ct);
    }

    private async Task AddPartsAsync(IReadOnlyList<object?[]> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return;
        }
        await database.TransactAsync(
            async tx =>
            {
                await tx.InsertManyAsync("INSERT INTO roster_files (import_id, part, content_sealed)", rows, ct);
                return (true, true);
            },
            ct
        );
    }

    /// <summary>The whole file; null where there is none.</summary>
    public async Task<MemoryStream?> OpenFileAsync(long importId, CancellationToken ct)
    {
        var file = new MemoryStream();
        for (var after = 0; ; )
        {
            var parts = await database.ListAsync<FilePart>(
                "SELECT part, content_sealed FROM roster_files WHERE import_id = @importId AND part > @after ORDER BY part LIMIT @limit",
                new
                {
                    importId,
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
                file.Write(Convert.FromBase64String(keyring.Open(FilePlace(importId, part.Part), part.ContentSealed)));
            }
        }
    }

    /// <summary>Adds staged lines.</summary>
    /// <exception cref="ImportTakenOverException">Somebody else has the import, or it was discarded.</exception>
    public Task AddLinesAsync(long importId, string holder, IReadOnlyList<ImportLine> lines, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await RenewAsync(tx, importId, ImportState.Staging, holder, now, ct);
                await tx.InsertManyAsync(
                    """
                    INSERT INTO roster_lines
                      (import_id, line, number, name, verdict, reason, before_sealed, after_sealed, by_hand, outcome, outcome_reason)
                    """,
                    [.. lines.Select(Values)],
                    ct
                );
                return (true, true);
            },
            ct
        );

    private static object?[] Values(ImportLine line) =>
        [
            line.ImportId,
            line.Line,
            line.Number,
            line.Name,
            line.Verdict.Key,
            line.Reason,
            line.BeforeSealed,
            line.AfterSealed,
            line.ByHand,
            line.Outcome.Key,
            line.OutcomeReason,
        ];

    /// <summary>Lines of this verdict, after that line.</summary>
    public Task<IReadOnlyList<ImportLine>> ListAsync(long importId, LineVerdict verdict, int after, int limit, CancellationToken ct) =>
        database.ListAsync<ImportLine>(
            $"{SelectLines} WHERE import_id = @importId AND verdict = @verdict AND line > @after ORDER BY line LIMIT @limit",
            new
            {
                importId,
                verdict = verdict.Key,
                after,
                limit,
            },
            ct
        );

    /// <summary>The first lines that are taken, or change nothing, and of which something is to be said.</summary>
    public Task<IReadOnlyList<ImportLine>> ListRemarkedAsync(long importId, int limit, CancellationToken ct) =>
        database.ListAsync<ImportLine>(
            $"""
            {SelectLines}
             WHERE import_id = @importId AND verdict IN ('new', 'updated', 'same') AND reason <> ''
             ORDER BY line LIMIT @limit
            """,
            new { importId, limit },
            ct
        );

    /// <summary>Lines of this outcome, after that line.</summary>
    public Task<IReadOnlyList<ImportLine>> ListAsync(long importId, LineOutcome outcome, int after, int limit, CancellationToken ct) =>
        database.ListAsync<ImportLine>(
            $"{SelectLines} WHERE import_id = @importId AND outcome = @outcome AND line > @after ORDER BY line LIMIT @limit",
            new
            {
                importId,
                outcome = outcome.Key,
                after,
                limit,
            },
            ct
        );

    public Task<IReadOnlyList<LineTally>> TallyAsync(long importId, CancellationToken ct) => TallyAsync(database, importId, ct);

    private static Task<IReadOnlyList<LineTally>> TallyAsync(Sql sql, long importId, CancellationToken ct) =>
        sql.ListAsync<LineTally>(
            "SELECT verdict, outcome, COUNT(*) AS amount FROM roster_lines WHERE import_id = @importId GROUP BY verdict, outcome",
            new { importId },
            ct
        );

    /// <summary>How many lines there are of each kind, for the audit trail. Lines whose kind is null are left out.</summary>
    private static async Task<object?> CountAsync(Transaction tx, long importId, Func<LineTally, string?> kindOf, CancellationToken ct) =>
        (await TallyAsync(tx, importId, ct))
            .GroupBy(kindOf)
            .Where(group => group.Key is not null)
            .ToDictionary(group => group.Key!, group => group.Sum(tally => tally.Amount));

    /// <summary>Moves these lines from one outcome to another.</summary>
    public Task<int> MarkAsync(
        Transaction tx,
        long importId,
        IReadOnlyCollection<int> lines,
        LineOutcome from,
        LineOutcome to,
        string reason,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            UPDATE roster_lines
               SET outcome = @to, outcome_reason = @reason
             WHERE import_id = @importId AND line IN @lines AND outcome = @from
            """,
            new
            {
                importId,
                lines,
                from = from.Key,
                to = to.Key,
                reason,
            },
            ct
        );

    /// <summary>Removes some of the lines that an interrupted staging left. The number removed, 0 when none are left.</summary>
    /// <exception cref="ImportTakenOverException">Somebody else has the import, or it was discarded.</exception>
    public Task<int> ClearLinesAsync(long importId, string holder, int limit, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await RenewAsync(tx, importId, ImportState.Staging, holder, now, ct);
                var removed = await tx.ExecuteAsync(
                    """
                    DELETE FROM roster_lines
                     WHERE import_id = @importId
                       AND line IN (SELECT line FROM (
                                SELECT line FROM roster_lines WHERE import_id = @importId ORDER BY line LIMIT @limit) AS some)
                    """,
                    new { importId, limit },
                    ct
                );
                return (true, removed);
            },
            ct
        );

    /// <summary>Removes some of the lines of a discarded import. The number removed, 0 when none are left.</summary>
    public Task<int> SweepLinesAsync(long importId, int limit, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            DELETE FROM roster_lines
             WHERE import_id = @importId
               AND line IN (SELECT line FROM (
                        SELECT line FROM roster_lines WHERE import_id = @importId ORDER BY line LIMIT @limit) AS some)
               AND EXISTS (SELECT 1 FROM roster_imports WHERE id = @importId AND state = 'discarded')
            """,
            new { importId, limit },
            ct
        );

    /// <summary>Removes parts of a file that nobody will read again. The number removed, 0 when none are left.</summary>
    public Task<int> SweepFileAsync(long importId, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            DELETE FROM roster_files
             WHERE import_id = @importId
               AND part IN (SELECT part FROM (
                        SELECT part FROM roster_files WHERE import_id = @importId ORDER BY part LIMIT @limit) AS some)
               AND EXISTS (SELECT 1 FROM roster_imports
                            WHERE id = @importId AND state NOT IN ('uploading', 'uploaded', 'staging'))
            """,
            new { importId, limit = SweptParts },
            ct
        );

    /// <summary>Imports with leftovers to clean up: lines of a discarded import, or a file that nobody will read again.</summary>
    public Task<IReadOnlyList<long>> ListLeftoversAsync(CancellationToken ct) =>
        database.ListAsync<long>(
            """
            SELECT i.id FROM roster_imports i
             WHERE (i.state = 'discarded' AND EXISTS (SELECT 1 FROM roster_lines l WHERE l.import_id = i.id))
                OR (i.state NOT IN ('uploading', 'uploaded', 'staging')
                    AND EXISTS (SELECT 1 FROM roster_files f WHERE f.import_id = i.id))
            """,
            ct: ct
        );

    private sealed record FilePart
    {
        public required int Part { get; init; }
        public required string ContentSealed { get; init; }
    }
}
