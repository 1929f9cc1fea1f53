using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Judging;
using CsrmeWeChat.Moderation;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Contests;

public enum PhotoReviewOutcome
{
    Done,

    /// <summary>Somebody else has decided, or the author has taken it back, since the page was shown.</summary>
    Moved,

    /// <summary>The machine has not passed it, and the reviewer has not said that they know.</summary>
    NeedsLook,

    /// <summary>Jurors have it: it cannot be changed any more.</summary>
    InRound,

    /// <summary>It stands in the list of those who get a prize.</summary>
    Awarded,
}

/// <summary>What staff decide about an entry: each in one transaction with its line in the trail and the notice to the author.</summary>
public sealed class PhotoReviewDesk(
    Database database,
    AuditTrail audit,
    ModerationDesk moderation,
    PhotoEntryNotices notices,
    IOptions<ContestOptions> options
)
{
    /// <param name="seen">As the page showed it.</param>
    /// <param name="isAware">Whether the reviewer knows that the machine has not passed it.</param>
    public async Task<PhotoReviewOutcome> AcceptAsync(Actor by, PhotoEntry seen, bool isAware, DateTimeOffset now, CancellationToken ct)
    {
        var machine = (await moderation.SumAsync([PhotoEntryQuestions.Subject(seen)], ct))[seen.Id];
        if (machine is not ModerationState.Passed && !isAware)
        {
            return PhotoReviewOutcome.NeedsLook;
        }
        return await database.TransactAsync(
            async tx =>
            {
                if (!await PhotoEntryMoves.AcceptAsync(tx, seen, by.Name, now, ct))
                {
                    return (false, PhotoReviewOutcome.Moved);
                }
                await notices.TellAsync(tx, seen, PhotoEntryNotice.Accepted, now, ct);
                var change = new Change("photo.accept", "photo", seen.Id, seen.Title, After: new { machine = machine.Label });
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, PhotoReviewOutcome.Done);
            },
            ct
        );
    }

    /// <summary>Also what was accepted, until jurors have it.</summary>
    /// <param name="seen">As the page showed it.</param>
    /// <param name="reason">What its author is to change.</param>
    public Task<PhotoReviewOutcome> ReturnAsync(Actor by, PhotoEntry seen, string reason, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                // Before the entry, as whoever hands in and whoever gives an award: neither comes between.
                await ContestStore.LockAsync(tx, seen.ContestId, ct);
                if (await AwardStore.HasOneAsync(tx, seen.Id, ct))
                {
                    return (false, PhotoReviewOutcome.Awarded);
                }
                if (!await PhotoEntryMoves.ReturnAsync(tx, seen, reason, by.Name, now + options.Value.FixFor, now, ct))
                {
                    return (false, PhotoReviewOutcome.Moved);
                }
                var panel = Contest.PanelOf(seen.ContestId);
                await RoundStates.HoldAsync(tx, panel, ct);
                if (await RoundStates.IsJudgedAsync(tx, panel, seen.Id, ct))
                {
                    return (false, PhotoReviewOutcome.InRound);
                }
                await notices.TellAsync(tx, seen with { Reason = reason }, PhotoEntryNotice.Returned, now, ct);
                var change = new Change("photo.return", "photo", seen.Id, seen.Title, After: new { reason });
                await audit.AddAsync(tx, by, change, now, ct);
                return (true, PhotoReviewOutcome.Done);
            },
            ct
        );
}
