using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Moderation;

/// <summary>Hands checks out to the nodes, each to one of them, within the rate that all nodes share.</summary>
public sealed class CheckLeaser(Database database)
{
    /// <summary>
    /// Far more than a batch takes. A node that dies gives its checks back by it, and they are asked again: a second question does no harm.
    /// </summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    /// <summary>How far ahead questions are given away: as far as the job comes again.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(6);

    /// <summary>A next question further away than this was written by a node whose clock was wrong, and is ignored.</summary>
    private static readonly TimeSpan MaxLead = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<LeasedCheck>> LeaseAsync(CheckApi api, int limit, DateTimeOffset now, CancellationToken ct)
    {
        // With nothing to do nothing is written.
        var due = await ListDueAsync(database, api, 1, now, ct);
        return due.Count == 0
            ? []
            : await database.TransactAsync(
                async tx => await LeaseAsync(tx, api, limit, now, ct) is { Count: > 0 } leased ? (true, leased) : (false, []),
                ct
            );
    }

    /// <summary>Lets nobody ask this way until later. A longer pause stays.</summary>
    public Task PauseAsync(CheckApi api, DateTimeOffset until, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            UPDATE moderation_pace
               SET paused_until = @until
             WHERE api = @api AND (paused_until IS NULL OR paused_until < @until)
            """,
            new { api = api.Key, until },
            ct
        );

    private static async Task<IReadOnlyList<LeasedCheck>> LeaseAsync(
        Transaction tx,
        CheckApi api,
        int limit,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await tx.LockAsync("moderation_pace", "api", [api.Key], ct);
        var pace = (
            await tx.FindAsync<Pace>("SELECT next_at, paused_until FROM moderation_pace WHERE api = @api", new { api = api.Key }, ct)
        )!;
        var next = pace.NextAt < now || pace.NextAt > now + MaxLead ? now : pace.NextAt;
        var free = (int)((now + Ahead - next) / IntervalOf(api));
        if (pace.PausedUntil > now || free <= 0)
        {
            return [];
        }
        var ids = await ListDueAsync(tx, api, Math.Min(limit, free), now, ct);
        if (ids.Count == 0)
        {
            return [];
        }
        var lease = Lease.NewHolder();
        await tx.ExecuteAsync(
            "UPDATE moderation_pace SET next_at = @next WHERE api = @api",
            new { api = api.Key, next = next + (ids.Count * IntervalOf(api)) },
            ct
        );
        await CheckStates.LeaseAsync(tx, ids, lease, until: now + Length, now, ct);
        return await tx.ListAsync<LeasedCheck>(
            """
            SELECT id, person_id, medium, content, file_key, lease, attempts, created_at, wanted_at
              FROM moderation_checks WHERE id IN {=ids} AND lease = @lease ORDER BY id
            """,
            new { ids, lease },
            ct
        );
    }

    private static Task<IReadOnlyList<long>> ListDueAsync(Sql sql, CheckApi api, int limit, DateTimeOffset now, CancellationToken ct) =>
        sql.ListAsync<long>(
            """
            SELECT id FROM moderation_checks
             WHERE state = 'waiting' AND api = @api AND due_at <= @now
             ORDER BY due_at, id
             LIMIT @limit
            """,
            new
            {
                api = api.Key,
                now,
                limit,
            },
            ct
        );

    /// <summary>WeChat allows 4,000 texts and 2,000 files a minute; a tenth is left for whoever else uses the account.</summary>
    private static TimeSpan IntervalOf(CheckApi api) =>
        api switch
        {
            CheckApi.Text => TimeSpan.FromMinutes(1) / 3_600,
            CheckApi.Media => TimeSpan.FromMinutes(1) / 1_800,
        };

    private sealed record Pace
    {
        public required DateTimeOffset NextAt { get; init; }
        public DateTimeOffset? PausedUntil { get; init; }
    }
}
