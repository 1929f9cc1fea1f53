using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Judging;

/// <summary>What waits for each juror: their own ballots, of which nobody else is told.</summary>
public sealed class JurorWork(Database database) : IWorkSource
{
    /// <summary>In the last day before the close it stands first.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct) =>
        [
            .. (
                await database.ListAsync<Waiting>(
                    """
                    SELECT b.staff_id, r.id AS round_id, r.title, r.closes_at, COUNT(*) AS open
                      FROM judging_rounds r JOIN judging_ballots b ON b.round_id = r.id AND b.state = 'open'
                     WHERE r.state = 'open' AND r.closes_at > @now
                     GROUP BY b.staff_id, r.id, r.title, r.closes_at
                     ORDER BY r.closes_at, r.id
                    """,
                    new { now },
                    ct
                )
            ).Select(waiting => new Work(
                "judging.ballots",
                JurorPages.Home,
                waiting.Open,
                $"“{waiting.Title}”还有 {waiting.Open} 件作品等您评分，{Show.Beijing(waiting.ClosesAt)} 截止。",
                JurorPages.RoundAddress(waiting.RoundId),
                "去评分",
                Role.Juror
            )
            {
                IsUrgent = waiting.ClosesAt - now <= Soon,
                StaffId = waiting.StaffId,
            }),
        ];

    private sealed record Waiting
    {
        public required long StaffId { get; init; }
        public required long RoundId { get; init; }
        public required string Title { get; init; }
        public required DateTimeOffset ClosesAt { get; init; }
        public required long Open { get; init; }
    }
}
