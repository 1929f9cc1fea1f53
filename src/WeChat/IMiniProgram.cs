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
    Task<TextVerdict> CheckTextAsync(TextToCheck text, CancellationToken ct);

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

public sealed record TextToCheck(string OpenId, TextScene Scene, string Content);

/// <summary>Numbered as WeChat's scene parameter.</summary>
public enum TextScene
{
    Profile = 1,
    Comment = 2,
    Forum = 3,
    Journal = 4,
}

/// <param name="Label">WeChat's number of the reason; 100 is harmless.</param>
public sealed record TextVerdict(TextSuggestion Suggestion, int Label);

public enum TextSuggestion
{
    Pass,
    Review,
    Risky,
}

/// <param name="Scene">At most 32 characters of WeChat's alphabet (letters, digits and !#$&amp;'()*+,/:;=?@-._~).</param>
/// <param name="Page">Without leading slash and query.</param>
/// <param name="Width">280 to 1280 pixels.</param>
public sealed record MiniProgramCode(string Scene, string Page, int Width = 430);

/// <param name="Fields">By the template's keys: thing1, time2 and so on.</param>
public sealed record SubscriptionMessage(string OpenId, string TemplateId, string? Page, IReadOnlyDictionary<string, string> Fields);
