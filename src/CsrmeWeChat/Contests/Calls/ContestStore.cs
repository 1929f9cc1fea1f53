using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Seasons;

namespace CsrmeWeChat.Contests;

/// <summary>Contests: written by staff, read by all.</summary>
public sealed class ContestStore(Database database, AuditTrail audit)
{
    private const string From = "FROM contests c JOIN seasons s ON s.id = c.season_id";

    public Task<Contest?> FindAsync(long id, CancellationToken ct) => FindAsync(database, id, ct);

    public static Task<Contest?> FindAsync(Sql sql, long id, CancellationToken ct) =>
        sql.FindAsync<Contest>($"SELECT {Contest.Columns} {From} WHERE c.id = @id", new { id }, ct);

    public Task<Contest?> FindOfEntryAsync(long entryId, CancellationToken ct) =>
        database.FindAsync<Contest>(
            $"SELECT {Contest.Columns} {From} WHERE c.id = (SELECT e.contest_id FROM contest_entries e WHERE e.id = @entryId)",
            new { entryId },
            ct
        );

    /// <summary>Holds the contest's row to the end of the transaction.</summary>
    public static async Task<Contest?> LockAsync(Transaction tx, long id, CancellationToken ct) =>
        await tx.LockAsync("contests", id, ct) ? await FindAsync(tx, id, ct) : null;

    public Task<IReadOnlyList<Contest>> ListAsync(IEnumerable<long> ids, CancellationToken ct) =>
        database.ListAsync<Contest>($"SELECT {Contest.Columns} {From} WHERE c.id IN {{=ids}}", new { ids }, ct);

    /// <summary>What the mini program shows, the latest first.</summary>
    public Task<IReadOnlyList<Contest>> ListPublishedAsync(CancellationToken ct) =>
        database.ListAsync<Contest>(
            $"SELECT {Contest.Columns} {From} WHERE c.state = 'published' AND s.hidden = 0 ORDER BY c.closes_at DESC, c.id DESC LIMIT 50",
            ct: ct
        );

    /// <summary>Of a season, or of all.</summary>
    public Task<IReadOnlyList<Contest>> ListAsync(int? season, CancellationToken ct) =>
        database.ListAsync<Contest>(
            $"""
            SELECT {Contest.Columns} {From}
             WHERE s.hidden = 0{(season is null ? "" : " AND s.year = @season")}
             ORDER BY c.opens_at DESC, c.id DESC
            """,
            new { season },
            ct
        );

    /// <summary>Null where the year has no season.</summary>
    /// <param name="draft">Without faults.</param>
    public Task<long?> AddAsync(Actor by, int season, ContestDraft draft, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<long?>(
            async tx =>
            {
                if (await SeasonStore.FindIdAsync(tx, season, ct) is not { } seasonId)
                {
                    return (false, null);
                }
                var id = await tx.InsertAsync(
                    """
                    INSERT INTO contests (season_id, title, rules, group_list, subjects, prizes, criteria, state, entrants, opens_at,
                                          closes_at, taken_since, min_megapixels, max_megabytes, max_entries, max_caption, needs_camera,
                                          is_shown, granted, vote_crowd, vote_opens_at, vote_closes_at, votes_each, result, revision,
                                          created_at)
                    VALUES (@seasonId, @Title, @Rules, @groups, @subjects, @prizes, @criteria, 'draft', @entrants, @OpensAt,
                            @ClosesAt, @TakenSince, @MinMegapixels, @MaxMegabytes, @MaxEntries, @MaxCaption, @needsCamera,
                            @isShown, @Granted, @voters, @VoteOpensAt, @VoteClosesAt, @VotesEach, 'none', 1, @now)
                    """,
                    Row(draft, new { seasonId, now }),
                    ct
                );
                await audit.AddAsync(tx, by, new Change("contest.add", "contest", id, draft.Title, After: AuditOf(draft)), now, ct);
                return (true, id);
            },
            ct
        );

    public async Task<EditContest> EditAsync(Actor by, Contest seen, ContestDraft draft, DateTimeOffset now, CancellationToken ct) =>
        await database.TransactAsync(
            async tx =>
            {
                if (await LockAsync(tx, seen.Id, ct) is not { } contest || contest.Revision != seen.Revision)
                {
                    return (false, EditContest.Moved);
                }
                var used = await tx.ListAsync<string>(
                    "SELECT DISTINCT group_key FROM contest_entries WHERE contest_id = @Id AND state NOT IN ('draft', 'withdrawn')",
                    new { seen.Id },
                    ct
                );
                if (used.Any(key => draft.Groups.FirstOrDefault(group => group.Key == key)?.Shape != contest.GroupOf(key)?.Shape))
                {
                    return (false, EditContest.GroupInUse);
                }
                await tx.ExecuteAsync(
                    """
                    UPDATE contests
                       SET title = @Title, rules = @Rules, group_list = @groups, subjects = @subjects, prizes = @prizes,
                           criteria = @criteria, entrants = @entrants, opens_at = @OpensAt, closes_at = @ClosesAt,
                           taken_since = @TakenSince, min_megapixels = @MinMegapixels, max_megabytes = @MaxMegabytes,
                           max_entries = @MaxEntries, max_caption = @MaxCaption, needs_camera = @needsCamera, is_shown = @isShown,
                           granted = @Granted, vote_crowd = @voters, vote_opens_at = @VoteOpensAt, vote_closes_at = @VoteClosesAt,
                           votes_each = @VotesEach, revision = revision + 1
                     WHERE id = @id
                    """,
                    Row(draft, new { id = seen.Id }),
                    ct
                );
                var change = new Change("contest.edit", "contest", seen.Id, draft.Title, AuditOf(ContestDraft.Of(contest)), AuditOf(draft));
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, EditContest.Done);
            },
            ct
        );

    /// <summary>Publishes it, or takes it back. False where it has moved on.</summary>
    public Task<bool> MoveAsync(Actor by, Contest seen, ContestState to, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var moved = await tx.ExecuteAsync(
                    "UPDATE contests SET state = @to, revision = revision + 1 WHERE id = @Id AND revision = @Revision AND state <> @to",
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
                var action = to is ContestState.Published ? "contest.publish" : "contest.withdraw";
                await audit.AddAsync(tx, by, new Change(action, "contest", seen.Id, seen.Title), now, ct);
                return (true, true);
            },
            ct
        );

    private static Dapper.DynamicParameters Row(ContestDraft draft, object more)
    {
        var row = new Dapper.DynamicParameters(more);
        row.AddDynamicParams(
            new
            {
                draft.Title,
                draft.Rules,
                groups = ContestJson.Write(draft.Groups),
                subjects = ContestJson.Write(draft.Subjects),
                prizes = ContestJson.Write(draft.Prizes),
                criteria = ContestJson.Write(draft.Criteria),
                entrants = draft.Entrants.Key,
                draft.OpensAt,
                draft.ClosesAt,
                draft.TakenSince,
                draft.MinMegapixels,
                draft.MaxMegabytes,
                draft.MaxEntries,
                draft.MaxCaption,
                needsCamera = draft.NeedsCamera ? 1 : 0,
                isShown = draft.IsShown ? 1 : 0,
                draft.Granted,
                voters = draft.Voters.Key,
                draft.VoteOpensAt,
                draft.VoteClosesAt,
                draft.VotesEach,
            }
        );
        return row;
    }

    private static object AuditOf(ContestDraft draft) =>
        new
        {
            title = draft.Title,
            draft.Rules,
            groups = string.Join("、", draft.Groups.Select(group => $"{group.Name}（{group.Shape.Label}）")),
            subjects = string.Join("、", draft.Subjects),
            prizes = string.Join(
                "、",
                draft.Prizes.Select(prize =>
                    $"{draft.Groups.FirstOrDefault(group => group.Key == prize.Group)?.Name}{prize.Name} {prize.Count}"
                )
            ),
            criteria = string.Join("、", draft.Criteria.Select(one => $"{one.Name} {one.Weight}")),
            entrants = draft.Entrants.Label,
            draft.OpensAt,
            draft.ClosesAt,
            draft.TakenSince,
            draft.MinMegapixels,
            draft.MaxMegabytes,
            draft.MaxEntries,
            draft.MaxCaption,
            draft.NeedsCamera,
            draft.IsShown,
            draft.Granted,
            voters = draft.Voters.Label,
            draft.VoteOpensAt,
            draft.VoteClosesAt,
            draft.VotesEach,
        };
}

public enum EditContest
{
    Done,

    /// <summary>Somebody else changed it after the form was filled.</summary>
    Moved,

    /// <summary>A group that has entries would go, or take photos of another number.</summary>
    GroupInUse,
}
