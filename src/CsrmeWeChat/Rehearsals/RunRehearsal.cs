using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using Microsoft.AspNetCore.Hosting.Server;

namespace CsrmeWeChat.Rehearsals;

/// <summary>
/// Runs the rehearsal that is wanted, and removes what is left of one whose job died. Only the lease in the rehearsal's row says who works
/// on it, so the job may be started any number of times and on any number of nodes.
/// </summary>
public sealed class RunRehearsal(
    RehearsalStore rehearsals,
    RehearsalData data,
    RushActivity activity,
    BenefitStore benefits,
    IServer server,
    TimeProvider time,
    ILogger<RunRehearsal> log
) : IJob
{
    private readonly string holder = Lease.NewHolder();

    public async Task RunAsync(CancellationToken ct)
    {
        while (await rehearsals.TakeLeftoverAsync(holder, time.GetUtcNow(), ct) is { } leftover)
        {
            log.LogInformation("Removing what is left of rehearsal {Rehearsal}", leftover.Id);
            await HoldingAsync(leftover, ct => RemoveAsync(leftover, ct), ct);
        }
        if (await rehearsals.TakeWantedAsync(holder, time.GetUtcNow(), ct) is { } wanted)
        {
            await HoldingAsync(
                wanted,
                async ct =>
                {
                    var (result, why) = await TryAsync(wanted, ct);
                    await rehearsals.ConcludeAsync(wanted.Id, holder, result, why, ct);
                    await RemoveAsync(wanted, ct);
                },
                ct
            );
        }
    }

    /// <summary>Does the work for as long as the lease can be prolonged.</summary>
    private async Task HoldingAsync(Rehearsal rehearsal, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewAsync(rehearsal.Id, held);
        try
        {
            await work(held.Token);
        }
        catch (Exception e) when (e is LeaseLostException || held.IsCancellationRequested)
        {
            // The job that has it now, or looks next, removes what is left.
            log.LogWarning("Rehearsal {Rehearsal} was given up", rehearsal.Id);
        }
        finally
        {
            await held.CancelAsync();
            await renewing;
            await rehearsals.ReleaseAsync(rehearsal.Id, holder, CancellationToken.None);
        }
    }

    private async Task RenewAsync(long id, CancellationTokenSource held)
    {
        var renewed = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(RehearsalStore.Lease.Length / 5, time, held.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (held.IsCancellationRequested)
            {
                return;
            }
            try
            {
                if (!await rehearsals.RenewAsync(id, holder, time.GetUtcNow(), CancellationToken.None))
                {
                    break;
                }
                renewed = time.GetTimestamp();
            }
            catch (Exception e)
            {
                // In a rush the database may be slow to answer; the lease outlasts a few such failures.
                log.LogWarning("The lease of rehearsal {Rehearsal} was not prolonged: {Error}", id, e.GetType().Name);
                if (time.GetElapsedTime(renewed) > RehearsalStore.Lease.Length * 0.7)
                {
                    break;
                }
            }
        }
        await held.CancelAsync();
    }

    /// <summary>The result, or why there is none, in Chinese.</summary>
    private async Task<(RehearsalResult? Result, string Why)> TryAsync(Rehearsal rehearsal, CancellationToken ct)
    {
        try
        {
            return await RushAsync(rehearsal, ct);
        }
        catch (Exception e) when (e is not LeaseLostException && !ct.IsCancellationRequested)
        {
            log.LogError(e, "Rehearsal {Rehearsal} failed", rehearsal.Id);
            return (null, "演练出错，没有结果；演练的数据已清除。原因见服务日志。");
        }
    }

    private async Task<(RehearsalResult? Result, string Why)> RushAsync(Rehearsal rehearsal, CancellationToken ct)
    {
        if (await activity.WhyBusyAsync(time.GetUtcNow(), ct) is { } busy)
        {
            return (null, busy);
        }
        using var crowd = PhoneCrowd.For(server);
        if (crowd is null)
        {
            return (null, "运行后台任务的服务器没有 http 地址，无法演练。请联系技术人员。");
        }
        var (rush, warmUp) = await data.BuildAsync(rehearsal, holder, ct);
        var tokens = await data.AddPhonesAsync(
            rehearsal,
            holder,
            rehearsal.Phones + rehearsal.WarmUp,
            done => ReportAsync(rehearsal, RehearsalStep.Filling, done),
            ct
        );
        await ReportAsync(rehearsal, RehearsalStep.WarmingUp, 0);
        await crowd.ClaimAsync(warmUp, [.. tokens.Skip(rehearsal.Phones)], ct);
        if (await activity.WhyBusyAsync(time.GetUtcNow(), ct) is { } meanwhile)
        {
            return (null, meanwhile);
        }
        await ReportAsync(rehearsal, RehearsalStep.Rushing, 0);
        var answers = await crowd.ClaimAsync(rush, [.. tokens.Take(rehearsal.Phones)], ct);
        return (Measure(answers, (await benefits.ReconcileAsync(rush, ct))!), "");
    }

    private async Task RemoveAsync(Rehearsal rehearsal, CancellationToken ct)
    {
        await ReportAsync(rehearsal, RehearsalStep.Removing, 0);
        await data.RemoveAsync(rehearsal.Id, holder, ct);
        await rehearsals.EndAsync(rehearsal.Id, holder, time.GetUtcNow(), ct);
    }

    private Task ReportAsync(Rehearsal rehearsal, RehearsalStep step, int done) =>
        rehearsals.ReportAsync(rehearsal.Id, holder, step, done, CancellationToken.None);

    private static RehearsalResult Measure(IReadOnlyList<PhoneAnswer> answers, Reconciliation rows)
    {
        var took = answers.Select(answer => answer.Took).Order().ToList();
        var outcomes = answers.CountBy(answer => answer.Code).OrderByDescending(pair => pair.Value).ToDictionary();
        // A phone that was told to come back, or was not answered, may hold a claim all the same; one that got a ticket must hold it.
        var told = outcomes.GetValueOrDefault(RehearsalResult.Claimed);
        var unsure = outcomes.GetValueOrDefault(RehearsalResult.None) + outcomes.GetValueOrDefault("service.busy");
        return new RehearsalResult(
            (int)(answers.Count / took[^1].TotalSeconds),
            Within(0.5),
            Within(0.95),
            Within(0.99),
            Within(1),
            outcomes,
            rows.Holds && rows.Held >= told && rows.Held <= told + unsure
        );

        int Within(double share) => (int)Math.Ceiling(took[Math.Max(0, (int)Math.Ceiling(share * took.Count) - 1)].TotalMilliseconds);
    }
}
