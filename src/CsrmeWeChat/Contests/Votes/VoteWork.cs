using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>What waits with votes: those that are held, and votings that are over and not counted.</summary>
public sealed class VoteWork(Database database) : IWorkSource
{
    private const string Contests = "/staff/contests";

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = await database.ListAsync<Waiting>(
            """
            SELECT c.id, CASE WHEN c.vote_closes_at <= @now THEN 1 ELSE 0 END AS is_over,
                   (SELECT COUNT(*) FROM contest_votes v
                     WHERE v.state = 'held' AND v.contest_id = c.id AND v.taken_back_at IS NULL) AS held
              FROM contests c
             WHERE c.state = 'published' AND c.votes_closed_at IS NULL AND c.vote_opens_at <= @now
             ORDER BY c.vote_closes_at, c.id
            """,
            new { now },
            ct
        );
        var held = waiting.Where(contest => contest.Held > 0).ToList();
        var over = waiting.Where(contest => contest is { IsOver: true, Held: 0 }).ToList();
        return
        [
            .. held.Take(1)
                .Select(first => new Work(
                    "contests.votes",
                    Contests,
                    held.Sum(contest => contest.Held),
                    $"{held.Sum(contest => contest.Held)} 张可疑选票等待判定。",
                    $"{Contests}/{first.Id}/votes",
                    "去判定",
                    Role.Admin,
                    Role.Secretary
                )
                {
                    IsUrgent = held.Any(contest => contest.IsOver),
                }),
            .. over.Take(1)
                .Select(first => new Work(
                    "contests.count",
                    Contests,
                    over.Count,
                    $"{over.Count} 次大赛投票已截止，等待计票。",
                    $"{Contests}/{first.Id}/votes",
                    "去计票",
                    Role.Admin,
                    Role.Secretary
                )),
        ];
    }

    private sealed record Waiting
    {
        public required long Id { get; init; }
        public required bool IsOver { get; init; }
        public required int Held { get; init; }
    }
}
