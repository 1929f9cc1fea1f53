namespace WeChat;

/// <summary>The errcodes a feature may want to tell apart, as <see cref="WeChatException.Code"/>.</summary>
public static class ErrCode
{
    /// <summary>The openid is not one of this account's.</summary>
    public const int UnknownUser = 40003;

    /// <summary>The media id is unknown: never given, of another kind, or a draft that was sent.</summary>
    public const int UnknownMedia = 40007;

    public const int UnknownTemplate = 40037;

    /// <summary>The mass send's id is unknown.</summary>
    public const int UnknownMessage = 40059;

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

    /// <summary>The follower's or the account's mass sends are spent.</summary>
    public const int MassQuotaSpent = 45028;

    /// <summary>A mass send under this clientmsgid exists; <see cref="WeChatException.MessageId"/> is its id.</summary>
    public const int SentBefore = 45065;

    /// <summary>The same clientmsgid again within a minute.</summary>
    public const int RepeatedTooSoon = 45066;

    /// <summary>The account lacks the permission.</summary>
    public const int NoPermission = 48001;

    /// <summary>The account may not call this api at all: it lacks the permission, or it was taken away.</summary>
    public static bool IsForbidden(int code) => code is NoPermission or 48004 or 48008 or 50001 or 50002;

    /// <summary>A day's quota of this api is spent.</summary>
    public const int QuotaSpent = 45009;

    /// <summary>A field of the message breaks the rule of its kind: thing, time, phrase and so on.</summary>
    public const int BadField = 47003;

    /// <summary>The author has not visited within 2 hours.</summary>
    public const int NotVisited = 61010;
}
