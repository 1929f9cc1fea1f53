using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Messages;

/// <summary>What waits with messages: those that stopped, those of which some failed, and those that nobody has started.</summary>
public sealed class MessageWork(Database database) : IWorkSource
{
    private const string Messages = "/staff/messages";

    /// <summary>How long somebody is reminded of what failed.</summary>
    private static readonly TimeSpan Reminded = TimeSpan.FromDays(14);

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = (
            await database.FindAsync<Waiting>(
                """
                SELECT (SELECT COUNT(*) FROM campaigns WHERE state = 'paused') AS paused,
                       (SELECT COUNT(*) FROM campaigns WHERE state = 'frozen') AS frozen,
                       (SELECT COUNT(*) FROM campaigns c
                         WHERE c.state = 'done' AND c.automatic = 0 AND c.ended_at >= @since
                           AND EXISTS (SELECT 1 FROM deliveries d WHERE d.campaign_id = c.id AND d.state = 'failed')) AS failed
                """,
                new { since = now - Reminded },
                ct
            )
        )!;
        return [.. All(waiting).Where(work => work.Count > 0)];
    }

    private static Work[] All(Waiting waiting) =>
        [
            new(
                "messages.paused",
                Messages,
                waiting.Paused,
                $"{waiting.Paused} 条消息已暂停，请决定是否继续发送。",
                $"{Messages}?state=Paused",
                "去处理",
                Role.Admin,
                Role.Secretary
            )
            {
                IsUrgent = true,
            },
            new(
                "messages.failed",
                Messages,
                waiting.Failed,
                $"{waiting.Failed} 条消息有发送失败的收件人，可以重发。",
                $"{Messages}?state=Done",
                "去重发",
                Role.Admin,
                Role.Secretary
            ),
            new(
                "messages.frozen",
                "",
                waiting.Frozen,
                $"{waiting.Frozen} 条消息的名单已生成，还没有发送。",
                $"{Messages}?state=Frozen",
                "去发送",
                Role.Admin,
                Role.Secretary
            ),
        ];

    private sealed record Waiting
    {
        public required long Paused { get; init; }
        public required long Frozen { get; init; }
        public required long Failed { get; init; }
    }
}
