using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Videos;

/// <summary>What waits with short videos: reviews, complaints, and videos that nobody works on.</summary>
public sealed class VideoWork(Database database) : IWorkSource
{
    private const string Videos = "/staff/videos";

    /// <summary>A video waits so long when the programs are missing, or far more come than one node can prepare.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = (
            await database.FindAsync<Waiting>(
                """
                SELECT (SELECT COUNT(*) FROM video_entries WHERE state = 'reviewing') AS to_review,
                       (SELECT COUNT(*) FROM video_complaints WHERE state = 'open') AS complaints,
                       (SELECT COUNT(*) FROM video_entries WHERE state = 'submitted' AND submitted_at < @since) AS stuck
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
                    "videos.complaints",
                    Videos,
                    waiting.Complaints,
                    $"{waiting.Complaints} 条短视频投诉等待处理。",
                    $"{Videos}/complaints?state=Open",
                    "去处理",
                    Role.Admin,
                    Role.Secretary,
                    Role.Reviewer
                )
                {
                    IsUrgent = true,
                },
                new(
                    "videos.stuck",
                    Videos,
                    waiting.Stuck,
                    $"{waiting.Stuck} 件短视频一小时还没有处理好，请检查服务器是否装有 ffmpeg、磁盘是否已满。",
                    $"{Videos}/entries?state=Submitted",
                    "去查看",
                    Role.Admin
                )
                {
                    IsUrgent = true,
                },
                new(
                    "videos.review",
                    Videos,
                    waiting.ToReview,
                    $"{waiting.ToReview} 件短视频等待审核。",
                    $"{Videos}/review",
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
        public required long Complaints { get; init; }
        public required long Stuck { get; init; }
    }
}
