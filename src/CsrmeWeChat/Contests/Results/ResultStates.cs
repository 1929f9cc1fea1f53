using CsrmeWeChat.Certificates;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>
/// What moves the result on: the public notice, its extension, the announcement. Each begins at the contest's row, as awards and objections
/// do: nothing is announced that somebody objects to in the same moment.
/// </summary>
public sealed class ResultStates(Database database, CertificateStates certificates, ResultNotices notices, AuditTrail audit)
{
    /// <summary>Names the winners to the public, who may object until then.</summary>
    public Task<ResultOutcome> NoticeAsync(Actor by, Contest seen, DateTimeOffset until, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(
            seen,
            async (tx, contest) =>
            {
                if (contest.Result is not ContestResult.None || contest.State is not ContestState.Published)
                {
                    return ResultOutcome.Moved;
                }
                if (until <= now)
                {
                    return ResultOutcome.Past;
                }
                if (await LacksPopularAsync(tx, contest, ct))
                {
                    return ResultOutcome.NoPopular;
                }
                var noticed = await tx.ExecuteAsync(
                    """
                    UPDATE contest_awards SET state = 'noticed', revision = revision + 1
                     WHERE contest_id = @Id AND state = 'proposed'
                       AND entry_id IN (SELECT id FROM contest_entries WHERE contest_id = @Id AND state = 'accepted')
                    """,
                    new { seen.Id },
                    ct
                );
                if (noticed == 0)
                {
                    return ResultOutcome.NoAwards;
                }
                await tx.ExecuteAsync(
                    """
                    UPDATE contests SET result = 'noticed', notice_from = @now, notice_until = @until, revision = revision + 1
                     WHERE id = @Id
                    """,
                    new
                    {
                        seen.Id,
                        now,
                        until,
                    },
                    ct
                );
                await AuditAsync(tx, by, contest, "contest.notice", new { awards = noticed, noticeUntil = until }, now, ct);
                return ResultOutcome.Done;
            },
            ct
        );

    /// <summary>Lets the public object for longer; never for less long than they were told.</summary>
    public Task<ResultOutcome> ExtendAsync(Actor by, Contest seen, DateTimeOffset until, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(
            seen,
            async (tx, contest) =>
            {
                if (contest.Result is not ContestResult.Noticed)
                {
                    return ResultOutcome.Moved;
                }
                if (until <= now || until <= contest.NoticeUntil)
                {
                    return ResultOutcome.Past;
                }
                await tx.ExecuteAsync(
                    "UPDATE contests SET notice_until = @until, revision = revision + 1 WHERE id = @Id",
                    new { seen.Id, until },
                    ct
                );
                await AuditAsync(tx, by, contest, "contest.extend", new { noticeUntil = until }, now, ct);
                return ResultOutcome.Done;
            },
            ct
        );

    /// <summary>Gives the awards, with their certificates: after the notice, with every objection decided. The winners are told.</summary>
    public Task<ResultOutcome> AnnounceAsync(Actor by, Contest seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(
            seen,
            async (tx, contest) =>
            {
                if (contest.Result is not ContestResult.Noticed)
                {
                    return ResultOutcome.Moved;
                }
                if (now < contest.NoticeUntil)
                {
                    return ResultOutcome.NoticeRuns;
                }
                if (await ObjectionStates.CountOpenAsync(tx, seen.Id, ct) > 0)
                {
                    return ResultOutcome.Objections;
                }
                await tx.ExecuteAsync(
                    "UPDATE contests SET result = 'announced', announced_at = @now, revision = revision + 1 WHERE id = @Id",
                    new { seen.Id, now },
                    ct
                );
                // What its author has taken back meanwhile is given nothing.
                await tx.ExecuteAsync(
                    """
                    UPDATE contest_awards SET state = 'given', revision = revision + 1
                     WHERE contest_id = @Id AND state = 'noticed'
                       AND entry_id IN (SELECT id FROM contest_entries WHERE contest_id = @Id AND state = 'accepted')
                    """,
                    new { seen.Id },
                    ct
                );
                var given = (await AwardStore.ListAsync(tx, seen.Id, ct)).Where(award => award.State is AwardState.Given).ToList();
                foreach (var award in given)
                {
                    await certificates.IssueAsync(tx, by, award.CertificateIn(contest, China.Date(now)), now, ct);
                    await notices.TellAsync(tx, contest, award, now, ct);
                }
                await AuditAsync(tx, by, contest, "contest.announce", new { awards = given.Count }, now, ct);
                return ResultOutcome.Done;
            },
            ct
        );

    /// <summary>Once the notice is out the public's awards are proposed no more: whoever forgot them would have none.</summary>
    private static async Task<bool> LacksPopularAsync(Transaction tx, Contest contest, CancellationToken ct) =>
        contest.HasVoting
        && contest.PrizeList.Any(prize => prize.Group is "")
        && (
            contest.VotesClosedAt is null
            || await tx.FindAsync<int>(
                """
                SELECT COUNT(*) FROM contest_entries e
                 WHERE e.contest_id = @Id AND e.state = 'accepted' AND e.votes > 0
                   AND NOT EXISTS (SELECT 1 FROM contest_awards a WHERE a.contest_id = @Id AND a.kind = 'popularity')
                """,
                new { contest.Id },
                ct
            ) > 0
        );

    private Task<ResultOutcome> MoveAsync(Contest seen, Func<Transaction, Contest, Task<ResultOutcome>> move, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var contest = await ContestStore.LockAsync(tx, seen.Id, ct);
                var outcome = contest is null || contest.Revision != seen.Revision ? ResultOutcome.Moved : await move(tx, contest);
                return (outcome is ResultOutcome.Done, outcome);
            },
            ct
        );

    private Task AuditAsync(
        Transaction tx,
        Actor by,
        Contest contest,
        string action,
        object after,
        DateTimeOffset now,
        CancellationToken ct
    ) => audit.AddAsync(tx, by, new Change(action, "contest", contest.Id, contest.Title, After: after), now, ct);
}

public enum ResultOutcome
{
    Done,

    /// <summary>Somebody else has moved it on, or it is not at this step.</summary>
    Moved,

    /// <summary>The time is not ahead, or before the one that the public was told.</summary>
    Past,
    NoAwards,

    /// <summary>There are prizes of the public, and nobody has proposed who gets them.</summary>
    NoPopular,

    /// <summary>The public may still object.</summary>
    NoticeRuns,

    /// <summary>Somebody has objected, and nobody has decided.</summary>
    Objections,
}
