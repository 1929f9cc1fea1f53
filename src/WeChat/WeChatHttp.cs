using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChat;

/// <summary>Sends a call, reads its errcode, and turns every way to fail into a <see cref="WeChatException"/>.</summary>
internal sealed partial class WeChatHttp(
    IHttpClientFactory clients,
    IOptions<WeChatOptions> options,
    TimeProvider time,
    ILogger<WeChatHttp> logger
)
{
    public const string ClientName = "WeChat";

    private readonly HttpClient client = clients.CreateClient(ClientName);

    /// <exception cref="WeChatException">Refused, or no answer.</exception>
    /// <exception cref="OperationCanceledException">Only where the caller cancelled.</exception>
    public async Task<WeChatAnswer> SendAsync(WeChatCall call, CancellationToken ct)
    {
        try
        {
            return await SendOnceAsync(call, ct);
        }
        catch (WeChatException failure) when (call.Repeatable && MayPass(failure))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(50, 250)), ct);
            return await SendOnceAsync(call, ct);
        }
    }

    // A time-out is not tried again: the caller has waited long enough.
    private static bool MayPass(WeChatException failure) =>
        failure
            is { Failure: WeChatFailure.Unavailable }
                or { Failure: WeChatFailure.Unknown, InnerException: not OperationCanceledException };

    private async Task<WeChatAnswer> SendOnceAsync(WeChatCall call, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Value.Timeout);
        var started = time.GetTimestamp();
        try
        {
            using var request = call.ToRequest(options.Value.BaseUrl);
            using var response = await client.SendAsync(request, patience.Token);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            var answer = WeChatAnswer.Read(call.Api, response.StatusCode, body);
            LogAnswer(call.Api, 0, Elapsed(started));
            return answer;
        }
        catch (WeChatException refusal)
        {
            LogRefusal(LevelOf(refusal.Failure), call.Api, refusal.Failure, refusal.Code, Elapsed(started), refusal.RequestId ?? "-");
            throw;
        }
        catch (Exception exception) when (Failures.OfException(exception) is { } failure)
        {
            ct.ThrowIfCancellationRequested();
            LogRefusal(LogLevel.Warning, call.Api, failure, 0, Elapsed(started), "-");
            throw new WeChatException(call.Api, 0, failure, exception);
        }
    }

    private long Elapsed(long started) => (long)time.GetElapsedTime(started).TotalMilliseconds;

    private static LogLevel LevelOf(WeChatFailure failure) =>
        failure switch
        {
            WeChatFailure.Refused or WeChatFailure.BadCode or WeChatFailure.UserBlocked => LogLevel.Debug,
            WeChatFailure.Throttled or WeChatFailure.Misconfigured or WeChatFailure.Unavailable or WeChatFailure.Unknown =>
                LogLevel.Warning,
        };

    [LoggerMessage(LogLevel.Debug, "{Api} answered {ErrCode} in {Elapsed} ms")]
    private partial void LogAnswer(string api, int errCode, long elapsed);

    [LoggerMessage("{Api} failed: {Failure} ({ErrCode}) after {Elapsed} ms, rid {RequestId}")]
    private partial void LogRefusal(LogLevel level, string api, WeChatFailure failure, int errCode, long elapsed, string requestId);
}
