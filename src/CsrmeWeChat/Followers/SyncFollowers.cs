using System.Diagnostics;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Jobs;
using CsrmeWeChat.Foundation.WeChatCalls;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Followers;

/// <summary>
/// Job: reads who follows and each follower's details; between two syncs of all, the details of those who have just begun to follow. Calls
/// of the two limited APIs are counted before they are made, and once a day's calls are used up the job waits for the next day. A lease
/// keeps other nodes away; when a node is killed, another continues once the lease has ended.
/// </summary>
public sealed class SyncFollowers(
    Database database,
    FollowerStore followers,
    FollowerSyncStore syncs,
    ApiLedger ledger,
    IOfficialAccount account,
    IOptions<FollowerOptions> options,
    JobRunner jobs,
    TimeProvider time,
    ILogger<SyncFollowers> log
) : IJob
{
    public const string ListApi = "/cgi-bin/user/get";

    public const string InfoApi = "/cgi-bin/user/info/batchget";

    /// <summary>The name under which reading new followers is paused in the ledger. A sync of all is paused in its own row.</summary>
    private const string NewFollowers = "new-followers";

    private const int FollowersPerCall = 100;

    /// <summary>After this time the job makes room for other jobs and has itself run again.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken ct)
    {
        // While a sync of all is paused, new followers wait as well: the cause is the same for both.
        await (await syncs.IsOpenAsync(ct) ? SyncAllAsync(ct) : ReadNewFollowersAsync(ct));
    }

    private async Task SyncAllAsync(CancellationToken ct)
    {
        var holder = Lease.NewHolder();
        var turn = Stopwatch.StartNew();
        if (await syncs.TakeAsync(holder, time.GetUtcNow(), ct) is not { } sync)
        {
            return;
        }
        try
        {
            while (await StepAsync(holder, sync, ct) is { } next)
            {
                sync = next;
                if (turn.Elapsed > MaxTurn)
                {
                    await syncs.ReleaseAsync(holder, ct);
                    jobs.RunNow<SyncFollowers>();
                    return;
                }
            }
        }
        catch (WeChatException refusal)
        {
            await syncs.PauseAsync(holder, ResumesAt(refusal), WeChatWords.For(refusal), ct);
        }
        catch (CallsUsedUpException)
        {
            await syncs.PauseAsync(holder, China.NextDay(time.GetUtcNow()), "今天读取关注者的次数已用完，明天接着读。", ct);
        }
    }

    /// <summary>The state after one step. Null where the sync is done, was stopped, or was taken over.</summary>
    private async Task<FollowerSync?> StepAsync(string holder, FollowerSync sync, CancellationToken ct) =>
        sync.Step switch
        {
            SyncStep.Tags => await ReadTagsAsync(holder, sync, ct),
            SyncStep.Listing => await ReadPageAsync(holder, sync, ct),
            _ => await ReadStaleDetailsAsync(holder, sync, ct),
        };

    private async Task<FollowerSync?> ReadTagsAsync(string holder, FollowerSync sync, CancellationToken ct)
    {
        var tags = await account.ListTagsAsync(ct);
        var isOurs = await syncs.WriteTagsAsync(holder, tags, time.GetUtcNow(), ct);
        return isOurs ? sync with { Step = SyncStep.Listing } : null;
    }

    private async Task<FollowerSync?> ReadPageAsync(string holder, FollowerSync sync, CancellationToken ct)
    {
        await TakeCallAsync(ListApi, options.Value.ListCalls, ct);
        var page = await account.ListFollowersAsync(sync.NextOpenId, ct);
        if (!await syncs.WritePageAsync(holder, sync, page, time.GetUtcNow(), ct))
        {
            return null;
        }
        return page.Next.Length == 0 ? sync with { Step = SyncStep.Details } : sync with { NextOpenId = page.Next };
    }

    private async Task<FollowerSync?> ReadStaleDetailsAsync(string holder, FollowerSync sync, CancellationToken ct)
    {
        var stale = await followers.ListStaleAsync(sync.StartedAt, FollowersPerCall, ct);
        if (stale.Count == 0)
        {
            await syncs.FinishAsync(holder, sync.Id, time.GetUtcNow(), ct);
            return null;
        }
        return await ReadDetailsAsync(stale, holder, ct) ? sync : null;
    }

    private async Task ReadNewFollowersAsync(CancellationToken ct)
    {
        var turn = Stopwatch.StartNew();
        if (
            (await followers.ListStaleAsync(since: null, 1, ct)).Count == 0
            || !await ledger.TryTakeAsync(account.AppId, NewFollowers, int.MaxValue, time.GetUtcNow(), ct)
        )
        {
            return;
        }
        try
        {
            while (turn.Elapsed < MaxTurn && await followers.ListStaleAsync(since: null, FollowersPerCall, ct) is { Count: > 0 } stale)
            {
                await ReadDetailsAsync(stale, holder: null, ct);
            }
        }
        catch (WeChatException refusal)
        {
            await ledger.PauseAsync(account.AppId, NewFollowers, ResumesAt(refusal), time.GetUtcNow(), ct);
        }
        catch (CallsUsedUpException)
        {
            await ledger.PauseAsync(account.AppId, NewFollowers, China.NextDay(time.GetUtcNow()), time.GetUtcNow(), ct);
        }
    }

    /// <summary>Asks WeChat about some followers and writes down its answers. False where the sync is no longer ours.</summary>
    /// <param name="holder">Who has the sync of all; null where none is under way.</param>
    private async Task<bool> ReadDetailsAsync(IReadOnlyList<KnownFollower> stale, string? holder, CancellationToken ct)
    {
        // WeChat's callbacks name the second: whatever happens within the second of this call counts as later than its answer.
        var askedAt = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        await TakeCallAsync(InfoApi, options.Value.InfoCalls, ct);
        IReadOnlyList<FollowerFacts> answers;
        try
        {
            answers = await account.GetFollowersAsync([.. stale.Select(follower => follower.OpenId)], ct);
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.UnknownUser && stale.Count > 1)
        {
            // One of them is no longer a user, and WeChat does not say which.
            return await ReadDetailsAsync([.. stale.Take(stale.Count / 2)], holder, ct)
                && await ReadDetailsAsync([.. stale.Skip(stale.Count / 2)], holder, ct);
        }
        catch (WeChatException refusal) when (refusal.Code == ErrCode.UnknownUser)
        {
            answers = [new FollowerFacts(stale[0].OpenId, Follows: false, "", null, "", "", [])];
        }
        return await WriteDetailsAsync(stale, answers, askedAt, holder, ct);
    }

    private Task<bool> WriteDetailsAsync(
        IReadOnlyList<KnownFollower> asked,
        IReadOnlyList<FollowerFacts> answers,
        DateTimeOffset askedAt,
        string? holder,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        return database.TransactAsync(
            async tx =>
            {
                // The sync's row is locked first: it may have been stopped or taken over.
                if (holder is not null && !await syncs.CountDetailsAsync(tx, holder, asked.Count, now, ct))
                {
                    return (false, false);
                }
                var gone = await followers.ApplyDetailsAsync(tx, asked, answers, askedAt, now, ct);
                if (holder is not null && gone > 0)
                {
                    await syncs.CountGoneAsync(tx, holder, gone, ct);
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
            throw new CallsUsedUpException();
        }
    }

    /// <summary>
    /// When WeChat is asked again: the next day where the day's calls are used up, otherwise after a time in which somebody may mend the
    /// cause.
    /// </summary>
    private DateTimeOffset ResumesAt(WeChatException refusal)
    {
        var now = time.GetUtcNow();
        var resumesAt = refusal switch
        {
            { Failure: WeChatFailure.Throttled } => refusal.ThrottledUntil(now),
            { Failure: WeChatFailure.Unavailable or WeChatFailure.Unknown } => now.AddSeconds(30),
            _ => now.AddMinutes(10),
        };
        log.LogWarning(
            "Reading followers is paused until {ResumesAt:u}: {Api} answered {Errcode} ({Failure})",
            resumesAt,
            refusal.Api,
            refusal.Code,
            refusal.Failure
        );
        return resumesAt;
    }

    /// <summary>The calls of an API that we allow ourselves for today are used up.</summary>
    private sealed class CallsUsedUpException : Exception;
}

/// <summary>Job: requests a sync of all followers once a day.</summary>
public sealed class AskForFollowers(FollowerSyncStore syncs, TimeProvider time) : IJob
{
    public Task RunAsync(CancellationToken ct) => syncs.AskAsync(new Actor(null, "每日任务"), time.GetUtcNow(), ct);
}
