using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Roster;

/// <summary>Imports and their lines as the console lists them.</summary>
public sealed class ImportSearch(Database database)
{
    /// <param name="named">Part of a file name or of the name of whoever asked; empty for all.</param>
    public Task<IReadOnlyList<Import>> ListAsync(
        string named,
        ImportState? state,
        string orderBy,
        int skip,
        int limit,
        CancellationToken ct
    )
    {
        var isNamed = named is "" ? "1 = 1" : $"({Sql.Has("file_name", "@named")} OR {Sql.Has("asked_by", "@named")})";
        var isInState = state is null ? "1 = 1" : "state = @state";
        return database.ListAsync<Import>(
            $"""
            {ImportStore.SelectImports}
             WHERE {isNamed} AND {isInState}
             ORDER BY {orderBy} LIMIT @limit OFFSET @skip
            """,
            new
            {
                named,
                state = state?.Key,
                skip,
                limit,
            },
            ct
        );
    }

    /// <summary>Imports that wait for somebody: nobody works on them, and nothing was asked for.</summary>
    public Task<IReadOnlyList<Import>> ListWaitingAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ListAsync<Import>(
            $"""
            {ImportStore.SelectImports}
             WHERE state IN ('uploaded', 'staging', 'staged', 'applying', 'undoing')
               AND wanted IS NULL AND (lease = '' OR lease_until <= @now)
             ORDER BY id
            """,
            new { now },
            ct
        );

    /// <summary>
    /// The lines after that line, as the filter says. They are sorted without what is sealed in them, and only those of the page are read
    /// whole.
    /// </summary>
    public Task<IReadOnlyList<ImportLine>> ListLinesAsync(
        long importId,
        LineFilter filter,
        string orderBy,
        int after,
        int skip,
        int limit,
        CancellationToken ct
    )
    {
        var orderOfPage = orderBy.Replace("l.", "", StringComparison.Ordinal);
        return database.ListAsync<ImportLine>(
            $"""
            {ImportStore.SelectLines}
              JOIN (SELECT l.line AS found FROM roster_lines l
                     WHERE l.import_id = @importId AND l.line > @after AND {filter.Where}
                     ORDER BY {orderBy} LIMIT @limit OFFSET @skip) AS page ON line = page.found
             WHERE import_id = @importId
             ORDER BY {orderOfPage}
            """,
            new
            {
                importId,
                verdict = filter.Verdict?.Key,
                outcome = filter.Outcome?.Key,
                filter.Named,
                after,
                skip,
                limit,
            },
            ct
        );
    }
}

/// <param name="Verdict">Null for all lines that change something, cannot be taken, or have something to be said of them.</param>
/// <param name="Named">Part of a member number or a name; empty for all.</param>
public sealed record LineFilter(LineVerdict? Verdict, LineOutcome? Outcome, string Named)
{
    internal string Where
    {
        get
        {
            var verdict = Verdict is null ? "(l.verdict <> 'same' OR l.reason <> '')" : "l.verdict = @verdict";
            var outcome = Outcome is null ? "1 = 1" : "l.outcome = @outcome";
            var named = Named is "" ? "1 = 1" : $"({Sql.Has("l.number", "@Named")} OR {Sql.Has("l.name", "@Named")})";
            return $"{verdict} AND {outcome} AND {named}";
        }
    }
}
