using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Notices;

namespace CsrmeWeChat.Stories;

/// <summary>
/// All changes of a send's state, each in one statement whose row count says whether the change applied. Where a send ends, its story
/// follows in the same transaction.
/// </summary>
internal static class SendTransitions
{
    /// <summary>The states in which something is still to be done or to be found out.</summary>
    public const string Open = "('planned', 'held', 'preparing', 'sending', 'awaiting', 'unknown')";

    /// <summary>Those of them that the job works on.</summary>
    public const string Due = "('planned', 'preparing', 'sending', 'awaiting', 'unknown')";

    /// <summary>Plans a send of the version that is approved. The send's id.</summary>
    public static Task<long> PlanAsync(Transaction tx, SendPlan plan, int expected, DateTimeOffset now, CancellationToken ct) =>
        tx.InsertAsync(
            """
            INSERT INTO mass_sends
                   (story_id, story_version, way, tag_id, state, scheduled_at, client_msg_id, draft_id, publish_id, lease, due_at, attempts,
                    why, expected, created_at)
            SELECT id, approved_version, @way, @TagId, 'planned', @At, @clientId, '', '', '', @At, 0,
                   '', @expected, @now
              FROM stories
             WHERE id = @StoryId
            """,
            new
            {
                plan.StoryId,
                way = plan.Way.Key,
                plan.TagId,
                plan.At,
                clientId = Guid.CreateVersion7().ToString("N"),
                expected,
                now,
            },
            ct
        );

    /// <summary>
    /// Leases a send that is due; a planned one is prepared from now on. The lease is a postponed due time, so a killed node gives the send
    /// back.
    /// </summary>
    public static async Task<bool> TakeAsync(
        Sql sql,
        long id,
        string lease,
        DateTimeOffset until,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await sql.ExecuteAsync(
            $"""
            UPDATE mass_sends
               SET lease = @lease, due_at = @until, attempts = attempts + 1,
                   state = CASE state WHEN 'planned' THEN 'preparing' ELSE state END
             WHERE id = @id AND state IN {Due} AND due_at <= @now
            """,
            new
            {
                id,
                lease,
                until,
                now,
            },
            ct
        ) == 1;

    /// <summary>
    /// Records, before the call, that WeChat is asked to send, and extends the lease to a whole one. False where another node has the send
    /// meanwhile or staff have ended it.
    /// </summary>
    public static async Task<bool> MarkAskedAsync(
        Sql sql,
        long id,
        string lease,
        DateTimeOffset until,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await sql.ExecuteAsync(
            $"""
            UPDATE mass_sends
               SET state = CASE state WHEN 'unknown' THEN 'unknown' ELSE 'sending' END,
                   asked_at = COALESCE(asked_at, @now), due_at = @until
             WHERE id = @id AND lease = @lease AND state IN {Due}
            """,
            new
            {
                id,
                lease,
                until,
                now,
            },
            ct
        ) == 1;

    /// <summary>Gives a send back until it is due again.</summary>
    /// <param name="state">
    /// Null leaves the state as it is; <see cref="SendState.Preparing"/> says that WeChat certainly did not do what it was asked.
    /// </param>
    public static Task WaitAsync(
        Sql sql,
        long id,
        string lease,
        SendState? state,
        DateTimeOffset dueAt,
        string why,
        CancellationToken ct
    ) =>
        sql.ExecuteAsync(
            $"""
            UPDATE mass_sends
               SET lease = '', due_at = @dueAt, why = @why, state = COALESCE(@state, state),
                   asked_at = CASE @state WHEN 'preparing' THEN NULL ELSE asked_at END
             WHERE id = @id AND lease = @lease AND state IN {Due}
            """,
            new
            {
                id,
                lease,
                state = state?.Key,
                dueAt,
                why,
            },
            ct
        );

    /// <summary>To held, where WeChat has certainly not done it: somebody decides.</summary>
    /// <param name="lease">Of the job that has the send in hand.</param>
    public static async Task<bool> HoldAsync(Transaction tx, long id, string lease, string why, DateTimeOffset now, CancellationToken ct)
    {
        var held = await tx.ExecuteAsync(
            """
            UPDATE mass_sends
               SET state = 'held', lease = '', asked_at = NULL, why = @why
             WHERE id = @id AND lease = @lease AND state IN ('planned', 'preparing', 'sending', 'unknown')
            """,
            new
            {
                id,
                lease,
                why,
            },
            ct
        );
        if (held == 0)
        {
            return false;
        }
        await TellAsync(tx, id, $"send.held:{id}:{now:O}", "一次群发没有按时发出，请决定是否还要发。", now, ct);
        return true;
    }

    /// <summary>Staff hear at once that a send stands still.</summary>
    private static async Task TellAsync(Transaction tx, long id, string key, string words, DateTimeOffset now, CancellationToken ct)
    {
        var storyId = await tx.FindAsync<long>("SELECT story_id FROM mass_sends WHERE id = @id", new { id }, ct);
        await Alarms.RaiseAsync(tx, key, words, $"/staff/stories/{storyId}", now, ct);
    }

    /// <summary>Gives a send another time, as long as it waits for the one that was seen.</summary>
    public static async Task<bool> RescheduleAsync(
        Transaction tx,
        long id,
        DateTimeOffset seen,
        DateTimeOffset at,
        int expected,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            """
            UPDATE mass_sends
               SET scheduled_at = @at, due_at = @at, expected = @expected
             WHERE id = @id AND state = 'planned' AND scheduled_at = @seen
            """,
            new
            {
                id,
                seen,
                at,
                expected,
            },
            ct
        ) == 1;

    /// <summary>From held back to planned, for now: somebody decided that it goes out after all.</summary>
    public static async Task<bool> GoAsync(Transaction tx, long id, int expected, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            """
            UPDATE mass_sends
               SET state = 'planned', scheduled_at = @now, due_at = @now, expected = @expected, why = ''
             WHERE id = @id AND state = 'held'
            """,
            new
            {
                id,
                expected,
                now,
            },
            ct
        ) == 1;

    /// <summary>Cancels a send of which WeChat has not been asked. The story can be planned again.</summary>
    public static async Task<bool> CancelAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct)
    {
        var cancelled = await tx.ExecuteAsync(
            """
            UPDATE mass_sends
               SET state = 'cancelled', ended_at = @now
             WHERE id = @id AND state IN ('planned', 'held', 'preparing')
            """,
            new { id, now },
            ct
        );
        if (cancelled == 0)
        {
            return false;
        }
        await StoryTransitions.FollowSendAsync(tx, id, StoryState.Scheduled, StoryState.Approved, now, ct);
        return true;
    }

    /// <summary>Marks a send as taken back, together with its story.</summary>
    public static async Task<bool> RecallAsync(Transaction tx, long id, DateTimeOffset now, CancellationToken ct)
    {
        var recalled = await tx.ExecuteAsync(
            "UPDATE mass_sends SET state = 'recalled', ended_at = @now WHERE id = @id AND state = 'sent'",
            new { id, now },
            ct
        );
        if (recalled == 0)
        {
            return false;
        }
        await StoryTransitions.FollowSendAsync(tx, id, StoryState.Out, StoryState.Recalled, now, ct);
        return true;
    }

    /// <summary>
    /// Ends an unknown send as a member of staff found it on WeChat's own console. False while the job is asking WeChat, and where the end
    /// is known.
    /// </summary>
    public static async Task<bool> SettleAsync(Transaction tx, long id, bool isOut, string why, DateTimeOffset now, CancellationToken ct)
    {
        // Clearing the lease keeps a step of the job that has not asked WeChat yet from asking.
        var settled = await tx.ExecuteAsync(
            """
            UPDATE mass_sends
               SET lease = '', settled_at = @now
             WHERE id = @id AND state = 'unknown' AND (lease = '' OR due_at <= @now)
            """,
            new { id, now },
            ct
        );
        return settled == 1 && await EndAsync(tx, id, new SendEnd(isOut ? SendState.Sent : SendState.Failed, why), now, ct);
    }

    /// <summary>Ends an open send, and moves its story. False where the end was known already.</summary>
    public static async Task<bool> EndAsync(Transaction tx, long id, SendEnd end, DateTimeOffset now, CancellationToken ct)
    {
        var ended = await tx.ExecuteAsync(
            $"UPDATE mass_sends SET state = @state, why = @why, ended_at = @now WHERE id = @id AND state IN {Open}",
            new
            {
                id,
                state = end.State.Key,
                why = PlainText.Cut(end.Why, 500),
                now,
            },
            ct
        );
        if (end.ArticleUrl is not "")
        {
            await StoryTransitions.SetArticleUrlAsync(tx, id, end.ArticleUrl, ct);
        }
        if (ended == 0)
        {
            return false;
        }
        var storyState = end.State switch
        {
            SendState.Sent => StoryState.Out,
            SendState.Recalled => StoryState.Recalled,
            _ => StoryState.Approved,
        };
        await StoryTransitions.FollowSendAsync(tx, id, StoryState.Scheduled, storyState, now, ct);
        if (end.State is SendState.Failed)
        {
            await TellAsync(tx, id, $"send.failed:{id}", "一次群发失败，文章没有发出。请看原因，处理后重新安排。", now, ct);
        }
        return true;
    }

    /// <summary>
    /// Ends a send as WeChat itself reports it. The report corrects what staff settled otherwise; what WeChat reported before stays.
    /// </summary>
    public static async Task ReportAsync(Transaction tx, long id, SendEnd end, DateTimeOffset now, CancellationToken ct)
    {
        if (await EndAsync(tx, id, end, now, ct) || !await ClearSettledAsync(tx, id, ct) || !await CorrectAsync(tx, id, end, ct))
        {
            return;
        }
        if (end.State is SendState.Failed)
        {
            await StoryTransitions.FollowSendAsync(tx, id, StoryState.Out, StoryState.Approved, now, ct);
            return;
        }
        await StoryTransitions.BringOutAsync(tx, id, now, ct);
        // The story's row is locked now, so nothing more can be planned. What was planned meanwhile would go out a second time.
        await tx.ExecuteAsync(
            """
            UPDATE mass_sends
               SET state = 'cancelled', why = @why, ended_at = @now
             WHERE story_id = @storyId AND state IN ('planned', 'held', 'preparing')
            """,
            new
            {
                storyId = await StoryOfAsync(tx, id, ct),
                why = PlanAnswers.OutBefore,
                now,
            },
            ct
        );
    }

    public static Task<long> StoryOfAsync(Transaction tx, long id, CancellationToken ct) =>
        tx.FindAsync<long>("SELECT story_id FROM mass_sends WHERE id = @id", new { id }, ct);

    private static async Task<bool> ClearSettledAsync(Transaction tx, long id, CancellationToken ct) =>
        await tx.ExecuteAsync("UPDATE mass_sends SET settled_at = NULL WHERE id = @id AND settled_at IS NOT NULL", new { id }, ct) == 1;

    /// <summary>False where staff settled it as WeChat reports it.</summary>
    private static async Task<bool> CorrectAsync(Transaction tx, long id, SendEnd end, CancellationToken ct)
    {
        var isOut = end.State is SendState.Sent;
        return await tx.ExecuteAsync(
                "UPDATE mass_sends SET state = @state, why = @why WHERE id = @id AND state = @settledAs",
                new
                {
                    id,
                    state = end.State.Key,
                    settledAs = (isOut ? SendState.Failed : SendState.Sent).Key,
                    why = isOut ? PlanAnswers.OutAfterAll : PlainText.Cut(end.Why, 500),
                },
                ct
            ) == 1;
    }
}

/// <summary>How a send ended.</summary>
/// <param name="Why">In Chinese, for staff; may be empty.</param>
/// <param name="ArticleUrl">The article's address at WeChat; empty where WeChat has not told it.</param>
internal sealed record SendEnd(SendState State, string Why = "", string ArticleUrl = "");
