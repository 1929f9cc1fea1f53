using Amazon.Runtime;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Uploads;

namespace CsrmeWeChat.Videos;

/// <summary>
/// The two steps of work on a video: to examine it, and to make its copy. A step writes its files first and its row last; a crash between
/// them costs the step, which writes the same files again.
/// </summary>
public sealed class VideoWorkshop(
    Database database,
    VideoFileStore files,
    EntryStates entries,
    CallStore calls,
    VideoTools tools,
    UploadStore uploads,
    IFileStore store,
    TimeProvider time,
    ILogger<VideoWorkshop> log
)
{
    private const int MaxAttempts = 3;

    /// <summary>Milliseconds by which a copy may be longer than what it was made of: sound goes by blocks of its own.</summary>
    private const int MostMore = 2_000;

    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1),
        WithoutTools = TimeSpan.FromMinutes(10);

    /// <summary>Whether there was one to examine.</summary>
    public Task<bool> ExamineNextAsync(CancellationToken ct) => NextAsync(VideoFileState.Waiting, ExamineAsync, ct);

    /// <summary>Whether there was one to convert.</summary>
    public Task<bool> ConvertNextAsync(CancellationToken ct) => NextAsync(VideoFileState.Examined, ConvertAsync, ct);

    private async Task<bool> NextAsync(VideoFileState state, Func<VideoTurn, Task> step, CancellationToken ct)
    {
        if (await files.FindDueAsync(state, time.GetUtcNow(), ct) is not { } file)
        {
            return false;
        }
        await using var turn = await VideoTurn.TakeAsync(database, time, file, ct);
        if (turn is null)
        {
            return true;
        }
        try
        {
            await step(turn);
        }
        catch (MovedException)
        {
            await VideoFileStates.PostponeAsync(database, turn.Holder, file.Id, counts: false, time.GetUtcNow(), ct);
        }
        catch (ToolMissingException e)
        {
            log.LogError("Videos wait: {Reason}", e.Message);
            await VideoFileStates.PostponeAsync(database, turn.Holder, file.Id, counts: false, time.GetUtcNow() + WithoutTools, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("The work on video {Video} was given up: another node has it, or nobody needs it", file.Id);
        }
        catch (Exception e) when (IsOfSurroundings(e))
        {
            log.LogError(e, "The work on video {Video} broke off", file.Id);
            await VideoFileStates.PostponeAsync(database, turn.Holder, file.Id, counts: false, time.GetUtcNow() + Again, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever this file does to us, it does not do it for ever.
            log.LogError(e, "Video {Video} is more than we can take", file.Id);
            await FailAsync(turn);
        }
        return true;
    }

    /// <summary>The database, the store or the disk, which say nothing of the video. Others have their turn meanwhile.</summary>
    private bool IsOfSurroundings(Exception e) =>
        e is IOException or UnauthorizedAccessException or AmazonServiceException || S3Bucket.IsAway(e) || database.IsAway(e);

    private async Task ExamineAsync(VideoTurn turn)
    {
        var file = turn.File;
        using var original = await FetchAsync(file, turn);
        var (facts, fault) = await tools.ExamineAsync(original.Path, turn.Lost);
        fault ??= (await calls.FindOfEntryAsync(file.EntryId, turn.Lost))?.Limits.FaultOf(facts!.Milliseconds);
        if (fault is VideoFault.Stubborn)
        {
            Hold(original);
            await FailAsync(turn);
            return;
        }
        var cutAt = fault is null ? await tools.CutFramesAsync(original.Path, facts!, turn.Folder, turn.Lost) : [];
        if (fault is null && cutAt.Count == 0)
        {
            fault = VideoFault.Damaged;
        }
        if (fault is { } why)
        {
            Hold(original);
            await entries.UnfitAsync(file, turn.Holder, why, time.GetUtcNow(), turn.Lost);
            return;
        }
        var sound = Path.Combine(turn.Folder, "sound.mp3");
        var hasSound = facts!.AudioCodec is not null && await tools.CutSoundAsync(original.Path, facts, sound, turn.Lost);
        Hold(original);
        await KeepAsync(turn, "poster.jpg", VideoKeys.Poster(file.Id));
        for (var number = 0; number < cutAt.Count; number++)
        {
            await KeepAsync(turn, $"frame-{number}.jpg", VideoKeys.Frame(file.Id, number));
        }
        if (hasSound)
        {
            await KeepAsync(turn, "sound.mp3", VideoKeys.Sound(file.Id));
        }
        await entries.ExaminedAsync(file, turn.Holder, new Examined(facts, cutAt, hasSound), time.GetUtcNow(), turn.Lost);
    }

    private async Task ConvertAsync(VideoTurn turn)
    {
        var file = turn.File;
        var facts = file.KnownFacts!;
        using var original = await FetchAsync(file, turn);
        var copy = Path.Combine(turn.Folder, "play.mp4");
        if (!await tools.MakeCopyAsync(original.Path, facts, copy, turn.Report, turn.Lost))
        {
            Hold(original);
            await FailAsync(turn);
            return;
        }
        var (made, _) = await tools.ExamineAsync(copy, turn.Lost);
        if (made is null || made.Milliseconds > facts.Milliseconds + MostMore)
        {
            // Nothing may be shown that is longer than what was looked at.
            await FailAsync(turn);
            return;
        }
        await KeepAsync(turn, "play.mp4", VideoKeys.Play(file.Id));
        var size = new FileInfo(copy).Length;
        await entries.ReadyAsync(file, turn.Holder, (made.Width, made.Height), size, time.GetUtcNow(), turn.Lost);
    }

    private async Task<LocalFile> FetchAsync(VideoFile file, VideoTurn turn) =>
        await uploads.FetchAsync(file.UploadId, turn.Lost)
        ?? throw new FileNotFoundException($"The upload of video {file.Id} has no file.");

    /// <summary>
    /// An upload moves to the store as soon as it may, also while somebody looks at it: then what was found says nothing of the video.
    /// </summary>
    private static void Hold(LocalFile original) => _ = File.Exists(original.Path) ? 0 : throw new MovedException();

    private Task KeepAsync(VideoTurn turn, string name, string key) => store.AddAsync(key, Path.Combine(turn.Folder, name), turn.Lost);

    /// <summary>The program crashed or hung. That may be the machine's fault, so it is tried again, but not for ever.</summary>
    private Task FailAsync(VideoTurn turn)
    {
        var (file, now) = (turn.File, time.GetUtcNow());
        log.LogWarning("The work on video {Video} failed, attempt {Attempt}", file.Id, file.Attempts + 1);
        return file.Attempts + 1 < MaxAttempts
            ? VideoFileStates.PostponeAsync(database, turn.Holder, file.Id, counts: true, now + Again * (1 << file.Attempts), turn.Lost)
            : entries.UnfitAsync(file, turn.Holder, VideoFault.Stubborn, now, turn.Lost);
    }
}

/// <summary>The file is elsewhere now, and looked at again there.</summary>
internal sealed class MovedException() : Exception("The file was moved while it was looked at.");
