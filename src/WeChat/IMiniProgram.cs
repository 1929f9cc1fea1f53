namespace WeChat;

/// <summary>What the service asks of the mini program's account. A refusal by WeChat is a <see cref="WeChatException"/>.</summary>
public interface IMiniProgram
{
    /// <summary>The account's own id; openids are told apart by it.</summary>
    string AppId { get; }

    /// <summary>Trades the code of wx.login, single use and valid for 5 minutes, for the user's ids. Never sent twice.</summary>
    Task<WeChatUser> SignInAsync(string code, CancellationToken ct);

    /// <summary>
    /// Trades the code of the phone button, single use and valid for 5 minutes, for the phone.
    /// WeChat refuses where the code was made for another user than <paramref name="openId"/>.
    /// Never sent twice, unless WeChat turned our access token away before it read the code.
    /// </summary>
    Task<UserPhone> GetPhoneAsync(string code, string openId, CancellationToken ct);

    /// <summary>
    /// Asks whether a text of at most 2,500 characters may be shown.
    /// The author must have visited within the last 2 hours (61010).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The text is longer.</exception>
    Task<Verdict> CheckTextAsync(TextToCheck text, CancellationToken ct);

    /// <summary>
    /// Asks whether a picture or a sound may be shown, which WeChat fetches at its address. The verdict is pushed within 30 minutes
    /// (<see cref="Callbacks.CheckedMedia"/>) and may overtake this call's answer. The author must have visited within the last 2 hours
    /// (61010). Not repeated here: the verdict on a call whose answer was lost names an id that nobody has heard of, and a repeat under the
    /// same address may be refused (87020). Who calls decides, and asks again under another address.
    /// </summary>
    /// <returns>The trace id, which alone says what a verdict is about.</returns>
    Task<string> CheckMediaAsync(MediaToCheck media, CancellationToken ct);

    /// <summary>The picture of a mini-program code (JPEG or PNG), or null while its page is not yet released (41030).</summary>
    /// <exception cref="ArgumentException">The scene or the width is outside WeChat's limits.</exception>
    Task<byte[]?> FindCodeImageAsync(MiniProgramCode code, CancellationToken ct);

    /// <summary>
    /// Sends a one-time or long-term subscription message. WeChat has no idempotency key for it,
    /// so a time-out leaves the outcome unknown and the call is not repeated here.
    /// Returns WeChat's message id, as subscribe_msg_sent_event names it; null where the answer has none.
    /// </summary>
    Task<long?> SendSubscriptionAsync(SubscriptionMessage message, CancellationToken ct);
}

/// <param name="UnionId">Present only where the app is bound to an Open Platform account.</param>
public sealed record WeChatUser(string OpenId, string? UnionId);

/// <param name="CountryCode">Without plus sign: 86.</param>
/// <param name="Number">Without country code.</param>
public sealed record UserPhone(string CountryCode, string Number);

public sealed record TextToCheck(string OpenId, CheckScene Scene, string Content);

/// <param name="Url">Where WeChat fetches the file, at most 10 MB.</param>
public sealed record MediaToCheck(string OpenId, CheckScene Scene, MediaKind Kind, Uri Url);

/// <summary>Numbered as WeChat's media_type.</summary>
public enum MediaKind
{
    Sound = 1,
    Picture = 2,
}

/// <summary>Numbered as WeChat's scene parameter.</summary>
public enum CheckScene
{
    Profile = 1,
    Comment = 2,
    Forum = 3,
    Journal = 4,
}

/// <param name="Label">WeChat's number of the reason; 100 is harmless. Null where there is none to read.</param>
public sealed record Verdict(Suggestion Suggestion, int? Label);

public enum Suggestion
{
    /// <summary>The whole answer says so, in every part.</summary>
    Pass,
    Review,
    Risky,

    /// <summary>There is no verdict, or one that we do not understand: a person looks at it.</summary>
    Unclear,
}

/// <param name="Scene">At most 32 characters of WeChat's alphabet (letters, digits and !#$&amp;'()*+,/:;=?@-._~).</param>
/// <param name="Page">Without leading slash and query.</param>
/// <param name="Width">280 to 1280 pixels.</param>
public sealed record MiniProgramCode(string Scene, string Page, int Width = 430);

/// <param name="Fields">By the template's keys: thing1, time2 and so on.</param>
public sealed record SubscriptionMessage(string OpenId, string TemplateId, string? Page, IReadOnlyDictionary<string, string> Fields);
