using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging;

/// <summary>Rounds as staff write them, and what of them is read. What moves them stands in <see cref="RoundStates"/>.</summary>
public sealed class RoundStore(Database database, AuditTrail audit)
{
    public Task<Round?> FindAsync(long id, CancellationToken ct) => FindAsync(database, id, ct);

    public static Task<Round?> FindAsync(Sql sql, long id, CancellationToken ct) =>
        sql.FindAsync<Round>($"SELECT {Round.Columns} FROM judging_rounds r WHERE r.id = @id", new { id }, ct);

    /// <summary>The first one first.</summary>
    public Task<IReadOnlyList<Round>> ListAsync(Panel panel, CancellationToken ct) =>
        database.ListAsync<Round>(
            $"SELECT {Round.Columns} FROM judging_rounds r WHERE r.panel = @Kind AND r.panel_id = @Id ORDER BY r.number",
            panel,
            ct
        );

    /// <summary>Of all panels: what is at work first, then the latest.</summary>
    public Task<IReadOnlyList<Round>> ListAsync(int limit, CancellationToken ct) =>
        database.ListAsync<Round>(
            $"""
            SELECT {Round.Columns} FROM judging_rounds r
             ORDER BY CASE r.state WHEN 'open' THEN 0 WHEN 'closed' THEN 1 WHEN 'draft' THEN 2 ELSE 3 END, r.id DESC
             LIMIT @limit
            """,
            new { limit },
            ct
        );

    public Task<IReadOnlyList<long>> ListJurorsAsync(long roundId, CancellationToken ct) => ListJurorsAsync(database, roundId, ct);

    public static Task<IReadOnlyList<long>> ListJurorsAsync(Sql sql, long roundId, CancellationToken ct) =>
        sql.ListAsync<long>("SELECT staff_id FROM judging_jurors WHERE round_id = @roundId ORDER BY staff_id", new { roundId }, ct);

    /// <param name="number">From 1. Null is returned where the panel has this round already.</param>
    /// <param name="draft">Without faults.</param>
    public Task<long?> AddAsync(Actor by, Panel panel, int number, RoundDraft draft, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<long?>(
            async tx =>
            {
                var row = Row(
                    draft,
                    new
                    {
                        panel.Kind,
                        panel.Id,
                        number,
                        now,
                    }
                );
                var isNew = await tx.TryInsertAsync(
                    """
                    INSERT INTO judging_rounds (panel, panel_id, number, title, state, criteria, per_item, goes_on, rank_rule, tie_rule,
                                                seed, saves, closes_at, revision, created_at)
                    VALUES (@Kind, @Id, @number, @Title, 'draft', @criteria, @PerItem, @GoesOn, @rankRule, @tieRule,
                            '', 0, @ClosesAt, 1, @now)
                    """,
                    row,
                    ct
                );
                if (!isNew)
                {
                    return (false, null);
                }
                var id = await tx.FindAsync<long>(
                    "SELECT id FROM judging_rounds WHERE panel = @Kind AND panel_id = @Id AND number = @number",
                    row,
                    ct
                );
                await SetJurorsAsync(tx, id, draft.Jurors, ct);
                await audit.AddAsync(tx, by, new Change("round.add", "round", id, draft.Title, After: AuditOf(draft)), now, ct);
                return (true, id);
            },
            ct
        );

    /// <summary>False where it has opened, or somebody else changed it after the form was filled.</summary>
    /// <param name="draft">Without faults.</param>
    public Task<bool> EditAsync(Actor by, Round seen, RoundDraft draft, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var edited = await tx.ExecuteAsync(
                    """
                    UPDATE judging_rounds
                       SET title = @Title, criteria = @criteria, per_item = @PerItem, goes_on = @GoesOn, rank_rule = @rankRule,
                           tie_rule = @tieRule, closes_at = @ClosesAt, revision = revision + 1
                     WHERE id = @id AND revision = @revision AND state = 'draft'
                    """,
                    Row(draft, new { id = seen.Id, revision = seen.Revision }),
                    ct
                );
                if (edited == 0)
                {
                    return (false, false);
                }
                await SetJurorsAsync(tx, seen.Id, draft.Jurors, ct);
                await audit.AddAsync(tx, by, new Change("round.edit", "round", seen.Id, draft.Title, After: AuditOf(draft)), now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>A draft that was not meant. False where it has opened, or a later round is there already.</summary>
    public Task<bool> RemoveAsync(Actor by, Round seen, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var held = await tx.ExecuteAsync(
                    "UPDATE judging_rounds SET revision = revision + 1 WHERE id = @Id AND revision = @Revision AND state = 'draft'",
                    seen,
                    ct
                );
                var later = await tx.FindAsync<int>(
                    "SELECT COUNT(*) FROM judging_rounds WHERE panel = @Panel AND panel_id = @PanelId AND number > @Number",
                    seen,
                    ct
                );
                if (held == 0 || later > 0)
                {
                    return (false, false);
                }
                await tx.ExecuteAsync("DELETE FROM judging_jurors WHERE round_id = @Id", new { seen.Id }, ct);
                await tx.ExecuteAsync("DELETE FROM judging_rounds WHERE id = @Id", new { seen.Id }, ct);
                await audit.AddAsync(tx, by, new Change("round.remove", "round", seen.Id, seen.Title), now, ct);
                return (true, true);
            },
            ct
        );

    private static async Task SetJurorsAsync(Transaction tx, long roundId, IReadOnlyList<long> jurors, CancellationToken ct)
    {
        await tx.ExecuteAsync("DELETE FROM judging_jurors WHERE round_id = @roundId", new { roundId }, ct);
        await tx.InsertManyAsync(
            "INSERT INTO judging_jurors (round_id, staff_id)",
            [.. jurors.Distinct().Order().Select(juror => (object?[])[roundId, juror])],
            ct
        );
    }

    private static Dapper.DynamicParameters Row(RoundDraft draft, object more)
    {
        var row = new Dapper.DynamicParameters(more);
        row.AddDynamicParams(
            new
            {
                draft.Title,
                criteria = JsonSerializer.Serialize(draft.Criteria, JudgingJson.Options),
                draft.PerItem,
                draft.GoesOn,
                rankRule = draft.RankRule.Key,
                tieRule = draft.TieRule.Key,
                draft.ClosesAt,
            }
        );
        return row;
    }

    private static object AuditOf(RoundDraft draft) =>
        new
        {
            title = draft.Title,
            criteria = string.Join("、", draft.Criteria.Select(one => $"{one.Name} {one.Weight}")),
            draft.PerItem,
            draft.GoesOn,
            rankRule = draft.RankRule.Label,
            tieRule = draft.TieRule.Label,
            draft.ClosesAt,
            jurors = draft.Jurors.Count,
        };
}
