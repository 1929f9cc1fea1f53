using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

public enum CountOutcome
{
    Done,

    /// <summary>There is no voting, or it is not over.</summary>
    TooEarly,

    /// <summary>They were counted already.</summary>
    Counted,

    /// <summary>Votes are held that nobody has decided.</summary>
    Undecided,
}

/// <summary>Everything that moves votes on once they were given, each in a transaction that says in the trail who did it.</summary>
public sealed class VoteStates(Database database, AuditTrail audit, VoteScreen screen)
{
    /// <summary>
    /// Counts the votes, once the voting is over. From then on everybody may see how many an entry has, and nothing about them changes.
    /// </summary>
    /// <param name="knowsHeld">Whether staff know that votes which are held are left out.</param>
    public Task<CountOutcome> CloseAsync(Actor by, Contest seen, bool knowsHeld, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await ContestStore.LockAsync(tx, seen.Id, ct) is not { HasVoting: true } contest || now < contest.VoteClosesAt)
                {
                    return (false, CountOutcome.TooEarly);
                }
                if (contest.VotesClosedAt is not null)
                {
                    return (false, CountOutcome.Counted);
                }
                await screen.RunAsync(tx, contest, contest.VoteClosesAt!.Value, ct);
                var tally = await VoteDesk.TallyAsync(tx, contest.Id, ct);
                if (tally.Held > 0 && !knowsHeld)
                {
                    // What was found suspicious only now is held all the same.
                    return (true, CountOutcome.Undecided);
                }
                await CountAsync(tx, contest, now, ct);
                var after = new
                {
                    tally.Counted,
                    tally.Held,
                    tally.ThrownOut,
                    tally.TakenBack,
                };
                await audit.AddAsync(tx, by, new Change("contest.count", "contest", contest.Id, contest.Title, After: after), now, ct);
                return (true, CountOutcome.Done);
            },
            ct
        );

    private static async Task CountAsync(Transaction tx, Contest contest, DateTimeOffset now, CancellationToken ct)
    {
        await tx.ExecuteAsync(
            """
            UPDATE contest_entries
               SET votes = (SELECT COUNT(*) FROM contest_votes v
                             WHERE v.entry_id = contest_entries.id AND v.state = 'counted' AND v.taken_back_at IS NULL)
             WHERE contest_id = @Id
            """,
            new { contest.Id },
            ct
        );
        await tx.ExecuteAsync(
            "UPDATE contests SET votes_closed_at = @now, revision = revision + 1 WHERE id = @Id AND votes_closed_at IS NULL",
            new { contest.Id, now },
            ct
        );
    }

    /// <summary>
    /// Decides votes that are held, or takes such a decision back. False where they are no longer those that staff saw, or the votes were
    /// counted.
    /// </summary>
    public Task<bool> DecideAsync(Actor by, Contest seen, VoteChoice choice, VoteState to, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (
                    await ContestStore.LockAsync(tx, seen.Id, ct) is not { VotesClosedAt: null } contest
                    || choice.From is VoteState.Held == to is VoteState.Held
                    || await SetStateAsync(tx, contest.Id, choice, to, to is VoteState.Held ? null : now, by, ct) != choice.Votes
                )
                {
                    return (false, false);
                }
                var after = new
                {
                    entry = await tx.FindAsync<string>("SELECT title FROM contest_entries WHERE id = @EntryId", choice, ct),
                    reason = choice.Reason.Label,
                    votes = choice.Votes,
                    verdict = to.Label,
                };
                await audit.AddAsync(tx, by, new Change("contest.votes", "contest", contest.Id, contest.Title, After: after), now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>Of votes that count, those alone that were held before.</summary>
    private static Task<int> SetStateAsync(
        Transaction tx,
        long contestId,
        VoteChoice choice,
        VoteState to,
        DateTimeOffset? decidedAt,
        Actor by,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            UPDATE contest_votes SET state = @to, decided_at = @decidedAt, decided_by = @by
             WHERE contest_id = @contestId AND entry_id = @EntryId AND reason = @reason AND state = @from AND taken_back_at IS NULL
               AND (state <> 'counted' OR decided_at IS NOT NULL) AND id >= @FirstId AND id <= @LastId
            """,
            new
            {
                contestId,
                choice.EntryId,
                reason = choice.Reason.Key,
                from = choice.From.Key,
                choice.FirstId,
                choice.LastId,
                to = to.Key,
                decidedAt,
                by = decidedAt is null ? "" : by.Name,
            },
            ct
        );
}

/// <summary>Votes of one entry that staff saw together.</summary>
/// <param name="FirstId">The first of them; of one vote alone, the same as the last.</param>
/// <param name="Votes">How many they saw.</param>
public sealed record VoteChoice(long EntryId, VoteReason Reason, VoteState From, long FirstId, long LastId, int Votes);
