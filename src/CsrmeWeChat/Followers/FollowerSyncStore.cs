using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Followers;

/// <summary>Readings of all followers. Each step's place is committed with the rows it read, so that a killed one goes on where it stood.</summary>
public sealed class FollowerSyncStore(Database database, AuditTrail audit)
{
    private const string Columns =
        "SELECT id, asked_by, step, next_open_id, total, listed, told, gone, words, started_at, finished_at, resumes_at FROM follower_syncs";

    private const int Slice = 500;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<FollowerSync>> ListAsync(int limit, CancellationToken ct) =>
        database.ListAsync<FollowerSync>($"{Columns} ORDER BY id DESC LIMIT @limit", new { limit }, ct);

    public async Task<bool> IsOpenAsync(CancellationToken ct) =>
        await database.FindAsync<int>("SELECT 1 FROM follower_syncs WHERE slot = 'open'", ct: ct) == 1;

    /// <summary>False where one is under way.</summary>
    public async Task<bool> AskAsync(Actor by, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.TransactAsync(
                async tx =>
                {
                    var id = await tx.InsertAsync(
                        """
                        INSERT INTO follower_syncs (slot, asked_by, step, next_open_id, total, listed, told, gone, words, started_at, holder) VALUES ('open', @Name, 'tags', '', 0, 0, 0, 0, '', @now, '')
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

    /// <summary>Ends the one under way, wherever it stands.</summary>
    public Task<bool> StopAsync(Actor by, long id, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var stopped =
                    await tx.ExecuteAsync(
                        "UPDATE follower_syncs SET slot = @done, step = 'stopped', finished_at = @now, resumes_at = NULL WHERE id = @id AND slot = 'open'",
                        new
                        {
                            id,
                            now,
                            done = $"done:{id}",
                        },
                        ct
                    ) == 1;
                if (stopped)
                {
                    await audit.AddAsync(tx, by, new Change("follower.stop_sync", "follower", id, "同步关注者"), now, ct);
                }
                return (stopped, stopped);
            },
            ct
        );

    /// <summary>What it waits for is mended: it goes on at once.</summary>
    public async Task<bool> ResumeAsync(long id, DateTimeOffset now, CancellationToken ct) =>
        await database.ExecuteAsync(
            "UPDATE follower_syncs SET resumes_at = @now WHERE id = @id AND slot = 'open' AND resumes_at IS NOT NULL",
            new { id, now },
            ct
        ) == 1;

    /// <summary>The one under way, for this holder alone until the lease ends; null where there is none, it waits, or another has it.</summary>
    public async Task<FollowerSync?> TakeAsync(string holder, DateTimeOffset now, CancellationToken ct) =>
        await database.ExecuteAsync(
            """
            UPDATE follower_syncs SET holder = @holder, lease_until = @until, resumes_at = NULL, words = ''
             WHERE slot = 'open' AND (holder = '' OR lease_until < @now) AND (resumes_at IS NULL OR resumes_at <= @now)
            """,
            new
            {
                holder,
                now,
                until = now + Lease,
            },
            ct
        ) == 1
            ? await database.FindAsync<FollowerSync>($"{Columns} WHERE slot = 'open' AND holder = @holder", new { holder }, ct)
            : null;

    public Task ReleaseAsync(string holder, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE follower_syncs SET holder = '', lease_until = NULL WHERE slot = 'open' AND holder = @holder",
            new { holder },
            ct
        );

    /// <summary>It goes on later, for this reason.</summary>
    public Task PauseAsync(string holder, DateTimeOffset until, string words, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE follower_syncs SET holder = '', lease_until = NULL, resumes_at = @until, words = @words WHERE slot = 'open' AND holder = @holder",
            new
            {
                holder,
                until,
                words = PlainText.Cut(words, 300),
            },
            ct
        );

    /// <summary>All tags in the place of those known.</summary>
    public Task<bool> WriteTagsAsync(string holder, IReadOnlyList<AccountTag> tags, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await HoldsAsync(tx, holder, "step = 'listing'", now, ct))
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

    /// <summary>A page of the list: whoever is new is added, whoever came back follows again; then the place moves.</summary>
    public async Task<bool> WritePageAsync(string holder, FollowerSync sync, FollowerPage page, DateTimeOffset now, CancellationToken ct)
    {
        // Short transactions, because others write meanwhile. A page written half is written again: nothing in it counts twice.
        foreach (var openIds in page.OpenIds.Chunk(Slice))
        {
            await WriteSomeAsync(sync, openIds, ct);
        }
        return await database.TransactAsync(
            async tx =>
            {
                var holds = await HoldsAsync(
                    tx,
                    holder,
                    page.Next.Length == 0 ? "step = 'telling'" : "next_open_id = @next",
                    now,
                    ct,
                    page.Next
                );
                await tx.ExecuteAsync(
                    "UPDATE follower_syncs SET total = @Total, listed = listed + @count WHERE slot = 'open' AND holder = @holder",
                    new
                    {
                        page.Total,
                        count = page.OpenIds.Count,
                        holder,
                    },
                    ct
                );
                return (holds, holds);
            },
            ct
        );
    }

    private async Task WriteSomeAsync(FollowerSync sync, string[] openIds, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await database.TransactAsync(
                    async tx =>
                    {
                        await tx.ExecuteAsync(
                            """
                            UPDATE followers SET follows = 1, left_at = NULL, told_at = NULL WHERE open_id IN @openIds AND follows = 0 AND (left_at IS NULL OR left_at < @StartedAt)
                            """,
                            new { openIds, sync.StartedAt },
                            ct
                        );
                        var known = (
                            await tx.ListAsync<string>("SELECT open_id FROM followers WHERE open_id IN @openIds", new { openIds }, ct)
                        ).ToHashSet(StringComparer.Ordinal);
                        await tx.InsertManyAsync(
                            "INSERT INTO followers (open_id, union_id, follows, scene, remark)",
                            [
                                .. openIds
                                    .Distinct()
                                    .Where(openId => !known.Contains(openId))
                                    .Order(StringComparer.Ordinal)
                                    .Select(openId => new object?[] { openId, "", 1, "", "" }),
                            ],
                            ct
                        );
                        return (true, true);
                    },
                    ct
                );
                return;
            }
            catch (Exception e) when (attempt < 5 && database.IsDuplicate(e))
            {
                // An event told of one of them at the same moment.
            }
            catch (Exception e) when (database.IsDuplicate(e))
            {
                // Without its words, which name the openid.
                throw new InvalidOperationException("Followers are added by others all the time.");
            }
        }
    }

    /// <summary>False where somebody ended it or took it over.</summary>
    public async Task<bool> HoldsAsync(
        Transaction tx,
        string holder,
        string set,
        DateTimeOffset now,
        CancellationToken ct,
        string next = ""
    ) =>
        await tx.ExecuteAsync(
            $"UPDATE follower_syncs SET lease_until = @until, {set} WHERE slot = 'open' AND holder = @holder",
            new
            {
                holder,
                next,
                until = now + Lease,
            },
            ct
        ) == 1;

    public Task FinishAsync(string holder, long id, DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE follower_syncs SET slot = @done, step = 'done', finished_at = @now, holder = '', lease_until = NULL WHERE slot = 'open' AND holder = @holder",
            new
            {
                holder,
                now,
                done = $"done:{id}",
            },
            ct
        );
}
