using System.Collections.Concurrent;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Moderation;

/// <summary>
/// Job: asks WeChat what is due, a few questions at once, and hands to a human what has waited for too long. The rows say what is due, so
/// it may run on any number of nodes.
/// </summary>
public sealed class Moderate(
    CheckLeaser leaser,
    Asking asking,
    CheckStates states,
    Database database,
    JobRunner jobs,
    TimeProvider time,
    ILogger<Moderate> log
) : IJob
{
    private const int AtOnce = 4,
        Batch = 8;

    /// <summary>A verdict that names a question which nobody has asked is kept so long.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    /// <summary>After this time the job makes room for other jobs and has itself run again.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(30);

    private readonly JobTurn turn = new();

    public async Task RunAsync(CancellationToken ct)
    {
        if (await turn.TakeAsync(() => ModerateAsync(ct)))
        {
            jobs.RunNow<Moderate>();
        }
    }

    private async Task<bool> ModerateAsync(CancellationToken ct)
    {
        await states.SettleOverdueAsync(time.GetUtcNow(), ct);
        await ForgetAsync(time.GetUtcNow(), ct);
        return await JobTurn.WhileDueAsync(AskBatchAsync, MaxTurn, ct);
    }

    /// <summary>False where nothing is due, or may be asked now.</summary>
    private async Task<bool> AskBatchAsync(CancellationToken ct)
    {
        var leased = new List<LeasedCheck>();
        foreach (var api in Enum.GetValues<CheckApi>())
        {
            leased.AddRange(await leaser.LeaseAsync(api, Batch, time.GetUtcNow(), ct));
        }
        var paused = new ConcurrentDictionary<CheckApi, bool>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(leased, options, async (check, stopping) => await AskAsync(check, paused, stopping));
        return leased.Count > 0;
    }

    private async Task AskAsync(LeasedCheck check, ConcurrentDictionary<CheckApi, bool> paused, CancellationToken ct)
    {
        try
        {
            if (paused.ContainsKey(check.Medium.Api))
            {
                await states.GiveBackAsync(check, time.GetUtcNow(), ct);
            }
            else if (!await asking.AskAsync(check, ct))
            {
                paused[check.Medium.Api] = true;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Its lease runs out, and it is asked again. The exception's message is left out, for it may hold what the person wrote.
            log.LogWarning("Check {Check} was not asked: {Error}", check.Id, e.GetType().Name);
        }
    }

    private async Task ForgetAsync(DateTimeOffset now, CancellationToken ct)
    {
        var traces = await database.ListAsync<string>(
            "SELECT trace_id FROM moderation_traces WHERE check_id IS NULL AND answered_at <= @until LIMIT 500",
            new { until = now - Retention },
            ct
        );
        if (traces.Count > 0)
        {
            await database.ExecuteAsync("DELETE FROM moderation_traces WHERE trace_id IN @traces AND check_id IS NULL", new { traces }, ct);
        }
    }
}
