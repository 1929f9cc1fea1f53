using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.People;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Contests;

/// <summary>Why an entry may not be begun or handed in. Asked under the locks under which it then is.</summary>
public sealed class PhotoEntryChecks(IOptions<ContestOptions> options)
{
    internal static async Task<PhotoEntryOutcome?> WhyNotBeginAsync(
        Sql sql,
        long personId,
        Contest contest,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        now < contest.OpensAt ? PhotoEntryOutcome.NotOpenYet
        : now >= contest.ClosesAt ? PhotoEntryOutcome.Closed
        : await IsShutOutAsync(sql, contest, personId, ct) ? PhotoEntryOutcome.MembersOnly
        : await PhotoEntryMoves.CountAsync(sql, contest.Id, personId, ct) >= contest.MaxEntries ? PhotoEntryOutcome.TooMany
        : null;

    internal async Task<PhotoEntryOutcome?> WhyNotSubmitAsync(
        Transaction tx,
        OwnPhotoEntry own,
        bool agrees,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var (entry, contest, photos) = own;
        return !entry.IsEditable ? PhotoEntryOutcome.NotEditable
            : contest.State is not ContestState.Published ? PhotoEntryOutcome.Closed
            : now < contest.OpensAt ? PhotoEntryOutcome.NotOpenYet
            : photos.Count == 0 ? PhotoEntryOutcome.NoPhoto
            : photos.Any(photo => photo.FaultIn(contest) is not null) ? PhotoEntryOutcome.PhotoUnfit
            : entry.Text.Missing(contest).Any() ? PhotoEntryOutcome.Incomplete
            : !contest.GroupOf(entry.GroupKey)!.Takes(photos.Count) ? PhotoEntryOutcome.PhotoCount
            : !agrees ? PhotoEntryOutcome.NotAgreed
            : !IsInTime(own, now) ? PhotoEntryOutcome.Closed
            : await WhyNotWhoAsync(tx, own, ct);
    }

    private static async Task<PhotoEntryOutcome?> WhyNotWhoAsync(Transaction tx, OwnPhotoEntry own, CancellationToken ct)
    {
        var (entry, contest, photos) = own;
        var personId = entry.PersonId!.Value;
        if (!await PersonPhones.IsVerifiedAsync(tx, personId, ct))
        {
            return PhotoEntryOutcome.NoPhone;
        }
        if (await IsShutOutAsync(tx, contest, personId, ct))
        {
            return PhotoEntryOutcome.MembersOnly;
        }
        var holders = await PhotoEntryMoves.ListHoldersAsync(tx, entry, photos.Select(photo => photo.Sha256), ct);
        return holders.Any(holder => holder != personId) ? PhotoEntryOutcome.PhotoTaken
            : holders.Count > 0 ? PhotoEntryOutcome.PhotoUsed
            : null;
    }

    /// <summary>A phone is asked for when it is handed in; a membership is nobody's to get on the way.</summary>
    private static async Task<bool> IsShutOutAsync(Sql sql, Contest contest, long personId, CancellationToken ct) =>
        contest.Entrants is Crowd.Members && !await Crowds.HasAsync(sql, Crowd.Members, personId, ct);

    /// <summary>Before the deadline; or a little after it, with photos that were on their way by then over too slow a line.</summary>
    private bool IsInTime(OwnPhotoEntry own, DateTimeOffset now)
    {
        var deadline = own.Entry.DeadlineOf(own.Contest);
        var grace = options.Value.Grace;
        return now < deadline || (own.Photos.All(photo => photo.Upload.IsInTime(deadline, grace)) && now < deadline + 2 * grace);
    }
}
