using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Members;

namespace CsrmeWeChat.Messages;

/// <summary>The messages that a member was sent, and those that were not sent with the reason.</summary>
public sealed class MessageTimeline(Database database) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineLine>> ListAsync(Member member, int limit, DateTimeOffset now, CancellationToken ct) =>
        [
            .. (
                await database.ListAsync<Row>(
                    """
                    SELECT c.name, c.topic, d.state, d.reason, COALESCE(d.ended_at, d.due_at) AS ended_at, c.created_by
                      FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id
                     WHERE d.member_id = @Id
                       AND (d.ended_at IS NOT NULL OR (d.state = 'skipped' AND c.state IN ('running', 'paused', 'done')))
                     ORDER BY d.id DESC LIMIT @limit
                    """,
                    new { member.Id, limit },
                    ct
                )
            ).Select(row => new TimelineLine(
                row.EndedAt,
                $"消息“{row.Name}”{row.State.Label}",
                string.Join("，", ((string[])[row.Topic.Label, Reasons.LabelOf(row.Reason)]).Where(text => text is not "")),
                row.CreatedBy
            )),
        ];

    private sealed record Row
    {
        public required string Name { get; init; }
        public required Topic Topic { get; init; }
        public required DeliveryState State { get; init; }
        public required string Reason { get; init; }
        public required DateTimeOffset EndedAt { get; init; }
        public required string CreatedBy { get; init; }
    }
}
