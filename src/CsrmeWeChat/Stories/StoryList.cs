using CsrmeWeChat.Foundation.Data;
using Dapper;

namespace CsrmeWeChat.Stories;

/// <param name="Text">A part of the title, of the person's name or of the unit.</param>
public sealed record StoryFilter(string Text = "", int? Season = null, StoryState? State = null);

/// <summary>Stories as staff look for them, and as the public reads them.</summary>
public sealed class StoryList(Database database)
{
    private const string PublicStories = """
        SELECT t.id, v.person, v.unit, v.programme_year, v.portrait, v.cover, v.title, v.author, v.digest, v.body, t.out_at, t.article_url
          FROM stories t
          JOIN story_versions v ON v.story_id = t.id AND v.number = t.approved_version
         WHERE t.state = 'out'
        """;

    /// <summary>The columns that staff can sort by.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["title"] = "v.title, t.id",
        ["person"] = "v.person, t.id",
        ["changed"] = "t.changed_at, t.id",
        ["out"] = "t.out_at, t.id",
    };

    public Task<IReadOnlyList<StoryLine>> ListAsync(StoryFilter filter, string orderBy, int skip, int take, CancellationToken ct)
    {
        var text = PlainText.Clean(filter.Text);
        var hasText = $"({Sql.Has("v.title", "@text")} OR {Sql.Has("v.person", "@text")} OR {Sql.Has("v.unit", "@text")})";
        var where = filter.State is null ? "" : " AND t.state = @state";
        where += filter.Season is null ? "" : " AND s.year = @Season";
        where += text is "" ? "" : $" AND {hasText}";
        return database.ListAsync<StoryLine>(
            $"""
            SELECT t.id, s.year AS season, t.state, t.version, t.revision, t.out_at, t.changed_at,
                   v.title, v.person, v.unit, v.programme_year, v.writer
              FROM stories t
              JOIN seasons s ON s.id = t.season_id
              JOIN story_versions v ON v.story_id = t.id AND v.number = t.version
             WHERE s.hidden = 0{where}
             ORDER BY {orderBy}
             LIMIT @take OFFSET @skip
            """,
            new DynamicParameters(
                new
                {
                    text,
                    state = filter.State?.Key,
                    filter.Season,
                    skip,
                    take,
                }
            ),
            ct
        );
    }

    /// <summary>The stories that are out, the latest first.</summary>
    public Task<IReadOnlyList<PublicStory>> ListOutAsync(int skip, int take, CancellationToken ct) =>
        database.ListAsync<PublicStory>(
            $"{PublicStories} ORDER BY t.out_at DESC, t.id DESC LIMIT @take OFFSET @skip",
            new { skip, take },
            ct
        );

    /// <summary>The stories that are out behind a place, or from the first on where it is null; the latest first.</summary>
    public Task<IReadOnlyList<PublicStory>> ListOutAsync(StoryPlace? behind, int take, CancellationToken ct)
    {
        var where = behind is null ? "" : " AND (t.out_at < @OutAt OR (t.out_at = @OutAt AND t.id < @Id))";
        return database.ListAsync<PublicStory>(
            $"{PublicStories}{where} ORDER BY t.out_at DESC, t.id DESC LIMIT @take",
            new
            {
                behind?.OutAt,
                behind?.Id,
                take,
            },
            ct
        );
    }

    /// <summary>The places of all stories that are out, the latest first.</summary>
    public Task<IReadOnlyList<StoryPlace>> ListPlacesAsync(CancellationToken ct) =>
        database.ListAsync<StoryPlace>("SELECT id, out_at FROM stories WHERE state = 'out' ORDER BY out_at DESC, id DESC", ct: ct);

    public Task<IReadOnlyList<StoryTitle>> ListTitlesAsync(int take, CancellationToken ct) =>
        database.ListAsync<StoryTitle>(
            """
            SELECT t.id, v.title
              FROM stories t
              JOIN story_versions v ON v.story_id = t.id AND v.number = t.approved_version
             WHERE t.state = 'out'
             ORDER BY t.out_at DESC, t.id DESC
             LIMIT @take
            """,
            new { take },
            ct
        );

    /// <summary>Differs as soon as anything of the stories that are out differs.</summary>
    public async Task<StoryStamp> StampAsync(CancellationToken ct) =>
        (
            await database.FindAsync<StoryStamp>(
                """
                SELECT COUNT(*) AS stories, COALESCE(SUM(id), 0) AS ids, COALESCE(SUM(revision), 0) AS revisions,
                       COALESCE(SUM(LENGTH(article_url)), 0) AS addresses, MAX(changed_at) AS changed_at
                  FROM stories WHERE state = 'out'
                """,
                ct: ct
            )
        )!;

    public Task<bool> WasTakenBackAsync(long id, CancellationToken ct) => StoryStore.IsRecalledAsync(database, id, ct);

    public Task<PublicStory?> FindOutAsync(long id, CancellationToken ct) =>
        database.FindAsync<PublicStory>($"{PublicStories} AND t.id = @id", new { id }, ct);
}

public sealed record StoryStamp
{
    public required int Stories { get; init; }
    public required long Ids { get; init; }
    public required long Revisions { get; init; }
    public required long Addresses { get; init; }
    public DateTimeOffset? ChangedAt { get; init; }
}

public sealed record StoryTitle
{
    public required long Id { get; init; }
    public required string Title { get; init; }
}

public sealed record StoryLine
{
    public required long Id { get; init; }
    public required int Season { get; init; }
    public required StoryState State { get; init; }
    public required int Version { get; init; }
    public required long Revision { get; init; }
    public DateTimeOffset? OutAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required string Title { get; init; }
    public required string Person { get; init; }
    public required string Unit { get; init; }
    public required int ProgrammeYear { get; init; }
    public required string Writer { get; init; }
}

/// <summary>A story as anybody may read it.</summary>
public sealed record PublicStory
{
    public required long Id { get; init; }
    public required string Person { get; init; }
    public required string Unit { get; init; }
    public required int ProgrammeYear { get; init; }
    public required string Portrait { get; init; }
    public required string Cover { get; init; }
    public required string Title { get; init; }
    public required string Author { get; init; }
    public required string Digest { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset OutAt { get; init; }
    public required string ArticleUrl { get; init; }
}
