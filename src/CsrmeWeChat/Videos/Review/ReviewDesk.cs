using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Moderation;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Videos;

public enum ReviewOutcome
{
    Done,

    /// <summary>Somebody else has decided, or the author has taken it back, since the page was shown.</summary>
    Moved,

    /// <summary>The machine has not passed it, and the reviewer has not said that they know.</summary>
    NeedsLook,

    /// <summary>Its call shows no videos in the mini program, and it does not play from 视频号.</summary>
    NotPublic,
}

/// <summary>What staff decide about an entry: each in one transaction with its line in the trail and the notice to the author.</summary>
public sealed class ReviewDesk(
    Database database,
    AuditTrail audit,
    ModerationDesk moderation,
    EntryNotices notices,
    IOptions<VideoOptions> options
)
{
    /// <param name="seen">As the page showed it.</param>
    /// <param name="isAware">Whether the reviewer knows that the machine has not passed it.</param>
    public async Task<ReviewOutcome> AcceptAsync(Actor by, Entry seen, bool isAware, DateTimeOffset now, CancellationToken ct)
    {
        var machine = (await moderation.SumAsync([EntryStates.Subject(seen)], ct))[seen.Id];
        if (machine is not ModerationState.Passed && !isAware)
        {
            return ReviewOutcome.NeedsLook;
        }
        return await DecideAsync(
            by,
            seen,
            new Change("entry.accept", "entry", seen.Id, seen.Title, After: new { machine = machine.Label }),
            tx => EntryMoves.AcceptAsync(tx, seen, by.Name, now, ct),
            EntryNotice.Accepted,
            now,
            ct
        );
    }

    public async Task<ReviewOutcome> ReturnAsync(Actor by, Entry seen, string reason, DateTimeOffset now, CancellationToken ct) =>
        await DecideAsync(
            by,
            seen with
            {
                Reason = reason,
            },
            new Change("entry.return", "entry", seen.Id, seen.Title, After: new { reason }),
            tx => EntryMoves.ReturnAsync(tx, seen, reason, by.Name, now + options.Value.FixFor, now, ct),
            EntryNotice.Returned,
            now,
            ct
        );

    public async Task<ReviewOutcome> ShowAsync(Actor by, Entry seen, DateTimeOffset now, CancellationToken ct)
    {
        var change = new Change("entry.show", "entry", seen.Id, seen.Title);
        var outcome = await DecideAsync(by, seen, change, tx => ShowAsync(tx, seen, now, ct), null, now, ct);
        return
            outcome is ReviewOutcome.Moved
            && await EntryMoves.FindAsync(database, seen.Id, ct) is { State: EntryState.Accepted } entry
            && entry.Revision == seen.Revision
            ? ReviewOutcome.NotPublic
            : outcome;
    }

    public Task<ReviewOutcome> HideAsync(Actor by, Entry seen, string reason, DateTimeOffset now, CancellationToken ct) =>
        DecideAsync(
            by,
            seen,
            new Change("entry.hide", "entry", seen.Id, seen.Title, After: new { reason }),
            tx => EntryMoves.HideAsync(tx, seen, reason, now, ct),
            null,
            now,
            ct
        );

    private static async Task<bool> ShowAsync(Transaction tx, Entry seen, DateTimeOffset now, CancellationToken ct)
    {
        await tx.LockAsync("video_calls", seen.CallId, ct);
        return await EntryMoves.ShowAsync(tx, seen, now, ct);
    }

    /// <param name="feedId">Of 视频号; empty where it stands there no longer: then it is shown no longer, unless it plays by itself.</param>
    public Task<ReviewOutcome> SetFeedAsync(Actor by, Entry seen, string feedId, DateTimeOffset now, CancellationToken ct) =>
        DecideAsync(
            by,
            seen,
            new Change("entry.feed", "entry", seen.Id, seen.Title, new { feed = seen.FeedId }, new { feed = feedId }),
            async tx =>
            {
                await tx.LockAsync("video_calls", seen.CallId, ct);
                var isSet = await EntryMoves.SetFeedAsync(tx, seen, feedId, now, ct);
                await EntryMoves.HideUnplayableAsync(tx, seen.CallId, now, ct);
                return isSet;
            },
            null,
            now,
            ct
        );

    private Task<ReviewOutcome> DecideAsync(
        Actor by,
        Entry entry,
        Change change,
        Func<Transaction, Task<bool>> move,
        EntryNotice? notice,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                if (!await move(tx))
                {
                    return (false, ReviewOutcome.Moved);
                }
                if (notice is { } words)
                {
                    await notices.TellAsync(tx, entry, words, now, ct);
                }
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, ReviewOutcome.Done);
            },
            ct
        );
}
