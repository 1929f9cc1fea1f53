namespace WeChat;

/// <summary>WeChat answered with an errcode, or did not answer.</summary>
/// <param name="api">The path that was called, without its query: that holds secrets.</param>
/// <param name="code">WeChat's errcode; 0 where there was no answer to read.</param>
public sealed class WeChatException(string api, int code, WeChatFailure failure, Exception? inner = null)
    : Exception($"{api}: {failure} ({code})", inner)
{
    public string Api { get; } = api;

    public int Code { get; } = code;

    public WeChatFailure Failure { get; } = failure;
}

public enum WeChatFailure
{
    /// <summary>WeChat said no to what was sent; the same call will be refused again.</summary>
    Refused,

    /// <summary>A code was wrong, used or expired (40029, 40163).</summary>
    BadCode,

    /// <summary>WeChat blocked this user as high-risk (40226).</summary>
    UserBlocked,

    /// <summary>Too often, or a quota spent (45009, 45011, 44991): later is right.</summary>
    Throttled,

    /// <summary>The account lacks the permission (48001), its secret is wrong (40001, 40125) or this server's address is not listed (40164).</summary>
    Misconfigured,

    /// <summary>The request did not leave, or WeChat said it is busy (-1, 5xx): nothing was done.</summary>
    Unavailable,

    /// <summary>The request left and no answer came: it may have been done.</summary>
    Unknown,
}
