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
}

public enum WeChatFailure
{
    /// <summary>WeChat said no to what was sent; the same call will be refused again.</summary>
    Refused,

    /// <summary>A code was wrong, used or expired (40029, 40163).</summary>
    BadCode,

    /// <summary>WeChat blocked this user as high-risk (40226).</summary>
    UserBlocked,

    /// <summary>Too often, or the account's quota spent (45009, 45011, 44991): later is right.</summary>
    Throttled,

    /// <summary>The account lacks the permission (48001), its secret is wrong (40125), its token is turned away even when new (40001), or this server's address is not listed (40164).</summary>
    Misconfigured,

    /// <summary>The request did not leave, or WeChat said it is busy (-1, 43108, HTTP 503): nothing was done, and the same call may pass later.</summary>
    Unavailable,

    /// <summary>The request left and no answer came, or one that says nothing (a gateway's 500, 502, 504): it may have been done.</summary>
    Unknown,
}
