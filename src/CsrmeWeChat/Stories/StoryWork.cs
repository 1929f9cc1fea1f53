using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Stories;

/// <summary>What waits with stories: reviews, those that may go out, and sends about which somebody must decide.</summary>
public sealed class StoryWork(Database database) : IWorkSource
{
    private const string Stories = "/staff/stories",
        Planner = "/staff/planner";

    public async Task<IReadOnlyList<Work>> ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = (
            await database.FindAsync<Waiting>(
                """
                SELECT (SELECT COUNT(*) FROM stories t JOIN seasons s ON s.id = t.season_id
                         WHERE t.state = 'review' AND s.hidden = 0) AS to_review,
                       (SELECT COUNT(*) FROM stories t JOIN seasons s ON s.id = t.season_id
                         WHERE t.state = 'approved' AND s.hidden = 0) AS to_send,
                       (SELECT COUNT(*) FROM mass_sends WHERE state = 'held') AS held,
                       (SELECT COUNT(*) FROM mass_sends WHERE state = 'unknown') AS unknown_sends,
                       (SELECT COUNT(*) FROM mass_sends WHERE state = 'awaiting') AS awaiting,
                       COALESCE((SELECT MIN(story_id) FROM mass_sends WHERE state = 'held'), 0) AS held_story,
                       COALESCE((SELECT MIN(story_id) FROM mass_sends WHERE state = 'unknown'), 0) AS unknown_story,
                       COALESCE((SELECT MIN(story_id) FROM mass_sends WHERE state = 'awaiting'), 0) AS awaiting_story
                """,
                ct: ct
            )
        )!;
        return [.. All(waiting).Where(work => work.Count > 0)];
    }

    private static Work[] All(Waiting waiting) =>
        [
            new(
                "stories.held",
                Planner,
                waiting.Held,
                $"{waiting.Held} 次群发没有按时发出，请决定是否还要发。",
                Of(waiting.HeldStory),
                "去决定",
                Role.Admin,
                Role.Secretary
            )
            {
                IsUrgent = true,
            },
            new(
                "stories.unknown",
                Planner,
                waiting.UnknownSends,
                $"{waiting.UnknownSends} 次群发的结果不明，请到公众平台核对。",
                Of(waiting.UnknownStory),
                "去核对",
                Role.Admin,
                Role.Secretary
            )
            {
                IsUrgent = true,
            },
            new(
                "stories.awaiting",
                Planner,
                waiting.Awaiting,
                $"{waiting.Awaiting} 次群发等待微信发完。如开启了群发保护，请管理员在微信里确认。",
                Of(waiting.AwaitingStory),
                "去查看",
                Role.Admin
            )
            {
                IsUrgent = true,
            },
            new(
                "stories.review",
                Stories,
                waiting.ToReview,
                $"{waiting.ToReview} 篇人才故事等待审核。",
                $"{Stories}?state=Review",
                "去审核",
                Role.Admin,
                Role.Reviewer
            ),
            new(
                "stories.ready",
                "",
                waiting.ToSend,
                $"{waiting.ToSend} 篇人才故事已通过审核，还没有安排群发。",
                $"{Stories}?state=Approved",
                "去安排",
                Role.Secretary
            ),
        ];

    private static string Of(long story) => $"{Stories}/{story}";

    private sealed record Waiting
    {
        public required long ToReview { get; init; }
        public required long ToSend { get; init; }
        public required long Held { get; init; }
        public required long UnknownSends { get; init; }
        public required long Awaiting { get; init; }
        public required long HeldStory { get; init; }
        public required long UnknownStory { get; init; }
        public required long AwaitingStory { get; init; }
    }
}
