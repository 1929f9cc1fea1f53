namespace WeChat;

/// <summary>What the service asks of the official account (公众号 or 服务号). A refusal by WeChat is a <see cref="WeChatException"/>.</summary>
public partial interface IOfficialAccount
{
    string AppId { get; }

    /// <summary>Sends a template message (certified 服务号 only). The client message id makes a repeat harmless. Returns WeChat's message id.</summary>
    Task<long> SendTemplateAsync(TemplateMessage message, CancellationToken ct);
}

/// <param name="Page">A page of the mini program that the message opens.</param>
/// <param name="ClientMessageId">Ours, at most 64 characters.</param>
public sealed record TemplateMessage(string OpenId, string TemplateId, string? Page, IReadOnlyDictionary<string, string> Fields, string ClientMessageId);
