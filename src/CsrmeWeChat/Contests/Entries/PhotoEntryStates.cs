using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Moderation;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Contests;

/// <summary>
/// What moves an entry on the author's side and in the workshop, each in one transaction under the entry's lock: the row, its photos, the
/// questions to WeChat and the notice to the author. What staff decide stands in <see cref="PhotoReviewDesk"/>; the statements of both in
/// <see cref="PhotoEntryMoves"/>.
/// </summary>
public sealed class PhotoEntryStates(
    Database database,
    PhotoEntryChecks checks,
    PhotoEntryNotices notices,
    IOptions<ContestOptions> options
)
{
    /// <summary>The draft of this contest that the person has, or a new one: a repeated wish makes no second.</summary>
    public Task<(PhotoEntryOutcome Outcome, PhotoEntry? Entry)> BeginAsync(
        long personId,
        long contestId,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync<(PhotoEntryOutcome, PhotoEntry?)>(
            async tx =>
            {
                if (!await tx.LockAsync("people", personId, ct))
                {
                    return (false, (PhotoEntryOutcome.NoSuchPerson, null));
                }
                if (await ContestStore.FindAsync(tx, contestId, ct) is not { State: ContestState.Published } contest)
                {
                    return (false, (PhotoEntryOutcome.NotFound, null));
                }
                var slot = PhotoEntryMoves.DraftSlot(contestId, personId);
                if (await PhotoEntryMoves.FindBySlotAsync(tx, slot, ct) is { } draft)
                {
                    return (false, (PhotoEntryOutcome.Done, draft));
                }
                if (await PhotoEntryChecks.WhyNotBeginAsync(tx, personId, contest, now, ct) is { } why)
                {
                    return (false, (why, null));
                }
                await PhotoEntryMoves.AddDraftAsync(tx, slot, contestId, personId, now, ct);
                return (true, (PhotoEntryOutcome.Done, await PhotoEntryMoves.FindBySlotAsync(tx, slot, ct)));
            },
            ct
        );

    /// <param name="text">Clean.</param>
    public async Task<PhotoEntryOutcome> WriteAsync(
        long personId,
        long entryId,
        PhotoEntryText text,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await PhotoEntryMoves.WriteAsync(database, personId, entryId, text, now, ct) ? PhotoEntryOutcome.Done
        : await PhotoEntryMoves.FindContestAsync(database, personId, entryId, ct) is null ? PhotoEntryOutcome.NotFound
        : PhotoEntryOutcome.NotEditable;

    /// <summary>Hands the entry in.</summary>
    /// <param name="agrees">To the rules, and that nothing secret is in it.</param>
    public Task<PhotoEntryOutcome> SubmitAsync(long personId, long entryId, bool agrees, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await PhotoEntryMoves.FindContestAsync(tx, personId, entryId, ct) is not { } contestId)
                {
                    return (false, PhotoEntryOutcome.NotFound);
                }
                // The contest's row before the entry's: of two who hand in the same photo at once, the second sees the first one's.
                var contest = (await ContestStore.LockAsync(tx, contestId, ct))!;
                if (await PhotoEntryMoves.LockAsync(tx, personId, entryId, ct) is not { } entry)
                {
                    return (false, PhotoEntryOutcome.NotFound);
                }
                // Whoever asks twice because the answer was lost has done it.
                if (entry.State is PhotoEntryState.Submitted or PhotoEntryState.Reviewing)
                {
                    return (false, PhotoEntryOutcome.Done);
                }
                var photos = await EntryPhotoStates.ListAsync(tx, entryId, ct);
                if (await checks.WhyNotSubmitAsync(tx, new OwnPhotoEntry(entry, contest, photos), agrees, now, ct) is { } why)
                {
                    return (false, why);
                }
                var isReady = photos.All(photo => photo.State is EntryPhotoState.Ready);
                var to = isReady ? PhotoEntryState.Reviewing : PhotoEntryState.Submitted;
                if (!await PhotoEntryMoves.SubmitAsync(tx, entry, to, now, ct))
                {
                    return (false, PhotoEntryOutcome.NotEditable);
                }
                var handedIn = entry with { Version = entry.Version + 1 };
                await PhotoEntryQuestions.AskAsync(tx, handedIn, photos, now, ct);
                await notices.TellAsync(tx, handedIn, PhotoEntryNotice.Received, now, ct);
                return (true, PhotoEntryOutcome.Done);
            },
            ct
        );

    /// <summary>The author takes it back, at any time. What was never handed in goes without a trace.</summary>
    public Task<PhotoEntryOutcome> WithdrawAsync(long personId, long entryId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await PhotoEntryMoves.LockAsync(tx, personId, entryId, ct) is not { } entry)
                {
                    return (false, PhotoEntryOutcome.NotFound);
                }
                await WithdrawAsync(tx, entry, now, ct);
                return (true, PhotoEntryOutcome.Done);
            },
            ct
        );

    /// <summary>Drops drafts whose contest has closed long ago, with their photos. True where there may be more.</summary>
    public async Task<bool> DropOldDraftsAsync(DateTimeOffset now, int limit, CancellationToken ct)
    {
        var old = await database.ListAsync<long>(
            """
            SELECT e.id FROM contest_entries e JOIN contests c ON c.id = e.contest_id
             WHERE e.state = 'draft' AND c.closes_at < @before ORDER BY e.id LIMIT @limit
            """,
            new { before = now - options.Value.KeepDrafts, limit },
            ct
        );
        foreach (var id in old)
        {
            await database.TransactAsync(
                async tx =>
                {
                    if (await PhotoEntryMoves.LockAsync(tx, id, ct) is not { State: PhotoEntryState.Draft } draft)
                    {
                        return (false, false);
                    }
                    await WithdrawAsync(tx, draft, now, ct);
                    return (true, true);
                },
                ct
            );
        }
        return old.Count == limit;
    }

    /// <summary>
    /// Under the entry's lock: also for an author who wants to be forgotten. What is being judged is judged and ranked no longer.
    /// </summary>
    internal static async Task WithdrawAsync(Transaction tx, PhotoEntry entry, DateTimeOffset now, CancellationToken ct)
    {
        if (entry.State is PhotoEntryState.Withdrawn)
        {
            return;
        }
        foreach (var photo in await EntryPhotoStates.ListAsync(tx, entry.Id, ct))
        {
            await EntryPhotoStates.DropAsync(tx, photo, now, ct);
        }
        await ModerationDesk.DropAsync(tx, ContestsFeature.EntrySubject, entry.Id, ct);
        await PhotoEntryMoves.WithdrawAsync(tx, entry, now, ct);
        if (entry.State is PhotoEntryState.Accepted)
        {
            await RoundStates.DropItemAsync(tx, Contest.PanelOf(entry.ContestId), entry.Id, ct);
        }
    }

    /// <summary>A photo's copies are there: WeChat can be asked about it, and with the last one a human can look at the entry.</summary>
    internal Task ReadyAsync(EntryPhoto photo, string holder, DevelopedPhoto made, DateTimeOffset now, CancellationToken ct) =>
        WorkedAsync(photo, tx => EntryPhotoStates.ReadyAsync(tx, holder, photo.Id, made, ct), now, ct);

    /// <summary>A photo cannot be opened.</summary>
    internal Task UnfitAsync(EntryPhoto photo, string holder, PhotoRefusal fault, DateTimeOffset now, CancellationToken ct) =>
        WorkedAsync(photo, tx => EntryPhotoStates.UnfitAsync(tx, holder, photo.Id, fault, ct), now, ct);

    /// <summary>An entry that is handed in goes on, or back to its author who is told why.</summary>
    private Task WorkedAsync(EntryPhoto photo, Func<Transaction, Task<bool>> move, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var entry = await PhotoEntryMoves.LockAsync(tx, photo.EntryId, ct);
                if (!await move(tx))
                {
                    return (false, false);
                }
                if (entry is { State: PhotoEntryState.Submitted })
                {
                    await GoOnAsync(tx, entry, now, ct);
                }
                return (true, true);
            },
            ct
        );

    private async Task GoOnAsync(Transaction tx, PhotoEntry entry, DateTimeOffset now, CancellationToken ct)
    {
        var contest = (await ContestStore.FindAsync(tx, entry.ContestId, ct))!;
        var photos = await EntryPhotoStates.ListAsync(tx, entry.Id, ct);
        if (photos.FirstOrDefault(photo => photo.FaultIn(contest) is not null) is { } unfit)
        {
            var why = unfit.FaultIn(contest)!.Why;
            var reason = photos.Count == 1 ? why : $"第 {unfit.Place} 张：{why}";
            await PhotoEntryMoves.ReturnAsync(tx, entry, reason, by: "", now + options.Value.FixFor, now, ct);
            await notices.TellAsync(tx, entry with { Reason = reason }, PhotoEntryNotice.Returned, now, ct);
            return;
        }
        await PhotoEntryQuestions.AskAsync(tx, entry, photos, now, ct);
        if (photos.All(photo => photo.State is EntryPhotoState.Ready))
        {
            await PhotoEntryMoves.BringToReviewAsync(tx, entry.Id, now, ct);
        }
    }
}
