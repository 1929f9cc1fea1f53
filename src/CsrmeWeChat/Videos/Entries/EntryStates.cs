using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Moderation;
using CsrmeWeChat.People;
using CsrmeWeChat.Uploads;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Videos;

/// <summary>
/// What moves an entry on the author's side and in the workshop, each in one transaction: the row, its file, the questions to WeChat and
/// the notice to the author. What staff decide stands in <see cref="ReviewDesk"/>; the statements of both in <see cref="EntryMoves"/>.
/// </summary>
public sealed class EntryStates(Database database, EntryNotices notices, IOptions<VideoOptions> options)
{
    /// <summary>The part of a video that stands for all pictures that could not be cut.</summary>
    public const string Uncut = "frames";

    /// <summary>The draft of this call that the person has, or a new one: a repeated wish makes no second.</summary>
    public Task<(EntryOutcome Outcome, Entry? Entry)> BeginAsync(long personId, long callId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync<(EntryOutcome, Entry?)>(
            async tx =>
            {
                if (!await tx.LockAsync("people", personId, ct))
                {
                    return (false, (EntryOutcome.NoSuchPerson, null));
                }
                if (await CallStore.FindAsync(tx, callId, ct) is not { State: CallState.Published } call)
                {
                    return (false, (EntryOutcome.NotFound, null));
                }
                var slot = EntryMoves.DraftSlot(callId, personId);
                if (await EntryMoves.FindBySlotAsync(tx, slot, ct) is { } draft)
                {
                    return (false, (EntryOutcome.Done, draft));
                }
                if (call.StageAt(now) is not CallStage.Open and var stage)
                {
                    return (false, (stage is CallStage.Soon ? EntryOutcome.NotOpenYet : EntryOutcome.Closed, null));
                }
                if (await EntryMoves.CountAsync(tx, callId, personId, ct) >= call.MaxEntries)
                {
                    return (false, (EntryOutcome.TooMany, null));
                }
                await EntryMoves.AddDraftAsync(tx, slot, callId, personId, now, ct);
                return (true, (EntryOutcome.Done, await EntryMoves.FindBySlotAsync(tx, slot, ct)));
            },
            ct
        );

    /// <param name="text">Clean.</param>
    public async Task<EntryOutcome> WriteAsync(long personId, long entryId, EntryText text, DateTimeOffset now, CancellationToken ct) =>
        await EntryMoves.WriteAsync(database, personId, entryId, text, now, ct) ? EntryOutcome.Done
        : await EntryMoves.IsTheirsAsync(database, personId, entryId, ct) ? EntryOutcome.NotEditable
        : EntryOutcome.NotFound;

    /// <summary>Gives the entry this video, in place of the one it had. The same once more changes nothing.</summary>
    public Task<EntryOutcome> AttachAsync(long personId, long entryId, string uploadCode, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await EntryMoves.LockAsync(tx, personId, entryId, ct) is not { } entry)
                {
                    return (false, EntryOutcome.NotFound);
                }
                if (entry.State is not (EntryState.Draft or EntryState.Returned))
                {
                    return (false, EntryOutcome.NotEditable);
                }
                if (entry.VideoId is { } had && await EntryMoves.HasUploadAsync(tx, had, uploadCode, ct))
                {
                    return (false, EntryOutcome.Done);
                }
                if (await UploadStore.TakeAsync(tx, personId, uploadCode, VideosFeature.Purpose, now, ct) is not { } upload)
                {
                    return (false, EntryOutcome.UploadGone);
                }
                await DropVideoAsync(tx, entry, now, ct);
                var video = await VideoFileStates.AddAsync(tx, entryId, upload, now, ct);
                await EntryMoves.SetVideoAsync(tx, entryId, video, now, ct);
                return (true, EntryOutcome.Done);
            },
            ct
        );

    /// <summary>Hands the entry in.</summary>
    /// <param name="agrees">To the rules, and that nothing secret is in it.</param>
    public Task<EntryOutcome> SubmitAsync(long personId, long entryId, bool agrees, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await EntryMoves.LockAsync(tx, personId, entryId, ct) is not { } entry)
                {
                    return (false, EntryOutcome.NotFound);
                }
                // Whoever asks twice because the answer was lost has done it.
                if (entry.State is EntryState.Submitted or EntryState.Reviewing)
                {
                    return (false, EntryOutcome.Done);
                }
                var video = await EntryMoves.FindVideoAsync(tx, entry, ct);
                if (await WhyNotAsync(tx, entry, video, agrees, now, ct) is { } why)
                {
                    return (false, why);
                }
                var to = video!.State is VideoFileState.Ready ? EntryState.Reviewing : EntryState.Submitted;
                if (!await EntryMoves.SubmitAsync(tx, entry, to, now, ct))
                {
                    return (false, EntryOutcome.NotEditable);
                }
                await VideoFileStates.WantAsync(tx, video.Id, now, ct);
                var handedIn = entry with { Version = entry.Version + 1 };
                await ModerationDesk.AskAsync(
                    tx,
                    Subject(handedIn),
                    personId,
                    [.. TextQuestions(entry), .. PictureQuestions(video)],
                    now,
                    ct
                );
                await notices.TellAsync(tx, handedIn, EntryNotice.Received, now, ct);
                return (true, EntryOutcome.Done);
            },
            ct
        );

    /// <summary>The author takes it back. What was never handed in goes without a trace.</summary>
    public Task<EntryOutcome> WithdrawAsync(long personId, long entryId, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                if (await EntryMoves.LockAsync(tx, personId, entryId, ct) is not { } entry)
                {
                    return (false, EntryOutcome.NotFound);
                }
                await WithdrawAsync(tx, entry, now, ct);
                return (true, EntryOutcome.Done);
            },
            ct
        );

    /// <summary>Drops drafts whose call has closed long ago, with their videos. True where there may be more.</summary>
    public async Task<bool> DropOldDraftsAsync(DateTimeOffset now, int limit, CancellationToken ct)
    {
        var old = await database.ListAsync<long>(
            """
            SELECT e.id FROM video_entries e JOIN video_calls c ON c.id = e.call_id
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
                    if (await EntryMoves.LockAsync(tx, id, ct) is not { State: EntryState.Draft } draft)
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

    /// <summary>Under the entry's lock: also for an author who wants to be forgotten.</summary>
    internal static async Task WithdrawAsync(Transaction tx, Entry entry, DateTimeOffset now, CancellationToken ct)
    {
        await DropVideoAsync(tx, entry, now, ct);
        await ModerationDesk.DropAsync(tx, VideosFeature.Subject, entry.Id, ct);
        await EntryMoves.WithdrawAsync(tx, entry, now, ct);
    }

    /// <summary>The workshop knows what the video is, and WeChat can be asked about its pictures where it is handed in.</summary>
    internal Task ExaminedAsync(VideoFile file, string holder, Examined found, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var entry = await EntryMoves.LockAsync(tx, file.EntryId, ct);
                var isHandedIn = entry is { State: EntryState.Submitted } && entry.VideoId == file.Id;
                if (!await VideoFileStates.ExaminedAsync(tx, holder, file.Id, found, isHandedIn, now, ct))
                {
                    return (false, false);
                }
                if (isHandedIn && entry!.PersonId is { } personId)
                {
                    var video = (await EntryMoves.FindVideoAsync(tx, entry, ct))!;
                    await ModerationDesk.AskAsync(tx, Subject(entry), personId, [.. PictureQuestions(video)], now, ct);
                }
                return (true, true);
            },
            ct
        );

    /// <summary>The copy is there: a human can look at the entry.</summary>
    internal Task ReadyAsync(
        VideoFile file,
        string holder,
        (int Width, int Height) play,
        long size,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        database.TransactAsync(
            async tx =>
            {
                var entry = await EntryMoves.LockAsync(tx, file.EntryId, ct);
                if (!await VideoFileStates.ReadyAsync(tx, holder, file.Id, play, size, ct))
                {
                    return (false, false);
                }
                if (entry?.VideoId == file.Id)
                {
                    await EntryMoves.BringToReviewAsync(tx, entry.Id, now, ct);
                }
                return (true, true);
            },
            ct
        );

    /// <summary>The video cannot be taken: an entry that is handed in goes back to its author, who is told why.</summary>
    internal Task UnfitAsync(VideoFile file, string holder, VideoFault fault, DateTimeOffset now, CancellationToken ct) =>
        database.TransactAsync(
            async tx =>
            {
                var entry = await EntryMoves.LockAsync(tx, file.EntryId, ct);
                if (!await VideoFileStates.UnfitAsync(tx, holder, file.Id, fault, ct))
                {
                    return (false, false);
                }
                if (entry is { State: EntryState.Submitted } && entry.VideoId == file.Id)
                {
                    var call = (await CallStore.FindAsync(tx, entry.CallId, ct))!;
                    var reason = fault.Words(call.Limits);
                    await EntryMoves.ReturnAsync(tx, entry, reason, by: "", now + options.Value.FixFor, now, ct);
                    await notices.TellAsync(tx, entry with { Reason = reason }, EntryNotice.Returned, now, ct);
                }
                return (true, true);
            },
            ct
        );

    private async Task<EntryOutcome?> WhyNotAsync(
        Transaction tx,
        Entry entry,
        VideoFile? video,
        bool agrees,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (entry.State is not (EntryState.Draft or EntryState.Returned))
        {
            return EntryOutcome.NotEditable;
        }
        var call = (await CallStore.FindAsync(tx, entry.CallId, ct))!;
        return call.State is not CallState.Published ? EntryOutcome.Closed
            : now < call.OpensAt ? EntryOutcome.NotOpenYet
            : video is null ? EntryOutcome.NoVideo
            : video.State is VideoFileState.Unfit ? EntryOutcome.VideoUnfit
            : entry.Text.Missing(call).Any() ? EntryOutcome.Incomplete
            : !agrees ? EntryOutcome.NotAgreed
            : !IsInTime(entry, call, video, now) ? EntryOutcome.Closed
            : !await PersonPhones.IsVerifiedAsync(tx, entry.PersonId!.Value, ct) ? EntryOutcome.NoPhone
            : null;
    }

    /// <summary>Before the deadline; or a little after it, with a video that was on its way by then over too slow a line.</summary>
    private bool IsInTime(Entry entry, VideoCall call, VideoFile video, DateTimeOffset now)
    {
        var deadline = entry.DeadlineOf(call);
        var grace = options.Value.Grace;
        return now < deadline || (video.Upload.IsInTime(deadline, grace) && now < deadline + 2 * grace);
    }

    private static async Task DropVideoAsync(Transaction tx, Entry entry, DateTimeOffset now, CancellationToken ct)
    {
        if (await EntryMoves.FindVideoAsync(tx, entry, ct) is { } video)
        {
            await VideoFileStates.DropAsync(tx, video.Id, now, ct);
            await UploadStore.GiveBackAsync(tx, video.UploadId, now, ct);
        }
    }

    internal static Subject Subject(Entry entry) => new(VideosFeature.Subject, entry.Id, entry.Version);

    private static IEnumerable<Question> TextQuestions(Entry entry) =>
        new[]
        {
            new TextQuestion("title", entry.Title),
            new TextQuestion("statement", entry.Statement),
            new TextQuestion(
                "author",
                string.Join(' ', [entry.Author, entry.Unit, .. entry.CollaboratorList.Select(one => $"{one.Name} {one.Unit}")])
            ),
            new TextQuestion("ai", entry.AiNote),
        }.Where(question => question.Text is not "");

    /// <summary>
    /// None before the workshop has looked at the video; it asks them then. What could not be cut is asked too: its file is not there, and
    /// so it goes to a human.
    /// </summary>
    private static IEnumerable<Question> PictureQuestions(VideoFile video)
    {
        for (var number = 0; number < video.CutAt.Count; number++)
        {
            yield return new PictureQuestion($"frame:{video.CutAt[number] / 1000.0:0.0}", VideoKeys.Frame(video.Id, number));
        }
        if (video.KnownFacts is not { } facts)
        {
            yield break;
        }
        if (video.CutAt.Count < VideoTools.FramesOf(facts))
        {
            yield return new PictureQuestion(Uncut, VideoKeys.Uncut(video.Id));
        }
        if (facts.AudioCodec is not null)
        {
            yield return new SoundQuestion("sound", VideoKeys.Sound(video.Id));
        }
    }
}
