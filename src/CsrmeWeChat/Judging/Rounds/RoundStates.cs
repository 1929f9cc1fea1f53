using System.Security.Cryptography;
using System.Text;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging.Assigning;

namespace CsrmeWeChat.Judging;

/// <summary>
/// What moves a round on: opening with the draw, the close, the fixed ranking. Each is one transaction that begins at the round's row, as
/// saving a ballot does: so no score is accepted after the close, and none is lost that was accepted before.
/// </summary>
public sealed class RoundStates(Database database, AuditTrail audit)
{
    /// <summary>Draws who judges what, and lets the jurors begin.</summary>
    /// <param name="seen">As the page showed it.</param>
    public Task<OpenResult> OpenAsync(
        Actor by,
        Round seen,
        IReadOnlyCollection<JudgedItem> items,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
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
                if (items.Count == 0)
                {
                    return (false, new OpenResult(OpenOutcome.NothingToJudge));
                }
                var jurors = await RoundStore.ListJurorsAsync(tx, seen.Id, ct);
                var conflicts = ConflictsOf(items, jurors);
                var drawn = Draw.Of(
                    [.. items.Select(item => item.Id)],
                    [.. jurors],
                    conflicts.Select(one => (one.Item, one.Juror)).ToHashSet(),
                    seen.PerItem,
                    seed
                );
                if (drawn.Short.Count > 0)
                {
                    return (false, new OpenResult(OpenOutcome.TooFewJurors, drawn.Short));
                }
                await AddAsync(tx, seen.Id, items, seed, conflicts, drawn.Pairs, ct);
                var change = new Change(
                    "round.open",
                    "round",
                    seen.Id,
                    seen.Title,
                    After: new
                    {
                        items = items.Count,
                        jurors = jurors.Count,
                        seed,
                    }
                );
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, new OpenResult(OpenOutcome.Opened));
            },
            ct
        );

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

    /// <summary>Fixes the ranking, with all that it was computed from. False where the round is not closed, or has its ranking.</summary>
    public Task<bool> FreezeAsync(Actor by, Round seen, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var frozen = await tx.ExecuteAsync(
                    "UPDATE judging_rounds SET state = 'frozen', revision = revision + 1 WHERE id = @Id AND state = 'closed'",
                    new { seen.Id },
                    ct
                );
                if (frozen == 0)
                {
                    return (false, false);
                }
                var round = (await RoundStore.FindAsync(tx, seen.Id, ct))!;
                var text = RoundRanking.Of(round, await RankingStore.ListScoresAsync(tx, seen.Id, ct)).Write();
                var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
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

    private static List<(long Item, long Juror, ConflictReason Reason)> ConflictsOf(
        IEnumerable<JudgedItem> items,
        IReadOnlyCollection<long> jurors
    ) => [.. from item in items from one in item.Conflicts where jurors.Contains(one.Key) select (item.Id, one.Key, one.Value)];

    private static async Task AddAsync(
        Transaction tx,
        long roundId,
        IReadOnlyCollection<JudgedItem> items,
        string seed,
        IEnumerable<(long Item, long Juror, ConflictReason Reason)> conflicts,
        IEnumerable<(long Item, long Juror)> pairs,
        CancellationToken ct
    )
    {
        // Numbers in an order by chance: that of the entries would tell who was early.
        var codes = Draw.Shuffle([.. items.Select(item => item.Id)], $"{seed}/code").Select((item, at) => (item, at + 1)).ToDictionary();
        await tx.InsertManyAsync(
            "INSERT INTO judging_items (round_id, item_id, group_key, code)",
            [.. items.Select(item => (object?[])[roundId, item.Id, item.Group, $"{codes[item.Id]:000}"])],
            ct
        );
        await tx.InsertManyAsync(
            "INSERT INTO judging_conflicts (round_id, item_id, staff_id, reason)",
            [.. conflicts.Select(one => (object?[])[roundId, one.Item, one.Juror, one.Reason.Key])],
            ct
        );
        await tx.InsertManyAsync(
            "INSERT INTO judging_ballots (round_id, item_id, staff_id, state, points, remark, revision)",
            [.. pairs.Select(pair => (object?[])[roundId, pair.Item, pair.Juror, BallotState.Open.Key, "[]", "", 1L])],
            ct
        );
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
