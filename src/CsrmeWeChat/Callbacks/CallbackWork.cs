using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Callbacks;

/// <summary>Pushes that were refused, which WeChat gives up, and pushes that cannot be handled.</summary>
public sealed class CallbackWork(CallbackRefusals refusals, CallbackList list) : IWorkSource
{
    /// <summary>A few come from strangers.</summary>
    private const int Few = 5;

    private const string Page = "/staff/callbacks";

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = new List<Work>();
        if (await refusals.RecentAsync(now, ct) is > Few and var refused)
        {
            var words = $"微信推送的消息昨天和今天被拒收 {refused} 次：自动回复和送达结果可能收不到。";
            waiting.Add(new Work("callbacks.refused", Page, 1, words, Page, "看原因", Role.Admin));
        }
        if ((await list.BacklogAsync(ct)).Failing is > 0 and var failing)
        {
            waiting.Add(
                new Work("callbacks.failing", Page, failing, $"{failing} 条微信推送处理失败，正在自动重试。", Page, "去查看", Role.Admin)
            );
        }
        return waiting;
    }
}
