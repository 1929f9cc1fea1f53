using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;

namespace CsrmeWeChat.Contests;

/// <summary>Awards as they are read.</summary>
public sealed class AwardStore(Database database, RoundStore rounds)
{
    /// <summary>The highest prize of each group first; what was taken off too.</summary>
    public Task<IReadOnlyList<Award>> ListAsync(long contestId, CancellationToken ct) => ListAsync(database, contestId, ct);

    public static Task<IReadOnlyList<Award>> ListAsync(Sql sql, long contestId, CancellationToken ct) =>
        sql.ListAsync<Award>($"SELECT {Award.Columns} {Award.From} WHERE a.contest_id = @contestId {Award.Order}", new { contestId }, ct);

    public static Task<Award?> FindAsync(Sql sql, long awardId, CancellationToken ct) =>
        sql.FindAsync<Award>($"SELECT {Award.Columns} {Award.From} WHERE a.id = @awardId", new { awardId }, ct);

    public Task<Award?> FindAsync(long awardId, CancellationToken ct) => FindAsync(database, awardId, ct);

    /// <summary>What the public reads: only once it stands in the notice, and not what its author has taken back.</summary>
    public Task<IReadOnlyList<Award>> ListPublicAsync(long contestId, CancellationToken ct) =>
        database.ListAsync<Award>(
            $"""
            SELECT {Award.Columns} {Award.From}
             WHERE a.contest_id = @contestId AND a.state IN ('noticed', 'given') AND e.state = 'accepted' {Award.Order}
            """,
            new { contestId },
            ct
        );

    /// <summary>The photos that may be shown of these entries, in their order.</summary>
    public async Task<ILookup<long, EntryPhoto>> PhotosOfAsync(IEnumerable<long> entries, CancellationToken ct)
    {
        var ids = entries.Distinct().ToList();
        var photos = await database.ListAsync<EntryPhoto>(
            $$"""
            SELECT {{EntryPhoto.Columns}} FROM contest_photos p
             WHERE p.entry_id IN {=ids} AND p.state = 'ready' ORDER BY p.entry_id, p.place
            """,
            new { ids },
            ct
        );
        return photos.ToLookup(photo => photo.EntryId);
    }

    /// <summary>Whether an entry stands in the list, under the contest's lock.</summary>
    internal static async Task<bool> HasOneAsync(Sql sql, long entryId, CancellationToken ct) =>
        await sql.FindAsync<int>(
            "SELECT COUNT(*) FROM contest_awards WHERE entry_id = @entryId AND state <> 'dropped'",
            new { entryId },
            ct
        ) > 0;

    /// <summary>The last round, by which the jury's awards go. Null where there is none.</summary>
    public async Task<Round?> FindLastRoundAsync(Contest contest, CancellationToken ct) =>
        (await rounds.ListAsync(contest.Panel, ct)).MaxBy(round => round.Number);
}
