using System.Net;

namespace WeChat;

internal static class Failures
{
    /// <summary>The token was turned away before the request was looked at. Source: 获取稳定版接口调用凭据, 全局返回码.</summary>
    public static bool IsTokenTurnedAway(int code) => code is 40001 or 40014 or 42001;

    public static WeChatFailure OfCode(int code) =>
        code switch
        {
            // 43108: another send to the same user is under way; this one was not done.
            ErrCode.ConcurrentSend => WeChatFailure.Unavailable,
            // "System busy" comes in thousands on a bad day, and whether WeChat acted before it said so is documented nowhere.
            -1 => WeChatFailure.Unknown,
            40029 or 40163 or 41008 => WeChatFailure.BadCode,
            40226 => WeChatFailure.UserBlocked,
            ErrCode.QuotaSpent or 45011 or 44990 or 44991 or 44993 or 45066 or 48006 => WeChatFailure.Throttled,
            40001
            or 40002
            or 40013
            or 40014
            or 40125
            or 40164
            or 40243
            or 41001
            or 41002
            or 41004
            or 42001
            or 43002
            or ErrCode.SendingBanned
            or 50004
            or 50007
            or 89503
            or 89506
            or 89507 => WeChatFailure.Misconfigured,
            _ => ErrCode.IsForbidden(code) ? WeChatFailure.Misconfigured : WeChatFailure.Refused,
        };

    public static WeChatFailure OfStatus(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.ServiceUnavailable => WeChatFailure.Unavailable,
            HttpStatusCode.TooManyRequests => WeChatFailure.Throttled,
            // WeChat says no with an errcode. A proxy's 4xx (408 for one) does not say what became of the call behind it.
            _ => WeChatFailure.Unknown,
        };

    /// <summary>Null for an exception that is no failure of the network.</summary>
    public static WeChatFailure? OfException(Exception exception) =>
        exception switch
        {
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError
            } => WeChatFailure.Unavailable,
            HttpRequestException or HttpIOException => WeChatFailure.Unknown,
            // SocketsHttpHandler's sign that ConnectTimeout ran out; our own time-out has no such inner exception.
            OperationCanceledException { InnerException: TimeoutException } => WeChatFailure.Unavailable,
            OperationCanceledException => WeChatFailure.Unknown,
            _ => null,
        };
}
