using System.Text.Json;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Rehearsals;

/// <summary>
/// Rehearsals: one at a time, worked on by one job at a time, which keeps renewing its lease. All changes of a rehearsal's state stand
/// here.
/// </summary>
public sealed class RehearsalStore(Database database, AuditTrail audit)
{
    public static readonly Lease Lease = new("rehearsals", "id = @id", TimeSpan.FromSeconds(15));

    /// <summary>A rehearsal that no job has taken up for so long is no longer expected by anybody.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const string Columns = """
        SELECT id, phones, stock, state, step, done, benefit_id, asked_by, asked_at, ended_at, result, why
          FROM rehearsals
        """;

    /// <summary>Asks for a rehearsal. False where one is wanted or under way.</summary>
    public async Task<bool> TryAskAsync(Actor by, int phones, int stock, DateTimeOffset now, CancellationToken ct)
    {
        await ForgetOldAsync(now, ct);
        return await database.TransactAsync(
            async tx =>
            {
                var isAsked = await tx.TryInsertAsync(
                    """
                    INSERT INTO rehearsals (phones, stock, state, slot, step, done, lease, asked_by, asked_at, result, why)
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
                );
                if (isAsked)
                {
                    var id = await tx.FindAsync<long>("SELECT id FROM rehearsals WHERE slot = 'busy'", ct: ct);
                    var after = new { phones, stock };
                    await audit.AddAsync(tx, by, new Change("rehearsal.start", "rehearsal", id, $"{phones} 部手机", After: after), now, ct);
                }
                return (isAsked, isAsked);
            },
            ct
        );
    }

    /// <summary>Lists rehearsals, the latest first.</summary>
    public Task<IReadOnlyList<Rehearsal>> ListAsync(int limit, CancellationToken ct) =>
        database.ListAsync<Rehearsal>($"{Columns} ORDER BY id DESC LIMIT @limit", new { limit }, ct);

    /// <summary>Takes the rehearsal that is wanted, or null where none is.</summary>
    public async Task<Rehearsal?> TakeWantedAsync(string holder, DateTimeOffset now, CancellationToken ct)
    {
        await ForgetOldAsync(now, ct);
        return await TakeAsync("state = 'wanted'", "state = 'running'", holder, now, ct);
    }

    /// <summary>Takes a rehearsal whose job has died or given up, so that what it left can be removed; null where there is none.</summary>
    public Task<Rehearsal?> TakeLeftoverAsync(string holder, DateTimeOffset now, CancellationToken ct) =>
        TakeAsync("state IN ('running', 'removing')", "state = 'removing'", holder, now, ct);

    /// <summary>Prolongs the lease. False where another job has it.</summary>
    public Task<bool> RenewAsync(long id, string holder, DateTimeOffset now, CancellationToken ct) =>
        Lease.RenewAsync(database, holder, new { id }, now, ct);

    /// <summary>To be the first statement of a transaction that writes for the rehearsal: it keeps other jobs out to its end.</summary>
    /// <exception cref="LeaseLostException">Another job has the rehearsal.</exception>
    public async Task HoldAsync(Transaction tx, long id, string holder, DateTimeOffset now, CancellationToken ct)
    {
        if (!await Lease.RenewAsync(tx, holder, new { id }, now, ct))
        {
            throw new LeaseLostException();
        }
    }

    public Task ReportAsync(long id, string holder, RehearsalStep step, int done, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE rehearsals SET step = @step, done = @done WHERE id = @id AND lease = @holder",
            new
            {
                id,
                holder,
                step = step.ToString().ToLowerInvariant(),
                done,
            },
            ct
        );

    public Task SetBenefitAsync(Transaction tx, long id, long benefitId, CancellationToken ct) =>
        tx.ExecuteAsync("UPDATE rehearsals SET benefit_id = @benefitId WHERE id = @id", new { id, benefitId }, ct);

    /// <summary>Records what came of the rehearsal, whose rows are still to be removed.</summary>
    /// <param name="why">Why there is no result, in Chinese.</param>
    public Task ConcludeAsync(long id, string holder, RehearsalResult? result, string why, CancellationToken ct) =>
        database.ExecuteAsync(
            "UPDATE rehearsals SET state = 'removing', result = @json, why = @why WHERE id = @id AND lease = @holder",
            new
            {
                id,
                holder,
                json = result is null ? "" : JsonSerializer.Serialize(result),
                why,
            },
            ct
        );

    /// <summary>Ends a rehearsal of which nothing is left but its result.</summary>
    public Task EndAsync(long id, string holder, DateTimeOffset endedAt, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            UPDATE rehearsals
               SET state = CASE result WHEN '' THEN 'failed' ELSE 'done' END,
                   why = CASE WHEN result = '' AND why = '' THEN '演练途中服务停止，没有结果；演练的数据已清除。' ELSE why END,
                   slot = @slot, benefit_id = NULL, lease = '', lease_until = NULL, ended_at = @endedAt
             WHERE id = @id AND lease = @holder
            """,
            new
            {
                id,
                holder,
                slot = SlotOf(id),
                endedAt,
            },
            ct
        );

    /// <summary>Gives a rehearsal back unfinished: the job that looks next removes what is left.</summary>
    public Task ReleaseAsync(long id, string holder, CancellationToken ct) => Lease.ReleaseAsync(database, holder, new { id }, ct);

    private async Task<Rehearsal?> TakeAsync(string which, string set, string holder, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in await database.ListAsync<long>($"SELECT id FROM rehearsals WHERE {which} ORDER BY id", ct: ct))
        {
            if (await Lease.TakeAsync(database, holder, new { id }, now, ct, set, which))
            {
                return await database.FindAsync<Rehearsal>($"{Columns} WHERE id = @id", new { id }, ct);
            }
        }
        return null;
    }

    private async Task ForgetOldAsync(DateTimeOffset now, CancellationToken ct)
    {
        var old = await database.ListAsync<long>(
            "SELECT id FROM rehearsals WHERE state = 'wanted' AND asked_at < @since",
            new { since = now - Patience },
            ct
        );
        foreach (var id in old)
        {
            await database.ExecuteAsync(
                """
                UPDATE rehearsals
                   SET state = 'failed', slot = @slot, ended_at = @now, why = '后台任务没有运行，演练没有开始。请联系技术人员。'
                 WHERE id = @id AND state = 'wanted'
                """,
                new
                {
                    id,
                    slot = SlotOf(id),
                    now,
                },
                ct
            );
        }
    }

    /// <summary>The slot of a rehearsal that has ended, which no other has.</summary>
    private static string SlotOf(long id) => $"own:{id}";
}

/// <summary>Another job has taken the rehearsal over.</summary>
public sealed class LeaseLostException : Exception;
