using CsrmeWeChat.Callbacks;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;
using WeChat;
using WeChat.Callbacks;

namespace CsrmeWeChat.Followers;

/// <summary>Somebody begins to follow the official account, or stops.</summary>
public sealed class FollowOrLeave(FollowerStore followers, IOptions<WeChatOptions> wechat) : ICallbackHandler
{
    public IReadOnlyCollection<string> Kinds { get; } = ["subscribe", "unsubscribe"];

    public Task HandleAsync(Transaction tx, CallbackMessage message, DateTimeOffset now, CancellationToken ct) =>
        message.AppId != wechat.Value.OfficialAccount.AppId ? Task.CompletedTask
        : message.Kind == "subscribe" ? followers.FollowAsync(tx, message.OpenId, message.CreatedAt, ct)
        : followers.LeaveAsync(tx, message.OpenId, message.CreatedAt, ct);
}
