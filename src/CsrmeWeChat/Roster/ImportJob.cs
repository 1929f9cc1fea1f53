using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;

namespace CsrmeWeChat.Roster;

/// <summary>
/// Job: stages, applies and undoes what the console asked for, and resumes what a dead node left of that. What a command began is left to
/// commands.
/// </summary>
public sealed class ImportJob(
    Database database,
    ImportStore store,
    Staging staging,
    Applying applying,
    TimeProvider time,
    ILogger<ImportJob> log
) : IJob
{
    private const string GivenUp =
        "处理这次导入时，系统两次中途停止，不再自动重试。停在读取文件时，多半是文件有问题，请放弃这次导入，重新导出文件再上传；否则请联系技术人员。";

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var import in await store.ListWantedAsync(ct))
        {
            await RunAsync(import, import.Wanted!.Value, ct);
        }
        await store.ExpireUploadsAsync(time.GetUtcNow(), ct);
        foreach (var importId in await store.ListLeftoversAsync(ct))
        {
            await staging.SweepAsync(importId, ct);
        }
    }

    private async Task RunAsync(Import import, ImportState work, CancellationToken ct)
    {
        if (import.Begun >= ImportStore.MaxBegun && await store.GiveUpAsync(import.Id, work, GivenUp, time.GetUtcNow(), ct))
        {
            log.LogError(
                "Import {Import} was begun {Begun} times and ended the process each time; it is given up",
                import.Id,
                import.Begun
            );
            return;
        }
        try
        {
            var outcome = await (
                work is ImportState.Staging ? staging.StageWantedAsync(import.Id, ct) : applying.RunWantedAsync(import.Id, work, ct)
            );
            if (outcome is TakeOutcome.WrongState)
            {
                await store.StopAsync(import.Id, work, holder: "", reason: "", ct);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException && !database.IsAway(e))
        {
            // Trying the same every few seconds would help nobody, so whoever asked is shown that it stopped.
            log.LogError(e, "Import {Import} stopped while {Work}", import.Id, work);
            await store.StopAsync(import.Id, work, holder: "", "读取时系统出错，请再试一次；仍不行请联系技术人员。", ct);
        }
    }
}
