using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Stories;

/// <summary>What staff do with sends: plan, cancel, recall, and settle one of which WeChat reports nothing.</summary>
public sealed class SendStore(Database database, SendPlanner planner, AuditTrail audit)
{
    internal const string Columns = """
        SELECT id, story_id, way, tag_id, state, scheduled_at, client_msg_id, draft_id, asked_at, message_id, publish_id, attempts, why,
               expected, sent_count, (SELECT a.name FROM account_tags a WHERE a.id = mass_sends.tag_id) AS tag
          FROM mass_sends
        """;

    /// <summary>How far in the past a time may lie, because filling in the form takes time.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(366);

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<PlannedSend>> ListAsync(long storyId, CancellationToken ct) =>
        database.ListAsync<PlannedSend>($"{Columns} WHERE story_id = @storyId ORDER BY id DESC", new { storyId }, ct);

    public Task<PlannedSend?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<PlannedSend>($"{Columns} WHERE id = @id", new { id }, ct);

    /// <summary>Plans a send of an approved story. A time that has just passed means at once.</summary>
    /// <returns>With whom the send reaches, where that was counted.</returns>
    public async Task<(PlanOutcome Outcome, Reach? Reach)> PlanAsync(Actor by, SendPlan plan, DateTimeOffset now, CancellationToken ct)
    {
        if (WhyNotAt(plan.At, now) is { } wrong)
        {
            return (wrong, null);
        }
        var due = plan with { At = plan.At < now ? now : plan.At };
        return await database.TransactAsync<(PlanOutcome, Reach?)>(
            async tx =>
            {
                // Under this lock, what an audience has left is counted before the next send can be planned.
                await tx.LockAsync("send_calendar", 1, ct);
                var reach = await planner.CountAsync(tx, due.Way, due.TagId, due.At, now, ct);
                if (reach.Refused is { } refused)
                {
                    return (false, (refused, reach));
                }
                if (!await StoryTransitions.ScheduleAsync(tx, due.StoryId, due.Seen, now, ct))
                {
                    return (false, (await WhyNotScheduledAsync(tx, due, ct), reach));
                }
                var id = await SendTransitions.PlanAsync(tx, due, reach.Reached, now, ct);
                await AuditPlanAsync(tx, by, id, due, reach, now, ct);
                return (true, (PlanOutcome.Planned, reach));
            },
            ct
        );
    }

    /// <summary>
    /// Lets a send that waits for a person go out now, if its audience has any left today. Null where it does not wait (any more).
    /// </summary>
    public Task<(PlanOutcome Outcome, Reach? Reach)?> GoAsync(Actor by, PlannedSend send, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<(PlanOutcome, Reach?)?>(
            async tx =>
            {
                await tx.LockAsync("send_calendar", 1, ct);
                var reach = await planner.CountAsync(tx, send.Way, send.TagId, now, now, ct);
                if (reach.Refused is { } refused)
                {
                    return (false, (refused, reach));
                }
                if (!await SendTransitions.GoAsync(tx, send.Id, reach.Reached, now, ct))
                {
                    return (false, null);
                }
                await AuditAsync(tx, by, "send.go", send.Id, new { scheduledAt = now, reached = reach.Reached }, now, ct);
                return (true, (PlanOutcome.Planned, reach));
            },
            ct
        );

    /// <summary>
    /// Gives a planned send another time, if its audience has any left then. Null where it is not planned (any more): its time has come, or
    /// somebody has cancelled it.
    /// </summary>
    public async Task<(PlanOutcome Outcome, Reach? Reach)?> RescheduleAsync(
        Actor by,
        PlannedSend send,
        DateTimeOffset at,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (WhyNotAt(at, now) is { } wrong)
        {
            return (wrong, null);
        }
        var due = at < now ? now : at;
        return await database.TransactAsync<(PlanOutcome, Reach?)?>(
            async tx =>
            {
                await tx.LockAsync("send_calendar", 1, ct);
                var reach = await planner.CountAsync(tx, send.Way, send.TagId, due, now, ct, except: send.Id);
                if (reach.Refused is { } refused)
                {
                    return (false, (refused, reach));
                }
                if (!await SendTransitions.RescheduleAsync(tx, send.Id, send.ScheduledAt, due, reach.Reached, ct))
                {
                    return (false, null);
                }
                var (before, after) = (new { scheduledAt = send.ScheduledAt }, new { scheduledAt = due });
                await AuditAsync(tx, by, "send.move", send.Id, after, now, ct, before);
                return (true, (PlanOutcome.Planned, reach));
            },
            ct
        );
    }

    /// <summary>False where WeChat has been asked already. A job that is preparing the send finds it ended before it asks WeChat.</summary>
    public Task<bool> CancelAsync(Actor by, long id, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await SendTransitions.CancelAsync(tx, id, now, ct))
                {
                    return (false, false);
                }
                await AuditAsync(tx, by, "send.cancel", id, after: null, now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>Records a recall, after WeChat has deleted the message or there was nothing at WeChat to delete.</summary>
    public Task RecallAsync(Actor by, long id, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await SendTransitions.RecallAsync(tx, id, now, ct))
                {
                    return (false, false);
                }
                await AuditAsync(tx, by, "send.recall", id, after: null, now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>
    /// Records what somebody found on WeChat's own console about a send whose end is unknown. It is refused while WeChat is being asked,
    /// because the send might still go out.
    /// </summary>
    public Task<SettleOutcome> SettleAsync(Actor by, long id, bool isOut, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var why = $"{by.Name}在公众平台核对：{(isOut ? "已经" : "没有")}发出。";
                if (!await SendTransitions.SettleAsync(tx, id, isOut, why, now, ct))
                {
                    return (false, await IsUnknownAsync(tx, id, ct) ? SettleOutcome.UnderWay : SettleOutcome.Known);
                }
                var after = new { state = (isOut ? SendState.Sent : SendState.Failed).Label };
                await AuditAsync(tx, by, "send.settle", id, after, now, ct);
                return (true, SettleOutcome.Settled);
            },
            ct
        );

    private static PlanOutcome? WhyNotAt(DateTimeOffset at, DateTimeOffset now) =>
        at < now - Slack ? PlanOutcome.InThePast
        : at > now + MaxAhead ? PlanOutcome.TooFar
        : null;

    private static async Task<PlanOutcome> WhyNotScheduledAsync(Transaction tx, SendPlan plan, CancellationToken ct) =>
        await tx.FindAsync<Story>($"{StoryStore.Columns} WHERE t.id = @StoryId", new { plan.StoryId }, ct) switch
        {
            null => PlanOutcome.NoSuchStory,
            { Revision: var revision } when revision == plan.Seen => PlanOutcome.NotApproved,
            _ => PlanOutcome.EditedMeanwhile,
        };

    private static async Task<bool> IsUnknownAsync(Transaction tx, long id, CancellationToken ct) =>
        await tx.FindAsync<long>("SELECT COUNT(*) FROM mass_sends WHERE id = @id AND state = 'unknown'", new { id }, ct) > 0;

    private async Task AuditPlanAsync(
        Transaction tx,
        Actor by,
        long id,
        SendPlan plan,
        Reach reach,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var after = new
        {
            way = plan.Way.Label,
            scheduledAt = plan.At,
            tag = await tx.FindAsync<string>("SELECT name FROM account_tags WHERE id = @TagId", new { plan.TagId }, ct),
            reached = reach.Reached,
        };
        await AuditAsync(tx, by, "send.plan", id, after, now, ct);
    }

    private async Task AuditAsync(
        Transaction tx,
        Actor by,
        string action,
        long id,
        object? after,
        DateTimeOffset now,
        CancellationToken ct,
        object? before = null
    )
    {
        var title = await tx.FindAsync<string>(
            """
            SELECT v.title
              FROM mass_sends m
              JOIN stories t ON t.id = m.story_id
              JOIN story_versions v ON v.story_id = t.id AND v.number = t.version
             WHERE m.id = @id
            """,
            new { id },
            ct
        );
        await audit.AddAsync(tx, by, new Change(action, "send", id, title ?? "", before, after), now, ct);
    }
}

/// <summary>A send as staff want it.</summary>
/// <param name="Seen">The story's revision on the page.</param>
/// <param name="TagId">Only where the way is <see cref="SendWay.Tag"/>.</param>
public sealed record SendPlan(long StoryId, long Seen, SendWay Way, long? TagId, DateTimeOffset At);

public enum PlanOutcome
{
    Planned,
    NoSuchStory,
    EditedMeanwhile,
    NotApproved,
    InThePast,
    TooFar,
    NobodyToReach,

    /// <summary>The audience has had all sends that WeChat allows for the month or the day.</summary>
    UsedUp,
    NoSuchTag,
}

public enum SettleOutcome
{
    Settled,

    /// <summary>How it ended is known already.</summary>
    Known,

    /// <summary>WeChat is being asked at this moment.</summary>
    UnderWay,
}
