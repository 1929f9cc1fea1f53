using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.People;

/// <summary>When a member was bound to a WeChat user, and when no longer.</summary>
public sealed class BindingTimeline(Database database) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineLine>> ListAsync(Member member, int limit, DateTimeOffset now, CancellationToken ct) =>
        [
            .. (
                await database.ListAsync<Row>(
                    "SELECT event, reason, actor, at FROM binding_events WHERE member_id = @Id ORDER BY id DESC LIMIT @limit",
                    new { member.Id, limit },
                    ct
                )
            ).Select(row => new TimelineLine(row.At, row.Event == "bound" ? "绑定微信" : "解除微信绑定", row.Reason, row.Actor)),
        ];

    private sealed record Row
    {
        public required string Event { get; init; }
        public required string Reason { get; init; }
        public required string Actor { get; init; }
        public required DateTimeOffset At { get; init; }
    }
}
