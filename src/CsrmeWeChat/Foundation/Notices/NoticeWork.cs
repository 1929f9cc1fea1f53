using CsrmeWeChat.Foundation.Console;

namespace CsrmeWeChat.Foundation.Notices;

/// <summary>Administrators hear at home that staff no longer hear anything outside.</summary>
public sealed class NoticeWork(NoticeStore notices) : IWorkSource
{
    private static readonly TimeSpan Shown = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        await notices.CountFailedAsync(now - Shown, ct) is > 0 and var failed
            ?
            [
                new Work(
                    "notices.failed",
                    "/staff/notices",
                    failed,
                    $"提醒发不出去：有 {failed} 条提醒没有发到工作群或邮箱。",
                    "/staff/notices",
                    "看原因",
                    Role.Admin
                ),
            ]
            : [];
}
