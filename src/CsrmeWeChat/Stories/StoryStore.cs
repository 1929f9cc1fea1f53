using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Stories;

/// <summary>Stories from the first draft to a second person's yes. Every version is kept.</summary>
public sealed class StoryStore(Database database, AuditTrail trail)
{
    internal const string Columns = """
        SELECT t.id, s.year AS season, t.state, t.version, t.revision, t.approved_version, t.article_url, t.out_at, t.changed_at
          FROM stories t JOIN seasons s ON s.id = t.season_id
        """;

    private const string VersionColumns =
        "SELECT number, person, unit, programme_year, portrait, cover, title, author, digest, body, written_by, writer, written_at FROM story_versions";

    /// <summary>Null where there is no such season.</summary>
    public Task<long?> AddAsync(Actor by, int season, StoryText text, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<long?>(
            async tx =>
            {
                if (await SeasonStore.FindIdAsync(tx, season, ct) is not { } seasonId)
                {
                    return (false, null);
                }
                var id = await tx.InsertAsync(
                    """
                    INSERT INTO stories (season_id, state, version, revision, article_url, changed_at, created_at) VALUES (@seasonId, 'draft', 1, 1, '', @now, @now)
                    """,
                    new { seasonId, now },
                    ct
                );
                await WriteAsync(tx, by, id, 1, text, now, ct);
                await trail.AddAsync(tx, by, new Change("story.add", "story", id, text.Title, After: Told(text)), now, ct);
                return (true, id);
            },
            ct
        );

    public Task<Story?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<Story>($"{Columns} WHERE t.id = @id", new { id }, ct);

    public Task<StoryVersion?> FindVersionAsync(long id, int number, CancellationToken ct) =>
        database.FindAsync<StoryVersion>($"{VersionColumns} WHERE story_id = @id AND number = @number", new { id, number }, ct);

    /// <summary>The latest first.</summary>
    public Task<IReadOnlyList<StoryVersion>> ListVersionsAsync(long id, CancellationToken ct) =>
        database.ListAsync<StoryVersion>($"{VersionColumns} WHERE story_id = @id ORDER BY number DESC", new { id }, ct);

    /// <summary>A new version. Whatever was approved is a draft again.</summary>
    /// <param name="seen">The revision the form was filled from.</param>
    public Task<StoryEdit> EditAsync(Actor by, long id, long seen, StoryText text, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var wasRecalled =
                    await tx.FindAsync<long>("SELECT COUNT(*) FROM stories WHERE id = @id AND state = 'recalled'", new { id }, ct) > 0;
                var changed = await tx.ExecuteAsync(
                    """
                    UPDATE stories SET version = version + 1, revision = revision + 1, state = 'draft', approved_version = NULL, changed_at = @now
                     WHERE id = @id AND revision = @seen AND state IN ('draft', 'review', 'approved', 'recalled')
                    """,
                    new
                    {
                        id,
                        seen,
                        now,
                    },
                    ct
                );
                if (await tx.FindAsync<Story>($"{Columns} WHERE t.id = @id", new { id }, ct) is not { } story)
                {
                    return (false, StoryEdit.NoSuchStory);
                }
                if (changed == 0)
                {
                    return (false, story.State.MayBeEdited ? StoryEdit.ChangedByOther : StoryEdit.OnItsWay);
                }
                var before = (
                    await tx.FindAsync<StoryVersion>(
                        $"{VersionColumns} WHERE story_id = @id AND number = @number",
                        new { id, number = story.Version - 1 },
                        ct
                    )
                )!.Text;
                // One that was recalled can be saved as it is, to be reviewed and sent again.
                if (before == text && !wasRecalled)
                {
                    return (false, StoryEdit.Saved);
                }
                await WriteAsync(tx, by, id, story.Version, text, now, ct);
                await trail.AddAsync(tx, by, new Change("story.edit", "story", id, text.Title, Told(before), Told(text)), now, ct);
                return (true, StoryEdit.Saved);
            },
            ct
        );

    public Task<StoryEdit> SubmitAsync(Actor by, long id, long seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(by, id, seen, StoryState.Draft, StoryState.Review, "story.submit", "", now, ct);

    public Task<StoryEdit> ReturnAsync(Actor by, long id, long seen, string reason, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(by, id, seen, StoryState.Review, StoryState.Draft, "story.return", reason, now, ct);

    /// <summary>By another person than the one who wrote the last version.</summary>
    public Task<StoryEdit> ApproveAsync(Actor by, long id, long seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(by, id, seen, StoryState.Review, StoryState.Approved, "story.approve", "", now, ct);

    private Task<StoryEdit> MoveAsync(
        Actor by,
        long id,
        long seen,
        StoryState from,
        StoryState to,
        string action,
        string reason,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                var approves = to is StoryState.Approved;
                var second = approves
                    ? " AND EXISTS (SELECT 1 FROM story_versions v WHERE v.story_id = stories.id AND v.number = stories.version AND (v.written_by IS NULL OR v.written_by <> @me))"
                    : "";
                var moved = await tx.ExecuteAsync(
                    $"""
                    UPDATE stories SET state = @to, revision = revision + 1, changed_at = @now, approved_version = CASE @to WHEN 'approved' THEN version ELSE NULL END
                     WHERE id = @id AND revision = @seen AND state = @from{second}
                    """,
                    new
                    {
                        id,
                        seen,
                        from = from.Key,
                        to = to.Key,
                        now,
                        me = by.StaffId ?? 0,
                    },
                    ct
                );
                if (await tx.FindAsync<Story>($"{Columns} WHERE t.id = @id", new { id }, ct) is not { } story)
                {
                    return (false, StoryEdit.NoSuchStory);
                }
                if (moved == 0)
                {
                    return (
                        false,
                        approves && story.State == from && story.Revision == seen ? StoryEdit.OwnVersion : StoryEdit.ChangedByOther
                    );
                }
                var title = await tx.FindAsync<string>(
                    "SELECT title FROM story_versions WHERE story_id = @id AND number = @Version",
                    new { id, story.Version },
                    ct
                );
                await trail.AddAsync(
                    tx,
                    by,
                    new Change(action, "story", id, title!, new { State = from.Word }, new { State = to.Word, reason }),
                    now,
                    ct
                );
                return (true, StoryEdit.Saved);
            },
            ct
        );

    private static Task WriteAsync(
        Transaction tx,
        Actor by,
        long id,
        int number,
        StoryText text,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO story_versions (story_id, number, person, unit, programme_year, portrait, cover, title, author, digest, body, written_by, writer, written_at)
            VALUES (@id, @number, @Person, @Unit, @ProgrammeYear, @Portrait, @Cover, @Title, @Author, @Digest, @Body, @StaffId, @Name, @now)
            """,
            new
            {
                id,
                number,
                text.Person,
                text.Unit,
                text.ProgrammeYear,
                text.Portrait,
                text.Cover,
                text.Title,
                text.Author,
                text.Digest,
                text.Body,
                by.StaffId,
                by.Name,
                now,
            },
            ct
        );

    /// <summary>The body stands in the versions; the trail has its length.</summary>
    private static object Told(StoryText text) =>
        new
        {
            text.Person,
            text.Unit,
            text.ProgrammeYear,
            text.Title,
            text.Author,
            text.Digest,
            text.Portrait,
            text.Cover,
            bodyLength = StoryText.Length(text.Body),
        };
}

public enum StoryEdit
{
    Saved,
    NoSuchStory,
    ChangedByOther,
    OnItsWay,
    OwnVersion,
}
