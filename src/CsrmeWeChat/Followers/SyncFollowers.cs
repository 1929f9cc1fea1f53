using System.Diagnostics;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Followers;

/// <summary>
/// Job: reads who follows, and what WeChat tells of each; between two readings of all, of those who have begun to follow. Each call of the two limited apis is counted against
/// the day's before it is made; where they are spent it waits for the next day. A lease keeps other nodes away, and a killed one's work is taken up when it ends.
/// </summary>
public sealed class SyncFollowers(
    Database database,
    FollowerStore followers,
    FollowerSyncStore syncs,
    ApiLedger ledger,
    IOfficialAccount account,
    IOptions<FollowerOptions> options,
    Soon soon,
    TimeProvider time,
    ILogger<SyncFollowers> log
) : IJob
{
    public const string ListApi = "/cgi-bin/user/get",
        InfoApi = "/cgi-bin/user/info/batchget";

    /// <summary>Under which name reading of new ones is paused: a reading of all pauses by itself.</summary>
    private const string NewFollowers = "new-followers";

    private const int PerCall = 100;

    /// <summary>Other jobs wait for their turn too.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken ct)
    {
        // While a reading of all waits for something, so do those who have just begun to follow.
        await (await syncs.IsOpenAsync(ct) ? ReadAllAsync(ct) : TellOfNewAsync(ct));
    }

    private async Task ReadAllAsync(CancellationToken ct)
    {
        var (holder, taken) = (Guid.NewGuid().ToString("N"), Stopwatch.StartNew());
        if (await syncs.TakeAsync(holder, time.GetUtcNow(), ct) is not { } sync)
        {
            return;
        }
        try
        {
            while (await StepAsync(holder, sync, ct) is { } next)
            {
                sync = next;
                if (taken.Elapsed > Turn)
                {
                    await syncs.ReleaseAsync(holder, ct);
                    soon.Run<SyncFollowers>(job => job.RunAsync(CancellationToken.None));
                    return;
                }
            }
        }
        catch (WeChatException refusal)
        {
            await syncs.PauseAsync(holder, Until(refusal), WeChatWords.For(refusal), ct);
        }
        catch (SpentException)
        {
            await syncs.PauseAsync(holder, China.NextDay(time.GetUtcNow()), "今天读取关注者的次数已用完，明天接着读。", ct);
        }
    }

    /// <summary>The next state, or null where it is done, or no longer ours.</summary>
    private async Task<FollowerSync?> StepAsync(string holder, FollowerSync sync, CancellationToken ct)
    {
        switch (sync.Step)
        {
            case SyncStep.Tags:
                return await syncs.WriteTagsAsync(holder, await account.ListTagsAsync(ct), time.GetUtcNow(), ct)
                    ? sync with
                    {
                        Step = SyncStep.Listing,
                    }
                    : null;
            case SyncStep.Listing:
                await TakeCallAsync(ListApi, options.Value.ListCalls, ct);
                var page = await account.ListFollowersAsync(sync.NextOpenId, ct);
                return !await syncs.WritePageAsync(holder, sync, page, time.GetUtcNow(), ct) ? null
                    : page.Next.Length == 0 ? sync with { Step = SyncStep.Telling }
                    : sync with { NextOpenId = page.Next };
            default:
                var untold = await followers.ListUntoldAsync(sync.StartedAt, PerCall, ct);
                if (untold.Count == 0)
                {
                    await syncs.FinishAsync(holder, sync.Id, time.GetUtcNow(), ct);
                    return null;
                }
                return await TellAsync(untold, holder, ct) ? sync : null;
        }
    }

    private async Task TellOfNewAsync(CancellationToken ct)
    {
        var taken = Stopwatch.StartNew();
        if (
            (await followers.ListUntoldAsync(since: null, 1, ct)).Count == 0
            || !await ledger.TryTakeAsync(account.AppId, NewFollowers, int.MaxValue, time.GetUtcNow(), ct)
        )
        {
            return;
        }
        try
        {
            while (taken.Elapsed < Turn && await followers.ListUntoldAsync(since: null, PerCall, ct) is { Count: > 0 } untold)
            {
                await TellAsync(untold, holder: null, ct);
            }
        }
        catch (WeChatException refusal)
        {
            await ledger.PauseAsync(account.AppId, NewFollowers, Until(refusal), time.GetUtcNow(), ct);
        }
        catch (SpentException)
        {
            await ledger.PauseAsync(account.AppId, NewFollowers, China.NextDay(time.GetUtcNow()), time.GetUtcNow(), ct);
        }
    }

    /// <summary>Asks of some and writes it down, with the sync's place where one is under way. False where that is no longer ours.</summary>
    private async Task<bool> TellAsync(IReadOnlyList<KnownFollower> untold, string? holder, CancellationToken ct)
    {
        // WeChat's events tell the second: what happens in the second of the asking is later than the answer.
        var asked = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        await TakeCallAsync(InfoApi, options.Value.InfoCalls, ct);
        IReadOnlyList<FollowerFacts> told;
        try
        {
            told = await account.GetFollowersAsync([.. untold.Select(follower => follower.OpenId)], ct);
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.UnknownUser && untold.Count > 1)
        {
            // One of them is no user any more, and WeChat does not say which.
            return await TellAsync([.. untold.Take(untold.Count / 2)], holder, ct)
                && await TellAsync([.. untold.Skip(untold.Count / 2)], holder, ct);
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.UnknownUser)
        {
            told = [new FollowerFacts(untold[0].OpenId, Follows: false, "", null, "", "", [])];
        }
        var now = time.GetUtcNow();
        return await database.TransactAsync(
            async tx =>
            {
                // The sync's row first: it may have been stopped or taken over.
                if (holder is not null && !await syncs.HoldsAsync(tx, holder, $"told = told + {untold.Count}", now, ct))
                {
                    return (false, false);
                }
                var gone = await followers.TellAsync(tx, untold, told, asked, now, ct);
                if (holder is not null && gone > 0)
                {
                    await syncs.HoldsAsync(tx, holder, $"gone = gone + {gone}", now, ct);
                }
                return (true, true);
            },
            ct
        );
    }

    private async Task TakeCallAsync(string api, int perDay, CancellationToken ct)
    {
        if (!await ledger.TryTakeAsync(account.AppId, api, perDay, time.GetUtcNow(), ct))
        {
            throw new SpentException();
        }
    }

    /// <summary>Until when WeChat is left alone: the next day where the day's calls are spent, else a time in which somebody may mend what is wrong.</summary>
    private DateTimeOffset Until(WeChatException refusal)
    {
        var now = time.GetUtcNow();
        var until = refusal switch
        {
            { Failure: WeChatFailure.Throttled } => refusal.ThrottledUntil(now),
            { Failure: WeChatFailure.Unavailable or WeChatFailure.Unknown } => now.AddSeconds(30),
            _ => now.AddMinutes(10),
        };
        log.LogWarning(
            "Followers are read on at {Until:u}: {Api} answered {Errcode} ({Failure})",
            until,
            refusal.Api,
            refusal.Code,
            refusal.Failure
        );
        return until;
    }

    /// <summary>Today's calls of an api are spent.</summary>
    private sealed class SpentException : Exception;
}

/// <summary>Job: asks for a reading of all, each day.</summary>
public sealed class AskForFollowers(FollowerSyncStore syncs, TimeProvider time) : IJob
{
    public Task RunAsync(CancellationToken ct) => syncs.AskAsync(new Actor(null, "每日任务"), time.GetUtcNow(), ct);
}
