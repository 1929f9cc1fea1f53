using System.Data.Common;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Followers;

/// <summary>
/// Syncs of all followers; one at a time has the slot <c>open</c>. Its place is committed together with the rows it has read, so a killed
/// sync continues where it stood. All changes of its state stand here.
/// </summary>
public sealed class FollowerSyncStore(Database database, AuditTrail audit)
{
    private const string Columns = """
        SELECT id, step, next_open_id, total, listed, detailed, gone, reason, started_at, finished_at, resumes_at
          FROM follower_syncs
        """;

    private const int FollowersPerTransaction = 500;

    private static readonly Lease Lease = new("follower_syncs", "slot = 'open'", TimeSpan.FromSeconds(30));

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<FollowerSync>> ListAsync(int limit, CancellationToken ct) =>
        database.ListAsync<FollowerSync>($"{Columns} ORDER BY id DESC LIMIT @limit", new { limit }, ct);

    public async Task<bool> IsOpenAsync(CancellationToken ct) =>
        await database.FindAsync<int>("SELECT 1 FROM follower_syncs WHERE slot = 'open'", ct: ct) == 1;

    /// <summary>False where a sync is under way.</summary>
    public async Task<bool> AskAsync(Actor by, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.TransactAsync(
                async tx =>
                {
                    var id = await tx.InsertAsync(
                        """
                        INSERT INTO follower_syncs
                               (slot, asked_by, step, next_open_id, total, listed, detailed, gone, reason, started_at, lease)
                        VALUES ('open', @Name, 'tags', '', 0, 0, 0, 0, '', @now, '')
                        """,
                        new { by.Name, now },
                        ct
                    );
                    await audit.AddAsync(tx, by, new Change("follower.sync", "follower", id, "同步关注者"), now, ct);
                    return (true, true);
                },
                ct
            );
        }
        catch (Exception e) when (database.IsDuplicate(e))
        {
            return false;
        }
    }

    /// <summary>Ends a sync, wherever it stands. False where it has ended already.</summary>
    public Task<bool> StopAsync(Actor by, long id, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var stopped = await tx.ExecuteAsync(
                    """
                    UPDATE follower_syncs
                       SET slot = @done, step = 'stopped', finished_at = @now, resumes_at = NULL
                     WHERE id = @id AND slot = 'open'
                    """,
                    new
                    {
                        id,
                        now,
                        done = $"done:{id}",
                    },
                    ct
                );
                if (stopped == 0)
                {
                    return (false, false);
                }
                await audit.AddAsync(tx, by, new Change("follower.stop_sync", "follower", id, "同步关注者"), now, ct);
                return (true, true);
            },
            ct
        );

    /// <summary>Lets a paused sync continue at once.</summary>
    public async Task<bool> ResumeAsync(long id, DateTimeOffset now, CancellationToken ct) =>
        await database.ExecuteAsync(
            "UPDATE follower_syncs SET resumes_at = @now WHERE id = @id AND slot = 'open' AND resumes_at IS NOT NULL",
            new { id, now },
            ct
        ) == 1;

    /// <summary>Leases the sync under way. Null where there is none, where it is paused, or where another holder has it.</summary>
    public async Task<FollowerSync?> TakeAsync(string holder, DateTimeOffset now, CancellationToken ct)
    {
        var isTaken = await Lease.TakeAsync(
            database,
            holder,
            new { },
            now,
            ct,
            set: "resumes_at = NULL, reason = ''",
            and: "(resumes_at IS NULL OR resumes_at <= @now)"
        );
        return isTaken
            ? await database.FindAsync<FollowerSync>($"{Columns} WHERE slot = 'open' AND lease = @holder", new { holder }, ct)
            : null;
    }

    public Task ReleaseAsync(string holder, CancellationToken ct) => Lease.ReleaseAsync(database, holder, new { }, ct);

    /// <summary>Gives the sync back, to be continued later.</summary>
    /// <param name="reason">In Chinese, for staff.</param>
    public Task PauseAsync(string holder, DateTimeOffset resumesAt, string reason, CancellationToken ct) =>
        Lease.ReleaseAsync(
            database,
            holder,
            new { resumesAt, reason = PlainText.Cut(reason, 300) },
            ct,
            set: "resumes_at = @resumesAt, reason = @reason"
        );

    public Task FinishAsync(string holder, long id, DateTimeOffset now, CancellationToken ct) =>
        Lease.ReleaseAsync(
            database,
            holder,
            new { finishedAt = now, done = $"done:{id}" },
            ct,
            set: "slot = @done, step = 'done', finished_at = @finishedAt"
        );

    /// <summary>Replaces all known tags. False where the sync was stopped or taken over.</summary>
    public Task<bool> WriteTagsAsync(string holder, IReadOnlyList<AccountTag> tags, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await Lease.RenewAsync(tx, holder, new { }, now, ct, set: "step = 'listing'"))
                {
                    return (false, false);
                }
                await tx.ExecuteAsync("DELETE FROM account_tags", ct: ct);
                await tx.InsertManyAsync(
                    "INSERT INTO account_tags (id, name)",
                    [.. tags.Select(tag => new object?[] { tag.Id, PlainText.Cut(PlainText.Clean(tag.Name), 50) })],
                    ct
                );
                return (true, true);
            },
            ct
        );

    /// <summary>
    /// Writes a page of the list: new followers are added, and those who came back follow again. Then the sync's place moves on. False
    /// where it was stopped or taken over.
    /// </summary>
    public async Task<bool> WritePageAsync(string holder, FollowerSync sync, FollowerPage page, DateTimeOffset now, CancellationToken ct)
    {
        // The transactions are short, because others write meanwhile. A page written in part is written again: nothing counts twice.
        foreach (var openIds in page.OpenIds.Chunk(FollowersPerTransaction))
        {
            await WriteFollowersAsync(sync, openIds, ct);
        }
        var isLast = page.Next.Length == 0;
        return await Lease.RenewAsync(
            database,
            holder,
            new
            {
                page.Total,
                page.OpenIds.Count,
                step = isLast ? "details" : "listing",
                next = isLast ? sync.NextOpenId : page.Next,
            },
            now,
            ct,
            set: "step = @step, next_open_id = @next, total = @Total, listed = listed + @Count"
        );
    }

    /// <summary>
    /// Counts followers whose details are written in the same transaction. False where the sync was stopped or taken over: then the
    /// transaction must not commit.
    /// </summary>
    public Task<bool> CountDetailsAsync(Transaction tx, string holder, int detailed, DateTimeOffset now, CancellationToken ct) =>
        Lease.RenewAsync(tx, holder, new { detailed }, now, ct, set: "detailed = detailed + @detailed");

    public Task CountGoneAsync(Transaction tx, string holder, int gone, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE follower_syncs SET gone = gone + @gone WHERE slot = 'open' AND lease = @holder", new { gone, holder }, ct);

    private async Task WriteFollowersAsync(FollowerSync sync, string[] openIds, CancellationToken ct)
    {
        try
        {
            await database.RetryOnDuplicateAsync(() => database.TransactAsync(tx => WriteFollowersAsync(tx, sync, openIds, ct), ct));
        }
        catch (DbException e) when (database.IsDuplicate(e))
        {
            // The exception itself must not be logged, because its message names the openid.
            throw new InvalidOperationException("Gave up after 5 attempts: other writers keep inserting the same followers.");
        }
    }

    private static async Task<(bool Commit, bool Result)> WriteFollowersAsync(
        Transaction tx,
        FollowerSync sync,
        string[] openIds,
        CancellationToken ct
    )
    {
        await tx.ExecuteAsync(
            """
            UPDATE followers
               SET follows = 1, left_at = NULL, details_at = NULL
             WHERE open_id IN @openIds AND follows = 0 AND (left_at IS NULL OR left_at < @StartedAt)
            """,
            new { openIds, sync.StartedAt },
            ct
        );
        var rows = await tx.ListAsync<string>("SELECT open_id FROM followers WHERE open_id IN @openIds", new { openIds }, ct);
        var known = rows.ToHashSet(StringComparer.Ordinal);
        var added = openIds.Distinct().Where(openId => !known.Contains(openId)).Order(StringComparer.Ordinal);
        await tx.InsertManyAsync(
            "INSERT INTO followers (open_id, union_id, follows, scene, remark)",
            [.. added.Select(openId => new object?[] { openId, "", 1, "", "" })],
            ct
        );
        return (true, true);
    }
}
