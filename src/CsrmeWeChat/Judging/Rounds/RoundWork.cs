using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging;

/// <summary>What waits with rounds for the secretariat: the close by the clock is theirs to confirm, and jurors to be found.</summary>
public sealed class RoundWork(Database database) : IWorkSource
{
    public const string Address = "/staff/judging/admin";

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = (
            await database.FindAsync<Waiting>(
                $"""
                SELECT (SELECT COUNT(*) FROM judging_rounds WHERE state = 'open' AND closes_at <= @now) AS due,
                       (SELECT COUNT(*) FROM judging_rounds WHERE state = 'closed') AS closed,
                       (SELECT COUNT(*)
                          FROM judging_rounds r JOIN judging_items i ON i.round_id = r.id
                         WHERE r.state = 'open' AND r.closes_at > @now
                           AND {OpenRounds.JurorsOf} < r.per_item
                           AND NOT EXISTS (SELECT 1 FROM judging_ballots d
                                            WHERE d.round_id = i.round_id AND d.item_id = i.item_id AND d.state = 'dropped')) AS lacking
                """,
                new { now },
                ct
            )
        )!;
        return
        [
            .. new Work[]
            {
                new(
                    "judging.due",
                    Address,
                    waiting.Due,
                    $"{waiting.Due} 轮评审已到截止时间，请确认截止。",
                    Address,
                    "去截止",
                    Role.Admin,
                    Role.Secretary
                ),
                new(
                    "judging.lacking",
                    Address,
                    waiting.Lacking,
                    $"{waiting.Lacking} 件作品因评委回避而缺少评委，请增加评委。",
                    Address,
                    "去增加",
                    Role.Admin,
                    Role.Secretary
                ),
                new(
                    "judging.closed",
                    Address,
                    waiting.Closed,
                    $"{waiting.Closed} 轮评审已截止，等待定榜。",
                    Address,
                    "去定榜",
                    Role.Admin,
                    Role.Secretary
                ),
            }.Where(work => work.Count > 0),
        ];
    }

    private sealed record Waiting
    {
        public required long Due { get; init; }
        public required long Closed { get; init; }
        public required long Lacking { get; init; }
    }
}
