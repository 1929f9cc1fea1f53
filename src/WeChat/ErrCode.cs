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

    /// <summary>
    /// The account may send no subscription messages any more, or not by this template: 订阅消息能力封禁. It is no word about the user.
    /// Source: 发送订阅消息.
    /// </summary>
    public const int SendingBanned = 43107;

    /// <summary>
    /// template/send: the same message went to this user within 60 seconds. Source: WeChat community oCJUsw8Jav7Un46Mw2Z_nWanCfec.
    /// </summary>
    public const int RepeatedMessage = 40241;

    /// <summary>
    /// template/send: the content is blocked as illegal. Source: WeChat community oCJUswwuGAo1Uh4yHxYQBixWj8xQ.
    /// </summary>
    public const int IllegalContent = 40249;

    /// <summary>The content has a sensitive word. Source: 发送订阅消息.</summary>
    public const int SensitiveWord = 45168;

    /// <summary>
    /// Whether a refused message says something about all messages of its kind, whoever they are for: its template, its page or its
    /// content. What is wrong with a field (47003) is not among them, for a field may hold the recipient's own name.
    /// </summary>
    public static bool ConcernsAll(int code) =>
        code is SendingBanned or IllegalContent or SensitiveWord or UnknownTemplate or PageNotReleased or 40036 or 40038 or 40165 or 45109;

    /// <summary>Another message to the same user is being sent; try again a little later.</summary>
    public const int ConcurrentSend = 43108;

    /// <summary>The follower's or the account's mass sends are spent.</summary>
    public const int MassQuotaSpent = 45028;

    /// <summary>A mass send under this clientmsgid exists; <see cref="WeChatException.MessageId"/> is its id.</summary>
    public const int SentBefore = 45065;

    /// <summary>The same clientmsgid again within a minute.</summary>
    public const int RepeatedTooSoon = 45066;

    /// <summary>
    /// mass/sendall: "system busy, please try later" and "masssend fast, retry again".
    /// Source: WeChat community 0008a0ce4e0d582e5cc04dac46b400, oCJUswxoDGvT3voMBvBnG5pWibRE.
    /// </summary>
    public const int MassSystemBusy = 268488001,
        MassTooFast = 42010;

    /// <summary>
    /// Whether a mass send was answered that it is to be tried later, under the same id. 45065 says so where it names no message.
    /// </summary>
    public static bool IsMassLater(int code) => code is SentBefore or RepeatedTooSoon or MassSystemBusy or MassTooFast;

    /// <summary>mass/sendall: some accounts want a tag_id, empty, even where it goes to all. Source: csdn 88349922, two reports.</summary>
    public const int UnknownGroup = 40152;

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

    /// <summary>media_check_async: the same address was asked about already. Source: 多媒体内容安全识别.</summary>
    public const int RepeatedMedia = 87020;

    /// <summary>In a pushed verdict: WeChat could not fetch the file.</summary>
    public const int DownloadFailed = -1008;
}
