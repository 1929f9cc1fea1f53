using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Videos;

/// <summary>Calls for short videos: written by staff, read by all.</summary>
public sealed class CallStore(Database database, AuditTrail audit)
{
    public const string Columns = """
        c.id, s.year AS season, c.title, c.theme, c.categories, c.opens_at, c.closes_at, c.min_seconds, c.max_seconds, c.max_entries,
        c.state, c.is_public, c.channel_user, c.revision
        """;

    private const string From = "FROM video_calls c JOIN seasons s ON s.id = c.season_id";

    public Task<VideoCall?> FindAsync(long id, CancellationToken ct) => FindAsync(database, id, ct);

    public static Task<VideoCall?> FindAsync(Sql sql, long id, CancellationToken ct) =>
        sql.FindAsync<VideoCall>($"SELECT {Columns} {From} WHERE c.id = @id", new { id }, ct);

    public Task<VideoCall?> FindOfEntryAsync(long entryId, CancellationToken ct) =>
        database.FindAsync<VideoCall>(
            $"SELECT {Columns} {From} JOIN video_entries e ON e.call_id = c.id WHERE e.id = @entryId",
            new { entryId },
            ct
        );

    /// <summary>What the mini program shows, what is open first.</summary>
    public Task<IReadOnlyList<VideoCall>> ListPublishedAsync(CancellationToken ct) =>
        database.ListAsync<VideoCall>(
            $"SELECT {Columns} {From} WHERE c.state = 'published' AND s.hidden = 0 ORDER BY c.closes_at DESC, c.id DESC LIMIT 50",
            ct: ct
        );

    /// <summary>Of a season, or of all.</summary>
    public Task<IReadOnlyList<VideoCall>> ListAsync(int? season, CancellationToken ct) =>
        database.ListAsync<VideoCall>(
            $"""
            SELECT {Columns} {From}
             WHERE s.hidden = 0{(season is null ? "" : " AND s.year = @season")}
             ORDER BY c.opens_at DESC, c.id DESC
            """,
            new { season },
            ct
        );

    /// <summary>Null where the year has no season.</summary>
    public Task<long?> AddAsync(Actor by, int season, CallDraft draft, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<long?>(
            async tx =>
            {
                if (await SeasonStore.FindIdAsync(tx, season, ct) is not { } seasonId)
                {
                    return (false, null);
                }
                var id = await tx.InsertAsync(
                    """
                    INSERT INTO video_calls (season_id, title, theme, categories, opens_at, closes_at, min_seconds, max_seconds,
                                             max_entries, state, is_public, channel_user, revision, created_at)
                    VALUES (@seasonId, @Title, @Theme, @categories, @OpensAt, @ClosesAt, @MinSeconds, @MaxSeconds, @MaxEntries,
                            'draft', @isPublic, @ChannelUser, 1, @now)
                    """,
                    Row(draft, new { seasonId, now }),
                    ct
                );
                await audit.AddAsync(tx, by, new Change("call.add", "call", id, draft.Title, After: AuditOf(draft)), now, ct);
                return (true, id);
            },
            ct
        );

    /// <returns>
    /// How many entries are no longer shown, because they cannot be played any more; null where somebody else changed the call after the
    /// form was filled.
    /// </returns>
    public Task<int?> EditAsync(Actor by, VideoCall seen, CallDraft draft, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<int?>(
            async tx =>
            {
                var edited = await tx.ExecuteAsync(
                    """
                    UPDATE video_calls
                       SET title = @Title, theme = @Theme, categories = @categories, opens_at = @OpensAt, closes_at = @ClosesAt,
                           min_seconds = @MinSeconds, max_seconds = @MaxSeconds, max_entries = @MaxEntries, is_public = @isPublic,
                           channel_user = @ChannelUser, revision = revision + 1
                     WHERE id = @id AND revision = @revision
                    """,
                    Row(draft, new { id = seen.Id, revision = seen.Revision }),
                    ct
                );
                if (edited == 0)
                {
                    return (false, null);
                }
                var hidden = await EntryMoves.HideUnplayableAsync(tx, seen.Id, now, ct);
                var change = new Change("call.edit", "call", seen.Id, draft.Title, AuditOf(DraftOf(seen)), AuditOf(draft));
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, hidden);
            },
            ct
        );

    /// <summary>Publishes it, or takes it back. False where it has moved on.</summary>
    public Task<bool> MoveAsync(Actor by, VideoCall seen, CallState to, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var moved = await tx.ExecuteAsync(
                    "UPDATE video_calls SET state = @to, revision = revision + 1 WHERE id = @Id AND revision = @Revision AND state <> @to",
                    new
                    {
                        seen.Id,
                        seen.Revision,
                        to = to.Key,
                    },
                    ct
                );
                if (moved == 0)
                {
                    return (false, false);
                }
                var action = to is CallState.Published ? "call.publish" : "call.withdraw";
                await audit.AddAsync(tx, by, new Change(action, "call", seen.Id, seen.Title), now, ct);
                return (true, true);
            },
            ct
        );

    private static Dapper.DynamicParameters Row(CallDraft draft, object more)
    {
        var row = new Dapper.DynamicParameters(more);
        row.AddDynamicParams(
            new
            {
                draft.Title,
                draft.Theme,
                categories = JsonSerializer.Serialize(draft.Categories),
                draft.OpensAt,
                draft.ClosesAt,
                draft.MinSeconds,
                draft.MaxSeconds,
                draft.MaxEntries,
                isPublic = draft.IsPublic ? 1 : 0,
                draft.ChannelUser,
            }
        );
        return row;
    }

    private static CallDraft DraftOf(VideoCall call) =>
        new(
            call.Title,
            call.Theme,
            call.CategoryList,
            call.OpensAt,
            call.ClosesAt,
            call.MinSeconds,
            call.MaxSeconds,
            call.MaxEntries,
            call.IsPublic,
            call.ChannelUser
        );

    private static object AuditOf(CallDraft draft) =>
        new
        {
            title = draft.Title,
            draft.Theme,
            categories = string.Join("、", draft.Categories),
            draft.OpensAt,
            draft.ClosesAt,
            draft.MinSeconds,
            draft.MaxSeconds,
            draft.MaxEntries,
            draft.IsPublic,
            draft.ChannelUser,
        };
}
