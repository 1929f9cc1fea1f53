using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Roster;

/// <summary>Job: stages, applies and undoes what was asked for at the console, and goes on with what a dead node left of that. What a command began is left to commands.</summary>
public sealed class RosterWork(
    Database database,
    RosterOrders orders,
    RosterImport import,
    RosterDesk desk,
    TimeProvider time,
    ILogger<RosterWork> log
) : IJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var batch in await orders.ListWantedAsync(ct))
        {
            var work = batch.Wanted!.Value;
            try
            {
                if (
                    await (work is RosterState.Staging ? import.StageAskedAsync(batch.Id, ct) : desk.RunAskedAsync(batch.Id, work, ct))
                    is TakeOutcome.WrongState
                )
                {
                    await orders.StopAsync(batch.Id, work, "", "", ct);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException && !database.IsAway(e))
            {
                // To try the same every few seconds would help nobody: whoever asked sees that it stopped.
                log.LogError(e, "Import {Batch} stopped while {Work}", batch.Id, work);
                await orders.StopAsync(batch.Id, work, "", "读取时系统出错，请再试一次；仍不行请联系维护人员。", ct);
            }
        }
        foreach (var batchId in await orders.ListUntidyAsync(time.GetUtcNow(), ct))
        {
            await import.SweepAsync(batchId, ct);
        }
    }
}
