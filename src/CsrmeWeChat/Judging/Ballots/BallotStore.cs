using System.Globalization;
using System.Text.Json;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging.Assigning;

namespace CsrmeWeChat.Judging;

/// <summary>
/// A juror's ballots. Whoever saves one changes the round's row first, as the close does: the one waits for the other, and a score that was
/// told to be saved counts.
/// </summary>
public sealed class BallotStore(Database database)
{
    public const int MaxRemark = 500;

    /// <summary>The juror's queue, in an order of their own: who comes last on all lists would be scored by tired jurors alone.</summary>
    public async Task<IReadOnlyList<Ballot>> ListAsync(long staffId, Round round, CancellationToken ct)
    {
        var ballots = await database.ListAsync<Ballot>(
            $"SELECT {Ballot.Columns} {Ballot.From} WHERE b.staff_id = @staffId AND b.round_id = @Id AND b.state <> 'dropped'",
            new { staffId, round.Id },
            ct
        );
        var order = Draw.Shuffle(
                [.. ballots.Select(ballot => ballot.Id)],
                string.Create(CultureInfo.InvariantCulture, $"{round.Seed}/{staffId}")
            )
            .Select((id, at) => (id, at))
            .ToDictionary();
        return [.. ballots.OrderBy(ballot => order[ballot.Id])];
    }

    public Task<Ballot?> FindAsync(long staffId, long ballotId, CancellationToken ct) => FindAsync(database, staffId, ballotId, ct);

    /// <summary>How many each juror has scored, of how many; for staff.</summary>
    public Task<IReadOnlyList<JurorProgress>> ListProgressAsync(long roundId, CancellationToken ct) =>
        database.ListAsync<JurorProgress>(
            """
            SELECT j.staff_id, SUM(CASE b.state WHEN 'scored' THEN 1 ELSE 0 END) AS scored,
                   SUM(CASE b.state WHEN 'open' THEN 1 ELSE 0 END) AS open, SUM(CASE b.state WHEN 'recused' THEN 1 ELSE 0 END) AS recused,
                   MAX(b.saved_at) AS last_at
              FROM judging_jurors j LEFT JOIN judging_ballots b ON b.round_id = j.round_id AND b.staff_id = j.staff_id
             WHERE j.round_id = @roundId
             GROUP BY j.staff_id
             ORDER BY j.staff_id
            """,
            new { roundId },
            ct
        );

    /// <param name="seen">The revision that the page showed.</param>
    /// <param name="points">In the order of the criteria.</param>
    /// <param name="remark">Clean.</param>
    public Task<SaveOutcome> SaveAsync(
        long staffId,
        long ballotId,
        long seen,
        IReadOnlyList<int> points,
        string remark,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (await FindAsync(tx, staffId, ballotId, ct) is not { } ballot)
                {
                    return (false, SaveOutcome.NotFound);
                }
                if (!await EnterAsync(tx, ballot.RoundId, now, ct))
                {
                    return (false, SaveOutcome.Closed);
                }
                var round = (await RoundStore.FindAsync(tx, ballot.RoundId, ct))!;
                if (points.Count != round.CriterionList.Count || points.Any(one => one is < 0 or > 100))
                {
                    return (false, SaveOutcome.BadPoints);
                }
                if (remark.Length > MaxRemark)
                {
                    return (false, SaveOutcome.RemarkTooLong);
                }
                var text = JsonSerializer.Serialize(points);
                var saved = await tx.ExecuteAsync(
                    """
                    UPDATE judging_ballots
                       SET points = @text, remark = @remark, state = 'scored', saved_at = @now, revision = revision + 1
                     WHERE id = @ballotId AND staff_id = @staffId AND revision = @seen AND state IN ('open', 'scored')
                    """,
                    new
                    {
                        ballotId,
                        staffId,
                        seen,
                        text,
                        remark,
                        now,
                    },
                    ct
                );
                if (saved == 1)
                {
                    return (true, SaveOutcome.Saved);
                }
                // Whoever asks again because the answer was lost has saved it.
                var stands = await FindAsync(tx, staffId, ballotId, ct);
                var isRepeat = stands is { State: BallotState.Scored } && stands.Points == text && stands.Remark == remark;
                return (false, isRepeat ? SaveOutcome.Saved : SaveOutcome.Moved);
            },
            ct
        );

    /// <summary>The juror knows whose it is, or cannot judge it: somebody else does.</summary>
    /// <param name="why">Clean, and no longer than a remark, in whose place it stands.</param>
    public Task<RecuseOutcome> RecuseAsync(long staffId, long ballotId, string why, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await FindAsync(tx, staffId, ballotId, ct) is not { } ballot)
                {
                    return (false, RecuseOutcome.NotFound);
                }
                if (!await EnterAsync(tx, ballot.RoundId, now, ct))
                {
                    return (false, RecuseOutcome.Closed);
                }
                var recused = await tx.ExecuteAsync(
                    """
                    UPDATE judging_ballots
                       SET state = 'recused', points = '[]', remark = @why, saved_at = @now, revision = revision + 1
                     WHERE id = @ballotId AND state NOT IN ('recused', 'dropped')
                    """,
                    new
                    {
                        ballotId,
                        why,
                        now,
                    },
                    ct
                );
                if (recused == 0)
                {
                    var stands = await FindAsync(tx, staffId, ballotId, ct);
                    return (false, stands is null ? RecuseOutcome.NotFound : RecuseOutcome.Replaced);
                }
                return (true, await ReplaceAsync(tx, ballot, staffId, ct));
            },
            ct
        );

    private static async Task<RecuseOutcome> ReplaceAsync(Transaction tx, Ballot ballot, long staffId, CancellationToken ct)
    {
        await tx.ExecuteAsync(
            "INSERT INTO judging_conflicts (round_id, item_id, staff_id, reason) VALUES (@RoundId, @ItemId, @staffId, @reason)",
            new
            {
                ballot.RoundId,
                ballot.ItemId,
                staffId,
                reason = ConflictReason.Recused.Key,
            },
            ct
        );
        var round = (await RoundStore.FindAsync(tx, ballot.RoundId, ct))!;
        if (await FindReplacementAsync(tx, round, ballot.ItemId, ct) is not { } instead)
        {
            return RecuseOutcome.NobodyElse;
        }
        await tx.ExecuteAsync(
            """
            INSERT INTO judging_ballots (round_id, item_id, staff_id, state, points, remark, revision)
            VALUES (@RoundId, @ItemId, @instead, 'open', '[]', '', 1)
            """,
            new
            {
                ballot.RoundId,
                ballot.ItemId,
                instead,
            },
            ct
        );
        return RecuseOutcome.Replaced;
    }

    /// <summary>Holds the round to the end of the transaction, where it takes scores.</summary>
    internal static async Task<bool> EnterAsync(Transaction tx, long roundId, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            "UPDATE judging_rounds SET saves = saves + 1 WHERE id = @roundId AND state = 'open' AND closes_at > @now",
            new { roundId, now },
            ct
        ) == 1;

    /// <summary>Who has the fewest of those that may judge it and do not yet; among equals whom chance says.</summary>
    private static async Task<long?> FindReplacementAsync(Transaction tx, Round round, long itemId, CancellationToken ct)
    {
        var free = await tx.ListAsync<JurorLoad>(
            """
            SELECT j.staff_id,
                   (SELECT COUNT(*) FROM judging_ballots l
                     WHERE l.round_id = j.round_id AND l.staff_id = j.staff_id AND l.state IN ('open', 'scored')) AS items
              FROM judging_jurors j JOIN staff s ON s.id = j.staff_id
             WHERE j.round_id = @Id AND s.disabled_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM judging_conflicts c
                                WHERE c.round_id = j.round_id AND c.item_id = @itemId AND c.staff_id = j.staff_id)
               AND NOT EXISTS (SELECT 1 FROM judging_ballots b
                                WHERE b.round_id = j.round_id AND b.item_id = @itemId AND b.staff_id = j.staff_id)
            """,
            new { round.Id, itemId },
            ct
        );
        if (free.Count == 0)
        {
            return null;
        }
        var least = free.Min(one => one.Items);
        var seed = string.Create(CultureInfo.InvariantCulture, $"{round.Seed}/{itemId}");
        return Draw.Shuffle([.. free.Where(one => one.Items == least).Select(one => one.StaffId)], seed)[0];
    }

    private static Task<Ballot?> FindAsync(Sql sql, long staffId, long ballotId, CancellationToken ct) =>
        sql.FindAsync<Ballot>(
            $"SELECT {Ballot.Columns} {Ballot.From} WHERE b.id = @ballotId AND b.staff_id = @staffId AND b.state <> 'dropped'",
            new { staffId, ballotId },
            ct
        );

    private sealed record JurorLoad
    {
        public required long StaffId { get; init; }
        public required long Items { get; init; }
    }
}

public sealed record JurorProgress
{
    public required long StaffId { get; init; }
    public required long Scored { get; init; }
    public required long Open { get; init; }
    public required long Recused { get; init; }
    public DateTimeOffset? LastAt { get; init; }
}
