using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>
/// What staff change of who gets what, one by one. Each change is one transaction that begins at the contest's row, as those of the result
/// do, and ends in the trail and in the contest's revision, so that no list is published that staff have not seen.
/// </summary>
public sealed class AwardDesk(Database database, AuditTrail audit)
{
    public const int MaxReason = 300;

    /// <summary>Gives an entry of the contest a prize that no ranking gave it.</summary>
    public Task<AwardOutcome> AddAsync(
        Actor by,
        Contest seen,
        long entryId,
        string prize,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        ChangeAsync(
            seen.Id,
            async (tx, contest) =>
            {
                if (IsUnseen(contest, now))
                {
                    return AwardOutcome.NoticeOver;
                }
                var entry = await tx.FindAsync<PhotoEntry>(
                    $"""
                    SELECT {PhotoEntry.Columns} FROM contest_entries e
                     WHERE e.id = @entryId AND e.contest_id = @Id AND e.state = 'accepted'
                    """,
                    new { entryId, contest.Id },
                    ct
                );
                if (entry is null)
                {
                    return AwardOutcome.NotFound;
                }
                if (PrizesOf(contest, entry.GroupKey).FirstOrDefault(one => one.Prize.Name == prize) is not { Prize: not null } chosen)
                {
                    return AwardOutcome.NoSuchPrize;
                }
                await tx.ExecuteAsync(
                    "DELETE FROM contest_awards WHERE contest_id = @Id AND entry_id = @entryId AND kind = 'jury' AND state = 'dropped'",
                    new { contest.Id, entryId },
                    ct
                );
                var added = await tx.TryInsertAsync(
                    $"{Insert} VALUES (@Id, @entryId, 'jury', @GroupKey, @prize, @Order, 0, @state, @reason, 1, @by, @now)",
                    new
                    {
                        contest.Id,
                        entryId,
                        entry.GroupKey,
                        prize,
                        chosen.Order,
                        state = StateIn(contest).Key,
                        reason,
                        by = by.Name,
                        now,
                    },
                    ct
                );
                if (!added)
                {
                    return AwardOutcome.HasOne;
                }
                await TellAsync(
                    tx,
                    by,
                    contest,
                    "contest.award",
                    null,
                    new
                    {
                        name = entry.Title,
                        prize,
                        reason,
                    },
                    now,
                    ct
                );
                return AwardOutcome.Done;
            },
            ct
        );

    /// <summary>Gives another prize of the same group instead.</summary>
    public Task<AwardOutcome> ChangePrizeAsync(
        Actor by,
        Award seen,
        string prize,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        ChangeAsync(
            seen.ContestId,
            async (tx, contest) =>
            {
                if (IsUnseen(contest, now))
                {
                    return AwardOutcome.NoticeOver;
                }
                if (PrizesOf(contest, seen.GroupKey).FirstOrDefault(one => one.Prize.Name == prize) is not { Prize: not null } chosen)
                {
                    return AwardOutcome.NoSuchPrize;
                }
                return await MoveAsync(
                    tx,
                    by,
                    contest,
                    seen,
                    "prize = @prize, prize_order = @order, reason = @reason",
                    new
                    {
                        prize,
                        order = chosen.Order,
                        reason,
                    },
                    new
                    {
                        name = seen.Title,
                        prize,
                        reason,
                    },
                    now,
                    ct
                );
            },
            ct
        );

    /// <summary>Takes an award off, in the notice too.</summary>
    public Task<AwardOutcome> DropAsync(Actor by, Award seen, string reason, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(seen.ContestId, (tx, contest) => DropAsync(tx, by, contest, seen, reason, now, ct), ct);

    /// <summary>Under the contest's lock.</summary>
    internal Task<AwardOutcome> DropAsync(
        Transaction tx,
        Actor by,
        Contest contest,
        Award seen,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        MoveAsync(
            tx,
            by,
            contest,
            seen,
            "state = 'dropped', reason = @reason",
            new { reason },
            new
            {
                name = seen.Title,
                prize = "",
                reason,
            },
            now,
            ct
        );

    /// <summary>How many prizes there are beyond those that the rules name, by group and prize.</summary>
    public static IEnumerable<(string Group, Prize Prize, int Given)> OverQuota(Contest contest, IReadOnlyList<Award> all) =>
        contest
            .PrizeList.Select(prize =>
                (
                    Group: contest.AwardGroups.First(group => group.Key == prize.Group).Name,
                    Prize: prize,
                    Given: all.Count(award =>
                        award.State is not AwardState.Dropped && award.GroupKey == prize.Group && award.Prize == prize.Name
                    )
                )
            )
            .Where(one => one.Given > one.Prize.Count);

    public static IEnumerable<(Prize Prize, int Order)> PrizesOf(Contest contest, string group) =>
        contest.PrizeList.Where(prize => prize.Group == group).Select((prize, order) => (prize, order));

    internal const string Insert = """
        INSERT INTO contest_awards (contest_id, entry_id, kind, group_key, prize, prize_order, place, state, reason, revision, decided_by,
                                    decided_at)
        """;

    private static AwardState StateIn(Contest contest) =>
        contest.Result is ContestResult.Noticed ? AwardState.Noticed : AwardState.Proposed;

    /// <summary>Changes what stands, while the result may still change.</summary>
    private async Task<AwardOutcome> MoveAsync(
        Transaction tx,
        Actor by,
        Contest contest,
        Award seen,
        string set,
        object values,
        object after,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var row = new Dapper.DynamicParameters(values);
        row.AddDynamicParams(
            new
            {
                seen.Id,
                seen.Revision,
                by = by.Name,
                now,
            }
        );
        var moved = await tx.ExecuteAsync(
            $"""
            UPDATE contest_awards
               SET {set}, revision = revision + 1, decided_by = @by, decided_at = @now
             WHERE id = @Id AND revision = @Revision AND state IN ('proposed', 'noticed')
            """,
            row,
            ct
        );
        if (moved == 0)
        {
            return AwardOutcome.Moved;
        }
        await TellAsync(tx, by, contest, "contest.award", new { name = seen.Title, prize = seen.Prize }, after, now, ct);
        return AwardOutcome.Done;
    }

    /// <summary>Under the contest's lock, as long as the result is not out.</summary>
    internal Task<AwardOutcome> ChangeAsync(long contestId, Func<Transaction, Contest, Task<AwardOutcome>> change, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var contest = await ContestStore.LockAsync(tx, contestId, ct);
                var outcome =
                    contest is null ? AwardOutcome.NotFound
                    : contest.Result is ContestResult.Announced ? AwardOutcome.TooLate
                    : await change(tx, contest);
                return (outcome is AwardOutcome.Done, outcome);
            },
            ct
        );

    /// <summary>What comes into the list once the notice is over would be announced without anybody having been able to object.</summary>
    private static bool IsUnseen(Contest contest, DateTimeOffset now) =>
        contest.Result is ContestResult.Noticed && now >= contest.NoticeUntil;

    /// <summary>
    /// Writes a change into the trail, and raises the contest's revision: whoever is about to publish the list has seen another.
    /// </summary>
    internal async Task TellAsync(
        Transaction tx,
        Actor by,
        Contest contest,
        string action,
        object? before,
        object after,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await tx.ExecuteAsync("UPDATE contests SET revision = revision + 1 WHERE id = @Id", new { contest.Id }, ct);
        await audit.AddAsync(tx, by, new Change(action, "contest", contest.Id, contest.Title, before, after), now, ct);
    }
}

public enum AwardOutcome
{
    Done,
    NotFound,

    /// <summary>Somebody else changed it meanwhile.</summary>
    Moved,

    /// <summary>The last round has no fixed ranking.</summary>
    NoRanking,

    /// <summary>The votes are not counted yet.</summary>
    NoVotes,
    NoSuchPrize,

    /// <summary>The entry has an award of the jury already.</summary>
    HasOne,

    /// <summary>The notice is out, or the result is.</summary>
    TooLate,

    /// <summary>The notice is over: it has to be extended before something new comes into it.</summary>
    NoticeOver,
}
