using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Stories;

/// <summary>
/// Stories from the first draft to the approval by a second person. Every version is kept, one for each sitting of a writer.
/// </summary>
public sealed class StoryStore(Database database, AuditTrail audit)
{
    internal const string Columns = """
        SELECT t.id, s.year AS season, t.state, t.version, t.revision, t.approved_version, t.article_url, t.out_at, t.changed_at
          FROM stories t
          JOIN seasons s ON s.id = t.season_id
        """;

    private const string VersionColumns = """
        SELECT number, person, unit, programme_year, portrait, cover, title, author, digest, body, written_by, writer, written_at,
               sitting, step, revision
          FROM story_versions
        """;

    /// <summary>Null where there is no such season.</summary>
    public Task<long?> AddAsync(Actor by, int season, StoryText text, DateTimeOffset now, CancellationToken ct) =>
        AddAsync(by, season, text, Sitting.New(), now, ct);

    /// <summary>Begins a story. A form that was sent before finds the story that it made.</summary>
    public Task<long?> AddAsync(Actor by, int season, StoryText text, Sitting sitting, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<long?>(
            async tx =>
            {
                if (await SeasonStore.FindIdAsync(tx, season, ct) is not { } seasonId)
                {
                    return (false, null);
                }
                var isNew = await tx.TryInsertAsync(
                    """
                    INSERT INTO stories (made_by, season_id, state, version, revision, article_url, changed_at, created_at)
                    VALUES (@Form, @seasonId, 'draft', 1, 1, '', @now, @now)
                    """,
                    new
                    {
                        sitting.Form,
                        seasonId,
                        now,
                    },
                    ct
                );
                var id = await tx.FindAsync<long>("SELECT id FROM stories WHERE made_by = @Form", new { sitting.Form }, ct);
                if (!isNew)
                {
                    var isMore = await StoryTransitions.ContinueAsync(tx, id, by.StaffId ?? 0, sitting, now, ct);
                    if (isMore)
                    {
                        await RewriteAsync(tx, by, id, text, sitting, isAsked: true, now, ct);
                    }
                    return (isMore, id);
                }
                await WriteAsync(tx, by, id, new NextVersion(1, 1, sitting), text, now, ct);
                await audit.AddAsync(tx, by, new Change("story.add", "story", id, text.Title, After: AuditOf(text)), now, ct);
                return (true, id);
            },
            ct
        );

    public Task<Story?> FindAsync(long id, CancellationToken ct) => FindAsync(database, id, ct);

    public Task<StoryVersion?> FindVersionAsync(long id, int number, CancellationToken ct) => FindVersionAsync(database, id, number, ct);

    /// <summary>The latest first.</summary>
    public Task<IReadOnlyList<StoryVersion>> ListVersionsAsync(long id, CancellationToken ct) =>
        database.ListAsync<StoryVersion>($"{VersionColumns} WHERE story_id = @id ORDER BY number DESC", new { id }, ct);

    /// <summary>Writes a new version. Whatever was approved is a draft again.</summary>
    /// <param name="seen">The revision that the form was filled from.</param>
    public Task<StoryEdit> EditAsync(Actor by, long id, long seen, StoryText text, DateTimeOffset now, CancellationToken ct) =>
        EditAsync(by, id, seen, text, Sitting.New(), isAsked: true, now, ct);

    /// <summary>
    /// Writes what a form sends: its first version of this sitting, and the same version again until somebody else does something with the
    /// story. The trail tells of the first and of what somebody saves by hand.
    /// </summary>
    /// <param name="isAsked">False where the page saves by itself.</param>
    public Task<StoryEdit> EditAsync(
        Actor by,
        long id,
        long seen,
        StoryText text,
        Sitting sitting,
        bool isAsked,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (await StoryTransitions.ContinueAsync(tx, id, by.StaffId ?? 0, sitting, now, ct))
                {
                    await RewriteAsync(tx, by, id, text, sitting, isAsked, now, ct);
                    return (true, StoryEdit.Saved);
                }
                var wasRecalled = await IsRecalledAsync(tx, id, ct);
                var isRevised = await StoryTransitions.ReviseAsync(tx, id, seen, isAsked, now, ct);
                if (await FindAsync(tx, id, ct) is not { } story)
                {
                    return (false, StoryEdit.NoSuchStory);
                }
                if (!isRevised)
                {
                    return (false, await WhyNotAsync(tx, by, story, sitting, isAsked, ct));
                }
                var before = (await FindVersionAsync(tx, id, story.Version - 1, ct))!.Text;
                // A recalled story may be saved unchanged, so that it can be reviewed and sent again.
                if (before == text && !wasRecalled)
                {
                    return (false, StoryEdit.Saved);
                }
                await WriteAsync(tx, by, id, new NextVersion(story.Version, story.Revision, sitting), text, now, ct);
                var change = new Change("story.edit", "story", id, text.Title, AuditOf(before), AuditOf(text));
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, StoryEdit.Saved);
            },
            ct
        );

    private static async Task<StoryEdit> WhyNotAsync(
        Transaction tx,
        Actor by,
        Story story,
        Sitting sitting,
        bool isAsked,
        CancellationToken ct
    )
    {
        if (!story.State.MayBeEdited)
        {
            return StoryEdit.OnItsWay;
        }
        var last = (await FindVersionAsync(tx, story.Id, story.Version, ct))!;
        // An earlier sending that was under way for longer: what came after it is there already.
        var isOlder = last.Sitting == sitting.Form && last.WrittenBy == by.StaffId && last.Revision == story.Revision;
        return isOlder ? StoryEdit.Saved
            : story.State is StoryState.Draft || isAsked ? StoryEdit.EditedMeanwhile
            : StoryEdit.NoDraft;
    }

    /// <summary>Removes a draft with all its versions. False where it was on its way to readers once, or has changed meanwhile.</summary>
    public Task<bool> RemoveAsync(Actor by, long id, long seen, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await StoryTransitions.TakeForRemovalAsync(tx, id, seen, now, ct))
                {
                    return (false, false);
                }
                var story = (await FindAsync(tx, id, ct))!;
                var text = (await FindVersionAsync(tx, id, story.Version, ct))!.Text;
                await tx.ExecuteAsync("DELETE FROM story_versions WHERE story_id = @id", new { id }, ct);
                await tx.ExecuteAsync("DELETE FROM stories WHERE id = @id", new { id }, ct);
                await audit.AddAsync(tx, by, new Change("story.remove", "story", id, text.Title, AuditOf(text)), now, ct);
                return (true, true);
            },
            ct
        );

    public Task<StoryEdit> SubmitAsync(Actor by, long id, long seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(by, id, seen, new Move(StoryState.Draft, StoryState.Review, "story.submit"), now, ct);

    /// <summary>Hands a story back to its writer.</summary>
    public Task<StoryEdit> ReturnAsync(Actor by, long id, long seen, string reason, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(by, id, seen, new Move(StoryState.Review, StoryState.Draft, "story.return", reason), now, ct);

    /// <summary>Approves the last version, which somebody else must have written.</summary>
    public Task<StoryEdit> ApproveAsync(Actor by, long id, long seen, DateTimeOffset now, CancellationToken ct) =>
        MoveAsync(by, id, seen, new Move(StoryState.Review, StoryState.Approved, "story.approve"), now, ct);

    private Task<StoryEdit> MoveAsync(Actor by, long id, long seen, Move move, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var isMoved =
                    move.To is StoryState.Approved
                        ? await StoryTransitions.ApproveAsync(tx, id, seen, by.StaffId ?? 0, now, ct)
                        : await StoryTransitions.MoveAsync(tx, id, seen, move.From, move.To, now, ct);
                if (await FindAsync(tx, id, ct) is not { } story)
                {
                    return (false, StoryEdit.NoSuchStory);
                }
                if (!isMoved)
                {
                    var isOwn = move.To is StoryState.Approved && story.State == move.From && story.Revision == seen;
                    return (false, isOwn ? StoryEdit.OwnVersion : StoryEdit.EditedMeanwhile);
                }
                var title = (await FindVersionAsync(tx, id, story.Version, ct))!.Title;
                var after = new { State = move.To.Label, reason = move.Reason };
                var change = new Change(move.Action, "story", id, title, new { State = move.From.Label }, after);
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, StoryEdit.Saved);
            },
            ct
        );

    private static Task<Story?> FindAsync(Sql sql, long id, CancellationToken ct) =>
        sql.FindAsync<Story>($"{Columns} WHERE t.id = @id", new { id }, ct);

    private static Task<StoryVersion?> FindVersionAsync(Sql sql, long id, int number, CancellationToken ct) =>
        sql.FindAsync<StoryVersion>($"{VersionColumns} WHERE story_id = @id AND number = @number", new { id, number }, ct);

    internal static async Task<bool> IsRecalledAsync(Sql sql, long id, CancellationToken ct) =>
        await sql.FindAsync<long>("SELECT COUNT(*) FROM stories WHERE id = @id AND state = 'recalled'", new { id }, ct) > 0;

    private static Task WriteAsync(
        Transaction tx,
        Actor by,
        long id,
        NextVersion next,
        StoryText text,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO story_versions
                   (story_id, number, person, unit, programme_year, portrait, cover, title, author, digest, body, written_by, writer,
                    written_at, sitting, step, revision)
            VALUES (@id, @Number, @Person, @Unit, @ProgrammeYear, @Portrait, @Cover, @Title, @Author, @Digest, @Body, @StaffId, @Name,
                    @now, @Form, @Step, @Revision)
            """,
            ArgumentsOf(id, by, next, text, now),
            ct
        );

    /// <summary>Writes the last version anew, whose form has sent more.</summary>
    private async Task RewriteAsync(
        Transaction tx,
        Actor by,
        long id,
        StoryText text,
        Sitting sitting,
        bool isAsked,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var story = (await FindAsync(tx, id, ct))!;
        var written = (await FindVersionAsync(tx, id, story.Version, ct))!.Text;
        await tx.ExecuteAsync(
            """
            UPDATE story_versions
               SET person = @Person, unit = @Unit, programme_year = @ProgrammeYear, portrait = @Portrait, cover = @Cover, title = @Title,
                   author = @Author, digest = @Digest, body = @Body, writer = @Name, written_at = @now, step = @Step, revision = @Revision
             WHERE story_id = @id AND number = @Number
            """,
            ArgumentsOf(id, by, new NextVersion(story.Version, story.Revision, sitting), text, now),
            ct
        );
        // What a sitting changed in all is told against the version before it.
        var before = story.Version == 1 ? written : (await FindVersionAsync(tx, id, story.Version - 1, ct))!.Text;
        if (isAsked && before != text)
        {
            await audit.AddAsync(tx, by, new Change("story.edit", "story", id, text.Title, AuditOf(before), AuditOf(text)), now, ct);
        }
    }

    private static object ArgumentsOf(long id, Actor by, NextVersion version, StoryText text, DateTimeOffset now) =>
        new
        {
            id,
            version.Number,
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
            version.Sitting.Form,
            version.Sitting.Step,
            version.Revision,
        };

    /// <summary>The body stands in the versions; the audit trail holds only its length.</summary>
    private static object AuditOf(StoryText text) =>
        new
        {
            text.Person,
            text.Unit,
            programmeYear = text.ProgrammeYear is 0 ? default(int?) : text.ProgrammeYear,
            text.Title,
            text.Author,
            text.Digest,
            text.Portrait,
            text.Cover,
            bodyLength = StoryText.Length(text.Body),
        };

    private sealed record NextVersion(int Number, long Revision, Sitting Sitting);

    private sealed record Move(StoryState From, StoryState To, string Action, string Reason = "");
}

public enum StoryEdit
{
    Saved,
    NoSuchStory,
    EditedMeanwhile,

    /// <summary>It is scheduled or out, and cannot be edited.</summary>
    OnItsWay,

    /// <summary>It waits for its review or is approved. A page that saves by itself does not take it back.</summary>
    NoDraft,

    /// <summary>The reviewer has written the last version.</summary>
    OwnVersion,
}
