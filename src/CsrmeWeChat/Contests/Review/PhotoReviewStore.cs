using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Moderation;

namespace CsrmeWeChat.Contests;

/// <param name="Text">A part of the title, of the author's name or of the unit.</param>
/// <param name="Group">The key of a group of the contest.</param>
public sealed record PhotoEntryFilter(
    string Text = "",
    long? Contest = null,
    string Group = "",
    string Subject = "",
    PhotoEntryState? State = null,
    int? Season = null
);

/// <summary>Entries as staff look for them and review them. Drafts are their authors' own and never listed.</summary>
public sealed class PhotoReviewStore(Database database, ModerationDesk moderation, NearCopies copies)
{
    /// <summary>The columns that staff can sort by.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["title"] = "e.title, e.id",
        ["author"] = "e.author, e.id",
        ["submitted"] = "e.submitted_at, e.id",
        ["votes"] = "e.votes, e.id",
    };

    private const string From = """
        FROM contest_entries e JOIN contests c ON c.id = e.contest_id JOIN seasons s ON s.id = c.season_id
         WHERE e.state <> 'draft' AND s.hidden = 0
        """;

    public Task<IReadOnlyList<PhotoEntryLine>> ListAsync(
        PhotoEntryFilter filter,
        string orderBy,
        int skip,
        int take,
        CancellationToken ct
    ) =>
        database.ListAsync<PhotoEntryLine>(
            $"""
            SELECT {PhotoEntry.Columns}, c.title AS contest_title, s.year AS season,
                   COALESCE((SELECT p.code FROM contest_photos p WHERE p.id = e.cover_id),
                            (SELECT p.code FROM contest_photos p WHERE p.entry_id = e.id AND p.place = 1 AND p.state <> 'gone'))
                     AS shown_photo,
                   (SELECT COUNT(*) FROM contest_photos p WHERE p.entry_id = e.id AND p.state <> 'gone') AS photos
            {From}{Where(filter)}
             ORDER BY {orderBy} LIMIT @take OFFSET @skip
            """,
            Args(filter, skip, take),
            ct
        );

    public Task<int> CountAsync(PhotoEntryFilter filter, CancellationToken ct) =>
        database.FindAsync<int>($"SELECT COUNT(*) {From}{Where(filter)}", Args(filter, skip: 0, take: 0), ct);

    public async Task<ReviewedPhotoEntry?> FindAsync(long id, CancellationToken ct)
    {
        if (await PhotoEntryMoves.FindAsync(database, id, ct) is not { State: not PhotoEntryState.Draft } entry)
        {
            return null;
        }
        var photos = await EntryPhotoStates.ListAsync(database, id, ct);
        return new ReviewedPhotoEntry(
            new OwnPhotoEntry(entry, (await ContestStore.FindAsync(database, entry.ContestId, ct))!, photos),
            await moderation.ListAsync(PhotoEntryQuestions.Subject(entry), ct),
            await copies.FindAsync(id, photos, ct)
        );
    }

    /// <summary>The one that waits longest, or the next after one that the reviewer left for later.</summary>
    public Task<long?> FindNextAsync(long? contest, long? after, CancellationToken ct)
    {
        var where = contest is null ? "" : " AND e.contest_id = @contest";
        where += after is null
            ? ""
            : """
                 AND EXISTS (SELECT 1 FROM contest_entries a
                              WHERE a.id = @after
                                AND (e.submitted_at > a.submitted_at OR (e.submitted_at = a.submitted_at AND e.id > a.id)))
                """;
        return database.FindAsync<long?>(
            $"SELECT e.id FROM contest_entries e WHERE e.state = 'reviewing'{where} ORDER BY e.submitted_at, e.id LIMIT 1",
            new { contest, after },
            ct
        );
    }

    public Task<int> CountWaitingAsync(long? contest, CancellationToken ct) =>
        database.FindAsync<int>(
            $"SELECT COUNT(*) FROM contest_entries WHERE state = 'reviewing'{(contest is null ? "" : " AND contest_id = @contest")}",
            new { contest },
            ct
        );

    private static string Where(PhotoEntryFilter filter)
    {
        var hasText = $"({Sql.Has("e.title", "@text")} OR {Sql.Has("e.author", "@text")} OR {Sql.Has("e.unit", "@text")})";
        return (PlainText.Clean(filter.Text) is "" ? "" : $" AND {hasText}")
            + (filter.Contest is null ? "" : " AND e.contest_id = @Contest")
            + (filter.Group is "" ? "" : " AND e.group_key = @Group")
            + (filter.Subject is "" ? "" : " AND e.subject = @Subject")
            + (filter.State is null ? "" : " AND e.state = @state")
            + (filter.Season is null ? "" : " AND s.year = @Season");
    }

    private static object Args(PhotoEntryFilter filter, int skip, int take) =>
        new
        {
            text = PlainText.Clean(filter.Text),
            filter.Contest,
            filter.Group,
            filter.Subject,
            state = filter.State?.Key,
            filter.Season,
            skip,
            take,
        };
}

/// <summary>All that whoever decides about an entry needs.</summary>
public sealed record ReviewedPhotoEntry(OwnPhotoEntry Own, IReadOnlyList<Check> Checks, IReadOnlyList<NearCopy> Copies)
{
    public PhotoEntry Entry => Own.Entry;

    public Contest Contest => Own.Contest;

    public IReadOnlyList<EntryPhoto> Photos => Own.Photos;
}

/// <summary>An entry in a list.</summary>
public sealed record PhotoEntryLine : PhotoEntry
{
    public required string ContestTitle { get; init; }
    public required int Season { get; init; }

    /// <summary>The code of the photo that stands for it. Null where it has none any more.</summary>
    public string? ShownPhoto { get; init; }
    public required long Photos { get; init; }
}
