using CsrmeWeChat.Foundation.Http;
using CsrmeWeChat.Foundation.Storage;
using CsrmeWeChat.Foundation.WeChatCalls;
using CsrmeWeChat.People;
using Microsoft.Extensions.Options;
using WeChat;

namespace CsrmeWeChat.Moderation;

/// <summary>Asks WeChat one question and records what became of it.</summary>
public sealed class Asking(
    IMiniProgram wechat,
    PersonStore people,
    IFileStore files,
    CheckStates states,
    CheckLeaser leaser,
    IOptions<SiteOptions> site,
    TimeProvider time
)
{
    /// <summary>The last of the pauses between them makes it about 20 minutes in which WeChat gave no answer.</summary>
    public const int MaxAttempts = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    /// <summary>WeChat was not to be asked for so long, for its quota was spent or our account is not in order.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromHours(36);

    /// <summary>Longer than WeChat takes.</summary>
    private static readonly TimeSpan AddressLasts = TimeSpan.FromHours(1);

    /// <summary>Addresses are the same for a quarter of an hour, and WeChat may not want to hear one twice.</summary>
    private static readonly TimeSpan AnotherAddress = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan OutOfOrder = TimeSpan.FromMinutes(1),
        Away = TimeSpan.FromSeconds(15);

    /// <summary>False where nobody is to be asked this way for now.</summary>
    public async Task<bool> AskAsync(LeasedCheck check, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await FindObstacleAsync(check, now, ct) is { } obstacle)
        {
            await states.GiveUpAsync(check, obstacle, errCode: 0, now, ct);
            return true;
        }
        var openId = await people.FindOpenIdAsync(check.PersonId!.Value, wechat.AppId, ct);
        if (openId is null)
        {
            await states.GiveUpAsync(check, CheckReason.NoOpenId, errCode: 0, now, ct);
            return true;
        }
        try
        {
            await AskAsync(check, openId, now, ct);
            return true;
        }
        catch (WeChatException failure)
        {
            return await FailAsync(check, failure, ct);
        }
    }

    private async Task AskAsync(LeasedCheck check, string openId, DateTimeOffset now, CancellationToken ct)
    {
        if (check.Medium is Medium.Text)
        {
            var verdict = await wechat.CheckTextAsync(new TextToCheck(openId, CheckScene.Forum, check.Content), ct);
            await states.SettleAsync(check, verdict, time.GetUtcNow(), ct);
            return;
        }
        var kind = check.Medium is Medium.Sound ? MediaKind.Sound : MediaKind.Picture;
        var trace = await wechat.CheckMediaAsync(new MediaToCheck(openId, CheckScene.Forum, kind, AddressOf(check, now)!), ct);
        // The id is all by which the verdict can be known: it is kept whatever happens to the job meanwhile.
        await states.HasAskedAsync(check, trace, time.GetUtcNow(), CancellationToken.None);
    }

    /// <summary>Why there is no point in asking, or null.</summary>
    private async Task<CheckReason?> FindObstacleAsync(LeasedCheck check, DateTimeOffset now, CancellationToken ct)
    {
        if (check.PersonId is null)
        {
            return CheckReason.NoOpenId;
        }
        if (check.Attempts > MaxAttempts)
        {
            return CheckReason.Unanswered;
        }
        if (now - check.WantedAt > MaxDelay)
        {
            return CheckReason.TooLate;
        }
        if (check.Medium is Medium.Text)
        {
            return null;
        }
        await using var file = await files.OpenAsync(check.FileKey, ct);
        return file is null ? CheckReason.FileGone
            : AddressOf(check, now) is null ? CheckReason.NoAddress
            : null;
    }

    private Uri? AddressOf(LeasedCheck check, DateTimeOffset now)
    {
        var address = files.AddressOf(check.FileKey, AddressLasts + (check.Attempts * AnotherAddress), now);
        return !address.StartsWith('/') ? new Uri(address)
            : site.Value.Address is { } own ? new Uri($"{own.AbsoluteUri.TrimEnd('/')}{address}")
            : null;
    }

    private async Task<bool> FailAsync(LeasedCheck check, WeChatException failure, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        switch (failure)
        {
            case { Code: ErrCode.NotVisited }:
                await states.AwaitVisitAsync(check, ct);
                return true;
            case { Failure: WeChatFailure.Throttled }:
                return await PauseAsync(failure.ThrottledUntil(now));
            case { Failure: WeChatFailure.Misconfigured } when !ErrCode.IsForbidden(failure.Code):
                return await PauseAsync(now + OutOfOrder);
            case { Failure: WeChatFailure.Unavailable }:
                return await PauseAsync(now + Away);
            // Whether it arrived nobody knows. A second question costs one call; the first one's verdict, should it come, names no check.
            case { Failure: WeChatFailure.Unknown } or { Code: ErrCode.RepeatedMedia } when check.Attempts < MaxAttempts:
                await states.PostponeAsync(check, now + (FirstPause * (1 << (check.Attempts - 1))), ct);
                return true;
            case { Failure: WeChatFailure.Unknown }:
                await states.GiveUpAsync(check, CheckReason.Unanswered, failure.Code, now, ct);
                return true;
            default:
                await states.GiveUpAsync(check, CheckReason.Refused, failure.Code, now, ct);
                return true;
        }

        async Task<bool> PauseAsync(DateTimeOffset until)
        {
            await leaser.PauseAsync(check.Medium.Api, until, ct);
            await states.GiveBackAsync(check, now, ct);
            return false;
        }
    }
}
