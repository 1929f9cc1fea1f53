namespace WeChat;

/// <summary>WeChat answered with an errcode, or did not answer.</summary>
/// <param name="api">The path that was called, without its query: that holds secrets.</param>
/// <param name="code">WeChat's errcode; 0 where there was none to read. See <see cref="ErrCode"/>.</param>
public sealed class WeChatException(string api, int code, WeChatFailure failure, Exception? inner = null)
    : Exception($"{api}: {failure} ({code})", inner)
{
    public string Api { get; } = api;

    public int Code { get; } = code;

    public WeChatFailure Failure { get; } = failure;

    /// <summary>The msg_id that some refusals carry: 45065 the one of the mass send that exists.</summary>
    public long? MessageId { get; init; }

    /// <summary>WeChat's own id of the request (rid), by which its support finds it.</summary>
    public string? RequestId { get; init; }

    /// <summary>For 40164 the address that WeChat saw the call come from.</summary>
    public string? Address { get; init; }
}

public enum WeChatFailure
{
    /// <summary>WeChat refused what was sent, and will refuse the same call again.</summary>
    Refused,

    /// <summary>A code was wrong, used or expired (40029, 40163).</summary>
    BadCode,

    /// <summary>WeChat blocked this user as high-risk (40226).</summary>
    UserBlocked,

    /// <summary>The call came too often or the account's quota is used up (45009, 45011, 44991). It may succeed later.</summary>
    Throttled,

    /// <summary>
    /// The account lacks the permission (48001), its secret is wrong (40125), its token is turned away even when new (40001),
    /// this server's address is not listed (40164), or its subscription messages are banned (43107).
    /// </summary>
    Misconfigured,

    /// <summary>
    /// The request did not leave, or WeChat said that it cannot take it now (43108, HTTP 503).
    /// Nothing was done, and the same call may succeed later.
    /// </summary>
    Unavailable,

    /// <summary>
    /// The request left, but no answer came, or only that the system is busy (-1), or a gateway's (500, 502, 504). It may have been done.
    /// </summary>
    Unknown,
}
