namespace WeChat;

/// <summary>The errcodes a feature may want to tell apart, as <see cref="WeChatException.Code"/>.</summary>
public static class ErrCode
{
    /// <summary>The openid is not one of this account's.</summary>
    public const int UnknownUser = 40003;

    public const int UnknownTemplate = 40037;

    /// <summary>The mini program has not released this page.</summary>
    public const int PageNotReleased = 41030;

    /// <summary>The user does not follow the official account.</summary>
    public const int NotFollowing = 43004;

    /// <summary>The user did not subscribe, or the one message a subscription allows is spent.</summary>
    public const int NotSubscribed = 43101;

    /// <summary>WeChat took this user's right to be sent this message.</summary>
    public const int SendingBanned = 43107;

    /// <summary>Another message to the same user is being sent; try again a little later.</summary>
    public const int ConcurrentSend = 43108;

    /// <summary>A day's quota of this api is spent.</summary>
    public const int QuotaSpent = 45009;

    /// <summary>A field of the message breaks the rule of its kind: thing, time, phrase and so on.</summary>
    public const int BadField = 47003;

    /// <summary>The author has not visited within 2 hours.</summary>
    public const int NotVisited = 61010;
}
