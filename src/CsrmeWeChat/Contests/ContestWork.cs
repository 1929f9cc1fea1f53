using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Contests;

/// <summary>What waits with contests: entries to be reviewed, and photos that nobody works on.</summary>
public sealed class ContestWork(Database database) : IWorkSource
{
    private const string Contests = "/staff/contests";

    /// <summary>A photo waits so long when the store is away, or far more come than one node can prepare.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = (
            await database.FindAsync<Waiting>(
                """
                SELECT (SELECT COUNT(*) FROM contest_entries WHERE state = 'reviewing') AS to_review,
                       (SELECT COUNT(*) FROM contest_entries WHERE state = 'submitted' AND submitted_at < @since) AS stuck
                """,
                new { since = now - LongWait },
                ct
            )
        )!;
        return
        [
            .. new Work[]
            {
                new(
                    "contests.stuck",
                    Contests,
                    waiting.Stuck,
                    $"{waiting.Stuck} 件摄影作品一小时还没有处理好，请检查磁盘是否已满、存储是否可用。",
                    $"{Contests}/entries?state=Submitted",
                    "去查看",
                    Role.Admin
                )
                {
                    IsUrgent = true,
                },
                new(
                    "contests.review",
                    Contests,
                    waiting.ToReview,
                    $"{waiting.ToReview} 件摄影作品等待审核。",
                    $"{Contests}/review",
                    "开始审核",
                    Role.Admin,
                    Role.Secretary,
                    Role.Reviewer
                ),
            }.Where(work => work.Count > 0),
        ];
    }

    private sealed record Waiting
    {
        public required long ToReview { get; init; }
        public required long Stuck { get; init; }
    }
}
