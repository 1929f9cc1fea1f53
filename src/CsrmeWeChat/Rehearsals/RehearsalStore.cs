using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Rehearsals;

/// <summary>Rehearsals as asked for, and who works on one. One at a time, by one job, which says every few seconds that it lives.</summary>
public sealed class RehearsalStore(Database database, AuditTrail trail)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>Nobody expects a rehearsal any more that no job has taken up for so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const string Columns =
        "SELECT id, phones, stock, state, step, done, benefit_id, asked_by, asked_at, ended_at, result, why FROM rehearsals";

    /// <summary>False where one is wanted or under way.</summary>
    public async Task<bool> TryAskAsync(Actor by, int phones, int stock, DateTimeOffset now, CancellationToken ct)
    {
        await ForgetOldAsync(now, ct);
        return await database.TransactAsync(
            async tx =>
            {
                if (
                    !await tx.TryInsertAsync(
                        """
                        INSERT INTO rehearsals (phones, stock, state, slot, step, done, holder, asked_by, asked_at, result, why)
                        VALUES (@phones, @stock, 'wanted', 'busy', 'waiting', 0, '', @Name, @now, '', '')
                        """,
                        new
                        {
                            phones,
                            stock,
                            by.Name,
                            now,
                        },
                        ct
                    )
                )
                {
                    return (false, false);
                }
                var id = await tx.FindAsync<long>("SELECT id FROM rehearsals WHERE slot = 'busy'", ct: ct);
                await trail.AddAsync(
                    tx,
                    by,
                    new Change("rehearsal.start", "rehearsal", id, $"{phones} 部手机", After: new { phones, stock }),
                    now,
                    ct
                );
                return (true, true);
            },
            ct
        );
    }

    /// <summary>The latest first.</summary>
    public Task<IReadOnlyList<Rehearsal>> ListAsync(int limit, CancellationToken ct) =>
        database.ListAsync<Rehearsal>($"{Columns} ORDER BY id DESC LIMIT @limit", new { limit }, ct);

    public Task<Rehearsal?> FindAsync(long id, CancellationToken ct) =>
        database.FindAsync<Rehearsal>($"{Columns} WHERE id = @id", new { id }, ct);

    /// <summary>Takes the one that is wanted, if there is one.</summary>
    public async Task<Rehearsal?> TakeWantedAsync(string holder, DateTimeOffset now, CancellationToken ct)
    {
        await ForgetOldAsync(now, ct);
        return await TakeAsync("state = 'wanted'", "running", holder, now, ct);
    }

    /// <summary>Takes one whose job has died: what it left is to be removed.</summary>
    public Task<Rehearsal?> TakeLeftoverAsync(string holder, DateTimeOffset now, CancellationToken ct) =>
        TakeAsync("state IN ('running', 'removing') AND lease_until < @now", "removing", holder, now, ct);

    /// <summary>Prolongs the lease. False where another has it.</summary>
    public Task<bool> RenewAsync(long id, string holder, DateTimeOffset now, CancellationToken ct) =>
        RenewAsync(database, id, holder, now, ct);

    /// <summary>The same as first statement of a transaction, which keeps others out to its end.</summary>
    public async Task<bool> RenewAsync(Sql sql, long id, string holder, DateTimeOffset now, CancellationToken ct) =>
        await sql.ExecuteAsync(
            "UPDATE rehearsals SET lease_until = @until WHERE id = @id AND holder = @holder",
            new
            {
                id,
                holder,
                until = now + Lease,
            },
            ct
        ) == 1;

    public Task<int> ReportAsync(long id, string holder, RehearsalStep step, int done, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE rehearsals SET step = @step, done = @done WHERE id = @id AND holder = @holder",
            new
            {
                id,
                holder,
                step = Word(step),
                done,
            },
            ct
        );

    public Task<int> SetBenefitAsync(Transaction tx, long id, long benefitId, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE rehearsals SET benefit_id = @benefitId WHERE id = @id", new { id, benefitId }, ct);

    /// <summary>What came of it. Its rows are still to be removed.</summary>
    public Task<int> ConcludeAsync(long id, string holder, RehearsalResult? result, string why, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE rehearsals SET state = 'removing', result = @json, why = @why WHERE id = @id AND holder = @holder",
            new
            {
                id,
                holder,
                json = result is null ? "" : JsonSerializer.Serialize(result),
                why,
            },
            ct
        );

    /// <summary>Nothing is left of it but its result.</summary>
    public Task<int> EndAsync(long id, string holder, DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            UPDATE rehearsals
               SET state = CASE result WHEN '' THEN 'failed' ELSE 'done' END, slot = @slot, benefit_id = NULL, holder = '', lease_until = NULL, ended_at = @now,
                   why = CASE WHEN result = '' AND why = '' THEN '演练途中服务停止，没有结果；演练的数据已清除。' ELSE why END
             WHERE id = @id AND holder = @holder
            """,
            new
            {
                id,
                holder,
                slot = Own(id),
                now,
            },
            ct
        );

    /// <summary>Gives it back unfinished: whoever looks next removes what is left.</summary>
    public Task<int> ReleaseAsync(long id, string holder, DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE rehearsals SET lease_until = @past WHERE id = @id AND holder = @holder",
            new
            {
                id,
                holder,
                past = now - Lease,
            },
            ct
        );

    private async Task<Rehearsal?> TakeAsync(string which, string state, string holder, DateTimeOffset now, CancellationToken ct)
    {
        var found = await database.FindAsync<long>($"SELECT id FROM rehearsals WHERE {which} ORDER BY id", new { now }, ct);
        return
            found > 0
            && await database.ExecuteAsync(
                $"UPDATE rehearsals SET state = @state, holder = @holder, lease_until = @until WHERE id = @found AND {which}",
                new
                {
                    found,
                    state,
                    holder,
                    now,
                    until = now + Lease,
                },
                ct
            ) == 1
            ? await FindAsync(found, ct)
            : null;
    }

    private async Task ForgetOldAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (
            var id in await database.ListAsync<long>(
                "SELECT id FROM rehearsals WHERE state = 'wanted' AND asked_at < @old",
                new { old = now - Patience },
                ct
            )
        )
        {
            await database.ExecuteAsync(
                "UPDATE rehearsals SET state = 'failed', slot = @slot, ended_at = @now, why = '没有节点在运行任务，演练没有开始。' WHERE id = @id AND state = 'wanted'",
                new
                {
                    id,
                    slot = Own(id),
                    now,
                },
                ct
            );
        }
    }

    private static string Own(long id) => $"own:{id}";

    private static string Word(RehearsalStep step) => step.ToString().ToLowerInvariant();
}
