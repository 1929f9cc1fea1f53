using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>What is shown to everybody, the latest first.</summary>
public sealed class GalleryStore(Database database)
{
    public const int PageSize = 20;

    private const string Columns = """
        e.id, e.call_id, e.title, e.author, e.unit, e.category, e.ai_use, e.likes, e.feed_id, e.shown_at, e.video_id
        """;

    /// <summary>
    /// Those behind a place, by one key: no page costs more than the first. By (call, state, time, id) MariaDB looked the first two up and
    /// then passed over all before the place, 211 ms at the ten thousandth page: its estimates of both ways are half the table, a tie.
    /// </summary>
    public Task<IReadOnlyList<ShownEntry>> ListAsync(long callId, GalleryPlace? behind, int take, CancellationToken ct) =>
        database.ListAsync<ShownEntry>(
            $"""
            SELECT {Columns} FROM video_entries e
             WHERE e.shelf >= @bottom AND e.shelf < @below
             ORDER BY e.shelf DESC LIMIT @take
            """,
            new
            {
                bottom = GalleryPlace.BottomOf(callId),
                below = behind?.On(callId) ?? GalleryPlace.TopOf(callId),
                take,
            },
            ct
        );

    public Task<ShownEntry?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<ShownEntry>(
            $"SELECT {Columns}, e.statement, e.collaborators, e.ai_note FROM video_entries e WHERE e.id = @id AND e.state = 'shown'",
            new { id },
            ct
        );

    public async Task<IReadOnlyDictionary<long, VideoFile>> VideosOfAsync(IEnumerable<ShownEntry> entries, CancellationToken ct)
    {
        var ids = entries.Select(entry => entry.VideoId).OfType<long>().ToList();
        return (
            await database.ListAsync<VideoFile>($"SELECT {VideoFile.Columns} FROM video_files f WHERE f.id IN {{=ids}}", new { ids }, ct)
        ).ToDictionary(video => video.Id);
    }
}

/// <summary>Where a page of the gallery ended.</summary>
public sealed record GalleryPlace(DateTimeOffset ShownAt, long Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ShownAt.UtcTicks}-{Id}");

    /// <summary>The place as text that sorts as places do, within its call. Times are as fine as the database keeps them.</summary>
    public string On(long callId) =>
        string.Create(CultureInfo.InvariantCulture, $"{callId:D10}/{ShownAt.UtcTicks / TimeSpan.TicksPerMicrosecond:D18}/{Id:D12}");

    public static string BottomOf(long callId) => string.Create(CultureInfo.InvariantCulture, $"{callId:D10}/");

    /// <summary>Above all of a call: 0 follows the slash.</summary>
    public static string TopOf(long callId) => string.Create(CultureInfo.InvariantCulture, $"{callId:D10}0");

    /// <summary>Null where it is no place that was given here.</summary>
    public static GalleryPlace? Parse(string text) =>
        text.Split('-') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new GalleryPlace(new DateTimeOffset(at, TimeSpan.Zero), number)
            : null;
}

public sealed record ShownEntry
{
    public required long Id { get; init; }
    public required long CallId { get; init; }
    public required string Title { get; init; }
    public required string Author { get; init; }
    public required string Unit { get; init; }
    public required string Category { get; init; }
    public required AiUse AiUse { get; init; }
    public required int Likes { get; init; }
    public required string FeedId { get; init; }
    public required DateTimeOffset ShownAt { get; init; }
    public long? VideoId { get; init; }
    public string Statement { get; init; } = "";
    public string Collaborators { get; init; } = "[]";
    public string AiNote { get; init; } = "";
}
