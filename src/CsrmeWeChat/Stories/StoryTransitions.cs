using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Stories;

/// <summary>
/// All changes of a story's state, each in one statement whose row count says whether the change applied. Every change counts in
/// <c>revision</c>.
/// </summary>
internal static class StoryTransitions
{
    /// <summary>
    /// Makes a draft of a story that is not on its way to readers. The caller writes the next version in the same transaction.
    /// </summary>
    /// <param name="seen">The revision that the editor saw.</param>
    /// <param name="isAsked">Whether somebody pressed a button: what saves itself takes no story back from its reviewer.</param>
    public static async Task<bool> ReviseAsync(
        Transaction tx,
        long id,
        long seen,
        bool isAsked,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            """
            UPDATE stories
               SET state = 'draft', version = version + 1, approved_version = NULL, revision = revision + 1, changed_at = @now
             WHERE id = @id AND revision = @seen
               AND (state = 'draft' OR (@asked = 1 AND state IN ('review', 'approved', 'recalled')))
            """,
            new
            {
                id,
                seen,
                asked = isAsked ? 1 : 0,
                now,
            },
            ct
        ) == 1;

    /// <summary>
    /// Goes on with the last version, as long as nothing has happened to the story but what this form has sent, and nothing later of it.
    /// The caller writes the version in the same transaction.
    /// </summary>
    public static async Task<bool> ContinueAsync(
        Transaction tx,
        long id,
        long writer,
        Sitting sitting,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            """
            UPDATE stories
               SET revision = revision + 1, changed_at = @now
             WHERE id = @id AND state = 'draft'
               AND EXISTS (SELECT 1 FROM story_versions v
                            WHERE v.story_id = stories.id AND v.number = stories.version AND v.revision = stories.revision
                              AND v.sitting = @Form AND v.written_by = @writer AND v.step < @Step)
            """,
            new
            {
                id,
                writer,
                sitting.Form,
                sitting.Step,
                now,
            },
            ct
        ) == 1;

    /// <summary>Takes hold of a draft that was never on its way to readers, so that it can be removed.</summary>
    public static async Task<bool> TakeForRemovalAsync(Transaction tx, long id, long seen, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            """
            UPDATE stories
               SET revision = revision + 1, changed_at = @now
             WHERE id = @id AND revision = @seen AND state = 'draft' AND out_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM mass_sends m WHERE m.story_id = stories.id)
            """,
            new
            {
                id,
                seen,
                now,
            },
            ct
        ) == 1;

    /// <summary>Hands a draft in for review, or hands it back.</summary>
    public static async Task<bool> MoveAsync(
        Transaction tx,
        long id,
        long seen,
        StoryState from,
        StoryState to,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            """
            UPDATE stories
               SET state = @to, approved_version = NULL, revision = revision + 1, changed_at = @now
             WHERE id = @id AND revision = @seen AND state = @from
            """,
            new
            {
                id,
                seen,
                from = from.Key,
                to = to.Key,
                now,
            },
            ct
        ) == 1;

    /// <summary>Approves the last version, unless the reviewer has written it.</summary>
    public static async Task<bool> ApproveAsync(
        Transaction tx,
        long id,
        long seen,
        long reviewer,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await tx.ExecuteAsync(
            """
            UPDATE stories
               SET state = 'approved', approved_version = version, revision = revision + 1, changed_at = @now
             WHERE id = @id AND revision = @seen AND state = 'review'
               AND EXISTS (SELECT 1 FROM story_versions v
                            WHERE v.story_id = stories.id AND v.number = stories.version
                              AND (v.written_by IS NULL OR v.written_by <> @reviewer))
            """,
            new
            {
                id,
                seen,
                reviewer,
                now,
            },
            ct
        ) == 1;

    public static async Task<bool> ScheduleAsync(Transaction tx, long id, long seen, DateTimeOffset now, CancellationToken ct) =>
        await tx.ExecuteAsync(
            """
            UPDATE stories
               SET state = 'scheduled', revision = revision + 1, changed_at = @now
             WHERE id = @id AND revision = @seen AND state = 'approved'
            """,
            new
            {
                id,
                seen,
                now,
            },
            ct
        ) == 1;

    /// <summary>Moves the story of a send that has ended. It stays as it is where it has moved on already.</summary>
    public static Task FollowSendAsync(
        Transaction tx,
        long sendId,
        StoryState from,
        StoryState to,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            UPDATE stories
               SET state = @to, revision = revision + 1, changed_at = @now,
                   out_at = CASE @to WHEN 'out' THEN @now ELSE out_at END,
                   article_url = CASE @to WHEN 'recalled' THEN '' ELSE article_url END
             WHERE id = (SELECT m.story_id FROM mass_sends m WHERE m.id = @sendId) AND state = @from
            """,
            new
            {
                sendId,
                from = from.Key,
                to = to.Key,
                now,
            },
            ct
        );

    /// <summary>
    /// Marks a story as out after WeChat reported so late that staff may have edited it meanwhile. What is shown is the version that went
    /// out.
    /// </summary>
    public static Task BringOutAsync(Transaction tx, long sendId, DateTimeOffset now, CancellationToken ct) =>
        tx.ExecuteAsync(
            """
            UPDATE stories
               SET state = 'out', revision = revision + 1, changed_at = @now, out_at = @now,
                   approved_version = COALESCE((SELECT m.story_version FROM mass_sends m WHERE m.id = @sendId), approved_version)
             WHERE id = (SELECT m.story_id FROM mass_sends m WHERE m.id = @sendId)
               AND state IN ('draft', 'review', 'approved', 'scheduled')
            """,
            new { sendId, now },
            ct
        );

    public static Task SetArticleUrlAsync(Transaction tx, long sendId, string url, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE stories SET article_url = @url WHERE id = (SELECT m.story_id FROM mass_sends m WHERE m.id = @sendId)",
            new { sendId, url = PlainText.Cut(url, 500) },
            ct
        );
}
