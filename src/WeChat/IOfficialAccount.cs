namespace WeChat;

/// <summary>What the service asks of the official account (公众号 or 服务号). A refusal by WeChat is a <see cref="WeChatException"/>.</summary>
public partial interface IOfficialAccount
{
    string AppId { get; }

    /// <summary>
    /// Sends a template message (certified 服务号 only). For 10 minutes the client message id makes a repeat harmless;
    /// repeating is left to the caller, whose rate limit counts each call. Returns WeChat's message id where the answer has one.
    /// </summary>
    Task<long?> SendTemplateAsync(TemplateMessage message, CancellationToken ct);

    /// <summary>
    /// Sends a subscription notice (公众号订阅通知, bizsend). WeChat has no idempotency key for it,
    /// so a time-out leaves the outcome unknown and the call is not repeated here.
    /// Returns WeChat's message id where the answer has one.
    /// </summary>
    Task<long?> SendNoticeAsync(SubscriptionMessage message, CancellationToken ct);
}

/// <param name="Page">A page of the mini program that the message opens.</param>
/// <param name="ClientMessageId">Ours, at most 64 characters.</param>
public sealed record TemplateMessage(
    string OpenId,
    string TemplateId,
    string? Page,
    IReadOnlyDictionary<string, string> Fields,
    string ClientMessageId
);
