using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Notices;

namespace CsrmeWeChat.Messages;

/// <summary>Every change of a campaign's state: those that staff ask for, and those that come about by themselves.</summary>
public sealed class CampaignStates(Database database, AuditTrail audit)
{
    private const int Slice = 500;

    /// <summary>From draft to freezing: the recipients are written down, and from here on what is sent to whom is settled.</summary>
    public Task<bool> FreezeAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(
            by,
            seen,
            "campaign.freeze",
            """
            UPDATE campaigns
               SET state = 'freezing', frozen_to = 0, why = '', revision = revision + 1
             WHERE id = @Id AND state = 'draft'
            """,
            now,
            ct
        );

    /// <summary>From freezing to frozen: all recipients are written down.</summary>
    internal static Task<int> EndFreezingAsync(Transaction tx, long id, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE campaigns SET state = 'frozen', revision = revision + 1 WHERE id = @id AND state = 'freezing'",
            new { id },
            ct
        );

    /// <summary>
    /// Back to draft; the recipients are deleted. Those that are left behind when the process dies are deleted before others are written.
    /// </summary>
    public async Task<bool> ThawAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct)
    {
        var isThawed = await MoveAsync(
            by,
            seen,
            "campaign.thaw",
            """
            UPDATE campaigns
               SET state = 'draft', revision = revision + 1
             WHERE id = @Id AND state IN ('freezing', 'frozen')
            """,
            now,
            ct
        );
        while (isThawed && await ForgetRecipientsAsync(seen.Id) > 0) { }
        return isThawed;
    }

    /// <summary>From frozen to running.</summary>
    /// <param name="at">When to begin; null for at once.</param>
    /// <returns>False where the campaign is no longer as it was seen, or not one of its recipients can be sent to.</returns>
    public Task<bool> StartAsync(Actor by, Campaign seen, DateTimeOffset? at, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(
            by,
            seen,
            "campaign.start",
            """
            UPDATE campaigns
               SET state = 'running', start_at = @startAt, worked_at = COALESCE(@startAt, @now), done = 0, failed = 0, why = '',
                   revision = revision + 1
             WHERE id = @Id AND state = 'frozen' AND revision = @Revision
               AND EXISTS (SELECT 1 FROM deliveries d WHERE d.campaign_id = @Id AND d.state = 'planned')
            """,
            now,
            ct,
            startAt: at
        );

    public Task<bool> PauseAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(
            by,
            seen,
            "campaign.pause",
            """
            UPDATE campaigns
               SET state = 'paused', why = '由工作人员暂停。', revision = revision + 1
             WHERE id = @Id AND state = 'running'
            """,
            now,
            ct
        );

    public Task<bool> ResumeAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(
            by,
            seen,
            "campaign.resume",
            """
            UPDATE campaigns
               SET state = 'running', worked_at = CASE WHEN start_at > @now THEN start_at ELSE @now END, done = 0, failed = 0, why = '',
                   revision = revision + 1
             WHERE id = @Id AND state = 'paused'
            """,
            now,
            ct
        );

    /// <summary>Messages that no node has leased yet are never sent.</summary>
    public Task<bool> CancelAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(
            by,
            seen,
            "campaign.cancel",
            """
            UPDATE campaigns
               SET state = 'cancelled', ended_at = @now, revision = revision + 1
             WHERE id = @Id AND state IN ('freezing', 'frozen', 'running', 'paused')
            """,
            now,
            ct
        );

    /// <summary>
    /// Plans the failed messages again: those of which it is known that nothing went out. A paused campaign stays paused, with all that it
    /// still has to send.
    /// </summary>
    /// <returns>How many; zero where there are none, or the campaign is in no state for it.</returns>
    public Task<int> RetryAsync(Actor by, Campaign seen, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var moved = await tx.ExecuteAsync(
                    """
                    UPDATE campaigns
                       SET state = CASE state WHEN 'paused' THEN 'paused' ELSE 'running' END,
                           worked_at = CASE WHEN start_at > @now THEN start_at ELSE @now END,
                           done = 0, failed = 0, ended_at = NULL, revision = revision + 1
                     WHERE id = @Id AND state IN ('running', 'paused', 'done')
                    """,
                    new { seen.Id, now },
                    ct
                );
                var again = moved == 0 ? 0 : await DeliveryStates.RetryFailedAsync(tx, seen.Id, now, ct);
                if (again > 0)
                {
                    var change = new Change("campaign.retry", "campaign", seen.Id, seen.Name, After: new { count = again });
                    await audit.AddAsync(tx, by, change, now, ct);
                }
                return (again > 0, again);
            },
            ct
        );

    /// <summary>When a campaign that may send now last went on, or was to begin; null where it may not send.</summary>
    internal static Task<DateTimeOffset?> FindWorkedAtAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct) =>
        tx.FindAsync<DateTimeOffset?>(
            """
            SELECT COALESCE(worked_at, @now)
              FROM campaigns
             WHERE id = @id AND state = 'running' AND (start_at IS NULL OR start_at <= @now)
               AND (useful_until IS NULL OR useful_until > @now)
            """,
            new { id, now },
            ct
        );

    /// <summary>What is of no use any more is cancelled, whatever kept it waiting: nobody need decide about it.</summary>
    internal Task<int> ExpireAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            UPDATE campaigns
               SET state = 'cancelled', ended_at = @now, revision = revision + 1
             WHERE state IN ('running', 'paused') AND useful_until <= @now
            """,
            new { now },
            ct
        );

    /// <summary>A node has the campaign in hand. Written seldom, for it is asked at each lease.</summary>
    internal static Task<int> GoOnAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE campaigns SET worked_at = @now WHERE id = @id", new { id, now }, ct);

    /// <summary>Counts attempts since the campaign last began to run.</summary>
    internal Task<int> CountAsync(Transaction tx, long id, int done, int failed, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE campaigns SET done = done + @done, failed = failed + @failed WHERE id = @id",
            new
            {
                id,
                done,
                failed,
            },
            ct
        );

    /// <summary>From running to paused, where too many attempts failed.</summary>
    internal static async Task PauseFailingAsync(
        Transaction tx,
        long id,
        int minAttempts,
        int maxFailedPercent,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var paused = await tx.ExecuteAsync(
            """
            UPDATE campaigns
               SET state = 'paused', why = @why, revision = revision + 1
             WHERE id = @id AND state = 'running' AND done >= @minAttempts AND failed * 100 > done * @maxFailedPercent
            """,
            new
            {
                id,
                minAttempts,
                maxFailedPercent,
                why = $"没有发成的收件人超过 {maxFailedPercent}%，已自动暂停。请在收件人名单里看原因，处理后再继续。",
            },
            ct
        );
        if (paused == 1)
        {
            await TellAsync(tx, id, now, ct);
        }
    }

    /// <summary>
    /// From running to paused: it waits for a person, because it is late, because WeChat refuses all its messages, or because the day's
    /// quota is spent. Nothing of it goes out until somebody resumes it.
    /// </summary>
    internal static async Task HoldAsync(Transaction tx, long id, string why, DateTimeOffset now, CancellationToken ct)
    {
        var held = await tx.ExecuteAsync(
            """
            UPDATE campaigns
               SET state = 'paused', why = @why, revision = revision + 1
             WHERE id = @id AND state = 'running'
            """,
            new { id, why },
            ct
        );
        if (held == 1)
        {
            await TellAsync(tx, id, now, ct);
        }
    }

    /// <summary>Staff hear at once that it stands still, each time that it does.</summary>
    private static async Task TellAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct)
    {
        var revision = await tx.FindAsync<long>("SELECT revision FROM campaigns WHERE id = @id", new { id }, ct);
        const string Words = "一条通知消息发到一半停了下来，请决定是否继续发送。";
        await Alarms.RaiseAsync(tx, $"campaign.paused:{id}:{revision}", Words, $"/staff/messages/{id}", now, ct);
    }

    /// <summary>From running to done, where nothing is left to send.</summary>
    internal Task<int> EndAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE campaigns
               SET state = 'done', ended_at = @now, revision = revision + 1
             WHERE id = @id AND state = 'running'
               AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.campaign_id = @id AND d.state = 'planned')
               AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.campaign_id = @id AND d.state = 'leased')
            """,
            new { id, now },
            ct
        );

    /// <summary>From done to running: one of its messages turned out not to have been sent.</summary>
    internal Task<int> ReopenAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE campaigns
               SET state = 'running', worked_at = @now, ended_at = NULL, revision = revision + 1
             WHERE id = @id AND state = 'done'
            """,
            new { id, now },
            ct
        );

    /// <remarks>
    /// The ids are read first: MariaDB runs a DELETE whose ids come from a subquery through all rows of the table. Rows that are seen while
    /// the campaign is a draft are of no later freeze, so they may go whatever happens meanwhile.
    /// </remarks>
    private async Task<int> ForgetRecipientsAsync(long id)
    {
        var ids = await database.ListAsync<long>(
            """
            SELECT d.id
              FROM deliveries d
             WHERE d.campaign_id = @id AND (SELECT c.state FROM campaigns c WHERE c.id = @id) = 'draft'
             LIMIT @Slice
            """,
            new { id, Slice },
            CancellationToken.None
        );
        return ids.Count == 0
            ? 0
            : await database.ExecuteAsync("DELETE FROM deliveries WHERE id IN {=ids}", new { ids }, CancellationToken.None);
    }

    private Task<bool> MoveAsync(
        Actor by,
        Campaign seen,
        string action,
        string update,
        DateTimeOffset now,
        CancellationToken ct,
        DateTimeOffset? startAt = null
    ) =>
        database.TransactAsync(
            async tx =>
            {
                var args = new
                {
                    seen.Id,
                    seen.Revision,
                    startAt,
                    now,
                };
                if (await tx.ExecuteAsync(update, args, ct) != 1)
                {
                    return (false, false);
                }
                var change = new Change(action, "campaign", seen.Id, seen.Name, After: startAt is null ? null : new { startAt });
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, true);
            },
            ct
        );
}
