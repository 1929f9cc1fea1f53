using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging;

/// <summary>
/// What moves a round on: opening with the draw, the close, the fixed ranking. Each is one transaction that begins at the round's row, as
/// saving a ballot does: so no score is accepted after the close, and none is lost that was accepted before.
/// </summary>
public sealed class RoundStates(Database database, AuditTrail audit, JurorNotices notices, Panels panels)
{
    /// <summary>Draws who judges what, and lets the jurors begin.</summary>
    /// <param name="seen">As the page showed it.</param>
    /// <param name="listed">What the room had a moment ago: what has been taken back since is left out.</param>
    public async Task<OpenResult> OpenAsync(
        Actor by,
        Round seen,
        IReadOnlyCollection<JudgedItem> listed,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var title = await panels.TitleAsync(seen, ct);
        return await database.TransactAsync(tx => OpenAsync(tx, by, seen, listed, title, now, ct), ct);
    }

    /// <summary>Ends the scoring. What is not scored yet is told first, and never ranked silently.</summary>
    /// <param name="isAware">Whether staff know that ballots are missing.</param>
    public Task<CloseResult> CloseAsync(Actor by, Round seen, bool isAware, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var closed = await tx.ExecuteAsync(
                    """
                    UPDATE judging_rounds SET state = 'closed', closed_at = @now, revision = revision + 1
                     WHERE id = @Id AND state = 'open'
                    """,
                    new { seen.Id, now },
                    ct
                );
                if (closed == 0)
                {
                    return (false, new CloseResult(CloseOutcome.Moved, 0));
                }
                var missing = await tx.FindAsync<int>(
                    "SELECT COUNT(*) FROM judging_ballots WHERE round_id = @Id AND state = 'open'",
                    new { seen.Id },
                    ct
                );
                if (missing > 0 && !isAware)
                {
                    return (false, new CloseResult(CloseOutcome.Unfinished, missing));
                }
                await audit.AddAsync(tx, by, new Change("round.close", "round", seen.Id, seen.Title, After: new { missing }), now, ct);
                return (true, new CloseResult(CloseOutcome.Closed, missing));
            },
            ct
        );

    /// <summary>
    /// Fixes the ranking, with all that it was computed from. False where the round is not closed, has its ranking, or an item was taken
    /// back meanwhile. It is computed before anything is locked: that takes seconds where there are many items, and all others would wait.
    /// </summary>
    public async Task<bool> FreezeAsync(Actor by, Round seen, DateTimeOffset now, CancellationToken ct)
    {
        var saves = await database.FindAsync<long>("SELECT saves FROM judging_rounds WHERE id = @Id", new { seen.Id }, ct);
        var round = (await RoundStore.FindAsync(database, seen.Id, ct))!;
        if (round.State is not RoundState.Closed)
        {
            return false;
        }
        var text = RoundRanking.Of(round, await RankingStore.ListScoresAsync(database, seen.Id, ct)).Write();
        return await FreezeAsync(by, round, text, saves, now, ct);
    }

    /// <param name="saves">Of the round before its scores were read: whoever takes an item back raises it.</param>
    private Task<bool> FreezeAsync(Actor by, Round seen, string text, long saves, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var frozen = await tx.ExecuteAsync(
                    """
                    UPDATE judging_rounds SET state = 'frozen', revision = revision + 1
                     WHERE id = @Id AND state = 'closed' AND saves = @saves
                    """,
                    new { seen.Id, saves },
                    ct
                );
                if (frozen == 0)
                {
                    return (false, false);
                }
                var sha256 = RoundRanking.HashOf(text);
                await tx.ExecuteAsync(
                    """
                    INSERT INTO judging_rankings (round_id, ranking, sha256, frozen_by, frozen_at)
                    VALUES (@Id, @text, @sha256, @by, @now)
                    """,
                    new
                    {
                        seen.Id,
                        text,
                        sha256,
                        by = by.Name,
                        now,
                    },
                    ct
                );
                await audit.AddAsync(tx, by, new Change("round.freeze", "round", seen.Id, seen.Title, After: new { sha256 }), now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>
    /// Holds the panel's rounds that have no fixed ranking to the end of the transaction, so that none opens, takes a score or is ranked
    /// meanwhile. To be called after what is judged is held itself.
    /// </summary>
    public static Task HoldAsync(Transaction tx, Panel panel, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE judging_rounds SET saves = saves + 1 WHERE panel = @Kind AND panel_id = @Id AND state <> 'frozen'",
            panel,
            ct
        );

    /// <summary>Whether an item stands in a round that has opened, under <see cref="HoldAsync"/>.</summary>
    public static async Task<bool> IsJudgedAsync(Sql sql, Panel panel, long itemId, CancellationToken ct) =>
        await sql.FindAsync<int>(
            """
            SELECT 1 FROM judging_rounds r JOIN judging_items i ON i.round_id = r.id
             WHERE r.panel = @Kind AND r.panel_id = @Id AND i.item_id = @itemId LIMIT 1
            """,
            new
            {
                panel.Kind,
                panel.Id,
                itemId,
            },
            ct
        ) == 1;

    /// <summary>
    /// An item is taken back while it is judged: it leaves the jurors' queues and is not ranked. What was given stays in its rows, and a
    /// ranking that is fixed stays as it is.
    /// </summary>
    public static async Task DropItemAsync(Transaction tx, Panel panel, long itemId, CancellationToken ct)
    {
        await HoldAsync(tx, panel, ct);
        await tx.ExecuteAsync(
            """
            UPDATE judging_ballots SET state = 'dropped', revision = revision + 1
             WHERE item_id = @itemId AND state <> 'dropped'
               AND round_id IN (SELECT r.id FROM judging_rounds r
                                 WHERE r.panel = @Kind AND r.panel_id = @Id AND r.state IN ('open', 'closed'))
            """,
            new
            {
                panel.Kind,
                panel.Id,
                itemId,
            },
            ct
        );
    }

    private async Task<IReadOnlyCollection<JudgedItem>> StandingAsync(
        Transaction tx,
        Round round,
        IReadOnlyCollection<JudgedItem> listed,
        CancellationToken ct
    )
    {
        if (panels.SourceOf(round.Panel) is not { } source || listed.Count == 0)
        {
            return listed;
        }
        var standing = await source.ListStandingAsync(tx, [.. listed.Select(item => item.Id)], ct);
        return [.. listed.Where(item => standing.Contains(item.Id))];
    }

    private async Task<(bool, OpenResult)> OpenAsync(
        Transaction tx,
        Actor by,
        Round seen,
        IReadOnlyCollection<JudgedItem> listed,
        string title,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var seed = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var opened = await tx.ExecuteAsync(
            """
            UPDATE judging_rounds SET state = 'open', seed = @seed, opened_at = @now, revision = revision + 1
             WHERE id = @Id AND revision = @Revision AND state = 'draft' AND closes_at > @now
            """,
            new
            {
                seen.Id,
                seen.Revision,
                seed,
                now,
            },
            ct
        );
        if (opened == 0)
        {
            return (false, new OpenResult(seen.ClosesAt <= now ? OpenOutcome.Past : OpenOutcome.Moved));
        }
        var items = await StandingAsync(tx, seen, listed, ct);
        if (items.Count == 0)
        {
            return (false, new OpenResult(OpenOutcome.NothingToJudge));
        }
        var jurors = await RoundStore.ListJurorsAsync(tx, seen.Id, ct);
        var tooFew = await RoundDraw.DrawAsync(tx, seen, items, jurors, seed, ct);
        if (tooFew.Count > 0)
        {
            return (false, new OpenResult(OpenOutcome.TooFewJurors, tooFew));
        }
        var told = await JurorNotices.ListLateAsync(tx, seen.Id, ct);
        await notices.TellAsync(tx, JurorNotice.Opened, seen, title, "opened", told, now, ct);
        var after = new
        {
            items = items.Count,
            jurors = jurors.Count,
            seed,
        };
        await audit.AddAsync(tx, by, new Change("round.open", "round", seen.Id, seen.Title, After: after), now, ct);
        return (true, new OpenResult(OpenOutcome.Opened));
    }
}

public enum OpenOutcome
{
    Opened,

    /// <summary>It has opened, or was changed since the page was shown.</summary>
    Moved,

    /// <summary>Its close is not ahead.</summary>
    Past,
    NothingToJudge,

    /// <summary>Some items have more conflicts than the panel has jurors to spare.</summary>
    TooFewJurors,
}

/// <param name="Short">The items that too few may judge.</param>
public sealed record OpenResult(OpenOutcome Outcome, IReadOnlyList<long>? Short = null);

public enum CloseOutcome
{
    Closed,
    Moved,

    /// <summary>Ballots are missing, and staff have not said that they know.</summary>
    Unfinished,
}

public sealed record CloseResult(CloseOutcome Outcome, int Missing);
