using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Stories;

/// <summary>Sends as staff plan, cancel and recall them, and as their ends are written down.</summary>
public sealed class MassSendStore(Database database, PushPlanner planner, AuditTrail trail)
{
    internal const string Columns = """
        SELECT id, story_id, way, tag_id, state, scheduled_at, client_msg_id, draft_id, asked_at, message_id, publish_id, attempts, why, expected, total_count, sent_count, planner, ended_at
          FROM mass_sends
        """;

    /// <summary>A minute to fill the form in.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2),
        Farthest = TimeSpan.FromDays(366);

    public Task<IReadOnlyList<MassSend>> ListAsync(long storyId, CancellationToken ct) =>
        database.ListAsync<MassSend>($"{Columns} WHERE story_id = @storyId ORDER BY id DESC", new { storyId }, ct);

    public Task<MassSend?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<MassSend>($"{Columns} WHERE id = @id", new { id }, ct);

    /// <param name="seen">The story's revision on the page.</param>
    public Task<(PlanOutcome Outcome, Reach? Reach)> PlanAsync(
        Actor by,
        long storyId,
        long seen,
        SendWay way,
        long? tagId,
        DateTimeOffset at,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync<(PlanOutcome, Reach?)>(
            async tx =>
            {
                if (at < now - Slack || at > now + Farthest)
                {
                    return (false, (at < now ? PlanOutcome.InThePast : PlanOutcome.TooFar, null));
                }
                at = at < now ? now : at;
                await tx.ExecuteAsync("UPDATE send_calendar SET version = version + 1 WHERE id = 1", ct: ct);
                var reach = await planner.CountAsync(tx, way, tagId, at, now, ct);
                if (reach.Refused is { } refused)
                {
                    return (false, (refused, reach));
                }
                var moved = await tx.ExecuteAsync(
                    """
                    UPDATE stories SET state = 'scheduled', revision = revision + 1, changed_at = @now WHERE id = @storyId AND revision = @seen AND state = 'approved'
                    """,
                    new
                    {
                        storyId,
                        seen,
                        now,
                    },
                    ct
                );
                if (moved == 0)
                {
                    var story = await tx.FindAsync<Story>($"{StoryStore.Columns} WHERE t.id = @storyId", new { storyId }, ct);
                    return (
                        false,
                        (
                            story is null ? PlanOutcome.NoSuchStory
                            : story.Revision == seen ? PlanOutcome.NotApproved
                            : PlanOutcome.ChangedByOther,
                            reach
                        )
                    );
                }
                var id = await tx.InsertAsync(
                    """
                    INSERT INTO mass_sends (story_id, way, tag_id, state, scheduled_at, client_msg_id, draft_id, publish_id, lease, next_attempt_at, attempts, why, expected, planner, created_at, version)
                    SELECT id, @way, @tagId, 'planned', @at, @clientId, '', '', '', @at, 0, '', @expected, @Name, @now, approved_version FROM stories WHERE id = @storyId
                    """,
                    new
                    {
                        storyId,
                        way = way.Key,
                        tagId,
                        at,
                        clientId = Guid.CreateVersion7().ToString("N"),
                        expected = reach.Reached,
                        by.Name,
                        now,
                    },
                    ct
                );
                await TellAsync(
                    tx,
                    by,
                    "send.plan",
                    id,
                    storyId,
                    now,
                    ct,
                    new
                    {
                        way = way.Word,
                        scheduledAt = at,
                        tagId,
                        reached = reach.Reached,
                    }
                );
                return (true, (PlanOutcome.Planned, reach));
            },
            ct
        );

    /// <summary>False where WeChat is asked already: whoever prepares it finds it ended before asking.</summary>
    public Task<bool> CancelAsync(Actor by, long id, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (
                    await tx.ExecuteAsync(
                        "UPDATE mass_sends SET state = 'cancelled', ended_at = @now WHERE id = @id AND state IN ('planned', 'preparing')",
                        new { id, now },
                        ct
                    ) == 0
                )
                {
                    return (false, false);
                }
                var storyId = await StoryOfAsync(tx, id, ct);
                await MoveStoryAsync(tx, storyId, StoryState.Scheduled, StoryState.Approved, now, ct);
                await TellAsync(tx, by, "send.cancel", id, storyId, now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>After WeChat took it back, or where there was nothing of it at WeChat to take back.</summary>
    public Task RecallAsync(Actor by, long id, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (
                    await tx.ExecuteAsync(
                        "UPDATE mass_sends SET state = 'recalled', ended_at = @now WHERE id = @id AND state = 'sent'",
                        new { id, now },
                        ct
                    ) == 0
                )
                {
                    return (false, false);
                }
                var storyId = await StoryOfAsync(tx, id, ct);
                await MoveStoryAsync(tx, storyId, StoryState.Out, StoryState.Recalled, now, ct);
                await TellAsync(tx, by, "send.recall", id, storyId, now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>Somebody looked at WeChat's own console for one of which nothing is known. Not while WeChat is being asked: the send might go out after all.</summary>
    public Task<SettleOutcome> SettleAsync(Actor by, long id, bool isOut, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                // Taking the lease away keeps a step from asking that has not begun to.
                if (
                    await tx.ExecuteAsync(
                        "UPDATE mass_sends SET lease = '', settled_at = @now WHERE id = @id AND state = 'unknown' AND (lease = '' OR next_attempt_at <= @now)",
                        new { id, now },
                        ct
                    ) == 0
                )
                {
                    return (
                        false,
                        await tx.FindAsync<long>("SELECT COUNT(*) FROM mass_sends WHERE id = @id AND state = 'unknown'", new { id }, ct) > 0
                            ? SettleOutcome.UnderWay
                            : SettleOutcome.Known
                    );
                }
                await EndAsync(
                    tx,
                    id,
                    isOut ? SendState.Sent : SendState.Failed,
                    $"{by.Name}在公众平台核对：{(isOut ? "已经" : "没有")}发出。",
                    "",
                    now,
                    ct
                );
                await TellAsync(
                    tx,
                    by,
                    "send.settle",
                    id,
                    await StoryOfAsync(tx, id, ct),
                    now,
                    ct,
                    new { state = isOut ? SendState.Sent.Word : SendState.Failed.Word }
                );
                return (true, SettleOutcome.Settled);
            },
            ct
        );

    /// <summary>How an open send ended. Nothing changes where its end is known already.</summary>
    public static async Task<bool> EndAsync(
        Transaction tx,
        long id,
        SendState end,
        string why,
        string url,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var ended = await tx.ExecuteAsync(
            $"""
            UPDATE mass_sends SET state = @end, why = @why, ended_at = @now WHERE id = @id AND state IN {SendWords.Open}
            """,
            new
            {
                id,
                end = end.Key,
                why = PlainText.Cut(why, 500),
                now,
            },
            ct
        );
        var storyId = await StoryOfAsync(tx, id, ct);
        if (url is not "")
        {
            await tx.ExecuteAsync(
                "UPDATE stories SET article_url = @url WHERE id = @storyId",
                new { storyId, url = PlainText.Cut(url, 500) },
                ct
            );
        }
        if (ended > 0)
        {
            await MoveStoryAsync(
                tx,
                storyId,
                StoryState.Scheduled,
                end switch
                {
                    SendState.Sent => StoryState.Out,
                    SendState.Recalled => StoryState.Recalled,
                    _ => StoryState.Approved,
                },
                now,
                ct
            );
        }
        return ended > 0;
    }

    /// <summary>How WeChat says that a send ended. Its word corrects what staff settled otherwise; what WeChat itself told before stays.</summary>
    public static async Task ToldAsync(
        Transaction tx,
        long id,
        SendState end,
        string why,
        string url,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (
            await EndAsync(tx, id, end, why, url, now, ct)
            || await tx.ExecuteAsync("UPDATE mass_sends SET settled_at = NULL WHERE id = @id AND settled_at IS NOT NULL", new { id }, ct)
                == 0
        )
        {
            return;
        }
        var isOut = end is SendState.Sent;
        if (
            await tx.ExecuteAsync(
                "UPDATE mass_sends SET state = @end, why = @why WHERE id = @id AND state = @wrong",
                new
                {
                    id,
                    end = end.Key,
                    wrong = (isOut ? SendState.Failed : SendState.Sent).Key,
                    why = isOut ? PlanWords.OutAfterAll : PlainText.Cut(why, 500),
                },
                ct
            ) == 0
        )
        {
            return;
        }
        var storyId = await StoryOfAsync(tx, id, ct);
        if (!isOut)
        {
            await MoveStoryAsync(tx, storyId, StoryState.Out, StoryState.Approved, now, ct);
            return;
        }
        // With the version that went out, whatever was written since.
        await tx.ExecuteAsync(
            """
            UPDATE stories SET state = 'out', approved_version = COALESCE((SELECT m.version FROM mass_sends m WHERE m.id = @id), approved_version), revision = revision + 1, changed_at = @now, out_at = @now
             WHERE id = @storyId AND state IN ('draft', 'review', 'approved', 'scheduled')
            """,
            new
            {
                id,
                storyId,
                now,
            },
            ct
        );
        // The story's row is held: nothing more can be planned. What was planned and not asked for would go out a second time.
        await tx.ExecuteAsync(
            "UPDATE mass_sends SET state = 'cancelled', why = @why, ended_at = @now WHERE story_id = @storyId AND state IN ('planned', 'preparing')",
            new
            {
                storyId,
                why = PlanWords.OutBefore,
                now,
            },
            ct
        );
    }

    private static Task MoveStoryAsync(
        Transaction tx,
        long storyId,
        StoryState from,
        StoryState to,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            UPDATE stories SET state = @to, revision = revision + 1, changed_at = @now, out_at = CASE @to WHEN 'out' THEN @now ELSE out_at END,
                   article_url = CASE @to WHEN 'recalled' THEN '' ELSE article_url END
             WHERE id = @storyId AND state = @from
            """,
            new
            {
                storyId,
                from = from.Key,
                to = to.Key,
                now,
            },
            ct
        );

    private static Task<long> StoryOfAsync(Transaction tx, long id, CancellationToken ct) =>
        tx.FindAsync<long>("SELECT story_id FROM mass_sends WHERE id = @id", new { id }, ct);

    private async Task TellAsync(
        Transaction tx,
        Actor by,
        string action,
        long id,
        long storyId,
        DateTimeOffset now,
        CancellationToken ct,
        object? after = null
    )
    {
        var title = await tx.FindAsync<string>(
            "SELECT v.title FROM story_versions v JOIN stories t ON t.id = v.story_id AND t.version = v.number WHERE t.id = @storyId",
            new { storyId },
            ct
        );
        await trail.AddAsync(tx, by, new Change(action, "send", id, title ?? "", After: after), now, ct);
    }
}
