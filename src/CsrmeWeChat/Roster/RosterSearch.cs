using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

/// <summary>Imports and their lines for people to search.</summary>
public sealed class RosterSearch(Database database)
{
    public Task<IReadOnlyList<RosterBatch>> ListBatchesAsync(
        string named,
        RosterState? state,
        string orderBy,
        int skip,
        int limit,
        CancellationToken ct
    ) =>
        database.ListAsync<RosterBatch>(
            $"""
            {RosterStore.Batches}
             WHERE 1 = 1{(named is "" ? "" : $" AND ({Sql.Has("file_name", "@named")} OR {Sql.Has("asked_by", "@named")})")}{(
                state is null ? "" : " AND state = @state"
            )}
             ORDER BY {orderBy} LIMIT @limit OFFSET @skip
            """,
            new
            {
                named,
                state = state?.Word,
                skip,
                limit,
            },
            ct
        );

    /// <summary>The lines are sorted without what is sealed in them, and only those of the page are read whole.</summary>
    public Task<IReadOnlyList<RosterRow>> ListRowsAsync(
        long batchId,
        RosterFilter filter,
        string orderBy,
        int after,
        int skip,
        int limit,
        CancellationToken ct
    ) =>
        database.ListAsync<RosterRow>(
            $"""
            {RosterStore.Rows}
              JOIN (SELECT r.line AS found FROM roster_rows r
                     WHERE r.batch_id = @batchId AND r.line > @after{filter.Where}
                     ORDER BY {orderBy} LIMIT @limit OFFSET @skip) AS page ON line = page.found
             WHERE batch_id = @batchId
             ORDER BY {orderBy.Replace("r.", "", StringComparison.Ordinal)}
            """,
            new
            {
                batchId,
                verdict = filter.Verdict?.Word,
                outcome = filter.Outcome?.Word,
                filter.Named,
                after,
                skip,
                limit,
            },
            ct
        );
}

/// <param name="Verdict">Null: all that change something or cannot be taken.</param>
/// <param name="Named">Part of a number or a name.</param>
public sealed record RosterFilter(RosterVerdict? Verdict, RosterOutcome? Outcome, string Named)
{
    internal string Where =>
        string.Concat(
            Verdict is null ? " AND r.verdict <> 'same'" : " AND r.verdict = @verdict",
            Outcome is null ? "" : " AND r.outcome = @outcome",
            Named is "" ? "" : $" AND ({Sql.Has("r.number", "@Named")} OR {Sql.Has("r.name", "@Named")})"
        );
}
