using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.WeChatCalls;

namespace CsrmeWeChat.Outgoing;

/// <summary>What was stopped by a restore waits for somebody who looks.</summary>
public sealed class HeldOutgoing(OutgoingHold hold) : IWorkSource
{
    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        await hold.FindAsync(ct) is { } since
            ?
            [
                new Work(
                    "outgoing.held",
                    "",
                    1,
                    $"数据库恢复过：自 {Show.Beijing(since)} 起，消息、群发和兑换码暂停发出，等核对后放行。",
                    "/staff/outgoing",
                    "去核对",
                    Role.Admin,
                    Role.Secretary
                )
                {
                    IsUrgent = true,
                },
            ]
            : [];
}
