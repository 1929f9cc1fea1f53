using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Moderation;

namespace CsrmeWeChat.Videos;

/// <param name="Text">A part of the title, of the author's name or of the unit.</param>
public sealed record EntryFilter(string Text = "", long? Call = null, EntryState? State = null, string Category = "", int? Season = null);

/// <summary>Entries as staff look for them and review them. Drafts are their authors' own and never listed.</summary>
public sealed class ReviewStore(Database database, ModerationDesk moderation)
{
    /// <summary>The columns that staff can sort by.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["title"] = "e.title, e.id",
        ["submitted"] = "e.submitted_at, e.id",
        ["likes"] = "e.likes, e.id",
    };

    private const string Lines = $"""
        SELECT {Entry.Columns}, c.title AS call_title, s.year AS season, COALESCE(f.milliseconds, 0) AS milliseconds,
               COALESCE(f.size, 0) AS size
          FROM video_entries e
          JOIN video_calls c ON c.id = e.call_id
          JOIN seasons s ON s.id = c.season_id
          LEFT JOIN video_files f ON f.id = e.video_id
        """;

    public Task<IReadOnlyList<EntryLine>> ListAsync(EntryFilter filter, string orderBy, int skip, int take, CancellationToken ct)
    {
        var text = PlainText.Clean(filter.Text);
        var hasText = $"({Sql.Has("e.title", "@text")} OR {Sql.Has("e.author", "@text")} OR {Sql.Has("e.unit", "@text")})";
        var where = filter.State is null ? "" : " AND e.state = @state";
        where += filter.Call is null ? "" : " AND e.call_id = @Call";
        where += filter.Season is null ? "" : " AND s.year = @Season";
        where += filter.Category is "" ? "" : " AND e.category = @Category";
        where += text is "" ? "" : $" AND {hasText}";
        return database.ListAsync<EntryLine>(
            $"""
            {Lines}
             WHERE e.state <> 'draft' AND s.hidden = 0{where}
             ORDER BY {orderBy} LIMIT @take OFFSET @skip
            """,
            new
            {
                text,
                state = filter.State?.Key,
                filter.Call,
                filter.Season,
                filter.Category,
                skip,
                take,
            },
            ct
        );
    }

    public async Task<ReviewedEntry?> FindAsync(long id, CancellationToken ct)
    {
        if (await EntryMoves.FindAsync(database, id, ct) is not { State: not EntryState.Draft } entry)
        {
            return null;
        }
        return new ReviewedEntry(
            entry,
            (await CallStore.FindAsync(database, entry.CallId, ct))!,
            await EntryMoves.FindVideoAsync(database, entry, ct),
            await moderation.ListAsync(EntryStates.Subject(entry), ct),
            await ListTwinsAsync(entry, ct)
        );
    }

    /// <summary>The one that waits longest, or the next after one that the reviewer left for later.</summary>
    public Task<long?> FindNextAsync(long? call, long? after, CancellationToken ct)
    {
        var where = call is null ? "" : " AND e.call_id = @call";
        where += after is null
            ? ""
            : """
                 AND EXISTS (SELECT 1 FROM video_entries a
                              WHERE a.id = @after
                                AND (e.submitted_at > a.submitted_at OR (e.submitted_at = a.submitted_at AND e.id > a.id)))
                """;
        return database.FindAsync<long?>(
            $"SELECT e.id FROM video_entries e WHERE e.state = 'reviewing'{where} ORDER BY e.submitted_at, e.id LIMIT 1",
            new { call, after },
            ct
        );
    }

    public Task<int> CountWaitingAsync(long? call, CancellationToken ct) =>
        database.FindAsync<int>(
            $"SELECT COUNT(*) FROM video_entries e WHERE e.state = 'reviewing'{(call is null ? "" : " AND e.call_id = @call")}",
            new { call },
            ct
        );

    /// <summary>Others' and earlier entries with the very same file.</summary>
    private Task<IReadOnlyList<Twin>> ListTwinsAsync(Entry entry, CancellationToken ct) =>
        database.ListAsync<Twin>(
            """
            SELECT e.id, e.title, e.author, e.state
              FROM video_files m
              JOIN video_files f ON f.sha256 = m.sha256 AND f.id <> m.id AND f.state <> 'gone'
              JOIN video_entries e ON e.video_id = f.id AND e.state <> 'draft'
             WHERE m.id = @VideoId
             ORDER BY e.id LIMIT 10
            """,
            new { entry.VideoId },
            ct
        );
}

public sealed record Twin
{
    public required long Id { get; init; }
    public required string Title { get; init; }
    public required string Author { get; init; }
    public required EntryState State { get; init; }
}

/// <summary>All that whoever decides about an entry needs.</summary>
public sealed record ReviewedEntry(Entry Entry, VideoCall Call, VideoFile? Video, IReadOnlyList<Check> Checks, IReadOnlyList<Twin> Twins);

/// <summary>An entry in a list.</summary>
public sealed record EntryLine : Entry
{
    public required string CallTitle { get; init; }
    public required int Season { get; init; }

    /// <summary>Of its video; 0 where it has none, or nobody has looked at it.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>Of its video, in bytes.</summary>
    public required long Size { get; init; }
}
