using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

public enum LikeOutcome
{
    Done,

    /// <summary>It is not shown.</summary>
    NotShown,
    NoSuchPerson,

    /// <summary>More in a day than somebody who watches would give.</summary>
    TooMany,
}

/// <summary>Likes: one a person and entry. They please authors and decide nothing, so the worst a script can do is to please.</summary>
public sealed class LikeStore(Database database)
{
    public const int MaxPerDay = 200;

    public Task<LikeOutcome> LikeAsync(long personId, long entryId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await tx.LockAsync("people", personId, ct))
                {
                    return (false, LikeOutcome.NoSuchPerson);
                }
                // The entry's row before the like: whoever inserts first and counts then makes deadlocks.
                if (!await CountAsync(tx, entryId, +1, ct))
                {
                    return (false, LikeOutcome.NotShown);
                }
                if (await HasLikedAsync(tx, personId, entryId, ct))
                {
                    return (false, LikeOutcome.Done);
                }
                var today = await tx.FindAsync<int>(
                    "SELECT COUNT(*) FROM video_likes WHERE person_id = @personId AND liked_at > @since",
                    new { personId, since = now.AddDays(-1) },
                    ct
                );
                if (today >= MaxPerDay)
                {
                    return (false, LikeOutcome.TooMany);
                }
                await tx.ExecuteAsync(
                    "INSERT INTO video_likes (entry_id, person_id, liked_at) VALUES (@entryId, @personId, @now)",
                    new
                    {
                        entryId,
                        personId,
                        now,
                    },
                    ct
                );
                return (true, LikeOutcome.Done);
            },
            ct
        );

    /// <summary>Takes a like back. There is nothing to refuse: whoever has none is where they want to be.</summary>
    public Task UnlikeAsync(long personId, long entryId, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                await tx.LockAsync("people", personId, ct);
                await tx.LockAsync("video_entries", entryId, ct);
                var gone = await tx.ExecuteAsync(
                    "DELETE FROM video_likes WHERE entry_id = @entryId AND person_id = @personId",
                    new { entryId, personId },
                    ct
                );
                await tx.ExecuteAsync("UPDATE video_entries SET likes = likes - @gone WHERE id = @entryId", new { entryId, gone }, ct);
                return (gone == 1, gone);
            },
            ct
        );

    public static async Task ForgetAsync(Transaction tx, long personId, CancellationToken ct)
    {
        await tx.ExecuteAsync(
            """
            UPDATE video_entries SET likes = likes - 1
             WHERE id IN (SELECT l.entry_id FROM video_likes l WHERE l.person_id = @personId)
            """,
            new { personId },
            ct
        );
        await tx.ExecuteAsync("DELETE FROM video_likes WHERE person_id = @personId", new { personId }, ct);
    }

    /// <summary>What both liked was liked once.</summary>
    public static async Task MergeAsync(Transaction tx, long kept, long gone, CancellationToken ct)
    {
        var ids = new { kept, gone };
        await tx.ExecuteAsync(
            """
            UPDATE video_entries SET likes = likes - 1
             WHERE id IN (SELECT g.entry_id FROM video_likes g JOIN video_likes k ON k.entry_id = g.entry_id AND k.person_id = @kept
                           WHERE g.person_id = @gone)
            """,
            ids,
            ct
        );
        await tx.ExecuteAsync(
            """
            INSERT INTO video_likes (entry_id, person_id, liked_at)
            SELECT g.entry_id, @kept, g.liked_at FROM video_likes g
             WHERE g.person_id = @gone
               AND NOT EXISTS (SELECT 1 FROM video_likes k WHERE k.entry_id = g.entry_id AND k.person_id = @kept)
            """,
            ids,
            ct
        );
        await tx.ExecuteAsync("DELETE FROM video_likes WHERE person_id = @gone", ids, ct);
    }

    /// <summary>Of these entries, those that the person likes.</summary>
    public async Task<IReadOnlySet<long>> ListAsync(long personId, IEnumerable<long> entryIds, CancellationToken ct) =>
        (
            await database.ListAsync<long>(
                "SELECT entry_id FROM video_likes WHERE person_id = @personId AND entry_id IN {=entryIds}",
                new { personId, entryIds },
                ct
            )
        ).ToHashSet();

    private static async Task<bool> CountAsync(Transaction tx, long entryId, int more, CancellationToken ct) =>
        await tx.ExecuteAsync(
            "UPDATE video_entries SET likes = likes + @more WHERE id = @entryId AND state = 'shown'",
            new { entryId, more },
            ct
        ) == 1;

    private static async Task<bool> HasLikedAsync(Transaction tx, long personId, long entryId, CancellationToken ct) =>
        await tx.FindAsync<int>(
            "SELECT 1 FROM video_likes WHERE entry_id = @entryId AND person_id = @personId",
            new { entryId, personId },
            ct
        ) == 1;
}
